import { describe, expect, it } from 'vitest';
import {
  caseStatus,
  goodsOf,
  isPaidUp,
  merchantTurn,
  nextDueAmong,
  nextDueOf,
  outstandingOf,
  pausedUntil,
  pauseOf,
  summaryStatus,
} from './plain.ts';
import type { Dispute, OrderFile, Plan } from './schema.ts';

const money = (amount_minor: number) => ({ amount_minor, currency: 'GBP' });
const instalment = (seq: number, due_on: string, open_minor: number) => ({
  seq,
  due_on,
  open_minor,
  state: open_minor > 0 ? 'open' : 'paid',
  interest_minor: 0,
  interest_paid_minor: 0,
});
const plan = (more: Partial<Record<keyof Plan, unknown>> = {}) =>
  ({
    status: 'active',
    outstanding: money(2_000),
    interest_outstanding: money(0),
    fees_outstanding: money(500),
    pauses: [],
    instalments: [
      instalment(1, '2026-11-01', 0),
      instalment(2, '2026-12-01', 1_000),
      instalment(3, '2027-01-01', 1_000),
    ],
    ...more,
  }) as unknown as Plan;
const dispute = (more: Partial<Record<keyof Dispute, unknown>>) =>
  ({ state: 'review', needs_person: false, clocks: [], ...more }) as unknown as Dispute;

describe('a plan', () => {
  it('asks next for the first open instalment', () => {
    expect(nextDueOf(plan())).toMatchObject({ on: '2026-12-01', amount: money(1_000) });
    expect(nextDueOf(plan({ status: 'frozen' }))).toBeUndefined();
    expect(nextDueOf(plan({ instalments: [] }))).toBeUndefined();
  });

  it('asks for nothing while it is on hold', () => {
    const held = plan({
      pauses: [
        { from: '2026-11-01', reason: 'r', ended: '2026-11-02' },
        { from: '2026-11-20', reason: 'd' },
      ],
    });
    expect(pauseOf(held)).toMatchObject({ reason: 'd' });
    expect(pausedUntil(held)).toBeUndefined();
    expect(pausedUntil({ ...held, paused_until: '2026-12-20' })).toBe('2026-12-20');
    expect(pausedUntil({ ...plan(), paused_until: '2026-12-20' })).toBeUndefined();
    expect(nextDueAmong([held])).toBeUndefined();
    expect(nextDueAmong([held, plan()])).toMatchObject({ on: '2026-12-01' });
  });

  it('is of what was bought, not of its shipping', () => {
    const lines = [{ id: '1', kind: 'physical' }, { id: '2', kind: 'shipping' }, { id: '3' }];
    const goods = (all: object[]) =>
      goodsOf({ order: { lines: all } } as unknown as OrderFile).map((line) => line.id);
    expect(goods(lines)).toEqual(['1', '3']);
    expect(goods([{ id: '2', kind: 'shipping' }])).toEqual(['2']);
  });

  it('adds up what is left with fees', () => {
    expect(
      outstandingOf({ order: { currency: 'GBP' }, plans: [plan(), plan()] } as unknown as OrderFile),
    ).toEqual(money(5_000));
  });
});

describe('a case', () => {
  it.each([
    [
      dispute({ state: 'evidence', clocks: [{ kind: 'evidence_due', due_at: 'E' }] }),
      'shop_answers',
      'shop',
      'E',
    ],
    [dispute({ proposal: { state: 'open', expires_at: 'P' } }), 'answer_offer', 'you', 'P'],
    [
      dispute({
        proposal: { state: 'rejected', expires_at: 'P' },
        clocks: [{ kind: 'review_due', due_at: 'R' }],
      }),
      'we_decide',
      'us',
      'R',
    ],
    [
      dispute({ needs_person: true, clocks: [{ kind: 'review_due', due_at: 'R' }] }),
      'person_decides',
      'us',
      'R',
    ],
    [
      dispute({ state: 'preliminary', clocks: [{ kind: 'appeal_due', due_at: 'A' }] }),
      'shop_may_appeal',
      'shop',
      'A',
    ],
    [
      dispute({ state: 'closed', proposal: { state: 'open', expires_at: 'P' } }),
      'closed',
      'nobody',
      undefined,
    ],
  ])('says whose turn it is (%#)', (given, step, turn, by) => {
    expect(caseStatus(given)).toEqual({ step, turn, by });
  });

  it('is told from a list, too', () => {
    const summary = { state: 'evidence', needs_person: false, next_deadline_at: 'E' };
    expect(summaryStatus(summary as never)).toEqual({ step: 'shop_answers', turn: 'shop', by: 'E' });
  });

  it('asks the merchant only where an answer counts', () => {
    const turns = (['dialogue', 'evidence', 'review', 'preliminary', 'final_review', 'closed'] as const).map(
      (state) => merchantTurn({ state }),
    );
    expect(turns).toEqual(['respond', 'respond', 'under_review', 'may_appeal', 'under_review', 'closed']);
  });
});

describe('what is paid up', () => {
  const paid = { outstanding: money(0) };
  it.each([
    ['all of it, a fee left or not', [plan(paid)], true],
    ['one of two', [plan(paid), plan()], false],
    ['what was not sent yet', [], false],
    ['what was cancelled, and so never paid', [plan({ ...paid, status: 'cancelled' })], false],
    ['what was paid beside what was cancelled', [plan(paid), plan({ ...paid, status: 'cancelled' })], true],
  ])('%s', (_, plans, is) => expect(isPaidUp({ plans })).toBe(is));
});
