//! The time of the made-up desk, and what a demo server answered, as if it had been recorded now.

import recorded from '../recorded.json';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const SHIFT = Date.now() - new Date(recorded.now).getTime();

/** The recording, as if it had been made now: all its moments move together. */
export const ANSWERS = JSON.parse(
  JSON.stringify(recorded.answers)
    .replace(
      /"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g,
      (_whole, at: string) => `"${new Date(new Date(at).getTime() + SHIFT).toISOString()}"`,
    )
    .replace(
      /"(\d{4}-\d\d-\d\d)"/g,
      (_whole, at: string) => `"${new Date(new Date(at).getTime() + SHIFT).toISOString().slice(0, 10)}"`,
    ),
) as Record<string, unknown>;

export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
export const ahead = (ms: number): string => ago(-ms);
