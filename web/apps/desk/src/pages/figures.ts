//! Small arithmetic of the pages. Pure.

import type { Estimate, SimulationClass, SimulationFigure } from '../api/shapes.ts';

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

/** How much of a term is used up, from 0 to 1. */
export function usedShare(from: string, until: string, now: number): number {
  const start = new Date(from).getTime();
  const end = new Date(until).getTime();
  return end <= start ? 1 : Math.min(1, Math.max(0, (now - start) / (end - start)));
}
