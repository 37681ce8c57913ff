import { describe, expect, it } from 'vitest';
import { changeOf, changesOf, rowFor, shareOf, sumsOf, type Row } from './rules.ts';

const row = (intent: string | undefined, market: string | undefined, mode: Row['mode']): Row => ({
  intent,
  market,
  mode,
  percent: 100,
});
const ROWS = [
  row(undefined, undefined, 'off'),
  row('pause_payment', undefined, 'act'),
  row(undefined, 'se', 'shadow'),
  row('pause_payment', 'se', 'suggest'),
];
const measured = (intent: string, market: string, answered: number) => ({
  intent,
  market,
  mode: 'act' as const,
  answered,
  complaints: 1,
  complaints_interval: null,
  settled: answered,
  resolved: 2,
  resolved_interval: null,
});

describe('the row that counts', () => {
  it.each([
    ['refund_status', 'de', 'off'],
    ['pause_payment', 'de', 'act'],
    ['refund_status', 'se', 'shadow'],
    ['pause_payment', 'se', 'suggest'],
  ])('for %s in %s is the one that is %s', (intent, market, mode) => {
    expect(rowFor(ROWS, intent, market)?.mode).toBe(mode);
  });

  it('has what was measured of everything that no other row counts for', () => {
    const all = [
      measured('pause_payment', 'de', 10),
      measured('pause_payment', 'gb', 5),
      measured('x', 'se', 7),
    ];
    const sums = ROWS.map((one) => sumsOf(ROWS, all, one).answered);
    expect(sums).toEqual([0, 15, 7, 0]);
  });
});

describe('figures', () => {
  it('have no share of nothing', () => {
    expect([shareOf(1, 4), shareOf(0, 0)]).toEqual([0.25, null]);
  });
});

const LIMITS = { band: { resolved_min: 0.5, complaints_max: 0.02 }, window_days: 28, cases_min: 30 };

describe('what is sent', () => {
  it('leaves out who made a row what it is', () => {
    const sent = changeOf(3, [{ ...ROWS[1]!, by: 'user-1', at: '2026-01-01T00:00:00Z' }], LIMITS);
    expect(sent).toEqual({
      version: 3,
      ...LIMITS,
      rows: [{ intent: 'pause_payment', mode: 'act', percent: 100 }],
    });
  });
});

describe('what a version changed', () => {
  const before = { ...LIMITS, rows: ROWS };
  it.each([
    ['nothing', { ...before, rows: ROWS.map((one) => ({ ...one, at: '2026-01-01T00:00:00Z' })) }, []],
    [
      'a mode',
      { ...before, rows: ROWS.map((one, at) => (at === 1 ? { ...one, mode: 'suggest' as const } : one)) },
      ['row act suggest'],
    ],
    ['a row that is gone', { ...before, rows: ROWS.slice(1) }, ['row off -']],
    ['a row that is new', { ...before, rows: [...ROWS, row('x', undefined, 'act')] }, ['row - act']],
    ['limits', { ...before, window_days: 14, cases_min: 50 }, ['window 28 14', 'cases 30 50']],
    [
      'the limits of a row',
      { ...before, rows: [{ ...ROWS[0]!, band: { ...LIMITS.band, resolved_min: 0.2 } }, ...ROWS.slice(1)] },
      ['row off off'],
    ],
  ])('%s', (_name, after, expected) => {
    const said = changesOf(before, after).map((one) =>
      one.what === 'row'
        ? `row ${one.was?.mode ?? '-'} ${one.is?.mode ?? '-'}`
        : `${one.what} ${one.was} ${one.is}`,
    );
    expect(said).toEqual(expected);
  });
});
