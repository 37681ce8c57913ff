// How long to wait before the next attempt: doubling, with jitter, so that ten thousand clients of a
// server that restarts do not come back in the same second.

export const BACKOFF_FIRST_MS = 500;
export const BACKOFF_MOST_MS = 30_000;

/** Between half of the doubled time and all of it. `random` gives 0 ≤ x < 1. */
export function backoffMs(attempt: number, random: () => number): number {
  const whole = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(whole / 2 + (whole / 2) * random());
}
