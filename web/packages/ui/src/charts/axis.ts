//! Where a chart's axes begin, end and are labelled. Pure.

export interface Interval {
  low: number;
  high: number;
}

/** Values, and how far each may lie from the truth: half of an error bar, or an interval that is not even around it. */
export interface Spread {
  values: (number | null)[];
  /** In the unit of the values. */
  errors?: (number | null)[];
  intervals?: (Interval | null | undefined)[];
}

const DAY_S = 86_400;
/** Steps of an axis of days: some days, weeks, quarters and years. */
const DAY_STEPS = [1, 2, 4, 7, 14, 28, 56, 91, 182, 364, 728];
/** What is left free beside the first and the last day, of a day and of the whole. */
const BESIDE_DAYS = 0.6;
const BESIDE_SHARE = 0.03;
/** How far an axis reaches above what it shows. */
const ABOVE = 1.12;

/** Where a day such as `2026-11-23`, or a moment on the reader's own clock, stands: seconds, every day 86 400 long. */
export function secondsOf(at: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(at);
  const date = new Date(at);
  return date.getTime() / 1000 - (isDay ? 0 : date.getTimezoneOffset() * 60);
}

/** The day of such seconds. */
export const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

const startOf = (seconds: number): number => Math.floor(seconds / DAY_S) * DAY_S;

/** From before the first day until after the last, also where they are the same. */
export function dayRange(at: readonly number[]): [number, number] {
  const [first, last] = [startOf(at[0] ?? 0), at.at(-1) ?? 0];
  const beside = Math.max(BESIDE_DAYS * DAY_S, (last - first) * BESIDE_SHARE);
  return [first - beside, last + beside];
}

/** The days that are labelled, from the first on and evenly far apart; at most `count_max` of them. */
export function daySplits(at: readonly number[], count_max: number): number[] {
  const first = startOf(at[0] ?? 0);
  const days = Math.floor(((at.at(-1) ?? 0) - first) / DAY_S);
  const most = Math.max(1, count_max);
  const step = DAY_STEPS.find((one) => Math.floor(days / one) + 1 <= most) ?? days + 1;
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, index) => first + index * step * DAY_S);
}

/** What stands around a value: nothing where nothing is known. */
export function spreadOf(one: Spread, at: number): Interval | null {
  const [value, error, interval] = [one.values[at], one.errors?.[at], one.intervals?.[at]];
  if (value === null || value === undefined) return null;
  if (interval) return { low: interval.low, high: interval.high };
  return error === null || error === undefined ? null : { low: value - error, high: value + error };
}

/** From nothing, or below it, to above the highest value and the highest interval. */
export function valueRange(series: readonly Spread[]): [number, number] {
  let [low, high] = [0, 0];
  for (const one of series) {
    one.values.forEach((value, at) => {
      const spread = spreadOf(one, at);
      low = Math.min(low, value ?? 0, spread?.low ?? 0);
      high = Math.max(high, value ?? 0, spread?.high ?? 0);
    });
  }
  return [low, high > 0 ? high * ABOVE : 1];
}
