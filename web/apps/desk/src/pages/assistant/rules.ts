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

/** What is expected, over how long, and of how many conversations. */
export type Limits = Pick<Schema.ControlSettings, 'band' | 'window_days' | 'cases_min'>;

export const limitsOf = ({ band, window_days, cases_min }: Limits): Limits => ({
  band,
  window_days,
  cases_min,
});

export type Changed =
  | { what: 'row'; key: Pick<Row, 'intent' | 'market'>; was: Row | undefined; is: Row | undefined }
  | { what: 'resolved' | 'complaints' | 'window' | 'cases'; was: number; is: number };

type Settings = Limits & { rows: readonly Row[] };

const isSameRow = (a: Row | undefined, b: Row | undefined): boolean =>
  a?.mode === b?.mode &&
  a?.percent === b?.percent &&
  a?.band?.resolved_min === b?.band?.resolved_min &&
  a?.band?.complaints_max === b?.band?.complaints_max;

/** What one version made otherwise than the one before it. */
export function changesOf(before: Settings, after: Settings): Changed[] {
  const rows = new Map([...before.rows, ...after.rows].map((row) => [keyOf(row), row]));
  const own = (settings: Settings, key: string) => settings.rows.find((row) => keyOf(row) === key);
  const limits: Changed[] = [
    { what: 'resolved', was: before.band.resolved_min, is: after.band.resolved_min },
    { what: 'complaints', was: before.band.complaints_max, is: after.band.complaints_max },
    { what: 'window', was: before.window_days, is: after.window_days },
    { what: 'cases', was: before.cases_min, is: after.cases_min },
  ];
  return [
    ...[...rows].flatMap(([key, { intent, market }]): Changed[] => {
      const [was, is] = [own(before, key), own(after, key)];
      return isSameRow(was, is) ? [] : [{ what: 'row', key: { intent, market }, was, is }];
    }),
    ...limits.filter((one) => one.was !== one.is),
  ];
}

/** The settings as they are sent: what the server keeps of each row is not the form's to say. */
export function changeOf(version: number, rows: readonly Row[], limits: Limits): Schema.ChangeControl {
  const change = ({ intent, market, mode, percent, band: own }: Row): Schema.ControlRowChange => ({
    ...(intent ? { intent } : {}),
    ...(market ? { market } : {}),
    mode,
    percent,
    ...(own ? { band: own } : {}),
  });
  return { version, ...limitsOf(limits), rows: rows.map(change) };
}
