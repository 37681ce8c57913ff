import { describe, expect, it } from 'vitest';
import { inFavour } from './returned.ts';

const gbp = (amount_minor: number) => ({ amount_minor, currency: 'GBP' });
const preview = (returned: [number, number], owed?: [number, number]) =>
  ({
    returned: { before: gbp(returned[0]), after: gbp(returned[1]) },
    plans: owed ? [{ before: { outstanding: gbp(owed[0]) }, after: { outstanding: gbp(owed[1]) } }] : [],
  }) as never;

describe('what is in the customer’s favour', () => {
  it.each([
    ['only debt, where nothing was paid', [0, 37_203], [37_203, 0], { relieved: 37_203, back: 0 }],
    ['only money, where all was paid', [0, 37_203], undefined, { relieved: 0, back: 37_203 }],
    ['both, where a part was paid', [1_000, 38_203], [20_000, 0], { relieved: 20_000, back: 17_203 }],
  ] as const)('is %s', (_what, returned, owed, expected) => {
    const found = inFavour(preview([...returned], owed ? [...owed] : undefined));
    expect(found).toEqual({ relieved: gbp(expected.relieved), back: gbp(expected.back) });
  });
  it('is nothing where nothing more comes back', () => {
    expect(inFavour(preview([500, 500], [100, 100]))).toBeUndefined();
  });
});
