//! What the made-up desk remembers: its conversations, their logs, who is signed in, and who listens.

import type { Conversation, ConversationEvent, ServerFrame } from '@ombud/client';
import { belongs } from '../../src/inbox/views.ts';
import type { ViewName } from '../../src/api/shapes.ts';
import { CONVERSATIONS, eventsOf, manyMore, ME, rated } from '../world/index.ts';

export const options = new URLSearchParams(location.search);
export const remembered = (name: string): string | null => {
  const given = options.get(name);
  if (given !== null) sessionStorage.setItem(`fake.${name}`, given);
  return given ?? sessionStorage.getItem(`fake.${name}`);
};

export const all = new Map<string, Conversation>(
  [...CONVERSATIONS, ...rated(), ...manyMore(Number(remembered('rows') ?? 0))].map((one) => [one.id, one]),
);
const logs = new Map<string, ConversationEvent[]>();
export const logOf = (id: string): ConversationEvent[] => {
  const conversation = all.get(id);
  const log = logs.get(id) ?? (conversation ? eventsOf(conversation) : []);
  logs.set(id, log);
  return log;
};
/** Who rings where `call=on`. */
export const CALLING = 'conv-11';
/** Whether somebody is signed in. */
export const door = { isSignedIn: remembered('signed') !== 'out' };

/** Who is told of what happens. */
export interface Listener {
  tell(frame: ServerFrame): void;
  follow(event: ConversationEvent): void;
}
export const sockets = new Set<Listener>();

export function change(id: string, part: Partial<Conversation>): Conversation | undefined {
  const known = all.get(id);
  if (!known) return undefined;
  const next = { ...known, ...part, version: known.version + 1, updated_at: new Date().toISOString() };
  all.set(id, next);
  for (const socket of sockets) socket.tell({ t: 'row', conversation: next });
  return next;
}

export function append(id: string, kind: string, body: Record<string, unknown>): ConversationEvent {
  const log = logOf(id);
  const event: ConversationEvent = {
    conversation_id: id,
    seq: log.length + 1,
    at: new Date().toISOString(),
    kind,
    by: { kind: 'person', id: ME.user_id ?? '', name: ME.name },
    body,
    visible_to: kind === 'message' ? 'all' : 'desk',
  };
  logs.set(id, [...log, event]);
  for (const socket of sockets) socket.follow(event);
  return event;
}

export const rowsOf = (view: ViewName): Conversation[] =>
  [...all.values()].filter((one) => belongs(view, one, ME.user_id));

export function counts(): Record<string, number> {
  const views: ViewName[] = ['mine', 'waiting', 'critical', 'unassigned', 'open', 'complaints', 'snoozed'];
  return Object.fromEntries(views.map((name) => [name, rowsOf(name).length]));
}
