//! Small arithmetic of the assistant's pages. Pure.

import type { Schema } from '@ombud/client';

export type Row = Schema.ControlRow;
type Measured = Schema.ControlMeasured;

/** What names a row: what is absent stands for everything. */
export const keyOf = (row: Pick<Row, 'intent' | 'market'>): string =>
  `${row.intent ?? '*'}/${row.market ?? '*'}`;

/** The row that counts for an intent in a market: the most particular one. */
export function rowFor(rows: readonly Row[], intent: string, market: string): Row | undefined {
  const rank = (row: Row) => (row.intent ? 2 : 0) + (row.market ? 1 : 0);
  return rows
    .filter((row) => (row.intent ?? intent) === intent && (row.market ?? market) === market)
    .sort((a, b) => rank(b) - rank(a))[0];
}

export interface Sums {
  answered: number;
  complaints: number;
  settled: number;
  resolved: number;
}

/** What was measured of everything that a row counts for. */
export function sumsOf(rows: readonly Row[], measured: readonly Measured[], row: Row): Sums {
  const sums: Sums = { answered: 0, complaints: 0, settled: 0, resolved: 0 };
  for (const one of measured) {
    const own = rowFor(rows, one.intent, one.market);
    if (!own || keyOf(own) !== keyOf(row)) continue;
    sums.answered += one.answered;
    sums.complaints += one.complaints;
    sums.settled += one.settled;
    sums.resolved += one.resolved;
  }
  return sums;
}

export const shareOf = (some: number, all: number): number | null => (all > 0 ? some / all : null);

/** The settings as they are sent: what the server keeps of each row is not the form's to say. */
export function changeOf(settings: Schema.ControlSettings, rows: readonly Row[]): Schema.ChangeControl {
  const { version, band, window_days, cases_min } = settings;
  const change = ({ intent, market, mode, percent, band: own }: Row): Schema.ControlRowChange => ({
    ...(intent ? { intent } : {}),
    ...(market ? { market } : {}),
    mode,
    percent,
    ...(own ? { band: own } : {}),
  });
  return { version, band, window_days, cases_min, rows: rows.map(change) };
}
