//! Which purchase stands beside a thread, and which dispute belongs to it: one answer for the panel and for the actions, so
//! that money never moves on another order than the one the agent looks at.

import type { Schema } from '@ombud/client';
import type { OrderRow } from '../api/shapes.ts';
import { useCallback, useSyncExternalStore } from 'react';

type Order = Pick<OrderRow, 'id' | 'ordered_at'>;
type Dispute = Pick<Schema.DisputeSummary, 'id' | 'order_id' | 'state' | 'opened_at'>;

interface Known {
  /** What the agent chose in the panel. */
  chosen?: string | null;
  /** What the conversation is linked to. */
  order_id?: string | null;
  dispute_id?: string | null;
  orders: readonly Order[];
  disputes: readonly Dispute[];
}

const byNewest = (a: Dispute, b: Dispute): number => b.opened_at.localeCompare(a.opened_at);

/** Disputes that run, the newest first. */
export function openDisputes<D extends Dispute>(disputes: readonly D[]): D[] {
  return disputes.filter((one) => one.state !== 'closed').sort(byNewest);
}

/** What was chosen, else what the conversation is about, else what is in dispute, else the newest purchase. */
export function orderShown({ chosen, order_id, dispute_id, orders, disputes }: Known): string | undefined {
  const linked = order_id ?? disputes.find((one) => one.id === dispute_id)?.order_id;
  return chosen ?? linked ?? openDisputes(disputes)[0]?.order_id ?? orders[0]?.id;
}

/** The dispute of a purchase: the one that the conversation names, else the newest that runs, else the newest. */
export function disputeOf(
  order_id: string | undefined,
  linked: string | null | undefined,
  disputes: readonly Dispute[],
): string | undefined {
  const named = disputes.find((one) => one.id === linked);
  // Not in the list yet: the conversation's word is all that is known of it.
  if (linked && !named) return linked;
  if (named && named.order_id === order_id) return named.id;
  const own = disputes.filter((one) => one.order_id === order_id);
  return (openDisputes(own)[0] ?? own.sort(byNewest)[0])?.id;
}

/** The dispute that an action decides: one that runs, of the very purchase. What is not in the list yet is taken as named. */
export function disputeToDecide(
  order_id: string | undefined,
  named: { order_id?: string; dispute_id?: string },
  disputes: readonly Dispute[],
): string | undefined {
  const own = openDisputes(disputes).filter((one) => one.order_id === order_id);
  const isListed = disputes.some((one) => one.id === named.dispute_id);
  if (!isListed && named.dispute_id && named.order_id === order_id) return named.dispute_id;
  return (own.find((one) => one.id === named.dispute_id) ?? own[0])?.id;
}

const chosen = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The purchase that the agent chose beside a conversation; it stays chosen while the page is open. */
export function useChosenOrder(conversation: string): [string | undefined, (order: string) => void] {
  const value = useSyncExternalStore(subscribe, () => chosen.get(conversation));
  const choose = useCallback(
    (order: string) => {
      chosen.set(conversation, order);
      for (const each of listeners) each();
    },
    [conversation],
  );
  return [value, choose];
}
