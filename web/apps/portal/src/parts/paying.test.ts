import { describe, expect, it } from 'vitest';
import type { Plan } from '../data/queries.ts';
import { planAfter, waysToPay } from './paying.ts';

const money = (amount_minor: number) => ({ amount_minor, currency: 'GBP' });
const part = (seq: number, state: string, open_minor: number) => ({
  seq,
  state,
  open_minor,
  due_on: `2026-1${seq}-01`,
  amount_minor: 1_000,
  interest_minor: 10,
  interest_paid_minor: state === 'paid' ? 10 : 0,
});
const plan = (open: number[], fees = 0) =>
  ({
    status: 'active',
    pauses: [],
    instalments: [0, 1, 2].map((seq) =>
      part(seq, open.includes(seq) ? 'open' : 'paid', open.includes(seq) ? 1_000 : 0),
    ),
    outstanding: money(open.length * 1_000),
    interest_outstanding: money(open.length * 10),
    fees_outstanding: money(fees),
  }) as unknown as Plan;
const options = { extend: [], hardship: [], pay_early: money(2_015), interest_saved: money(5) };

describe('paying early', () => {
  it('offers the next part and everything, by the price that the server says', () => {
    expect(waysToPay(plan([1, 2]), options)).toEqual([
      { id: 'next', seqs: [1], amount: money(1_010) },
      { id: 'all', seqs: [1, 2], amount: money(2_015) },
    ]);
  });

  it.each([
    ['one part is open', [2], options],
    ['the server has no price for everything', [1, 2], { ...options, pay_early: null }],
  ])('offers one way where %s', (_why, open, known) => {
    expect(waysToPay(plan(open), known).map((way) => way.id)).toEqual(['next']);
  });

  it('offers nothing where nothing is due', () => {
    expect(waysToPay(plan([]), options)).toEqual([]);
  });

  it('shows what is left and what comes next', () => {
    const [next, all] = waysToPay(plan([1, 2], 300), options);
    if (!next || !all) throw new Error('two ways');
    expect(planAfter(plan([1, 2], 300), next)).toEqual({
      before: money(2_320),
      left: money(1_310),
      next: { on: '2026-12-01', amount: money(1_010) },
    });
    expect(planAfter(plan([1, 2], 300), all)).toEqual({ before: money(2_320), left: money(0) });
  });
});
