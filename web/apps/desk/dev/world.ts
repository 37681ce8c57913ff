//! A made-up desk, for developing and testing the console without a server. It is never part of a build that ships.

import type { Conversation, ConversationEvent, Session, User } from '@ombud/client';
import type { Brief, Macro, Report, Scorecard } from '../src/api/shapes.ts';
import recorded from './recorded.json';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const SHIFT = Date.now() - new Date(recorded.now).getTime();

/** The recording, as if it had been made now: all its moments move together. */
export const ANSWERS = JSON.parse(
  JSON.stringify(recorded.answers)
    .replace(
      /"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g,
      (_whole, at: string) => `"${new Date(new Date(at).getTime() + SHIFT).toISOString()}"`,
    )
    .replace(
      /"(\d{4}-\d\d-\d\d)"/g,
      (_whole, at: string) => `"${new Date(new Date(at).getTime() + SHIFT).toISOString().slice(0, 10)}"`,
    ),
) as Record<string, unknown>;

export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
export const ahead = (ms: number): string => ago(-ms);

export const ME: Session = {
  id: 'session-1',
  kind: 'user',
  tenant: 'demo',
  user_id: 'user-maja',
  name: 'Maja Lindqvist',
  email: 'maja@example.test',
  role: 'supervisor',
  locale: 'en',
  languages: ['en', 'sv', 'de'],
  skills: ['hardship', 'fraud'],
  actions: [],
  expires_at: ahead(8 * HOUR),
  second_factor: false,
};

const user = (id: string, name: string, role: string, languages: string[], skills: string[]): User => ({
  id,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.test`,
  role,
  languages,
  skills,
  capacity_units: 4,
  state: 'active',
  second_factor: true,
  last_seen_at: ago(12 * MINUTE),
});

export const USERS: User[] = [
  user('user-maja', ME.name, 'supervisor', ['en', 'sv', 'de'], ['hardship', 'fraud']),
  user('user-jonas', 'Jonas Berg', 'agent', ['sv', 'en'], ['bereavement']),
  user('user-lucia', 'Lucía Ferrer', 'agent', ['es', 'en'], ['fraud', 'complaints']),
  user('user-aylin', 'Aylin Kaya', 'agent', ['de', 'en'], ['hardship']),
  {
    ...user('user-tom', 'Tom Whitfield', 'compliance_officer', ['en'], ['complaints']),
    state: 'invited',
    last_seen_at: null,
  },
];

interface Seed {
  customer: string;
  name: string;
  language: string;
  channel?: Conversation['channel'];
  subject?: string;
  preview: string;
  by?: 'customer' | 'ai' | 'person';
  minutes: number;
  floor: Conversation['floor']['holder'];
  assigned?: string | null;
  level?: Conversation['priority']['level'];
  score?: number;
  reasons?: Conversation['priority']['reasons'];
  human?: boolean;
  unread?: number;
  order?: string;
  dispute?: string;
  complaint?: boolean;
  state?: Conversation['state'];
  tags?: string[];
  due?: number;
}

const disputes = (
  ANSWERS['/v1/disputes?limit=100'] as { items: { id: string; order_id: string; customer_id: string }[] }
).items;
const about = (order: string): { order: string; dispute?: string; customer: string } => {
  const found = disputes.find((one) => one.order_id === order);
  return { order, dispute: found?.id, customer: found?.customer_id ?? 'cust-0' };
};

const SEEDS: Seed[] = [
  {
    ...about('ord-243'),
    name: 'Harriet Cole',
    language: 'en',
    subject: 'Parcel never arrived',
    preview: 'I paid the first part already and there is still no parcel. Can somebody please look at this?',
    minutes: 3,
    floor: 'person',
    assigned: 'user-maja',
    level: 'high',
    score: 46,
    unread: 2,
    tags: ['delivery'],
    due: 4,
    reasons: [
      { signal: 'deadline', points: 20, because: 'The shop’s deadline is in less than two days' },
      { signal: 'repeat', points: 15, because: 'Second contact about this in a week' },
      { signal: 'anger', points: 11, because: 'More upset with each message' },
    ],
  },
  {
    ...about('ord-271'),
    name: 'Emil Novák',
    language: 'de',
    subject: 'Teil der Bestellung fehlt',
    preview: 'Danke, ich warte auf Ihre Nachricht.',
    minutes: 26,
    floor: 'person',
    assigned: 'user-maja',
    due: 90,
  },
  {
    ...about('ord-229'),
    name: 'Sofia Ek',
    language: 'sv',
    subject: 'Min man har gått bort',
    preview: 'Min man gick bort i förra veckan och jag vet inte hur jag ska göra med hans köp.',
    minutes: 6,
    floor: 'nobody',
    assigned: null,
    level: 'critical',
    score: 92,
    human: true,
    unread: 1,
    due: 1,
    reasons: [
      { signal: 'bereavement', points: 80, because: 'Speaks of a death in the family' },
      { signal: 'language', points: 12, because: 'Swedish, bereavement skill needed' },
    ],
  },
  {
    ...about('ord-223'),
    name: 'Marcus Öberg',
    language: 'sv',
    subject: 'Jag har inte handlat detta',
    preview: 'snakke med et menneske',
    minutes: 9,
    floor: 'ai',
    assigned: null,
    level: 'high',
    score: 61,
    human: true,
    unread: 3,
    due: 2,
    reasons: [
      { signal: 'human', points: 40, because: 'Asked for a person in words' },
      { signal: 'unauthorised', points: 21, because: 'Says the purchase is not theirs' },
    ],
  },
  {
    ...about('ord-204'),
    name: 'Ainhoa Vidal',
    language: 'es',
    channel: 'app',
    subject: 'Devolución sin abonar',
    preview: 'He recibido la etiqueta, gracias. ¿Cuándo veré el reembolso?',
    minutes: 31,
    floor: 'ai',
    assigned: null,
    unread: 1,
  },
  {
    ...about('ord-255'),
    name: 'Priya Raman',
    language: 'en',
    channel: 'email',
    subject: 'This is unacceptable',
    preview: 'This is unacceptable, I lost 40 euro because of your reminder fee.',
    minutes: 48,
    floor: 'nobody',
    assigned: null,
    level: 'high',
    score: 52,
    complaint: true,
    unread: 1,
    due: -8,
    reasons: [{ signal: 'complaint', points: 40, because: 'Dissatisfied and out of pocket' }],
  },
  {
    ...about('ord-199'),
    name: 'Anton Weber',
    language: 'de',
    channel: 'phone',
    subject: 'Rückruf wegen Ratenplan',
    preview: 'Call ended after 6 min',
    by: 'person',
    minutes: 75,
    floor: 'person',
    assigned: 'user-aylin',
    tags: ['hardship'],
  },
  {
    ...about('ord-225'),
    name: '',
    language: 'en',
    subject: 'Question before buying',
    preview: 'Do you do Pay in 3 for shoes?',
    minutes: 84,
    floor: 'ai',
    assigned: null,
    customer: 'visitor-7f1c',
  },
  {
    ...about('ord-261'),
    name: 'Greta Holm',
    language: 'sv',
    subject: 'Fel storlek',
    preview: 'Tack så jättemycket för hjälpen!',
    minutes: 300,
    floor: 'person',
    assigned: 'user-maja',
    state: 'resolved',
  },
  {
    ...about('ord-169'),
    name: 'Louis Martin',
    language: 'en',
    subject: 'Double charge',
    preview: 'I will check with my bank and write again.',
    minutes: 640,
    floor: 'person',
    assigned: 'user-maja',
    state: 'snoozed',
  },
];

function conversationOf(seed: Seed, index: number): Conversation {
  const assigned = USERS.find((one) => one.id === seed.assigned);
  return {
    id: `conv-${index + 1}`,
    number: 1_052 - index,
    channel: seed.channel ?? 'chat',
    subject: seed.subject ?? null,
    customer_id: seed.customer,
    customer: { name: seed.name || null, language: seed.language, visitor: seed.name === '' },
    language: seed.language,
    state: seed.state ?? 'open',
    waiting_on: seed.by === 'person' || seed.by === 'ai' ? 'customer' : 'us',
    floor: {
      holder: seed.floor,
      epoch: 3,
      user_id: seed.floor === 'person' ? (seed.assigned ?? null) : null,
    },
    assignment: {
      version: 2,
      state: assigned ? 'assigned' : seed.human ? 'waiting' : 'none',
      user_id: assigned?.id ?? null,
      user_name: assigned?.name ?? null,
    },
    skills: [],
    tags: seed.tags ?? [],
    priority: { score: seed.score ?? 5, level: seed.level ?? 'normal', reasons: seed.reasons ?? [] },
    human_requested_at: seed.human ? ago(seed.minutes * MINUTE) : null,
    waiting_since: ago(seed.minutes * MINUTE),
    queue: seed.human ? { position: 1, expected_wait_s: 40, low_s: 20, high_s: 80 } : null,
    sla:
      seed.due === undefined
        ? []
        : [{ kind: 'next_response', due_at: ahead(seed.due * MINUTE), breached: seed.due < 0 }],
    snoozed_until: seed.state === 'snoozed' ? ahead(DAY) : null,
    order_id: seed.order ?? null,
    dispute_id: seed.dispute ?? null,
    complaint_id: seed.complaint ? 'complaint-1' : null,
    last: { seq: 12, at: ago(seed.minutes * MINUTE), by: seed.by ?? 'customer', preview: seed.preview },
    unread: seed.unread ?? 0,
    created_at: ago(DAY + seed.minutes * MINUTE),
    updated_at: ago(seed.minutes * MINUTE),
    seq: 12,
    version: 1,
  };
}

export const CONVERSATIONS: Conversation[] = SEEDS.map(conversationOf);

/** Many more of them, for measuring. */
export function manyMore(count: number): Conversation[] {
  const one = CONVERSATIONS[4];
  if (!one) return [];
  return Array.from({ length: count }, (_, index) => ({
    ...one,
    id: `many-${index}`,
    number: 2_000 + index,
    customer: { ...one.customer, name: `Customer ${index}` },
    last: {
      seq: 3,
      at: ago((90 + index) * MINUTE),
      by: 'customer',
      preview: `Message of conversation ${index}`,
    },
    unread: 0,
  }));
}

const COMMENTS: [score: number, comment: string | null][] = [
  [5, 'Maja stayed with me until it was solved. I did not have to explain anything twice.'],
  [4, null],
  [2, 'It took two days until somebody looked at my photos.'],
  [5, 'Quick, and kind.'],
  [5, null],
  [3, 'Fine in the end.'],
];

/** Conversations that are over, with what their customers thought of them. */
export function rated(): Conversation[] {
  return manyMore(COMMENTS.length).map((one, index) => {
    const [score, comment] = COMMENTS[index] ?? [5, null];
    return {
      ...one,
      id: `rated-${index}`,
      state: 'resolved',
      updated_at: ago(index * DAY),
      csat: { score, comment },
    };
  });
}

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

function linesFor(conversation: Conversation): Line[] {
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
  sources: [
    { kind: 'policy', label: 'Pause while a parcel is missing', ref: 'gb.2026-07 §4.2' },
    { kind: 'order', label: 'Last scan of the parcel', ref: 'ord-243:p1' },
  ],
};

export const MACROS: Macro[] = [
  {
    id: 'm1',
    name: 'Late parcel',
    language: 'en',
    shared: true,
    text: 'Hello {{customer.name}}, I am sorry your parcel is late. I have looked at order {{order.id}}, and this is what happens next: …\n\n{{agent.name}}',
  },
  {
    id: 'm2',
    name: 'Beklaga sorgen',
    language: 'sv',
    shared: true,
    text: 'Jag beklagar sorgen. Du behöver inte göra något just nu. Jag har stoppat alla påminnelser, och jag är din kontakt här.\n\n{{agent.name}}',
  },
  {
    id: 'm3',
    name: 'Ratenpause bestätigt',
    language: 'de',
    shared: false,
    text: 'Guten Tag {{customer.name}}, Ihr Plan ist pausiert. Bis dahin wird nichts abgebucht.',
  },
];

const wave = (index: number, low: number, high: number): number =>
  low + ((high - low) * (1 + Math.sin(index * 1.7) + Math.sin(index * 0.61))) / 3;

export function reportOf(days: number): Report {
  const rows = Array.from({ length: days }, (_, index) => ({
    date: ago((days - index) * DAY).slice(0, 10),
    contacts: Math.round(wave(index, 180, 420)),
    first_response_p50_s: Math.round(wave(index, 14, 32)),
    first_response_p90_s: Math.round(wave(index + 2, 45, 120)),
    sla_share: wave(index, 0.9, 0.985),
    automated_share: wave(index + 1, 0.52, 0.66),
    first_contact_resolution_share: wave(index + 4, 0.71, 0.83),
    wrong_decision_share: wave(index, 0.006, 0.021),
    overturn_share: wave(index + 3, 0.02, 0.05),
    csat: wave(index, 4.2, 4.7),
  }));
  const mean = (read: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
  return {
    days: rows,
    totals: {
      contacts: rows.reduce((sum, row) => sum + row.contacts, 0),
      first_response_p50_s: Math.round(mean((row) => row.first_response_p50_s)),
      first_response_p90_s: Math.round(mean((row) => row.first_response_p90_s)),
      sla_share: mean((row) => row.sla_share),
      automated_share: mean((row) => row.automated_share),
      first_contact_resolution_share: mean((row) => row.first_contact_resolution_share),
      wrong_decision_share: mean((row) => row.wrong_decision_share),
      overturn_share: mean((row) => row.overturn_share),
      csat: mean((row) => row.csat),
    },
    agents: USERS.slice(0, 4).map((one, index) => ({
      user_id: one.id,
      name: one.name,
      conversations: 412 - index * 57,
      first_response_p50_s: 16 + index * 4,
      csat: 4.7 - index * 0.1,
      overturned: index * 2,
    })),
  };
}

export const SCORECARDS: Scorecard[] = Array.from({ length: 18 }, (_, index) => ({
  id: `card-${index}`,
  conversation_id: 'conv-9',
  number: 1_040 - index,
  agent_name: ['Jonas Berg', 'Lucía Ferrer', 'Aylin Kaya'][index % 3] ?? '',
  at: ago((index + 1) * 2.5 * DAY),
  scores: {
    acknowledged: 5 - (index % 2),
    correct: 4,
    no_repeat: 5 - (index % 3),
    next_step: 3 + ((index + (index % 4)) % 3),
    tone: 5 - ((index >> 2) % 2),
  },
}));
