//! Where dots and whiskers stand on a scale. Pure.

import type { Estimate } from '../../api/cobrowse.ts';

/** One row: what is told, or null where there is too little. */
export interface PlotRow {
  id: string;
  label: string;
  estimate: Estimate | null | undefined;
}

/** How a value becomes a place: ratios are drawn by their logarithms, so that twice and half as long are equally far. */
export type Scale = 'linear' | 'log';

export interface Placed extends PlotRow {
  /** Percent of the width; null where nothing is told. */
  at: { low: number; value: number; high: number } | null;
}

/** Room at both ends, of the whole width. */
const MARGIN_SHARE = 0.08;

/** Places of rows on one scale that holds all of them and, where there is one, the line of no difference. */
export function placed(
  rows: readonly PlotRow[],
  options: { zero?: number; scale?: Scale } = {},
): { rows: Placed[]; zero: number | null } {
  const by = options.scale === 'log' ? Math.log : (value: number) => value;
  const known = rows.flatMap(({ estimate }) => (estimate ? [by(estimate.low), by(estimate.high)] : []));
  const all = options.zero === undefined ? known : [...known, by(options.zero)];
  if (known.length === 0) return { rows: rows.map((row) => ({ ...row, at: null })), zero: null };
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(most - least, Number.EPSILON) * MARGIN_SHARE;
  const place = (value: number) => ((by(value) - least + room) / (most - least + 2 * room)) * 100;
  return {
    rows: rows.map((row) => ({
      ...row,
      at: row.estimate
        ? {
            low: place(row.estimate.low),
            value: place(row.estimate.value),
            high: place(row.estimate.high),
          }
        : null,
    })),
    zero: options.zero === undefined ? null : place(options.zero),
  };
}

/** What a difference says: the interval is on one side of no difference, or holds it. */
export function verdictOf(
  estimate: Estimate | null | undefined,
  zero: number,
): 'few' | 'unclear' | 'more' | 'less' {
  if (!estimate) return 'few';
  if (estimate.low > zero) return 'more';
  if (estimate.high < zero) return 'less';
  return 'unclear';
}
