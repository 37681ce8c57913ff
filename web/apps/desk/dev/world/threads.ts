//! What was said and done in them.

import type { Conversation, ConversationEvent } from '@ombud/client';
import type { Brief } from '../../src/api/shapes.ts';
import { ago, ahead, HOUR, MINUTE } from './clock.ts';

type Line = [
  minutes: number,
  kind: string,
  by: ConversationEvent['by']['kind'],
  body: Record<string, unknown>,
  name?: string,
];
const said = (text: string, more = {}): Record<string, unknown> => ({ text, ...more });

const RICH: Line[] = [
  [
    1_500,
    'message',
    'customer',
    said('Hello, my order was meant to come last week. The tracking has not moved for days.'),
  ],
  [
    1_499,
    'message',
    'ai',
    said(
      'I am sorry that your parcel is late. I can see it was handed to the carrier and has not been scanned since. I have paused your plan for 21 days, so nothing falls due while we look into it.',
    ),
  ],
  [1_499, 'linked', 'ai', { order_id: 'ord-243' }],
  [1_498, 'message', 'customer', said('ok thank you')],
  [
    62,
    'message',
    'customer',
    said('It has been another day. I have a birthday on Saturday and nothing is here.'),
  ],
  [
    61,
    'message',
    'ai',
    said('I understand. The shop has until Tuesday to answer. Would you like me to remind them?'),
  ],
  [60, 'message', 'customer', said('No. I want to talk to a human being please')],
  [
    60,
    'human_requested',
    'customer',
    { how: 'words', words: 'talk to a human being', due_at: ahead(MINUTE) },
  ],
  [60, 'priority', 'system', { level: 'high', score: 46 }],
  [
    59,
    'offered',
    'system',
    { user_id: 'user-maja', user_name: 'Maja Lindqvist', until: ago(59 * MINUTE - 30_000) },
  ],
  [59, 'accepted', 'person', {}, 'Maja Lindqvist'],
  [59, 'floor', 'person', { holder: 'person', epoch: 3 }, 'Maja Lindqvist'],
  [
    59,
    'draft_discarded',
    'ai',
    said('I could also offer to move your second instalment to the end of the plan…', { epoch: 2 }),
  ],
  [
    58,
    'message',
    'person',
    said(
      'Hello Harriet, this is Maja. I have read everything, so you do not have to tell it again. I am asking the carrier where the parcel is, and I stay with this until it is solved.',
    ),
    'Maja Lindqvist',
  ],
  [
    57,
    'note',
    'person',
    {
      text: '@Jonas Berg do you know anybody at Lindenpost in Leeds? The depot does not pick up.',
      mentions: ['user-jonas'],
    },
    'Maja Lindqvist',
  ],
  [40, 'note', 'person', { text: 'Yes, will ring them at nine.', mentions: [] }, 'Jonas Berg'],
  [5, 'message', 'customer', said('Thank you Maja.')],
  [
    3,
    'message',
    'customer',
    said('I paid the first part already and there is still no parcel. Can somebody please look at this?'),
  ],
];

/** A thread by e-mail: a letter that is surely hers, one that may be anybody's, one of ours that came back. */
const BY_MAIL: Line[] = [
  [4_320, 'message', 'customer', said('Hello, you charged me a reminder fee. I paid on time.')],
  [4_300, 'message', 'person', said('Hello Priya, I look at it.'), 'Old desk'],
  [4_290, 'imported', 'system', { from: 'zendesk', id: '48213', said: 2, state: 'open' }],
  [
    300,
    'message',
    'customer',
    said('Here is my bank statement again. You still have not answered.', {
      email: {
        from: 'priya@example.org',
        verified: true,
        quoted:
          'On 19 November Jonas wrote:\n> Hello Priya, I look at it.\n\n-- \nPriya Raman\n+44 7700 900123',
        refused_files: [{ name: 'statement.exe', why: 'programs are not taken' }],
      },
    }),
  ],
  [
    120,
    'message',
    'person',
    said('Hello Priya, I have your statement. The fee is being taken back today.'),
    'Maja Lindqvist',
  ],
  [119, 'delivery', 'system', { message: 5, state: 'sent' }],
  [
    60,
    'message',
    'customer',
    said('Please tell me which card the money goes to, and its number.', {
      email: { from: 'priya@example.org', verified: false, quoted: '', refused_files: [] },
    }),
  ],
  [
    55,
    'message',
    'person',
    said('Please answer this letter from your own address, then I can tell you.'),
    'Maja Lindqvist',
  ],
  [54, 'delivery', 'system', { message: 8, state: 'failed', why: '552 5.2.2 mailbox full' }],
  [48, 'complaint', 'system', { complaint_id: 'complaint-1', words: 'I lost 40 euro' }],
  [
    48,
    'message',
    'customer',
    said('This is unacceptable, I lost 40 euro because of your reminder fee.', {
      email: { from: 'priya@example.org', verified: true },
    }),
  ],
  [2, 'message', 'person', said('Priya, I am sorry. I call you this afternoon.'), 'Maja Lindqvist'],
];

const call = (state: string, more = {}): Record<string, unknown> => ({
  state,
  call_id: 'k1',
  from: '+493012345678',
  to: '+46855550000',
  ...more,
});
/** A thread by phone: a call that was missed, one that was taken, and a wish to be called. */
const BY_PHONE: Line[] = [
  [190, 'call', 'system', call('ringing', { call_id: 'k0', user_ids: ['user-aylin'] })],
  [189, 'call', 'system', call('missed', { call_id: 'k0', cause: 'noAnswer' })],
  [189, 'human_requested', 'system', { how: 'call', due_at: ahead(3 * HOUR) }],
  [82, 'call', 'system', call('ringing', { user_ids: ['user-maja'] })],
  [81, 'call', 'system', call('answered', { user_ids: ['user-maja'] })],
  [81, 'assigned', 'system', { user_id: 'user-maja', user_name: 'Maja Lindqvist' }],
  [75, 'call', 'system', call('ended', { seconds: 372, cause: 'normalClearing' })],
  [
    74,
    'note',
    'person',
    { text: 'Wants smaller instalments from January. Call again about the budget.', mentions: [] },
    'Maja Lindqvist',
  ],
  [
    70,
    'call_back',
    'customer',
    {
      state: 'asked',
      phone_end: '…678',
      at: ahead(2 * HOUR),
      note: 'Arbeitet bis vier, danach erreichbar.',
    },
  ],
];

const WHOLE: Record<string, Line[]> = { 'conv-6': BY_MAIL, 'conv-7': BY_PHONE };

function linesFor(conversation: Conversation): Line[] {
  const whole = WHOLE[conversation.id];
  if (whole) return whole;
  if (conversation.id === 'conv-1') return RICH;
  const preview = conversation.last?.preview ?? '';
  const minutes = (Date.now() - new Date(conversation.last?.at ?? Date.now()).getTime()) / MINUTE;
  const opening: Line[] = [[minutes + 3, 'message', 'customer', said(conversation.subject ?? '')]];
  if (conversation.human_requested_at)
    opening.push([minutes + 1, 'human_requested', 'customer', { how: 'button', due_at: ahead(MINUTE) }]);
  if (conversation.complaint_id)
    opening.push([minutes, 'complaint', 'system', { complaint_id: 'complaint-1', words: 'I lost 40 euro' }]);
  return [...opening, [minutes, 'message', 'customer', said(preview, { language: conversation.language })]];
}

export function eventsOf(conversation: Conversation): ConversationEvent[] {
  return linesFor(conversation).map(([minutes, kind, by, body, name], index) => ({
    conversation_id: conversation.id,
    seq: index + 1,
    at: ago(minutes * MINUTE),
    kind,
    by: { kind: by, id: name ?? by, name: name ?? (by === 'customer' ? conversation.customer.name : null) },
    body,
    visible_to: kind === 'message' ? 'all' : 'desk',
  }));
}

export const BRIEF: Brief = {
  why: 'Her parcel has not moved for six days and she needs it by Saturday.',
  ai_did: ['Paused the plan for 21 days', 'Asked the shop for the proof of dispatch'],
  promised: [{ text: 'An answer about the parcel', due_at: ahead(20 * HOUR) }],
  open_question: 'May we send a replacement to another address?',
  mood: 'upset',
  support_needs: ['more_time'],
  deadline: { at: ahead(30 * HOUR), what: 'The shop must answer' },
  deadlines: [
    { at: ahead(30 * HOUR), what: 'The shop must answer' },
    { at: ahead(50 * HOUR), what: 'A payment is due' },
  ],
  told: [
    { asked: 'Which order is it about?', answer: 'The headphones', seq: 3 },
    { asked: 'When did you last ask the shop?', answer: 'On Monday', seq: 5 },
  ],
  next: [
    {
      act: 'extend_plan',
      what: 'Offer a later date',
      why: '£40.00 for order ord-243 was due on 1 March and is not paid; its plan lets it move to 15 March',
    },
    { act: 'answer', what: 'Answer the open question', why: '“May we send a replacement?”' },
  ],
  in_short: {
    wanted: 'Where is my parcel?',
    facts: ['£40.00 for order ord-243 was due on 1 March and is not paid'],
    done: ['Your payments for this purchase stand still for 21 days.'],
    stands: 'The customer waits for an answer of ours.',
  },
  sources: [
    { kind: 'policy', label: 'Pause while a parcel is missing', ref: 'gb.2026-07 §4.2' },
    { kind: 'order', label: 'Last scan of the parcel', ref: 'ord-243:p1' },
  ],
};

/** Of the caller, where the made-up telephone rings. */
export const CALLER_BRIEF: Brief = {
  why: 'Rang twice yesterday about a return that has not been credited.',
  ai_did: [],
  promised: [],
  open_question: 'Which parcel shop did she hand it in at?',
  support_needs: ['hearing'],
  sources: [],
};
