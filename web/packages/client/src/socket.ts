// The realtime connection, for the widget, the portals and the desk alike. It keeps one promise: the
// listeners of a thread see each event once, in order, whatever the network does.
// Never: decides, renders, or keeps a message that the server confirmed.

import { backoffMs } from './backoff.ts';
import { randomId } from './api.ts';
import type { Clock } from './clock.ts';
import type {
  ByeReason,
  ClientFrame,
  Conversation,
  ConversationEvent,
  Outgoing,
  Present,
  Queue,
  ServerFrame,
  Session,
  Typist,
  View,
} from './contract.ts';
import { SOCKET_PROTOCOL, wholeConversation } from './contract.ts';
import { Outbox, type OutboxStorage } from './outbox.ts';
import type { Problem } from './problem.ts';
import { Thread } from './thread.ts';

/** Somebody who types says so at most this often. */
export const TYPING_EVERY_MS = 3_000;
/** Somebody who stopped is said to have stopped after this time; others stop believing it a little later. */
export const TYPING_STOPS_MS = 5_000;
export const TYPING_FORGOTTEN_MS = 6_000;
/** A server that does not answer in this time is treated as gone. */
export const HELLO_ANSWER_MS = 10_000;
/** A connection that held this long starts the back-off anew. */
export const STEADY_MS = 10_000;
const HEARTBEAT_DEFAULT_S = 25;

/** `idle`: not asked to connect. `offline`: waits to try again. `ended`: the server said not to come back. */
export type SocketState = 'idle' | 'connecting' | 'online' | 'offline' | 'ended';

/** The part of `WebSocket` that is used, so that tests can give another. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export interface SocketOptions {
  url: string;
  /** A bearer token; without one the cookie speaks. */
  token?: () => string | undefined;
  /** Reads events after a number, ascending: GET /v1/conversations/{id}/events. */
  refetch: (conversation: string, after: number) => Promise<ConversationEvent[]>;
  storage?: OutboxStorage;
  open?: (url: string) => WebSocketLike;
  random?: () => number;
  /** Is set by what the frames prove. */
  clock?: Clock;
}

/** What can be listened to, and what a listener gets. */
export interface SocketEvents {
  state: { state: SocketState; retryInMs?: number };
  welcome: Session;
  ended: ByeReason;
  conversation: Conversation;
  rows: { id: string; rows: Conversation[]; counts?: Record<string, number> };
  row: Conversation;
  sent: { client_id: string; seq?: number };
  refused: { client_id?: string; id?: string; problem: Problem };
  /** The outbox changed: a message was added, confirmed or refused. */
  outbox: undefined;
  presence: { conversation: string; who: Present[] };
  typing: { conversation: string; by: Typist; on: boolean };
  offer: { conversation: Conversation; until: string };
  /** A co-browsing session is handed to this person. */
  cobrowse_handed: { session: string; customer?: string; by: string };
  offer_gone: { conversation: string };
  /** A colleague calls this person in a note. */
  mention: { conversation: Conversation; seq: number; by: string; text: string };
  /** A call rings at this person's line. */
  call: { conversation: Conversation; call_id: string; from: string };
  queue: { conversation: string } & Queue;
}
type Listener<K extends keyof SocketEvents> = (value: SocketEvents[K]) => void;
type Timer = ReturnType<typeof setTimeout>;

interface Subscription {
  id: string;
  view: () => View;
  thread?: Thread;
}

export class Socket {
  readonly outbox: Outbox;
  readonly #options: SocketOptions;
  readonly #listeners = new Map<keyof SocketEvents, Set<(value: never) => void>>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #versions = new Map<string, number>();
  readonly #typingOut = new Map<string, { at: number; stop: Timer }>();
  readonly #typingIn = new Map<string, Timer>();
  #wire: WebSocketLike | undefined;
  #state: SocketState = 'idle';
  #attempt = 0;
  #nextId = 1;
  #retry: Timer | undefined;
  #pulse: Timer | undefined;
  #steady: Timer | undefined;
  #heardAt = 0;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.outbox = new Outbox(options.storage);
  }

  get state(): SocketState {
    return this.#state;
  }

  /** Listens; the answer stops it. */
  on<K extends keyof SocketEvents>(name: K, listener: Listener<K>): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }

  connect(): void {
    if (this.#state === 'connecting' || this.#state === 'online') return;
    clearTimeout(this.#retry);
    this.#set('connecting');
    const open = this.#options.open ?? ((url: string): WebSocketLike => new WebSocket(url));
    let wire: WebSocketLike;
    try {
      wire = open(this.#options.url);
    } catch {
      this.#lost();
      return;
    }
    this.#wire = wire;
    wire.onopen = () => {
      this.#post({ t: 'hello', protocol: SOCKET_PROTOCOL, token: this.#options.token?.() });
    };
    wire.onmessage = (event: { data: unknown }) => {
      if (wire === this.#wire) this.#hear(event.data);
    };
    wire.onclose = () => {
      if (wire === this.#wire) this.#lost();
    };
    this.#watch(HELLO_ANSWER_MS);
  }

  /** Closes, and stays closed. Subscriptions and unsent messages are kept for the next `connect`. */
  close(): void {
    this.#drop();
    this.#set('idle');
  }

  /** The network is back (the browser says so), or somebody pressed "try now". */
  retryNow(): void {
    if (this.#state !== 'offline') return;
    this.#attempt = 0;
    this.connect();
  }

  /** Follows a conversation from after `after` on. The answer stops it. */
  thread(conversation: string, after: number, deliver: (event: ConversationEvent) => void): () => void {
    const thread: Thread = new Thread(
      conversation,
      after,
      (event) => {
        const clientId = event.client_id;
        // The event is the confirmation, also where the frame `sent` was lost.
        if (clientId) this.#confirm(clientId, event.seq);
        deliver(event);
      },
      (from) => this.#options.refetch(conversation, from),
    );
    return this.#subscribe(() => ({ kind: 'thread', conversation, after: thread.last }), thread);
  }

  /** Follows a list of the desk: `rows` once, then `row` for each change. */
  list(name: string, filter: Record<string, unknown> = {}): () => void {
    return this.#subscribe(() => ({ ...filter, kind: 'list', name }));
  }

  /** Follows the customer's own conversations. */
  customer(): () => void {
    return this.#subscribe(() => ({ kind: 'customer' }));
  }

  /** Sends, now or as soon as there is a connection. Nothing when the outbox is full. */
  send(message: Omit<Outgoing, 'client_id'> & { client_id?: string }): string | undefined {
    const whole: Outgoing = { ...message, client_id: message.client_id ?? randomId() };
    if (!this.outbox.add(whole)) return undefined;
    this.typing(message.conversation, false);
    this.#emit('outbox', undefined);
    if (this.#state === 'online') this.#post({ t: 'send', ...whole });
    return whole.client_id;
  }

  /** Sends a refused message once more. */
  resend(clientId: string): void {
    const message = this.outbox.retry(clientId);
    this.#emit('outbox', undefined);
    if (message && this.#state === 'online') this.#post({ t: 'send', ...message });
  }

  /** Gives a message up that was not sent. */
  discard(clientId: string): void {
    if (this.outbox.confirm(clientId)) this.#emit('outbox', undefined);
  }

  /** Call it for every keystroke: it says so seldom, and says by itself when it is over. */
  typing(conversation: string, on: boolean): void {
    const before = this.#typingOut.get(conversation);
    if (before) clearTimeout(before.stop);
    if (!on) {
      if (this.#typingOut.delete(conversation)) this.#say({ t: 'typing', conversation, on: false });
      return;
    }
    const now = Date.now();
    const isDue = !before || now - before.at >= TYPING_EVERY_MS;
    if (isDue) this.#say({ t: 'typing', conversation, on: true });
    this.#typingOut.set(conversation, {
      at: isDue ? now : before.at,
      stop: setTimeout(() => this.typing(conversation, false), TYPING_STOPS_MS),
    });
  }

  seen(conversation: string, seq: number): void {
    this.#say({ t: 'seen', conversation, seq });
  }

  // From here on: how it is done. -----------------------------------------------------------------------

  #subscribe(view: () => View, thread?: Thread): () => void {
    const id = String(this.#nextId++);
    this.#subscriptions.set(id, { id, view, thread });
    this.#say({ t: 'subscribe', id, view: view() });
    return () => {
      if (this.#subscriptions.delete(id)) this.#say({ t: 'unsubscribe', id });
    };
  }

  #hear(data: unknown): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(String(data)) as ServerFrame;
    } catch {
      this.#lost();
      return;
    }
    this.#heardAt = Date.now();
    this.#setClock(frame);
    switch (frame.t) {
      case 'welcome':
        return this.#welcome(frame.session, frame.heartbeat_s);
      case 'event':
        return this.#event(frame.event, frame.seq, frame.prev);
      case 'snapshot':
        if ('rows' in frame) this.#rows(frame);
        else if (this.#isNewer(frame.conversation))
          this.#emit('conversation', wholeConversation(frame.conversation));
        return;
      case 'row':
        if (this.#isNewer(frame.conversation)) this.#emit('row', wholeConversation(frame.conversation));
        return;
      case 'sent':
        return this.#confirm(frame.client_id, frame.seq);
      case 'refused':
        if (frame.client_id) this.outbox.refuse(frame.client_id, frame.problem);
        this.#emit('refused', frame);
        return this.#emit('outbox', undefined);
      case 'typing':
        return this.#typed({ ...frame, by: typeof frame.by === 'string' ? { kind: frame.by } : frame.by });
      case 'presence':
        return this.#emit('presence', frame);
      case 'offer':
        return this.#emit('offer', { ...frame, conversation: wholeConversation(frame.conversation) });
      case 'offer_gone':
        return this.#emit('offer_gone', frame);
      case 'cobrowse_handed':
        return this.#emit('cobrowse_handed', frame);
      case 'mention':
        return this.#emit('mention', { ...frame, conversation: wholeConversation(frame.conversation) });
      case 'call':
        return this.#emit('call', { ...frame, conversation: wholeConversation(frame.conversation) });
      case 'queue':
        return this.#emit('queue', frame);
      case 'bye':
        return this.#bye(frame.reason);
      case 'pong':
        return;
    }
  }

  #welcome(session: Session, heartbeatS: number): void {
    this.#set('online');
    this.#emit('welcome', session);
    for (const { id, view, thread } of this.#subscriptions.values()) {
      thread?.restart();
      this.#post({ t: 'subscribe', id, view: view() });
    }
    for (const { refused, ...message } of this.outbox.list()) {
      if (!refused) this.#post({ t: 'send', ...message });
    }
    this.#watch((heartbeatS > 0 ? heartbeatS : HEARTBEAT_DEFAULT_S) * 1_000);
    this.#steady = setTimeout(() => (this.#attempt = 0), STEADY_MS);
  }

  /** What a frame proves about the time at the server. */
  #setClock(frame: ServerFrame): void {
    const { clock } = this.#options;
    if (!clock) return;
    if ('now' in frame && frame.now) clock.told(frame.now);
    if ('event' in frame) clock.heard(frame.event.at);
    if ('rows' in frame) for (const row of frame.rows) clock.heard(row.updated_at);
    if ('conversation' in frame && typeof frame.conversation === 'object')
      clock.heard(frame.conversation.updated_at);
  }

  #event(event: ConversationEvent, seq: number, prev?: number): void {
    const whole = event.seq === seq ? event : { ...event, seq };
    for (const { thread } of this.#subscriptions.values()) {
      if (thread?.conversation === event.conversation_id) thread.take(whole, prev);
    }
  }

  #rows(frame: { id: string; rows: Conversation[]; counts?: Record<string, number> }): void {
    for (const row of frame.rows) this.#isNewer(row);
    this.#emit('rows', { id: frame.id, rows: frame.rows.map(wholeConversation), counts: frame.counts });
  }

  /** Snapshots and rows may overtake each other; an older picture never replaces a newer one. */
  #isNewer(conversation: Conversation): boolean {
    const known = this.#versions.get(conversation.id) ?? -1;
    if (conversation.version < known) return false;
    this.#versions.set(conversation.id, conversation.version);
    return true;
  }

  #confirm(clientId: string, seq?: number): void {
    if (!this.outbox.confirm(clientId)) return;
    this.#emit('sent', { client_id: clientId, seq });
    this.#emit('outbox', undefined);
  }

  #typed(frame: SocketEvents['typing']): void {
    const who = `${frame.conversation} ${frame.by.kind}`;
    clearTimeout(this.#typingIn.get(who));
    this.#typingIn.delete(who);
    this.#emit('typing', frame);
    if (frame.on) {
      const forget = (): void => this.#typed({ ...frame, on: false });
      this.#typingIn.set(who, setTimeout(forget, TYPING_FORGOTTEN_MS));
    }
  }

  #bye(reason: ByeReason): void {
    if (reason === 'slow' || reason === 'stopping') return this.#lost();
    this.#drop();
    this.#set('ended');
    this.#emit('ended', reason);
  }

  #lost(): void {
    this.#drop();
    const wait = backoffMs(this.#attempt, this.#options.random ?? Math.random);
    this.#attempt += 1;
    this.#set('offline', wait);
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#pulse);
    clearTimeout(this.#steady);
    const wire = this.#wire;
    this.#wire = undefined;
    if (wire) {
      wire.onopen = wire.onmessage = wire.onclose = null;
      wire.close();
    }
    for (const { stop } of this.#typingOut.values()) clearTimeout(stop);
    this.#typingOut.clear();
  }

  /** Asks for a sign of life each `everyMs`; after two without any, the connection counts as lost. */
  #watch(everyMs: number): void {
    clearTimeout(this.#pulse);
    this.#heardAt = Date.now();
    const beat = (): void => {
      const silentMs = Date.now() - this.#heardAt;
      if (this.#state !== 'online' || silentMs >= 2 * everyMs) return this.#lost();
      this.#post({ t: 'ping' });
      this.#pulse = setTimeout(beat, everyMs);
    };
    this.#pulse = setTimeout(beat, everyMs);
  }

  /** Says something that is not worth keeping when there is no connection. */
  #say(frame: ClientFrame): void {
    if (this.#state === 'online') this.#post(frame);
  }

  #post(frame: ClientFrame): void {
    try {
      this.#wire?.send(JSON.stringify(frame));
    } catch {
      // A socket that cannot send is about to close; its `onclose` starts the next attempt.
    }
  }

  #set(state: SocketState, retryInMs?: number): void {
    if (state === this.#state && retryInMs === undefined) return;
    this.#state = state;
    this.#emit('state', { state, retryInMs });
  }

  #emit<K extends keyof SocketEvents>(name: K, value: SocketEvents[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<K>)(value);
  }
}

/** Where the socket of an API is. */
export function socketUrl(base: string): string {
  const url = new URL('/v1/socket', base);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  return url.href;
}
