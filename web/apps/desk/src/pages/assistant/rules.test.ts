import { describe, expect, it } from 'vitest';
import { changeOf, rowFor, shareOf, sumsOf, type Row } from './rules.ts';

const row = (intent: string | undefined, market: string | undefined, mode: Row['mode']): Row => ({
  intent,
  market,
  mode,
  percent: 100,
});
const ROWS = [
  row(undefined, undefined, 'off'),
  row('pause_payment', undefined, 'act'),
  row(undefined, 'SE', 'shadow'),
  row('pause_payment', 'SE', 'suggest'),
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
    ['refund_status', 'DE', 'off'],
    ['pause_payment', 'DE', 'act'],
    ['refund_status', 'SE', 'shadow'],
    ['pause_payment', 'SE', 'suggest'],
  ])('for %s in %s is the one that is %s', (intent, market, mode) => {
    expect(rowFor(ROWS, intent, market)?.mode).toBe(mode);
  });

  it('has what was measured of everything that no other row counts for', () => {
    const all = [
      measured('pause_payment', 'DE', 10),
      measured('pause_payment', 'GB', 5),
      measured('x', 'SE', 7),
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

describe('what is sent', () => {
  it('leaves out who made a row what it is', () => {
    const settings = {
      version: 3,
      rows: [],
      band: { resolved_min: 0.5, complaints_max: 0.02 },
      window_days: 28,
      cases_min: 30,
    };
    const sent = changeOf(settings, [{ ...ROWS[1]!, by: 'user-1', at: '2026-01-01T00:00:00Z' }]);
    expect(sent.version).toBe(3);
    expect(sent.rows).toEqual([{ intent: 'pause_payment', mode: 'act', percent: 100 }]);
  });
});
