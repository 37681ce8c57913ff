//! Small arithmetic of the pages. Pure.

import type { Estimate } from '../api/shapes.ts';

/** Differences below this many standard errors are noise. */
const CLEAR_Z = 2;

/** Whether two estimates differ by more than chance explains. */
export function differs(a: Estimate, b: Estimate): boolean {
  const error = Math.hypot(a.standard_error, b.standard_error);
  return error > 0 && Math.abs(a.mean - b.mean) > CLEAR_Z * error;
}

/** How much of a term is used up, from 0 to 1. */
export function usedShare(from: string, until: string, now: number): number {
  const start = new Date(from).getTime();
  const end = new Date(until).getTime();
  return end <= start ? 1 : Math.min(1, Math.max(0, (now - start) / (end - start)));
}
