//! What is taken for a number that must never leave, and what is not.
import { describe, expect, it } from 'vitest';
import { SHAPED } from '../../leaks/shaped.ts';
import { isSensitiveValue, sensitiveIn } from './shapes.ts';

describe('a text', () => {
  it.each(SHAPED.map(([name, number]) => ({ name, number })))('with a $name is sensitive', ({ number }) => {
    expect(sensitiveIn(`before ${number} after`).length).toBeGreaterThan(0);
    expect(sensitiveIn(number).length).toBeGreaterThan(0);
  });

  it.each([
    'Your order 10234 was sent on 2026-11-23 at 14:05.',
    'Pay 1 234.50 kr by 30 November, then 4 × 308.63 kr.',
    '10.00 20.00 30.00 40.01',
    'It is 24 hours after the parcel came that the clock begins',
    'Call us from 8 to 20 every day, also on 24 and 25 December 2026',
    'Version 12.4.108, build 20261',
    'Size 42, colour 7, article 118-2204',
    'Order 1002938475, parcel 00370712345678901234',
    'Qty 2 @ 14.99 EUR',
    '23.11.2026 – 24.11.2026',
    'id 3f2504e0-4f89-11d3-9a0c-0305e82c3301, 9f86d081884c7d659a2feaa0c55ad015',
    'ISBN 978-3-16-148410-0, article 7350012345678',
    '',
  ])('like “%s” is not', (text) => {
    expect(sensitiveIn(text)).toEqual([]);
  });

  it('is told where it stands', () => {
    expect(sensitiveIn('pay with 4111 1111 1111 1111 today')[0]).toEqual([9, 28]);
  });
});

describe('a field', () => {
  it('that is no longer typed in shows numbers that are none of those', () => {
    expect(isSensitiveValue('2026-11-23 14:05', true)).toBe(true);
    expect(isSensitiveValue('2026-11-23 14:05', false)).toBe(false);
    expect(isSensitiveValue('4242 4242 4242 4242', false)).toBe(true);
  });
});

describe('a value that is being typed', () => {
  it.each(['4111 1111', 'SE45', 'name@', '19811218'])('is hidden from “%s” on', (value) => {
    expect(isSensitiveValue(value, true)).toBe(true);
  });
  it.each(['', 'Running shoes', '42', '1234567', 'A4 paper'])('is not hidden at “%s”', (value) => {
    expect(isSensitiveValue(value, true)).toBe(false);
  });
});
