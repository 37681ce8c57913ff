//! Small arithmetic of the pages. Pure.

import type { Estimate, ReportDay, SimulationClass, SimulationFigure } from '../api/shapes.ts';

/** Differences below this many standard errors are noise. */
const CLEAR_Z = 2;

/**
 * What changes from one rule to the other. Told from pairs of runs where the server does: chance hits both rules of a pair
 * alike, so the error is that of the difference. Else both errors count.
 */
export function changeOf(was: SimulationClass, will: SimulationClass, figure: SimulationFigure): Estimate {
  const paired = will.difference?.[figure];
  if (paired) return paired;
  const [a, b] = [was[figure], will[figure]];
  return { mean: b.mean - a.mean, standard_error: Math.hypot(a.standard_error, b.standard_error) };
}

/** Whether a change is more than chance explains. */
export function isClear({ mean, standard_error }: Estimate): boolean {
  return standard_error > 0 && Math.abs(mean) > CLEAR_Z * standard_error;
}

const DAY_MS = 86_400_000;
/** More days than any period that can be asked for: a wrong date must not fill the page. */
const DAYS_MAX = 400;

/** Every day from the first to the last, also those on which nothing happened: a time axis must not skip them. */
export function wholeDays(days: readonly ReportDay[]): ReportDay[] {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const known = new Map(days.map((day) => [day.date, day]));
  const start = Date.parse(first.date);
  const count = Math.min(DAYS_MAX, Math.round((Date.parse(last.date) - start) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(start + index * DAY_MS).toISOString().slice(0, 10);
    return known.get(date) ?? { ...NOTHING, date };
  });
}

const NOTHING: Omit<ReportDay, 'date'> = {
  contacts: 0,
  first_response_p50_s: null,
  first_response_p90_s: null,
  self_service_share: null,
  sla_share: null,
  automated_share: null,
  first_contact_resolution_share: null,
  wrong_decision_share: null,
  overturn_share: null,
  csat: null,
};

/** How much of a term is used up, from 0 to 1. */
export function usedShare(from: string, until: string, now: number): number {
  const start = new Date(from).getTime();
  const end = new Date(until).getTime();
  return end <= start ? 1 : Math.min(1, Math.max(0, (now - start) / (end - start)));
}
