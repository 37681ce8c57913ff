//! Every kind of event that the server has is said in words, in all four languages; a new kind fails here until it is.
import type { ConversationEvent } from '@ombud/client';
import { createI18n, formatters } from '@ombud/ui';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { T } from '../words/index.ts';
import { SAID_KINDS, SENTENCE_KINDS, sentenceOf } from './sentences.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

interface Variant {
  properties: { kind: { enum: string[] } };
}
const api = read('../../../../../openapi.json') as {
  components: { schemas: { EventBody: { oneOf: Variant[] } } };
};
const KINDS = api.components.schemas.EventBody.oneOf.map((one) => one.properties.kind.enum[0] ?? '');

/** Each kind as the server may send it: every state that changes the sentence. */
const SAMPLES: [kind: string, body: Record<string, unknown>][] = [
  ...['ai', 'person', 'nobody'].map((holder): [string, object] => ['floor', { holder, epoch: 1 }]),
  ...['button', 'words', 'repeated_no', 'assistant', 'critical_moment', 'no_assistant', 'call'].map(
    (how): [string, object] => ['human_requested', { how, words: 'a human', due_at: '2026-11-22T10:00:00Z' }],
  ),
  ['handed_over', {}],
  ['signpost', { text: 'Call 112.' }],
  ['offered', { user_name: 'Ada', until: '2026-11-22T10:00:00Z' }],
  ['accepted', { user_name: 'Ada' }],
  ['declined', { user_name: 'Ada' }],
  ['offer_expired', { user_name: 'Ada' }],
  ['assigned', { user_name: 'Ada' }],
  ['released', { why: '' }],
  ['transferred', { to_user_name: 'Ada', skills: [], note: 'Please.' }],
  ['transferred', { skills: ['fraud'], note: 'Please.' }],
  ['resolved', {}],
  ['reopened', {}],
  ['snoozed', { until: '2026-11-22T10:00:00Z' }],
  ['woken', {}],
  ['merged', { into: '01a0e3f7' }],
  ['merged', { from: '01a0e3f7', from_number: '7F3K' }],
  ['tagged', { added: ['late'], removed: ['new'] }],
  ...['normal', 'high', 'critical', 'danger'].map((level): [string, object] => [
    'priority',
    { level, score: 4, reasons: [] },
  ]),
  ['complaint', { complaint_id: 'c', words: 'unacceptable' }],
  ['linked', { order_id: 'ord-1' }],
  ['linked', { dispute_id: 'd-1' }],
  ['call', { state: 'ringing', from: '+46701234567', to: '42' }],
  ['call', { state: 'ringing', from: 'anonymous', to: '42' }],
  ['call', { state: 'answered', from: '+46701234567', user_ids: ['u1'] }],
  ['call', { state: 'answered', from: '+46701234567' }],
  ['call', { state: 'ended', from: '+46701234567', seconds: 90, cause: 'normalClearing' }],
  ...['busy', 'cancel', 'noAnswer', 'congestion', 'notFound', 'forwarded'].map((cause): [string, object] => [
    'call',
    { state: 'missed', from: '+46701234567', cause },
  ]),
  ['call_back', { state: 'asked', phone_end: '…567' }],
  ['call_back', { state: 'asked', phone_end: '…567', at: '2026-11-22T10:00:00Z', note: 'After four.' }],
  ['call_back', { state: 'done', phone_end: '…567' }],
  ['call_back', { state: 'cancelled', phone_end: '…567' }],
  ...['invited', 'answered', 'asked', 'active', 'declined', 'transferred', 'ended'].map(
    (state): [string, object] => ['cobrowse', { state, user_name: 'Ada', session_id: 's1' }],
  ),
  ['csat', { score: 5, comment: 'Thanks' }],
  ['scheduled_cancelled', { client_id: 'x' }],
  ['delivery', { message: 2, state: 'sent' }],
  ['delivery', { message: 2, state: 'failed', why: '552 full' }],
  ['imported', { from: 'zendesk', id: '48213', said: 12 }],
  ...['first_response', 'next_response', 'resolution'].map((clock): [string, object] => [
    'breach',
    { clock, due_at: '2026-11-22T10:00:00Z' },
  ]),
].map(([kind, body]) => [String(kind), body as Record<string, unknown>]);

const eventOf = (kind: string, body: Record<string, unknown>): ConversationEvent => ({
  conversation_id: 'c1',
  seq: 1,
  at: '2026-11-22T09:00:00Z',
  kind,
  by: { kind: 'person', name: 'Maja' },
  body,
  visible_to: 'desk',
});

it('knows every kind of the interface, and no other', () => {
  expect([...SENTENCE_KINDS, ...SAID_KINDS].sort()).toEqual([...KINDS].sort());
  expect([...new Set(SAMPLES.map(([kind]) => kind))].sort()).toEqual([...SENTENCE_KINDS].sort());
});

describe.each(['en', 'sv', 'de', 'es'])('in %s', (language) => {
  const i18n = createI18n(
    language,
    read(`../../../../locales/${language}/desk.json`) as Record<string, string>,
  );
  const format = formatters(language);
  const said: string[] = [];
  // A message that is missing is said by its own id.
  const t: T = (id, values) => {
    const text = i18n._(id, values);
    if (text === id) said.push(id);
    return text;
  };
  it.each(SAMPLES)('says %s %j', (kind, body) => {
    said.length = 0;
    const sentence = sentenceOf(eventOf(kind, body), t, format, () => 'Ada Byron');
    expect(said).toEqual([]);
    expect(sentence.trim().length).toBeGreaterThan(3);
    expect(sentence).not.toMatch(/undefined|NaN|null|_|\{/);
    expect(sentence).not.toContain('01a0e3f7');
  });
});
