// What an answer still lacks. Pure: the meter, the list and the button ask here.

import type { Dispute, Draft, EvidenceType, OrderFile } from '../data/queries.ts';

/** Everything that a shop can hand in, the strongest first. */
export const MERCHANT_TYPES: EvidenceType[] = [
  'proof_of_delivery',
  'tracking_link',
  'shipping_record',
  'recipient_check',
  'listing',
  'resolution_offer',
  'return_label',
  'return_policy',
  'return_receipt',
  'refund_record',
  'itemised_invoice',
  'payment_ledger',
  'order_data',
  'terms',
  'stop_attempt',
  'cancellation_record',
  'photo',
  'message',
  'other',
];
/** These count only with their file (policy/evidence.toml). */
export const NEEDS_FILE: EvidenceType[] = [
  'photo',
  'return_receipt',
  'proof_of_delivery',
  'recipient_check',
  'itemised_invoice',
];
/** An answer has at least one file, as the scheme's rules want. */
export const FILES_MIN = 1;

export interface Completeness {
  have: number;
  need: number;
  /** The groups of which nothing is there: any one of each would do. */
  missing: EvidenceType[][];
  /** Of those, the ones of which nothing was begun either. */
  untouched: EvidenceType[][];
}

/** What is asked for, less what was given and what stands whole in the draft: a piece without its file counts for nothing. */
export function completenessOf(
  dispute: Pick<Dispute, 'merchant_missing' | 'evidence'>,
  drafts: readonly Draft[],
): Completeness {
  const groups = dispute.merchant_missing.map((one) => one.any_of);
  const without = (given: readonly Draft[]) =>
    groups.filter((group) => !given.some((draft) => group.includes(draft.type)));
  const missing = without(drafts.filter(isComplete));
  const given = new Set(dispute.evidence.filter((item) => item.party === 'merchant').map((item) => item.type))
    .size;
  return {
    have: given + groups.length - missing.length,
    need: given + groups.length,
    missing,
    untouched: without(drafts),
  };
}

export function isComplete(draft: Draft): boolean {
  return NEEDS_FILE.includes(draft.type)
    ? Boolean(draft.file)
    : Boolean(draft.file || draft.text?.trim() || draft.facts);
}

/** The carrier's own record of a parcel, as evidence: nobody has to type what the service knows. */
export function shippingRecords(order: OrderFile): Draft[] {
  return order.shipments.map((shipment) => {
    const scans = order.scans
      .filter((scan) => scan.shipment_id === shipment.id)
      .sort((a, b) => a.at.localeCompare(b.at));
    const sent = scans.find((scan) => scan.code === 'handed_over' || scan.code === 'in_transit');
    const delivered = scans.findLast(
      (scan) => scan.code === 'delivered' || scan.code === 'collected_by_recipient',
    );
    return {
      key: `shipment-${shipment.id}`,
      type: 'shipping_record' as const,
      facts: {
        carrier: shipment.carrier,
        ...(shipment.tracking_id ? { tracking_id: shipment.tracking_id } : {}),
        shipped_at: sent?.at ?? shipment.at,
        ...(delivered ? { delivered_at: delivered.at } : {}),
        ...(delivered?.recipient ? { recipient: delivered.recipient } : {}),
      },
    };
  });
}
