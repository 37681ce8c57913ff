//! Its conversations, in every state that a list can show.

import type { Conversation } from '@ombud/client';
import { ago, ahead, ANSWERS, DAY, HOUR, MINUTE } from './clock.ts';
import { USERS } from './people.ts';

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
  mentioned?: string[];
  due?: number;
  callBack?: Conversation['call_back'];
  contact?: Conversation['contact'];
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
    mentioned: ['user-maja'],
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
    floor: 'person',
    assigned: 'user-maja',
    contact: { email: 'priya@example.org' },
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
    preview: 'Danke. Bitte rufen Sie mich morgen noch einmal an.',
    minutes: 75,
    floor: 'person',
    assigned: 'user-maja',
    tags: ['hardship'],
    due: 180,
    contact: { phone: '+493012345678' },
    callBack: {
      phone: '+493012345678',
      asked_at: ago(70 * MINUTE),
      at: ahead(2 * HOUR),
      note: 'Arbeitet bis vier, danach erreichbar.',
    },
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
  {
    ...about('ord-243'),
    name: 'Nora Dahl',
    language: 'sv',
    channel: 'phone',
    subject: 'Phone call',
    preview: '',
    minutes: 0,
    floor: 'nobody',
    assigned: null,
    contact: { phone: '+46701234567' },
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
    mentioned: seed.mentioned,
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
    call_back: seed.callBack ?? null,
    contact: seed.contact ?? null,
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
