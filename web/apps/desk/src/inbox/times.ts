//! The moments one usually means by “later”. Pure: the present comes in, moments go out.

import type { DeskKey } from '../words/index.ts';

const HOUR_MS = 3_600_000;
/** The hour at which a working day begins. */
const MORNING_HOUR = 9;

export interface Later {
  id: string;
  label: DeskKey;
  at: Date;
}

function morning(from: Date, daysAhead: number): Date {
  const at = new Date(from);
  at.setDate(at.getDate() + daysAhead);
  at.setHours(MORNING_HOUR, 0, 0, 0);
  return at;
}

/** In an hour, in four, tomorrow morning, and the morning of next Monday. */
export function laterFrom(now: Date): Later[] {
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const days: Later[] = [
    { id: 'tomorrow', label: 'later.tomorrow', at: morning(now, 1) },
    { id: 'monday', label: 'later.monday', at: morning(now, toMonday) },
  ];
  return [
    { id: 'hour', label: 'later.hour', at: new Date(now.getTime() + HOUR_MS) },
    { id: 'hours', label: 'later.hours', at: new Date(now.getTime() + 4 * HOUR_MS) },
    // On a Sunday they are one morning.
    ...(toMonday === 1 ? days.slice(1) : days),
  ];
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** A moment as `datetime-local` writes it, in the time of this machine. */
export function localValue(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
