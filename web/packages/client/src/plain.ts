// What a plan or a case means for the person it belongs to: the next date, the next amount, whose turn it
// is. Pure: the widget and the portals say the same because they ask here.

import type {
  Dispute,
  DisputeSummary,
  Instalment,
  Line,
  Money,
  OrderFile,
  Pause,
  Plan,
  TimerKind,
} from './schema.ts';

export interface NextDue {
  plan: Plan;
  instalment: Instalment;
  on: string;
  amount: Money;
}

/** The next amount that falls due in one plan; nothing when all is paid or nothing may be collected. */
export function nextDueOf(plan: Plan): NextDue | undefined {
  if (plan.status === 'frozen') return undefined;
  const instalment = plan.instalments.find((one) => one.state === 'open' && one.open_minor > 0);
  if (!instalment) return undefined;
  const { currency } = plan.outstanding;
  const interest = instalment.interest_minor - instalment.interest_paid_minor;
  return {
    plan,
    instalment,
    on: instalment.due_on,
    amount: { amount_minor: instalment.open_minor + Math.max(0, interest), currency },
  };
}

/** The pause that holds now, if one does. */
export function pauseOf(plan: Plan): Pause | undefined {
  return plan.pauses.findLast((pause) => !pause.ended);
}

/** The day until which a plan that stands still asks for nothing; nothing where that is not known. */
export function pausedUntil(plan: Plan & { paused_until?: string | null }): string | undefined {
  const pause = pauseOf(plan);
  return pause ? (plan.paused_until ?? pause.until ?? undefined) : undefined;
}

/** The next payment of all plans that are not on hold, the soonest first. */
export function nextDueAmong(plans: readonly Plan[]): NextDue | undefined {
  return plans
    .filter((plan) => !pauseOf(plan))
    .map(nextDueOf)
    .filter((due) => due !== undefined)
    .sort((a, b) => a.on.localeCompare(b.on))[0];
}

/** What was bought: the lines that are no shipping and no discount. All of them where nothing else is there. */
export function goodsOf(order: OrderFile): Line[] {
  const { lines } = order.order;
  const goods = lines.filter((line) => line.kind !== 'shipping' && line.kind !== 'discount');
  return goods.length > 0 ? goods : lines;
}

/** What is still to be paid over all plans of an order, with interest and fees. */
export function outstandingOf(order: OrderFile): Money {
  const { currency } = order.order;
  const amount_minor = order.plans.reduce(
    (sum, plan) =>
      sum +
      plan.outstanding.amount_minor +
      plan.interest_outstanding.amount_minor +
      plan.fees_outstanding.amount_minor,
    0,
  );
  return { amount_minor, currency };
}

/** Whether all that was bought is paid, be a fee left or not: then there is nothing that could be paused. */
export function isPaidUp(order: Pick<OrderFile, 'plans'>): boolean {
  const owed = order.plans.filter((plan) => plan.status !== 'cancelled' && plan.status !== 'written_off');
  return owed.length > 0 && owed.every((plan) => plan.outstanding.amount_minor === 0);
}

/** Days a due date moved beyond today; a plan may be late. */
export function isLate(due: NextDue, today: string): boolean {
  return due.on < today;
}

/** Where a case stands, in the customer's terms. Each has its words in every language. */
export type CaseStep =
  | 'answer_offer'
  | 'shop_and_you'
  | 'shop_answers'
  | 'we_decide'
  | 'person_decides'
  | 'shop_may_appeal'
  | 'person_decides_again'
  | 'closed';

export interface CaseStatus {
  step: CaseStep;
  /** Whose turn it is. */
  turn: 'you' | 'shop' | 'us' | 'nobody';
  /** The instant by which it goes on, whatever anybody does. */
  by?: string;
}

const CLOCK_OF: Partial<Record<CaseStep, TimerKind[]>> = {
  answer_offer: ['proposal_due'],
  shop_and_you: ['dialogue_ends'],
  shop_answers: ['evidence_due'],
  we_decide: ['decide_due', 'review_due'],
  person_decides: ['review_due', 'decide_due'],
  shop_may_appeal: ['appeal_due'],
  person_decides_again: ['final_review_due'],
};
const TURN_OF: Record<CaseStep, CaseStatus['turn']> = {
  answer_offer: 'you',
  shop_and_you: 'shop',
  shop_answers: 'shop',
  we_decide: 'us',
  person_decides: 'us',
  shop_may_appeal: 'shop',
  person_decides_again: 'us',
  closed: 'nobody',
};

export function caseStatus(dispute: Dispute): CaseStatus {
  const step = stepOf(dispute);
  const kinds = CLOCK_OF[step] ?? [];
  const clock = kinds.map((kind) => dispute.clocks.find((one) => one.kind === kind)).find(Boolean);
  const by = step === 'answer_offer' ? (dispute.proposal?.expires_at ?? clock?.due_at) : clock?.due_at;
  return { step, turn: TURN_OF[step], by };
}

/** The same from a list, which knows less: an open offer is only seen in the case itself. */
export function summaryStatus(summary: DisputeSummary): CaseStatus {
  const step = stepOf({ ...summary, proposal: null });
  return { step, turn: TURN_OF[step], by: summary.next_deadline_at ?? undefined };
}

function stepOf(dispute: Pick<Dispute, 'state' | 'needs_person' | 'proposal'>): CaseStep {
  if (dispute.state !== 'closed' && dispute.proposal?.state === 'open') return 'answer_offer';
  switch (dispute.state) {
    case 'draft':
    case 'dialogue':
      return 'shop_and_you';
    case 'evidence':
      return 'shop_answers';
    case 'review':
      return dispute.needs_person ? 'person_decides' : 'we_decide';
    case 'preliminary':
      return 'shop_may_appeal';
    case 'final_review':
      return 'person_decides_again';
    case 'closed':
      return 'closed';
  }
}

/** What a merchant has to do in a case, and by when. */
export type MerchantTurn = 'respond' | 'may_appeal' | 'under_review' | 'closed';

export function merchantTurn(dispute: Pick<Dispute, 'state'>): MerchantTurn {
  switch (dispute.state) {
    case 'draft':
    case 'dialogue':
    case 'evidence':
      return 'respond';
    case 'preliminary':
      return 'may_appeal';
    case 'review':
    case 'final_review':
      return 'under_review';
    case 'closed':
      return 'closed';
  }
}

/** How much of what is asked for is there: groups that were answered, of all groups. */
export function completeness(missing: number, given: number): { have: number; need: number; share: number } {
  const need = missing + given;
  return { have: given, need, share: need === 0 ? 1 : given / need };
}
