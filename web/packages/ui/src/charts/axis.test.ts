import { describe, expect, it } from 'vitest';
import { dayOf, dayRange, daySplits, secondsOf, spreadOf, valueRange } from './axis.ts';

const at = (...days: string[]) => days.map(secondsOf);
const labels = (seconds: number[], count: number) => daySplits(seconds, count).map(dayOf);

describe('an axis of days', () => {
  it.each<[string, string[], number, string[]]>([
    ['one day', ['2026-11-23'], 8, ['2026-11-23']],
    ['two days', ['2026-11-23', '2026-11-24'], 8, ['2026-11-23', '2026-11-24']],
    ['a gap', ['2026-11-23', '2026-12-01'], 4, ['2026-11-23', '2026-11-27', '2026-12-01']],
    ['a gap in less room', ['2026-11-23', '2026-12-01'], 2, ['2026-11-23', '2026-11-30']],
    ['no room', ['2026-11-23', '2026-12-01'], 0, ['2026-11-23']],
    ['many years', ['2016-01-01', '2026-01-01'], 2, ['2016-01-01']],
    [
      'over a change of the clock',
      ['2026-10-24', '2026-10-26'],
      8,
      ['2026-10-24', '2026-10-25', '2026-10-26'],
    ],
  ])('labels %s', (_name, days, count, shown) => {
    expect(labels(at(...days), count)).toEqual(shown);
  });

  it('keeps the distances of the calendar', () => {
    const [first = 0, second = 0, third = 0] = at('2026-11-22', '2026-11-23', '2026-12-01');
    expect((third - second) / (second - first)).toBe(8);
  });

  it.each([[at('2026-11-23')], [at('2026-11-23', '2026-11-24')], [at('2026-09-01', '2026-11-24')]])(
    'begins before the first and ends after the last: %j',
    (days) => {
      const [low, high] = dayRange(days);
      expect(low).toBeLessThan(days[0] ?? 0);
      expect(high).toBeGreaterThan(days.at(-1) ?? 0);
      // And not so far that what is shown is a sliver.
      expect(high - low).toBeLessThan((days.at(-1) ?? 0) - (days[0] ?? 0) + 7 * 86_400);
    },
  );

  it('puts moments on their own day', () => {
    expect(dayOf(secondsOf(new Date(2026, 10, 23, 0, 30).toISOString()))).toBe('2026-11-23');
    expect(dayOf(secondsOf(new Date(2026, 10, 23, 23, 30).toISOString()))).toBe('2026-11-23');
  });
});

describe('an axis of values', () => {
  it('reaches above intervals', () => {
    const [low, high] = valueRange([{ values: [0.2, null], intervals: [{ low: 0.1, high: 0.9 }, null] }]);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(0.9);
  });

  it('reaches below where values or error bars do', () => {
    expect(valueRange([{ values: [1, -2], errors: [0.5, 1] }])).toEqual([-3, 1.5 * 1.12]);
  });

  it('is not empty where nothing, or only zero, is shown', () => {
    expect(valueRange([{ values: [null] }])).toEqual([0, 1]);
    expect(valueRange([{ values: [0] }])).toEqual([0, 1]);
  });

  it('has no interval where there is no value', () => {
    expect(spreadOf({ values: [null], errors: [1], intervals: [{ low: 0, high: 1 }] }, 0)).toBeNull();
    expect(spreadOf({ values: [3], errors: [1] }, 0)).toEqual({ low: 2, high: 4 });
    expect(spreadOf({ values: [3] }, 0)).toBeNull();
  });
});
