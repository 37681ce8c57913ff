//! The timeline of money, told from the order files: what was bought, what falls due, what came back, what is in dispute.
//! Pure. Nothing here decides anything; it only puts facts in the order in which they happened.

import type { Schema } from '@ombud/client';
import type { Tone } from '@ombud/ui';

export interface MoneyEntry {
  id: string;
  at: string;
  kind:
    | 'purchase'
    | 'captured'
    | 'due'
    | 'paid'
    | 'fee'
    | 'pause'
    | 'shipped'
    | 'delivered'
    | 'return'
    | 'refund'
    | 'payout'
    | 'dispute'
    | 'chargeback'
    | 'other';
  /** What it is about, in the data's own words: a shop, a parcel. */
  about?: string;
  /** The day it lasts to. */
  until?: string;
  amount?: Schema.Money;
  state?: string;
  tone: Tone;
  isAhead: boolean;
  href?: string;
}

const LATE = new Set(['open']);

function instalments(plan: Schema.Plan, now: string): MoneyEntry[] {
  const { currency } = plan.principal;
  return plan.instalments.map((one) => {
    const isAhead = one.due_on > now.slice(0, 10);
    const isLate = LATE.has(one.state) && one.open_minor > 0 && !isAhead && plan.status === 'active';
    return {
      id: `${plan.id}:${one.seq}`,
      at: `${one.due_on}T12:00:00Z`,
      kind: 'due' as const,
      about: `${one.seq}/${plan.instalments.length}`,
      amount: { amount_minor: one.amount_minor + one.interest_minor, currency },
      state: isLate ? 'late' : plan.status === 'paused' && one.state === 'open' ? 'paused' : one.state,
      tone: isLate ? ('danger' as const) : one.state === 'paid' ? ('success' as const) : ('neutral' as const),
      isAhead,
    };
  });
}

function extras(plan: Schema.Plan): MoneyEntry[] {
  const { currency } = plan.principal;
  const fees = plan.fees.map((fee) => ({
    id: `${plan.id}:fee${fee.number}`,
    at: `${fee.on}T12:00:00Z`,
    kind: 'fee' as const,
    amount: { amount_minor: fee.amount_minor, currency },
    state: fee.state,
    tone: 'warning' as const,
    isAhead: false,
  }));
  const pauses = plan.pauses.map((pause, index) => ({
    id: `${plan.id}:pause${index}`,
    at: `${pause.from}T12:00:00Z`,
    kind: 'pause' as const,
    until: pause.until ?? undefined,
    state: pause.ended ? 'ended' : 'running',
    tone: 'info' as const,
    isAhead: false,
  }));
  return [...fees, ...pauses];
}

function movements(file: Schema.OrderFile): MoneyEntry[] {
  const { currency } = file.order;
  const done = { tone: 'neutral' as const, isAhead: false };
  const money = (amount_minor: number) => ({ amount_minor, currency });
  return [
    ...file.payments.map((one) => ({
      ...done,
      id: one.id,
      at: one.at,
      kind: 'paid' as const,
      tone: 'success' as const,
      amount: money(one.amount_minor),
    })),
    ...file.refunds.map((one) => ({
      ...done,
      id: one.id,
      at: one.at,
      kind: 'refund' as const,
      tone: 'success' as const,
      amount: money(one.amount_minor),
    })),
    ...file.returns.map((one) => ({
      ...done,
      id: one.id,
      at: one.at,
      kind: 'return' as const,
      state: one.state,
    })),
    ...file.shipments.map((one) => ({
      ...done,
      id: one.id,
      at: one.at,
      kind: 'shipped' as const,
      about: one.carrier,
    })),
    ...file.scans
      .filter(
        (scan) => scan.code === 'delivered' || scan.code === 'collected_by_recipient' || scan.code === 'lost',
      )
      .map((scan) => ({
        ...done,
        id: `${scan.shipment_id}:${scan.at}`,
        at: scan.at,
        kind: 'delivered' as const,
        about: scan.recipient ?? undefined,
        state: scan.code,
      })),
  ];
}

/** All that happened to one order's money, the newest first; what is still to come stands above the present. */
export function orderTimeline(file: Schema.OrderFile, now: string): MoneyEntry[] {
  const { order } = file;
  const purchase: MoneyEntry = {
    id: order.id,
    at: order.at,
    kind: 'purchase',
    about: file.merchant_name ?? order.merchant_id,
    amount: { amount_minor: order.total_minor, currency: order.currency },
    tone: 'accent',
    isAhead: false,
  };
  const plans = file.plans.flatMap((plan) => [...instalments(plan, now), ...extras(plan)]);
  return [purchase, ...plans, ...movements(file)].sort(newestFirst);
}

export function disputeEntry(dispute: Schema.DisputeSummary): MoneyEntry {
  return {
    id: dispute.id,
    at: dispute.opened_at,
    kind: 'dispute',
    about: dispute.reason,
    amount: dispute.amount,
    state: dispute.state,
    tone: dispute.state === 'closed' ? 'neutral' : 'warning',
    isAhead: false,
    href: `/disputes/${dispute.id}`,
  };
}

export function newestFirst(a: { at: string }, b: { at: string }): number {
  return b.at.localeCompare(a.at);
}
