import { describe, expect, it } from 'vitest';
import { faultOf, isAllDay, shownUntil, untilOf } from './open-times.ts';

describe('opening times', () => {
  it('show midnight at the end of the day as a clock can, and read it back as it was', () => {
    expect(shownUntil('24:00')).toBe('00:00');
    expect(['24:00', '18:00'].map(shownUntil).map(untilOf)).toEqual(['24:00', '18:00']);
  });
  it.each([
    ['09:00', '17:00', undefined],
    ['00:00', '24:00', undefined],
    ['17:00', '09:00', 'wrong'],
    ['09:00', '09:00', 'wrong'],
    ['09:00', '', 'blank'],
    ['', '17:00', 'blank'],
  ])('from %s until %s: %s', (from, until, expected) => {
    expect(faultOf({ from, until })).toBe(expected);
  });
  it('know a whole day', () => {
    expect([
      isAllDay({ from: '00:00', until: '24:00' }),
      isAllDay({ from: '00:00', until: '23:59' }),
    ]).toEqual([true, false]);
  });
});
