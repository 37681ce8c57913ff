import { describe, expect, it } from 'vitest';
import { disputeOf, disputeToDecide, openDisputes, orderShown } from './purchase.ts';

const orders = [
  { id: 'ord-277', ordered_at: '2026-11-20T10:00:00Z' },
  { id: 'ord-270', ordered_at: '2026-11-01T10:00:00Z' },
];
const disputes = [
  { id: 'd-old', order_id: 'ord-270', state: 'closed' as const, opened_at: '2026-11-02T10:00:00Z' },
  { id: 'd-open', order_id: 'ord-270', state: 'under_review' as never, opened_at: '2026-11-05T10:00:00Z' },
  { id: 'd-other', order_id: 'ord-277', state: 'closed' as const, opened_at: '2026-11-21T10:00:00Z' },
];

describe('the purchase beside a thread', () => {
  it.each([
    ['what the agent chose', { chosen: 'ord-1', order_id: 'ord-277', disputes }, 'ord-1'],
    ['what the conversation is about', { order_id: 'ord-277', disputes }, 'ord-277'],
    ['what its dispute is about', { dispute_id: 'd-other', disputes }, 'ord-277'],
    ['what is in dispute, not the newest', { disputes }, 'ord-270'],
    ['the newest where nothing is in dispute', { disputes: [] }, 'ord-277'],
  ])('is %s', (_why, known, expected) => {
    expect(orderShown({ orders, ...known })).toBe(expected);
  });
  it('is none without purchases', () => {
    expect(orderShown({ orders: [], disputes: [] })).toBeUndefined();
  });
});

describe('the dispute beside a thread', () => {
  it.each([
    ['the open one of the purchase, though the conversation names none', 'ord-270', undefined, 'd-open'],
    ['the one that the conversation names, where it is of this purchase', 'ord-270', 'd-old', 'd-old'],
    ['that of the purchase chosen, not the one named', 'ord-277', 'd-open', 'd-other'],
    ['the one named, before the list came', 'ord-270', 'd-new', 'd-new'],
    ['none where the purchase never had one', 'ord-1', undefined, undefined],
  ])('is %s', (_why, order, linked, expected) => {
    expect(disputeOf(order, linked, disputes)).toBe(expected);
  });
  it.each([
    ['the open one of the purchase', 'ord-270', { order_id: 'ord-270', dispute_id: 'd-old' }, 'd-open'],
    ['none of another purchase', 'ord-277', { order_id: 'ord-270', dispute_id: 'd-open' }, undefined],
    ['the one named, before the list came', 'ord-9', { order_id: 'ord-9', dispute_id: 'd-9' }, 'd-9'],
  ])('to decide is %s', (_why, order, named, expected) => {
    expect(disputeToDecide(order, named, disputes)).toBe(expected);
  });
  it('runs while it is not closed', () => {
    expect(openDisputes(disputes).map((one) => one.id)).toEqual(['d-open']);
  });
});
