//! How long to wait before a lost connection is tried again.
//!
//! A node that is lost is missed after two seconds and its sessions go on at another: the first tries come close enough
//! together to be there within five, and never from all in the same moment.

/** The most that is waited before each try, in milliseconds; the last one before all that follow. */
const WAITS_MS = [500, 1_000, 1_000, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/** How long to wait before a try, in milliseconds. `chance` (0 to 1) spreads those who were lost in the same moment. */
export function waitOf(tries: number, chance: number): number {
  const most = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0;
  return most * (0.5 + chance / 2);
}
