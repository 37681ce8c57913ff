import type { Schema } from '@ombud/client';
import { describe, expect, it } from 'vitest';
import { requestOf, requestsAbout } from './request.ts';

const task = (details: object, more: object = {}) =>
  ({ id: 't', kind: 'approve_request', state: 'open', order_id: 'ord-270', details, ...more }) as Schema.Task;
const amount = { minor: 171_520, currency: 'SEK' };
const asked = { why: 'above what one person may do alone', amount, requester: 'user-1' };

describe('a request for a second person', () => {
  it('is the very act that was asked for, for the preview', () => {
    const input = { input: 'goodwill', amount_minor: 171_520, note: 'It never came.' };
    expect(requestOf(task({ ...asked, action: 'refund.execute', input }))).toEqual({
      action: 'refund.execute',
      amount: { amount_minor: 171_520, currency: 'SEK' },
      requester: 'user-1',
      reasons: 'It never came.',
      act: { action: 'give_refund', order_id: 'ord-270', amount_minor: 171_520, note: 'It never came.' },
    });
    expect(requestOf(task({ ...asked, action: 'goodwill.grant', input })).act?.action).toBe('give_goodwill');
  });
  it('says in whose favour, and with which reasons, a dispute is decided', () => {
    const input = { input: 'decide', dispute: 'd1', for_party: 'merchant', reasons: 'It was signed for.' };
    const request = requestOf(task({ ...asked, action: 'decision.make', input }));
    expect(request).toMatchObject({ for_party: 'merchant', reasons: 'It was signed for.' });
    expect(request.act).toMatchObject({ action: 'decide', dispute_id: 'd1', for_party: 'merchant' });
  });
  it.each([
    [{ ...asked, action: 'overpayment.release', input: { input: 'release_held', to: 'instrument' } }],
    [{ ...asked, action: 'complaint.redress', complaint_answer: { text: 'We are sorry.' } }],
    [{}],
  ])('has no preview where the server has none, and invents nothing', (details) => {
    expect(requestOf(task(details)).act).toBeUndefined();
  });
  it('waits on the page of its own dispute, and of its purchase', () => {
    const own = task({}, { id: 'own', dispute_id: 'd1' });
    const other = task({}, { id: 'other', dispute_id: 'd2' });
    const whole = task({}, { id: 'whole' });
    const elsewhere = task({}, { id: 'elsewhere', order_id: 'ord-1' });
    const found = requestsAbout([own, other, whole, elsewhere], { id: 'd1', order_id: 'ord-270' });
    expect(found.map((one) => one.id)).toEqual(['own', 'whole']);
  });
});
