//! Marks go out at a pace, and the last one is never lost.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pace } from './tools.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('lets at most thirty a second through, the first at once and the last in the end', () => {
  const sent: number[] = [];
  const pace = new Pace(34);
  for (let at = 0; at < 1_000; at += 1) {
    pace.run(() => sent.push(at));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(sent[0]).toBe(0);
  expect(sent.at(-1)).toBe(999);
  expect(sent.length).toBeLessThanOrEqual(31);
});

it('does what is due when it is flushed, and nothing after it was cancelled', () => {
  const sent: string[] = [];
  const pace = new Pace(50);
  pace.run(() => sent.push('a'));
  pace.run(() => sent.push('b'));
  pace.flush();
  pace.run(() => sent.push('c'));
  pace.run(() => sent.push('d'));
  pace.cancel();
  vi.advanceTimersByTime(200);
  expect(sent).toEqual(['a', 'b', 'c']);
});
