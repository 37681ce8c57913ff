// Arithmetic of paying early. Nothing here is charged: it says what the server will do when it is asked to.

import { isLate, nextDueOf, pauseOf, type PlanOptions, type Schema } from '@ombud/client';
import type { Plan } from '../data/queries.ts';

interface Amount {
  amount_minor: number;
  currency: string;
}

export interface WayToPay {
  /** What was due already, the next part, everything, or the fees that are left of a plan. */
  id: 'late' | 'next' | 'all' | 'fee';
  /** Numbers of the parts that it pays. */
  seqs: number[];
  amount: Amount;
  /** What the server is asked: fees are only paid where everything is. */
  body: Schema.PayPlan;
}

/** Why a plan cannot be paid now; the server would refuse it. */
export function heldBack(plan: Plan): 'paused' | 'frozen' | 'hardship' | undefined {
  if (plan.frozen || plan.status === 'frozen') return 'frozen';
  if (pauseOf(plan)) return 'paused';
  return plan.hardship && !plan.hardship.ended ? 'hardship' : undefined;
}

/** The next part alone, and everything at once where that is more. */
export function waysToPay(plan: Plan, options: PlanOptions, today: string): WayToPay[] {
  const due = nextDueOf(plan);
  const fees = plan.fees_outstanding;
  if (!due) return fees.amount_minor > 0 ? [{ id: 'fee', seqs: [], amount: fees, body: {} }] : [];
  const open = plan.instalments.filter((one) => one.state === 'open' && one.open_minor > 0);
  const { seq } = due.instalment;
  const next: WayToPay = {
    id: isLate(due, today) ? 'late' : 'next',
    seqs: [seq],
    amount: due.amount,
    body: { instalments: [seq] },
  };
  const isMore = open.length > 1 || fees.amount_minor > 0;
  if (!isMore || !options.pay_early) return [next];
  return [next, { id: 'all', seqs: open.map((one) => one.seq), amount: options.pay_early, body: {} }];
}

const owedOf = (plan: Plan): number =>
  plan.outstanding.amount_minor + plan.fees_outstanding.amount_minor + plan.interest_outstanding.amount_minor;

/** What is owed before and after, and what then comes next: a part with its day, or a fee, which is due as it is. */
export function planAfter(
  plan: Plan,
  way: WayToPay,
): { before: Amount; left: Amount; next?: { on?: string; amount: Amount } } {
  const { currency } = plan.outstanding;
  const before = { amount_minor: owedOf(plan), currency };
  if (way.id === 'all' || way.id === 'fee') return { before, left: { amount_minor: 0, currency } };
  const paid = plan.instalments.map((one) =>
    way.seqs.includes(one.seq) ? { ...one, state: 'paid' as const, open_minor: 0 } : one,
  );
  const due = nextDueOf({ ...plan, instalments: paid });
  const next = due
    ? { on: due.on, amount: due.amount }
    : plan.fees_outstanding.amount_minor > 0
      ? { amount: plan.fees_outstanding }
      : undefined;
  return {
    before,
    left: { amount_minor: Math.max(0, before.amount_minor - way.amount.amount_minor), currency },
    ...(next ? { next } : {}),
  };
}

/** Late fees that are left where no part is: nothing but they keeps the plan open. */
export function feeLeft(plans: readonly Plan[]): Amount | undefined {
  const left = plans.filter((plan) => plan.fees_outstanding.amount_minor > 0 && !nextDueOf(plan));
  const [first] = left;
  if (!first) return undefined;
  const amount_minor = left.reduce((sum, plan) => sum + plan.fees_outstanding.amount_minor, 0);
  return { amount_minor, currency: first.fees_outstanding.currency };
}

/**
 * When each part was paid, as far as the payments tell: the plan says only when it was due. Payments pay the parts in
 * their order; where they do not add up to what was paid, no day is better than a wrong one.
 */
export function paidOn(plan: Plan, payments: readonly Schema.PaymentMark[]): Map<number, string> {
  const days = new Map<number, string>();
  const own = payments.filter((one) => one.plan_id === plan.id).sort((a, b) => a.at.localeCompare(b.at));
  const paid = plan.instalments.filter((one) => one.paid_minor > 0);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  if (sum(own.map((one) => one.amount_minor)) !== sum(paid.map((one) => one.paid_minor))) return days;
  let [come, need] = [0, 0];
  let at = 0;
  for (const part of [...paid].sort((a, b) => a.due_on.localeCompare(b.due_on))) {
    need += part.paid_minor;
    while (come < need && at < own.length) come += own[at++]?.amount_minor ?? 0;
    const last = own[at - 1];
    if (part.state === 'paid' && last) days.set(part.seq, last.at);
  }
  return days;
}
