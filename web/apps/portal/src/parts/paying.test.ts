import { describe, expect, it } from 'vitest';
import type { Plan } from '../data/queries.ts';
import { feeLeft, heldBack, paidOn, planAfter, waysToPay } from './paying.ts';

const TODAY = '2026-10-15';
const money = (amount_minor: number) => ({ amount_minor, currency: 'GBP' });
const part = (seq: number, state: string, open_minor: number) => ({
  seq,
  state,
  open_minor,
  due_on: `2026-1${seq}-01`,
  amount_minor: 1_000,
  paid_minor: 1_000 - open_minor,
  interest_minor: 10,
  interest_paid_minor: state === 'paid' ? 10 : 0,
});
const plan = (open: number[], fees = 0, more: object = {}) =>
  ({
    id: 'p1',
    status: 'active',
    frozen: false,
    pauses: [],
    instalments: [0, 1, 2].map((seq) =>
      part(seq, open.includes(seq) ? 'open' : 'paid', open.includes(seq) ? 1_000 : 0),
    ),
    outstanding: money(open.length * 1_000),
    interest_outstanding: money(open.length * 10),
    fees_outstanding: money(fees),
    ...more,
  }) as unknown as Plan;
const options = { extend: [], hardship: [], pay_early: money(2_015), interest_saved: money(5) };

describe('paying early', () => {
  it('offers the next part and everything, by the price that the server says', () => {
    expect(waysToPay(plan([1, 2]), options, TODAY)).toEqual([
      { id: 'next', seqs: [1], amount: money(1_010), body: { instalments: [1] } },
      { id: 'all', seqs: [1, 2], amount: money(2_015), body: {} },
    ]);
  });

  it('calls a part that was due already by its name', () => {
    expect(waysToPay(plan([1, 2]), options, '2026-11-02').map((way) => way.id)).toEqual(['late', 'all']);
  });

  it('offers a late fee alone where nothing else is left, and pays it by asking for everything', () => {
    expect(waysToPay(plan([], 6_000), { ...options, pay_early: money(6_000) }, TODAY)).toEqual([
      { id: 'fee', seqs: [], amount: money(6_000), body: {} },
    ]);
  });

  it('offers the last part with its fee too', () => {
    expect(waysToPay(plan([2], 300), options, TODAY).map((way) => way.id)).toEqual(['next', 'all']);
  });

  it.each([
    ['one part is open', [2], options],
    ['the server has no price for everything', [1, 2], { ...options, pay_early: null }],
  ])('offers one way where %s', (_why, open, known) => {
    expect(waysToPay(plan(open), known, TODAY).map((way) => way.id)).toEqual(['next']);
  });

  it('offers nothing where nothing is due', () => {
    expect(waysToPay(plan([]), options, TODAY)).toEqual([]);
  });

  it.each([
    ['paused', { pauses: [{ from: '2026-10-01', reason: 'return' }] }],
    ['frozen', { frozen: true }],
    ['hardship', { hardship: { since: '2026-10-01' } }],
    [undefined, { hardship: { since: '2026-10-01', ended: '2026-10-09' } }],
  ])('is held back where the server would refuse it: %s', (why, more) => {
    expect(heldBack(plan([1], 0, more))).toBe(why);
  });

  it('shows what is left and what comes next', () => {
    const [next, all] = waysToPay(plan([1, 2], 300), options, TODAY);
    if (!next || !all) throw new Error('two ways');
    expect(planAfter(plan([1, 2], 300), next)).toEqual({
      before: money(2_320),
      left: money(1_310),
      next: { on: '2026-12-01', amount: money(1_010) },
    });
    expect(planAfter(plan([1, 2], 300), all)).toEqual({ before: money(2_320), left: money(0) });
  });

  it('says that a fee comes next where the last part leaves one', () => {
    const [last] = waysToPay(plan([2], 500), options, TODAY);
    if (!last) throw new Error('a way');
    expect(planAfter(plan([2], 500), last).next).toEqual({ amount: money(500) });
  });

  it('finds fees that alone are left', () => {
    expect(feeLeft([plan([], 6_000), plan([], 500)])).toEqual(money(6_500));
    expect(feeLeft([plan([2], 500), plan([])])).toBeUndefined();
  });
});

describe('the day a part was paid', () => {
  const payment = (day: string, amount_minor: number, plan_id = 'p1') =>
    ({ id: day, at: `${day}T10:00:00Z`, plan_id, amount_minor, kept_minor: amount_minor }) as never;
  const days = (...payments: never[]) => [...paidOn(plan([2]), payments)];

  it('is that of the payment that completed it, not the day it was due', () => {
    expect(days(payment('2026-10-31', 1_000), payment('2026-10-02', 1_000))).toEqual([
      [0, '2026-10-02T10:00:00Z'],
      [1, '2026-10-31T10:00:00Z'],
    ]);
    expect(days(payment('2026-10-02', 500), payment('2026-10-05', 1_500))).toEqual([
      [0, '2026-10-05T10:00:00Z'],
      [1, '2026-10-05T10:00:00Z'],
    ]);
  });

  it('is not guessed where the payments do not add up', () => {
    expect(days(payment('2026-10-02', 1_000))).toEqual([]);
    expect(days(payment('2026-10-02', 2_000, 'p2'))).toEqual([]);
  });
});
