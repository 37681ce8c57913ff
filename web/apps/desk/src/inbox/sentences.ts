//! Events that are not messages, said as sentences. Pure: the same event reads the same everywhere.

import { clock, type ConversationEvent } from '@ombud/client';
import type { Formatters } from '@ombud/ui';
import type { DeskKey, T } from '../words/index.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Whose doing it was, as the subject of a sentence. */
export function nameOf(event: ConversationEvent, t: T): string {
  if (event.by.name) return event.by.name;
  return t(`who.${event.by.kind}` as DeskKey);
}

/** What colleagues are called, by their ids. */
export type NameOfUser = (id: string) => string;

interface About {
  event: ConversationEvent;
  user: NameOfUser;
}
type Say = (body: Record<string, unknown>, name: string, t: T, format: Formatters, about: About) => string;

/** A moment: today by its time alone. */
const moment = (value: unknown, format: Formatters): string => {
  if (!text(value)) return '';
  const at = new Date(text(value));
  return at.toDateString() === new Date(clock.now()).toDateString() ? format.time(at) : format.dateTime(at);
};

/** Other desks are told by their names in lower case. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A number as it was told; one that was kept back is said so. */
export const numberOf = (value: unknown, t: T): string =>
  text(value) === '' || text(value) === 'anonymous' ? t('call.withheld') : text(value);

/** Why a call ended otherwise than by hanging up, in the telephone system's words where they are known. */
const CAUSES: Record<string, DeskKey> = {
  busy: 'call.cause.busy',
  cancel: 'call.cause.cancel',
  noAnswer: 'call.cause.no_answer',
  congestion: 'call.cause.congestion',
  notFound: 'call.cause.not_found',
  forwarded: 'call.cause.forwarded',
};
const causeOf = (value: unknown, t: T): string => {
  const cause = CAUSES[text(value)];
  return cause ? `: ${t(cause)}` : '';
};

const HUMAN: Record<string, DeskKey> = {
  button: 'event.human.button',
  words: 'event.human.words',
  repeated_no: 'event.human.no',
  call: 'event.human.call',
};

const SENTENCES: Record<string, Say> = {
  // The floor follows from other deeds too; then it is nobody's own.
  floor: (body, name, t, _format, { event }) =>
    event.by.kind === 'system'
      ? t(`event.floor.now.${text(body.holder)}` as DeskKey)
      : t(`event.floor.${text(body.holder)}` as DeskKey, { name }),
  human_requested: (body, name, t, format) => {
    const how = HUMAN[text(body.how)] ?? 'event.human.assistant';
    return t(how, { name, words: text(body.words), due: moment(body.due_at, format) });
  },
  handed_over: (_body, _name, t) => t('event.handed_over'),
  signpost: (body, _name, t) => t('event.signpost', { text: text(body.text) }),
  offered: (body, _name, t, format) =>
    t('event.offered', {
      to: text(body.user_name),
      until: text(body.until) ? format.time(text(body.until)) : '',
    }),
  accepted: (body, name, t) => t('event.accepted', { name: text(body.user_name) || name }),
  declined: (body, name, t) => t('event.declined', { name: text(body.user_name) || name }),
  offer_expired: (_body, _name, t) => t('event.offer_expired'),
  assigned: (body, name, t) => t('event.assigned', { to: text(body.user_name) || name }),
  released: (_body, name, t) => t('event.released', { name }),
  transferred: (body, name, t, format) =>
    t('event.transferred', {
      name,
      to: text(body.to_user_name) || format.list(list(body.skills)) || '–',
      note: text(body.note),
    }),
  resolved: (_body, name, t) => t('event.resolved', { name }),
  reopened: (_body, name, t) => t('event.reopened', { name }),
  snoozed: (body, name, t, format) => t('event.snoozed', { name, until: moment(body.until, format) }),
  woken: (_body, _name, t) => t('event.woken'),
  // Where it went has no number in the event; nobody reads an id.
  merged: (body, name, t) =>
    body.into
      ? t('event.merged_into', { name })
      : t('event.merged_from', { name, other: text(body.from_number) ? `#${text(body.from_number)}` : '–' }),
  tagged: (body, name, t, format) =>
    t('event.tagged', {
      name,
      tags: format.list([...list(body.added), ...list(body.removed).map((tag) => `− ${tag}`)]),
    }),
  priority: (body, _name, t) =>
    t('event.priority', { level: t(`level.${text(body.level)}` as DeskKey), score: Number(body.score ?? 0) }),
  complaint: (body, _name, t) => t('event.complaint', { words: text(body.words) }),
  linked: (body, name, t) =>
    t(body.dispute_id ? 'event.linked_dispute' : 'event.linked_order', {
      name,
      id: text(body.order_id) || text(body.dispute_id),
    }),
  call: (body, _name, t, format, { user }) =>
    t(`event.call.${text(body.state)}` as DeskKey, {
      who: format.list(list(body.user_ids).map(user)) || t('who.person'),
      from: numberOf(body.from, t),
      span: format.exactly(Number(body.seconds ?? 0)),
      why: causeOf(body.cause, t),
    }),
  call_back: (body, name, t, format) => {
    const values = {
      name,
      end: text(body.phone_end).replace('…', ''),
      at: moment(body.at, format),
      note: text(body.note),
    };
    if (text(body.state) !== 'asked') return t(`event.call_back.${text(body.state)}` as DeskKey, values);
    const asked = t(values.at ? 'event.call_back.asked_at' : 'event.call_back.asked', values);
    return values.note ? t('event.call_back.note', { asked, note: values.note }) : asked;
  },
  cobrowse: (body, _name, t) =>
    t(`event.cobrowse.${text(body.state)}` as DeskKey, { name: text(body.user_name) || t('who.person') }),
  delivery: (body, _name, t) =>
    t(`event.delivery.${text(body.state)}` as DeskKey, { why: text(body.why) || '–' }),
  imported: (body, _name, t, format) =>
    t('event.imported', {
      from: capital(text(body.from)),
      id: text(body.id),
      count: Number(body.said ?? 0),
      shown: format.number(Number(body.said ?? 0)),
    }),
  csat: (body, name, t) =>
    t('event.csat', { name, score: Number(body.score ?? 0), comment: text(body.comment) }),
  scheduled_cancelled: (_body, name, t) => t('event.scheduled_cancelled', { name }),
  breach: (body, _name, t) => t('event.breach', { clock: t(`sla.${text(body.clock)}` as DeskKey) }),
};

/** The sentence of an event; its bare kind when it is one that this build does not know. */
export function sentenceOf(event: ConversationEvent, t: T, format: Formatters, user: NameOfUser): string {
  const say = SENTENCES[event.kind];
  return say
    ? say(event.body, nameOf(event, t), t, format, { event, user })
    : event.kind.replaceAll('_', ' ');
}

/** Kinds that have a sentence, and those that are drawn as what was said: together, all that the server has. */
export const SENTENCE_KINDS = Object.keys(SENTENCES);
export const SAID_KINDS = ['message', 'note', 'draft_discarded', 'scheduled'];
