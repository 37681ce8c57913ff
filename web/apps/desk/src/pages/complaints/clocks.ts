//! The clocks that law puts on a complaint: which runs now, and how the desk stands with all of them. Pure.

import { lastLegalDay, type Schema } from '@ombud/client';

type Timed = Pick<
  Schema.Complaint,
  'state' | 'received_at' | 'acknowledged_at' | 'acknowledge_by' | 'respond_by' | 'finding'
>;

/**
 * The last day of a period of the law, at the reader's own noon, so that it is written as the same day for every reader: the
 * service names the midnight after it, where the law counts.
 */
export const lastDayOf = (until: string, jurisdiction: string): Date =>
  new Date(`${lastLegalDay(until, jurisdiction)}T12:00:00`);

const DAY_MS = 86_400_000;
/** An answer that is due within this time is soon. */
const SOON_MS = 7 * DAY_MS;

export interface RunningClock {
  name: 'acknowledge_by' | 'respond_by';
  at: string;
}

/** Whether somebody still has to answer. */
export const isOpen = (complaint: Timed): boolean =>
  complaint.state !== 'closed' && complaint.state !== 'withdrawn' && !complaint.finding;

/** The clock that runs out next; none on a complaint that was answered or taken back. */
export function nextClockOf(complaint: Timed): RunningClock | null {
  if (!isOpen(complaint)) return null;
  const answer: RunningClock = { name: 'respond_by', at: complaint.respond_by };
  if (complaint.acknowledged_at) return answer;
  const word: RunningClock = { name: 'acknowledge_by', at: complaint.acknowledge_by };
  return word.at <= answer.at ? word : answer;
}

/** The nearest clock first; what is answered comes last, the newest of it first. */
export function byClock(a: Timed, b: Timed): number {
  const [left, right] = [nextClockOf(a)?.at, nextClockOf(b)?.at];
  if (left && right) return left.localeCompare(right);
  return left ? -1 : right ? 1 : b.received_at.localeCompare(a.received_at);
}

export interface Standing {
  open: number;
  unacknowledged: number;
  soon: number;
  over: number;
}

/** How many wait, and how many of them are late or nearly so. */
export function standingOf(complaints: readonly Timed[], now: number): Standing {
  const open = complaints.filter(isOpen);
  const left = (complaint: Timed): number =>
    new Date(nextClockOf(complaint)?.at ?? complaint.respond_by).getTime() - now;
  const isOver = (complaint: Timed): boolean => left(complaint) < 0;
  return {
    open: open.length,
    unacknowledged: open.filter((one) => !one.acknowledged_at).length,
    soon: open.filter((one) => !isOver(one) && new Date(one.respond_by).getTime() - now < SOON_MS).length,
    over: open.filter(isOver).length,
  };
}
