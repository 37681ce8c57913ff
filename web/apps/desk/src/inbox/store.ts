//! What the console knows: conversations, lists, threads, who is present, what is offered. It follows the socket and tells
//! React only about what changed. It must never invent state: everything in it came from the server.

import {
  wholeConversation,
  type Conversation,
  type ConversationEvent,
  type Present,
  type Session,
  type Socket,
  type SocketState,
} from '@ombud/client';
import type { Counts, ViewName } from '../api/shapes.ts';
import { Lists, type ListState, type ReadPage } from './lists.ts';

/** Threads that stay subscribed, so that going back to one is instant. */
export const THREADS_KEPT_MAX = 12;

/** Calls on the screen at a time; a line that rings more often shows the newest. */
export const CALLS_SHOWN_MAX = 3;

/** Mentions that are told at a time; all that stand are a list of their own. */
const MENTIONS_MAX = 20;

export interface ThreadState {
  events: readonly ConversationEvent[];
}
export interface Offer {
  conversation: string;
  until: string;
}
/** A call that rings, or rang, at this person's line. */
export interface Ringing {
  conversation: string;
  call: string;
  from: string;
}
/** Somebody called the reader in a private note, while the page was open. */
export interface Mention {
  conversation: string;
  seq: number;
  by: string;
  text: string;
}
interface Followed {
  state: ThreadState;
  stop: () => void;
}

/** Runs something in a moment. */
export type Soon = (run: () => void) => void;
const NO_THREAD: ThreadState = { events: [] };
const NOBODY: readonly Present[] = [];
const NO_NAMES: readonly string[] = [];

export class DeskStore {
  readonly socket: Socket;
  session: Session | null = null;
  counts: Counts = {};
  state: SocketState = 'idle';
  offers: readonly Offer[] = [];
  /** The newest last. What becomes of each is in the thread of its conversation, which is followed from then on. */
  calls: readonly Ringing[] = [];
  /** The newest last. */
  mentions: readonly Mention[] = [];
  /** Goes up whenever the outbox changes. */
  outboxChanges = 0;
  readonly #lists: Lists;
  readonly #conversations = new Map<string, Conversation>();
  readonly #threads = new Map<string, Followed>();
  readonly #present = new Map<string, readonly Present[]>();
  readonly #typing = new Map<string, readonly string[]>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #dirty = new Set<string>();
  /** The list that is followed; the first rows of it come once, and again after each time without a connection. */
  #view: { name: ViewName; stop: () => void; hadRows: boolean } | null = null;

  readonly #soon: Soon;

  constructor(socket: Socket, readPage: ReadPage, soon: Soon = queueMicrotask) {
    this.socket = socket;
    this.#soon = soon;
    const rows = {
      get: (id: string) => this.#conversations.get(id),
      put: (row: Conversation) => void this.#put(row),
      userId: () => this.session?.user_id,
      tell: (view: ViewName) => this.#tell(`list:${view}`),
    };
    this.#lists = new Lists(rows, readPage);
    socket.on('state', ({ state }) => {
      this.state = state;
      this.#tell('state');
    });
    socket.on('rows', ({ rows, counts }) => this.#takeRows(rows, counts));
    socket.on('row', (row) => this.take(row));
    socket.on('conversation', (conversation) => this.take(conversation));
    socket.on('presence', ({ conversation, who }) => {
      this.#present.set(conversation, who);
      this.#tell(`who:${conversation}`);
    });
    socket.on('typing', ({ conversation, by, on }) => this.#typed(conversation, by.name ?? by.kind, on));
    // What is offered still is told again after the welcome.
    socket.on('welcome', () => {
      for (const { conversation } of this.offers) this.#offerGone(conversation);
    });
    socket.on('offer', ({ conversation, until }) => this.#offered(conversation, until));
    socket.on('offer_gone', ({ conversation }) => this.#offerGone(conversation));
    socket.on('call', ({ conversation, call_id, from }) => this.#rings(conversation, call_id, from));
    socket.on('mention', ({ conversation, ...mention }) => this.#mentioned(conversation, mention));
    socket.on('outbox', () => {
      this.outboxChanges += 1;
      this.#tell('outbox');
    });
  }

  /** Listens to one topic; the answer stops it. */
  subscribe(topic: string, listener: () => void): () => void {
    const set = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, set.add(listener));
    return () => set.delete(listener);
  }

  conversation(id: string): Conversation | undefined {
    return this.#conversations.get(id);
  }
  thread(id: string): ThreadState {
    return this.#threads.get(id)?.state ?? NO_THREAD;
  }
  list(view: ViewName): ListState {
    return this.#lists.get(view);
  }
  present(id: string): readonly Present[] {
    return this.#present.get(id) ?? NOBODY;
  }
  typing(id: string): readonly string[] {
    return this.#typing.get(id) ?? NO_NAMES;
  }

  /** Follows one list. The one followed before stays as it was, and is freshened when it is opened again. */
  open(view: ViewName): void {
    if (this.#view?.name === view) return;
    this.#view?.stop();
    this.#view = { name: view, stop: this.socket.list(view), hadRows: false };
    void this.#lists.freshen(view);
  }

  /** Reads the next page of a list, when its end comes in sight. */
  more(view: ViewName): Promise<void> {
    return this.#lists.more(view);
  }

  /** Follows a thread, and lets go of the one that was left longest ago. */
  follow(id: string): void {
    const known = this.#threads.get(id);
    if (known) {
      this.#threads.delete(id);
      this.#threads.set(id, known);
      return;
    }
    const followed: Followed = { state: NO_THREAD, stop: () => undefined };
    this.#threads.set(id, followed);
    followed.stop = this.socket.thread(id, 0, (event) => {
      followed.state = { events: [...followed.state.events, event] };
      this.#tell(`thread:${id}`);
    });
    const oldest = this.#threads.keys().next().value;
    if (this.#threads.size > THREADS_KEPT_MAX && oldest !== undefined) {
      this.#threads.get(oldest)?.stop();
      this.#threads.delete(oldest);
    }
  }

  /** Takes a call off the screen; the call itself goes on. */
  forgetCall(call: string): void {
    if (!this.calls.some((one) => one.call === call)) return;
    this.calls = this.calls.filter((one) => one.call !== call);
    this.#tell('calls');
  }

  /** Takes a picture of a conversation, unless a newer one is known. */
  take(picture: Conversation): void {
    const conversation = wholeConversation(picture);
    if (!this.#put(conversation)) return;
    this.#lists.place(conversation);
    if (conversation.assignment.state !== 'offered') this.#offerGone(conversation.id);
  }

  #put(conversation: Conversation): boolean {
    const known = this.#conversations.get(conversation.id);
    if (known && known.version > conversation.version) return false;
    this.#conversations.set(conversation.id, conversation);
    this.#tell(`conversation:${conversation.id}`);
    return true;
  }

  #takeRows(rows: readonly Conversation[], counts?: Record<string, number>): void {
    for (const row of rows) this.#put(wholeConversation(row));
    if (counts) {
      this.counts = counts;
      this.#tell('counts');
    }
    if (!this.#view) return;
    const { name: view, hadRows: isAgain } = this.#view;
    this.#view.hadRows = true;
    // Whoever left the list while there was no connection sent no row.
    if (isAgain) void this.#lists.freshen(view);
    this.#lists.add(view, rows);
  }

  #typed(conversation: string, who: string, on: boolean): void {
    const others = this.typing(conversation).filter((name) => name !== who);
    this.#typing.set(conversation, on ? [...others, who] : others);
    this.#tell(`who:${conversation}`);
  }

  /** Who accepts an offer names the version of its assignment, so it brings the conversation as it is. */
  #offered(conversation: Conversation, until: string): void {
    this.take(conversation);
    const offer = { conversation: conversation.id, until };
    this.offers = [...this.offers.filter((one) => one.conversation !== offer.conversation), offer];
    this.#tell('offers');
  }

  #mentioned(conversation: Conversation, mention: Omit<Mention, 'conversation'>): void {
    this.take(conversation);
    this.mentions = [...this.mentions, { conversation: conversation.id, ...mention }].slice(-MENTIONS_MAX);
    this.#tell('mentions');
  }

  #rings(conversation: Conversation, call: string, from: string): void {
    this.take(conversation);
    this.follow(conversation.id);
    const others = this.calls.filter((one) => one.call !== call).slice(1 - CALLS_SHOWN_MAX);
    this.calls = [...others, { conversation: conversation.id, call, from }];
    this.#tell('calls');
  }

  #offerGone(conversation: string): void {
    if (!this.offers.some((offer) => offer.conversation === conversation)) return;
    this.offers = this.offers.filter((offer) => offer.conversation !== conversation);
    this.#tell('offers');
  }

  /** Listeners hear once, however many frames came by then. */
  #tell(topic: string): void {
    if (this.#dirty.size === 0) this.#soon(() => this.#flush());
    this.#dirty.add(topic);
  }

  #flush(): void {
    const topics = this.#dirty;
    this.#dirty = new Set();
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listener();
  }
}
