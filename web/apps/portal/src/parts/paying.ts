// Arithmetic of paying early. Nothing here is charged: it says what the server will do when it is asked to.

import { nextDueOf, type PlanOptions } from '@ombud/client';
import type { Plan } from '../data/queries.ts';

interface Amount {
  amount_minor: number;
  currency: string;
}

export interface WayToPay {
  id: 'next' | 'all';
  seqs: number[];
  amount: Amount;
}

/** The next part alone, and everything at once where more than one part is open. */
export function waysToPay(plan: Plan, options: PlanOptions): WayToPay[] {
  const due = nextDueOf(plan);
  if (!due) return [];
  const open = plan.instalments.filter((one) => one.state === 'open' && one.open_minor > 0);
  const next: WayToPay = { id: 'next', seqs: [due.instalment.seq], amount: due.amount };
  if (open.length < 2 || !options.pay_early) return [next];
  return [next, { id: 'all', seqs: open.map((one) => one.seq), amount: options.pay_early }];
}

const owedOf = (plan: Plan): number =>
  plan.outstanding.amount_minor + plan.fees_outstanding.amount_minor + plan.interest_outstanding.amount_minor;

/** What is owed before and after, and what then falls due next. */
export function planAfter(
  plan: Plan,
  way: WayToPay,
): { before: Amount; left: Amount; next?: { on: string; amount: Amount } } {
  const { currency } = plan.outstanding;
  const before = { amount_minor: owedOf(plan), currency };
  if (way.id === 'all') return { before, left: { amount_minor: 0, currency } };
  const paid = plan.instalments.map((one) =>
    way.seqs.includes(one.seq) ? { ...one, state: 'paid' as const, open_minor: 0 } : one,
  );
  const next = nextDueOf({ ...plan, instalments: paid });
  return {
    before,
    left: { amount_minor: Math.max(0, before.amount_minor - way.amount.amount_minor), currency },
    ...(next ? { next: { on: next.on, amount: next.amount } } : {}),
  };
}
