import { describe, expect, it } from 'vitest';
import { placed, verdictOf } from './plot.ts';

const row = (id: string, low: number, value: number, high: number) => ({
  id,
  label: id,
  estimate: { low, value, high },
});

describe('places', () => {
  it('holds every interval and the line of no difference', () => {
    const { rows, zero } = placed([row('a', 0.1, 0.2, 0.3), row('b', 0.2, 0.25, 0.4)], { zero: 0 });
    const all = rows.flatMap(({ at }) => (at ? [at.low, at.value, at.high] : []));
    expect(zero).toBeGreaterThan(0);
    expect(zero).toBeLessThan(Math.min(...all));
    expect(Math.max(...all)).toBeLessThan(100);
    for (const { at } of rows) expect(at!.low).toBeLessThan(at!.high);
  });
  it('draws twice and half as long equally far from the same', () => {
    const { rows, zero } = placed([row('a', 0.5, 1, 2)], { zero: 1, scale: 'log' });
    const { at } = rows[0]!;
    expect(zero! - at!.low).toBeCloseTo(at!.high - zero!, 9);
    expect(at!.value).toBeCloseTo(zero!, 9);
  });
  it('draws nothing of nothing', () => {
    const nothing = { id: 'a', label: 'a', estimate: null };
    expect(placed([nothing], { zero: 0 })).toEqual({ rows: [{ ...nothing, at: null }], zero: null });
    const flat = placed([row('a', 3, 3, 3)]).rows[0]!.at!;
    expect(flat.low).toBe(flat.high);
    expect(Number.isFinite(flat.value)).toBe(true);
  });
});

it.each([
  [null, 0, 'few'],
  [{ low: -1, value: 0.5, high: 2 }, 0, 'unclear'],
  [{ low: 0.1, value: 0.5, high: 2 }, 0, 'more'],
  [{ low: 0.4, value: 0.5, high: 0.9 }, 1, 'less'],
] as const)('%j beside %s is %s', (estimate, zero, verdict) => {
  expect(verdictOf(estimate, zero)).toBe(verdict);
});
