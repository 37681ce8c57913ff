import { describe, expect, it } from 'vitest';
import { costsText, costText, perResolved } from './costs.ts';

describe('what a language model cost', () => {
  it.each([
    ['EUR', 1_234_567, '€0.0123'],
    ['EUR', 512_000_000, '€5.12'],
    ['JPY', 2_500_000, '¥3'],
    ['EUR', 0, '€0'],
  ])('is told to fractions of a cent: %s %d', (currency, micros, expected) => {
    expect(costText('en-GB', currency, micros)).toBe(expected);
  });
  it('is not summed over currencies', () => {
    const costs = [
      { currency: 'EUR', micros: 200_000_000 },
      { currency: 'GBP', micros: 100_000_000 },
    ];
    expect(costsText('en-GB', costs)).toBe('€2.00 + £1.00');
    expect(costsText('en-GB', [])).toBe('');
  });
  it('is told for each resolved one, where there is one', () => {
    const cost = {
      currency: 'EUR',
      tokens_in: 1,
      tokens_out: 1,
      micros: 9_000_000,
      micros_per_resolved: null,
    };
    expect(perResolved('en-GB', [cost])).toBe('');
    expect(perResolved('en-GB', [{ ...cost, micros_per_resolved: 1_500_000 }])).toBe('€0.015');
  });
});
