import { describe, expect, it } from 'vitest';
import type { Dispute, OrderFile } from '../data/queries.ts';
import { completenessOf, isComplete, shippingRecords } from './answer.ts';

const dispute = {
  merchant_missing: [
    { any_of: ['proof_of_delivery'], words: '' },
    { any_of: ['resolution_offer', 'return_label'], words: '' },
  ],
  evidence: [
    { party: 'merchant', type: 'listing' },
    { party: 'consumer', type: 'photo' },
  ],
} as unknown as Dispute;

describe('an answer', () => {
  it('counts what is there and names what is missing', () => {
    expect(completenessOf(dispute, [])).toEqual({
      have: 1,
      need: 3,
      missing: [['proof_of_delivery'], ['resolution_offer', 'return_label']],
      untouched: [['proof_of_delivery'], ['resolution_offer', 'return_label']],
    });
    const drafts = [{ key: 'a', type: 'return_label' as const, text: 'sent' }];
    expect(completenessOf(dispute, drafts)).toEqual({
      have: 2,
      need: 3,
      missing: [['proof_of_delivery']],
      untouched: [['proof_of_delivery']],
    });
  });

  it('counts a piece only once it has what it needs', () => {
    const begun = [{ key: 'a', type: 'proof_of_delivery' as const }];
    expect(completenessOf(dispute, begun)).toMatchObject({
      have: 1,
      missing: [['proof_of_delivery'], ['resolution_offer', 'return_label']],
      untouched: [['resolution_offer', 'return_label']],
    });
    const whole = [{ key: 'a', type: 'proof_of_delivery' as const, file: new File(['x'], 'pod.pdf') }];
    expect(completenessOf(dispute, whole)).toMatchObject({ have: 2 });
  });

  it('takes a proof of delivery only with its file', () => {
    expect(isComplete({ key: 'a', type: 'proof_of_delivery', text: 'https://…' })).toBe(false);
    expect(isComplete({ key: 'a', type: 'listing', text: 'As listed.' })).toBe(true);
    expect(isComplete({ key: 'a', type: 'listing', text: '  ' })).toBe(false);
  });

  it('takes the shipping record from the carrier', () => {
    const order = {
      shipments: [{ id: 'p', carrier: 'Swiftvan', tracking_id: 'T1', at: '2026-11-06T04:00:00Z' }],
      scans: [
        { shipment_id: 'p', code: 'delivered', at: '2026-11-07T03:00:00Z', recipient: 'E. Fletcher' },
        { shipment_id: 'p', code: 'handed_over', at: '2026-11-06T05:00:00Z' },
        { shipment_id: 'other', code: 'delivered', at: '2026-11-09T03:00:00Z' },
      ],
    } as unknown as OrderFile;
    expect(shippingRecords(order)).toMatchObject([
      {
        type: 'shipping_record',
        facts: {
          carrier: 'Swiftvan',
          tracking_id: 'T1',
          shipped_at: '2026-11-06T05:00:00Z',
          delivered_at: '2026-11-07T03:00:00Z',
          recipient: 'E. Fletcher',
        },
      },
    ]);
  });
});
