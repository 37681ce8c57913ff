import type { ConversationEvent } from '@ombud/client';
import { describe, expect, it } from 'vitest';
import { callState } from './call.ts';
import { deliveriesOf, deliveryOf, importedUntil, standsAlone } from './delivery.ts';

type By = ConversationEvent['by']['kind'];
const event = (seq: number, kind: string, body: Record<string, unknown> = {}, by: By = 'system') =>
  ({
    conversation_id: 'c1',
    seq,
    at: `2026-11-22T09:0${seq}:00Z`,
    kind,
    by: { kind: by },
    body,
    visible_to: 'all',
  }) as ConversationEvent;

describe('what became of a letter', () => {
  const email = { channel: 'email' } as const;
  const log = [
    event(1, 'message', { text: 'before' }, 'person'),
    event(2, 'imported', { said: 1 }),
    event(3, 'message', { text: 'theirs' }, 'customer'),
    event(4, 'message', { text: 'ours' }, 'person'),
    event(5, 'delivery', { message: 4, state: 'sent' }),
    event(6, 'message', { text: 'the assistant’s' }, 'ai'),
    event(7, 'delivery', { message: 4, state: 'failed', why: '552 full' }),
    event(8, 'note', { text: 'a note' }, 'person'),
  ];
  const of = (seq: number, channel: 'email' | 'chat' = 'email') => {
    const one = log[seq - 1];
    return one && deliveryOf(one, { ...email, channel }, deliveriesOf(log), importedUntil(log));
  };
  it.each([
    [1, undefined],
    [3, undefined],
    [4, { state: 'failed', at: '2026-11-22T09:07:00Z', why: '552 full' }],
    [6, { state: 'queued' }],
    [8, undefined],
  ])('says of event %i: %j', (seq, expected) => {
    expect(of(seq)).toEqual(expected);
  });
  it('says nothing of a message that is no letter', () => {
    expect(of(6, 'chat')).toBeUndefined();
  });
  it('shows a failure in the log, and that a letter went out at its message alone', () => {
    expect(log.filter(standsAlone).map((one) => one.seq)).toEqual([1, 2, 3, 4, 6, 7, 8]);
  });
});

describe('a call', () => {
  const call = (seq: number, state: string, more = {}) =>
    event(seq, 'call', { state, call_id: 'k1', ...more });
  it.each([
    ['nothing told', [], 'ringing'],
    ['another call', [event(1, 'call', { state: 'ended', call_id: 'k0' })], 'ringing'],
    ['ringing', [call(1, 'ringing')], 'ringing'],
    ['answered here', [call(1, 'ringing'), call(2, 'answered', { user_ids: ['me'] })], 'mine'],
    ['answered by a colleague', [call(1, 'answered', { user_ids: ['you'] })], 'elsewhere'],
    ['answered by nobody named', [call(1, 'answered')], 'elsewhere'],
    ['missed', [call(1, 'ringing'), call(2, 'missed')], 'over'],
    ['ended', [call(1, 'answered', { user_ids: ['me'] }), call(2, 'ended')], 'over'],
  ] as [string, ConversationEvent[], string][])('%s', (_name, events, expected) => {
    expect(callState(events, 'k1', 'me')).toBe(expected);
  });
});
