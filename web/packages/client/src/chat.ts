// A customer's conversation: what the widget and the portal show of it. It joins what the server says with
// what was written and not yet confirmed. Never: draws, or knows a language.

import { randomId, type Api } from './api.ts';
import {
  itemsOf,
  messageOf,
  type Attachment,
  type Cobrowsing,
  type Conversation,
  type ConversationEvent,
  type MessageBody,
  type NewConversation,
  type Queue,
  type Speaker,
} from './contract.ts';
import type { Problem } from './problem.ts';
import type { Socket, SocketState } from './socket.ts';

/** How many events are read when a conversation is opened, and each time one asks for earlier ones. */
export const EVENTS_AT_ONCE = 200;
export const MESSAGE_CHARS_MAX = 5_000;

export type ChatItem =
  | {
      kind: 'message';
      key: string;
      at?: string;
      by: Speaker;
      name?: string | null;
      text: string;
      attachments: Attachment[];
      /** Answers to choose instead of writing, while the question is the last thing said. */
      choices?: string[];
      /** It is the assistant's proof of what was done. */
      receipt?: boolean;
      /** The passage of the help centre that it quotes: article, version and place. */
      source?: string;
      /** Only of one's own that are not confirmed. */
      state?: 'sending' | 'waiting' | 'failed';
      problem?: Problem;
      clientId?: string;
    }
  | { kind: 'notice'; key: string; at: string; event: ConversationEvent };

/** What a customer is told of besides messages. */
const NOTICES = new Set([
  'human_requested',
  'accepted',
  'assigned',
  'transferred',
  'resolved',
  'reopened',
  'complaint',
  'signpost',
]);

export interface ChatOptions {
  api: Api;
  socket: Socket;
  language: string;
  /** Whether somebody looks at it: only then messages count as read. */
  isWatched: () => boolean;
}

export class Chat {
  readonly #options: ChatOptions;
  readonly #listeners = new Set<() => void>();
  readonly #uploads = new Map<string, Attachment>();
  readonly #unwatch: (() => void)[] = [];
  #leave: (() => void) | undefined;
  #events: ConversationEvent[] = [];
  #seen = 0;
  #loading: Promise<void> | undefined;
  /** By conversation: also those that are not shown. */
  readonly #together = new Map<string, { version: number; now: Cobrowsing | undefined }>();
  conversation: Conversation | undefined;
  queue: Queue | undefined;
  /** Who is writing now. */
  typing: Speaker | undefined;
  /** Whether there is more before the first event that is known. */
  hasEarlier = false;
  isLoaded = false;

  constructor(options: ChatOptions) {
    this.#options = options;
    const { socket } = options;
    this.#unwatch.push(
      socket.on('state', () => this.#changed()),
      socket.on('outbox', () => this.#changed()),
      socket.on('conversation', (conversation) => this.#update(conversation)),
      socket.on('row', (conversation) => this.#update(conversation)),
      socket.on('rows', ({ rows }) => rows.forEach((row) => this.#update(row))),
      socket.on('queue', ({ conversation, ...queue }) => {
        if (conversation === this.conversation?.id) this.queue = queue;
        this.#changed();
      }),
      socket.on('typing', ({ conversation, by, on }) => {
        if (conversation !== this.conversation?.id || by.kind === 'customer') return;
        this.typing = on ? by.kind : undefined;
        this.#changed();
      }),
    );
  }

  /** Calls back after each change; the answer stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get state(): SocketState {
    return this.#options.socket.state;
  }

  /** Whether a person was asked for and has not come yet. */
  get isWaitingForPerson(): boolean {
    const now = this.conversation;
    if (!now || now.state === 'resolved') return false;
    const isAsked =
      Boolean(now.human_requested_at) ||
      now.assignment.state === 'waiting' ||
      now.assignment.state === 'offered';
    return isAsked && now.assignment.state !== 'assigned';
  }

  get isResolved(): boolean {
    return this.conversation?.state === 'resolved';
  }

  /** A page that is looked at together, or to which the customer is invited: of any conversation of theirs. */
  get together(): Cobrowsing | undefined {
    return [...this.#together.values()].findLast(({ now }) => now)?.now;
  }

  get unread(): number {
    const own = (event: ConversationEvent) => event.by.kind === 'customer' || event.by.kind === 'system';
    const fresh = this.#events.filter(
      (event) => event.seq > this.#seen && event.kind === 'message' && !own(event),
    );
    return fresh.length;
  }

  /** The messages and notices, oldest first, with those that wait to be sent at the end. */
  items(): ChatItem[] {
    const items = this.#events.flatMap((event) => this.#itemOf(event));
    // A question that was answered, or that somebody spoke after, is not asked any more.
    for (const item of items.slice(0, -1)) if (item.kind === 'message') delete item.choices;
    const waiting = this.conversation ? this.#options.socket.outbox.list(this.conversation.id) : [];
    const last = items.at(-1);
    if (waiting.length > 0 && last?.kind === 'message') delete last.choices;
    for (const message of waiting) {
      items.push({
        kind: 'message',
        key: message.client_id,
        by: 'customer',
        text: message.text,
        attachments: (message.attachments ?? []).flatMap((id) => this.#uploads.get(id) ?? []),
        state: message.refused ? 'failed' : this.state === 'online' ? 'sending' : 'waiting',
        problem: message.refused,
        clientId: message.client_id,
      });
    }
    return items;
  }

  /** Opens the newest conversation that still goes on, or the one that is named. */
  load(id?: string): Promise<void> {
    this.#loading ??= this.#load(id).finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Says something, and begins a conversation where there is none. Throws only for a first message. */
  async say(text: string, attachments: Attachment[] = [], about: NewConversation = {}): Promise<void> {
    for (const file of attachments) this.#uploads.set(file.id, file);
    const ids = attachments.map((file) => file.id);
    if (this.conversation) {
      this.#options.socket.send({
        conversation: this.conversation.id,
        text,
        ...(ids.length > 0 ? { attachments: ids } : {}),
      });
      return;
    }
    await this.#begin({ ...about, message: { client_id: randomId(), text, attachments: ids } });
  }

  /** Asks for a person: at the first ask, with no question before it. */
  async askPerson(about: NewConversation = {}): Promise<void> {
    const { api } = this.#options;
    const conversation = this.conversation ?? (await this.#begin(about));
    const path = { conversation_id: conversation.id };
    this.#update(await api.post('/v1/conversations/{conversation_id}/human', { path, body: {} }));
  }

  async callBack(phone: string): Promise<void> {
    if (!this.conversation) return;
    const path = { conversation_id: this.conversation.id };
    const body = { phone };
    this.#update(
      await this.#options.api.post('/v1/conversations/{conversation_id}/call-back', { path, body }),
    );
  }

  async rate(score: number, comment?: string): Promise<void> {
    if (!this.conversation) return;
    const path = { conversation_id: this.conversation.id };
    const body = comment ? { score, comment } : { score };
    this.#update(await this.#options.api.post('/v1/conversations/{conversation_id}/csat', { path, body }));
  }

  async loadEarlier(): Promise<void> {
    const [first] = this.#events;
    if (!this.conversation || !first) return;
    const path = { conversation_id: this.conversation.id };
    const query = { before: first.seq, limit: EVENTS_AT_ONCE };
    const earlier = itemsOf(
      await this.#options.api.get('/v1/conversations/{conversation_id}/events', { path, query }),
    );
    this.#events = [...earlier.filter((event) => event.seq < first.seq), ...this.#events];
    this.hasEarlier = earlier.length >= EVENTS_AT_ONCE;
    this.#changed();
  }

  /** Sends a message once more that the server refused. */
  resend(clientId: string): void {
    this.#options.socket.resend(clientId);
  }

  /** Gives up a message that was refused. */
  discard(clientId: string): void {
    this.#options.socket.discard(clientId);
  }

  /** Somebody writes: call it for each keystroke. */
  write(): void {
    if (this.conversation) this.#options.socket.typing(this.conversation.id, true);
  }

  /** Everything so far was read. */
  read(): void {
    const last = this.#events.at(-1)?.seq ?? 0;
    if (last <= this.#seen || !this.conversation) return;
    this.#seen = last;
    this.#options.socket.seen(this.conversation.id, last);
    this.#changed();
  }

  close(): void {
    this.#leave?.();
    for (const stop of this.#unwatch) stop();
    this.#listeners.clear();
  }

  async #load(id?: string): Promise<void> {
    const { api } = this.#options;
    if (id) {
      const named = await api.get('/v1/conversations/{conversation_id}', { path: { conversation_id: id } });
      this.#heardOfTogether(named);
      this.#follow(named);
    } else {
      const { items } = await api.get('/v1/conversations', { query: { limit: 10 } });
      for (const one of items) this.#heardOfTogether(one);
      const newest = items
        .filter((one) => !one.merged_into)
        .sort((a, b) => b.updated_at.localeCompare(a.updated_at))[0];
      if (newest) this.#follow(newest);
    }
    this.isLoaded = true;
    this.#changed();
  }

  async #begin(about: NewConversation): Promise<Conversation> {
    const body: NewConversation = { channel: 'chat', language: this.#options.language, ...about };
    const made = await this.#options.api.post('/v1/conversations', { body, key: body.message?.client_id });
    this.#follow(made);
    return made;
  }

  #follow(conversation: Conversation): void {
    if (this.conversation?.id === conversation.id) return this.#update(conversation);
    this.#leave?.();
    this.#events = [];
    this.conversation = conversation;
    this.queue = conversation.queue ?? undefined;
    const after = Math.max(0, conversation.seq - EVENTS_AT_ONCE);
    this.hasEarlier = after > 0;
    this.#seen = conversation.seen_by_customer ?? 0;
    this.#leave = this.#options.socket.thread(conversation.id, after, (event) => this.#hear(event));
    this.#changed();
  }

  #heardOfTogether({ id, version, cobrowse }: Conversation): void {
    const known = this.#together.get(id);
    if (known && known.version > version) return;
    this.#together.delete(id);
    this.#together.set(id, { version, now: cobrowse ?? undefined });
    const was = known?.now;
    if (was?.session_id !== cobrowse?.session_id || was?.state !== cobrowse?.state) this.#changed();
  }

  #update(conversation: Conversation): void {
    this.#heardOfTogether(conversation);
    // One that was begun elsewhere: on another device, or by e-mail.
    const isNews =
      this.isLoaded && !this.conversation && conversation.state !== 'resolved' && !conversation.merged_into;
    if (isNews) return this.#follow(conversation);
    if (conversation.id !== this.conversation?.id) return;
    if (conversation.version < this.conversation.version) return;
    this.conversation = conversation;
    // Most pictures do not say the place in the queue, which has frames of its own: it stays while they wait.
    this.queue = this.isWaitingForPerson ? (conversation.queue ?? this.queue) : undefined;
    this.#changed();
  }

  #hear(event: ConversationEvent): void {
    this.#events.push(event);
    if (event.kind === 'message' && event.by.kind !== 'customer') this.typing = undefined;
    this.#applyToConversation(event);
    if (this.#options.isWatched()) this.read();
    this.#changed();
  }

  /** Events say some things before the conversation's new picture is here. */
  #applyToConversation(event: ConversationEvent): void {
    if (!this.conversation) return;
    if (event.kind === 'resolved') this.conversation = { ...this.conversation, state: 'resolved' };
    if (event.kind === 'reopened') this.conversation = { ...this.conversation, state: 'open', csat: null };
    if (event.kind === 'human_requested')
      this.conversation = { ...this.conversation, human_requested_at: event.at };
    if (event.kind === 'assigned' || event.kind === 'accepted') {
      this.queue = undefined;
      const assignment = { ...this.conversation.assignment, state: 'assigned' as const };
      this.conversation = { ...this.conversation, assignment };
    }
  }

  #itemOf(event: ConversationEvent): ChatItem[] {
    const message: MessageBody | undefined = messageOf(event);
    if (message) {
      return [
        {
          kind: 'message',
          key: event.client_id ?? String(event.seq),
          at: event.at,
          by: event.by.kind,
          name: event.by.name,
          text: message.text,
          attachments: message.attachments ?? [],
          ...(message.choices?.length ? { choices: message.choices } : {}),
          ...(message.receipt ? { receipt: true } : {}),
          ...(message.source ? { source: message.source } : {}),
        },
      ];
    }
    if (!NOTICES.has(event.kind)) return [];
    // Whether somebody took it or accepted an offer is one thing to the customer: they are here.
    const told = event.kind === 'accepted' ? { ...event, kind: 'assigned' as const } : event;
    return [{ kind: 'notice', key: `n${event.seq}`, at: event.at, event: told }];
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What may be attached to a message. */
export const ATTACHMENT_BYTES_MAX = 7_000_000;
export const ATTACHMENTS_MAX = 4;
export const ATTACHMENT_TYPES = ['image/jpeg', 'image/png', 'application/pdf'];
