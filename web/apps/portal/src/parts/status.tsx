// How a purchase or a case stands, in one line.

import {
  caseStatus,
  goodsOf,
  isLate,
  nextDueAmong,
  outstandingOf,
  pausedUntil,
  pauseOf,
  type CaseStatus,
} from '@ombud/client';
import { Badge } from '@ombud/ui';
import { CalendarClock, CircleCheck, CirclePause, CircleX } from 'lucide-react';
import { serviceNow } from '../app/backend.ts';
import { useWords, useFormat, type Key, type Say, type Formatters } from '../app/words.ts';
import type { Dispute, OrderFile } from '../data/queries.ts';
import { feeLeft } from './paying.ts';

export function todayOf(now = serviceNow()): string {
  return now.toISOString().slice(0, 10);
}

/** The state of a purchase's payments as a badge: on hold, late, paid, or the next date. */
export function PaymentBadge({ order }: { order: OrderFile }) {
  const say = useWords();
  const write = useFormat();
  const held = order.plans.find((plan) => pauseOf(plan));
  if (held) {
    const until = pausedUntil(held);
    return (
      <Badge tone="accent" icon={CirclePause}>
        {until ? say('paused.until', { date: write.shortDay(until) }) : say('paused')}
      </Badge>
    );
  }
  const due = nextDueAmong(order.plans);
  if (due && isLate(due, todayOf()))
    return <Badge tone="warning">{say('due.late', { date: write.shortDay(due.on) })}</Badge>;
  if (due) return <Badge icon={CalendarClock}>{say('due.on', { date: write.shortDay(due.on) })}</Badge>;
  const fee = feeLeft(order.plans);
  if (fee) return <Badge tone="warning">{say('fee.left', { amount: write.money(fee) })}</Badge>;
  if (order.plans.length === 0) return <Badge icon={null}>{say('plan.none')}</Badge>;
  if (order.plans.every((plan) => plan.status === 'cancelled')) {
    return <Badge icon={CircleX}>{say('plan.cancelled')}</Badge>;
  }
  return outstandingOf(order).amount_minor === 0 ? (
    <Badge tone="success" icon={CircleCheck}>
      {say('plan.paid')}
    </Badge>
  ) : (
    <Badge icon={null}>{say('due.nothing')}</Badge>
  );
}

/** The title of a purchase: its first thing, and how many more. */
export function titleOf(order: OrderFile, say: Say): string {
  const [first, ...more] = goodsOf(order);
  if (!first) return say('order', { id: order.order.id });
  return more.length > 0 ? say('order.more', { name: first.name, count: more.length }) : first.name;
}

/** The shop's name; its id where the name is not told. */
export function shopOf(record: { merchant_id: string; merchant_name?: string | null }): string {
  return record.merchant_name ?? record.merchant_id;
}

/** The same for a purchase, whose file has the shop's name beside the order. */
export const shopOfOrder = (file: OrderFile): string =>
  shopOf({ merchant_id: file.order.merchant_id, merchant_name: file.merchant_name });

/** What happens next in a case, with its date, as one sentence. */
export function stepSentence(status: CaseStatus, say: Say, write: Formatters): string {
  if (status.step === 'closed') return say('step.closed');
  if (!status.by) return say('step.open');
  return say(`step.${status.step}`, { date: write.day(status.by) });
}

export function CaseSentence({ dispute }: { dispute: Dispute }) {
  const say = useWords();
  const write = useFormat();
  return <>{stepSentence(caseStatus(dispute), say, write)}</>;
}

/** The name of a reason. Each has its words; one that is new to this page is told in general. */
export function reasonKey(reason: string): Key {
  const known: Key[] = [
    'reason.not_received',
    'reason.not_as_described',
    'reason.refund_not_processed',
    'reason.incorrect_amount',
    'reason.already_paid',
    'reason.unauthorised',
    'reason.high_risk',
    'reason.duplicate',
  ];
  return known.find((key) => key === `reason.${reason}`) ?? 'reason.other';
}

/** Whose turn it is, as a badge. */
export function TurnBadge({ status }: { status: CaseStatus }) {
  const say = useWords();
  const tones = { you: 'warning', shop: 'info', us: 'accent', nobody: 'neutral' } as const;
  return (
    <Badge tone={tones[status.turn]} icon={null}>
      {say(`turn.${status.turn}`)}
    </Badge>
  );
}
