// Shapes that openapi.json does not have: the socket's frames, and the operations of the desk that are
// described by hand until the generated types cover them (`api.ts` prefers the generated ones).

import type { Company, Notifications, Session, SignInMethods, SupportNeed, User } from './people.ts';
import type {
  CallBack,
  ConversationContact,
  ImportedFrom,
  MessageByEmail,
  Money,
  Need,
  Problem,
  Return,
  SignInStep,
  Task,
} from './schema.ts';

export type { Money };
export * from './people.ts';

/** How far a sign-in is: `session` once signed in, else a `ticket` for the second factor. */
export type SignedIn = SignInStep;

// Conversations --------------------------------------------------------------------------------------

export type Channel = 'chat' | 'email' | 'phone' | 'app';
export type ConversationState = 'open' | 'snoozed' | 'resolved';
export type FloorHolder = 'ai' | 'person' | 'nobody';
export type Speaker = 'customer' | 'ai' | 'person' | 'system';

export interface Queue {
  position: number;
  /** Absent where too little is known to say. */
  expected_wait_s?: number;
  low_s?: number;
  /** Nine of ten wait at most this long. */
  high_s?: number;
  call_back_offered?: boolean;
}

/** A page that is looked at together: `answered` is a customer who came and waits for whoever invited them. */
export interface Cobrowsing {
  session_id: string;
  state: 'invited' | 'answered' | 'asked' | 'active' | 'declined';
  user_name: string;
}

export interface Conversation {
  id: string;
  /** What people call it. */
  number: string | number;
  channel: Channel;
  subject?: string | null;
  customer_id: string;
  customer: { name?: string | null; language?: string | null; visitor: boolean };
  language: string;
  state: ConversationState;
  waiting_on: 'customer' | 'us' | 'nobody';
  floor: { holder: FloorHolder; epoch: number; user_id?: string | null };
  assignment: {
    version: number;
    state: 'none' | 'waiting' | 'offered' | 'assigned';
    user_id?: string | null;
    user_name?: string | null;
    offer_until?: string | null;
  };
  team?: string | null;
  skills: string[];
  tags: string[];
  /** Desk: who was called in a note and has not written since. */
  mentioned?: string[];
  /** For the desk; `normal` for everybody else. */
  priority: {
    score: number;
    level: 'normal' | 'high' | 'critical' | 'danger';
    reasons: { signal: string; points: number; because: string }[];
  };
  human_requested_at?: string | null;
  waiting_since?: string | null;
  queue?: Queue | null;
  /** The customer's page is looked at together, or is about to be. */
  cobrowse?: Cobrowsing | null;
  sla: {
    kind: 'first_response' | 'next_response' | 'resolution';
    due_at: string;
    met_at?: string | null;
    breached: boolean;
  }[];
  snoozed_until?: string | null;
  order_id?: string | null;
  dispute_id?: string | null;
  complaint_id?: string | null;
  last?: { seq: number; at: string; by: Speaker; preview: string } | null;
  /** Up to which event the customer has seen it. */
  seen_by_customer?: number;
  /** Something was said that the reader's side has not seen: 1 or 0. */
  unread: number;
  created_at: string;
  updated_at: string;
  seq: number;
  version: number;
  merged_into?: string | null;
  /** Somebody wants to be called, until they are. */
  call_back?: CallBack | null;
  /** Desk: how the customer wrote or called, as they say themselves. */
  contact?: ConversationContact | null;
  /** Desk: the other desk that it was brought in from. */
  imported_from?: ImportedFrom | null;
  csat?: { score: number; comment?: string | null } | null;
}

export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  bytes?: number;
}

export interface MessageBody {
  text: string;
  attachments?: Attachment[];
  language?: string;
  in_reply_to?: number | null;
  discarded?: boolean;
  /** How it came, where it came by e-mail. */
  email?: MessageByEmail | null;
  /** Answers to choose instead of writing. */
  choices?: string[];
  /** It is the assistant's proof of what was done. */
  receipt?: boolean;
  /** The passage of the help centre that it quotes: article, version and place. */
  source?: string | null;
}

/** What happened in a conversation. `body` has the fields of its `kind`. */
export interface ConversationEvent<B = Record<string, unknown>> {
  conversation_id: string;
  seq: number;
  at: string;
  kind: string;
  by: { kind: Speaker; id?: string | null; name?: string | null };
  /** The sender's own id of what was said. */
  client_id?: string | null;
  body: B;
  visible_to: 'all' | 'desk';
}

/** The message in an event, or nothing where the event is something else. */
export function messageOf(event: ConversationEvent): MessageBody | undefined {
  if (event.kind !== 'message') return undefined;
  const { text } = event.body;
  return typeof text === 'string' ? { ...event.body, text } : undefined;
}

/**
 * The server leaves out what is empty and what is not for the reader. Here it is filled in, once and for all
 * who read a conversation.
 */
export function wholeConversation(
  given: Partial<Conversation> & { unread?: boolean | number },
): Conversation {
  return {
    ...given,
    skills: given.skills ?? [],
    tags: given.tags ?? [],
    sla: given.sla ?? [],
    priority: given.priority ?? { score: 0, level: 'normal', reasons: [] },
    unread: Number(given.unread ?? 0),
  } as Conversation;
}

/** Fills in the conversations of an answer of the API: one, a page of them, or one beside an event. */
export function wholeAnswer(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  if ('floor' in answer && 'assignment' in answer) return wholeConversation(answer as Partial<Conversation>);
  if ('items' in answer && Array.isArray(answer.items))
    return { ...answer, items: answer.items.map(wholeAnswer) };
  if ('conversation' in answer) return { ...answer, conversation: wholeAnswer(answer.conversation) };
  return answer;
}

// Socket ---------------------------------------------------------------------------------------------

export const SOCKET_PROTOCOL = 1;

export type View =
  | { kind: 'thread'; conversation: string; after: number }
  | { kind: 'list'; name: string; [filter: string]: unknown }
  | { kind: 'customer' };

export interface Outgoing {
  conversation: string;
  client_id: string;
  text: string;
  private?: boolean;
  epoch?: number;
  attachments?: string[];
}

export type ClientFrame =
  | { t: 'hello'; protocol: number; token?: string }
  | { t: 'subscribe'; id: string; view: View }
  | { t: 'unsubscribe'; id: string }
  | ({ t: 'send' } & Outgoing)
  | { t: 'typing'; conversation: string; on: boolean }
  | { t: 'seen'; conversation: string; seq: number }
  | { t: 'ping' };

export interface Present {
  user_id: string;
  name: string;
  doing: 'viewing' | 'typing';
}

/** Who types; the server says the side alone. */
export interface Typist {
  kind: Speaker;
  name?: string | null;
}

export type ByeReason = 'revoked' | 'expired' | 'unauthenticated' | 'slow' | 'stopping' | 'protocol';

export type ServerFrame =
  /** `now`, here and in `pong`: the time at the server, where it says it. */
  | { t: 'welcome'; protocol: number; session: Session; heartbeat_s: number; now?: string }
  | { t: 'snapshot'; id: string; conversation: Conversation }
  | { t: 'snapshot'; id: string; rows: Conversation[]; counts?: Record<string, number> }
  | { t: 'event'; conversation: string; seq: number; prev?: number; event: ConversationEvent }
  | { t: 'row'; conversation: Conversation }
  | { t: 'sent'; client_id: string; seq?: number; discarded?: boolean }
  | { t: 'refused'; client_id?: string; id?: string; problem: Problem }
  | { t: 'presence'; conversation: string; who: Present[] }
  | { t: 'typing'; conversation: string; by: Speaker | Typist; on: boolean }
  | { t: 'offer'; conversation: Conversation; until: string }
  | { t: 'mention'; conversation: Conversation; seq: number; by: string; text: string }
  | { t: 'cobrowse_handed'; session: string; customer?: string; by: string }
  | { t: 'offer_gone'; conversation: string }
  | { t: 'call'; conversation: Conversation; call_id: string; from: string }
  | ({ t: 'queue'; conversation: string } & Queue)
  | { t: 'pong'; now?: string }
  | { t: 'bye'; reason: ByeReason };

// REST, by hand --------------------------------------------------------------------------------------

interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}
interface Does<A, Q = never, B = undefined, I = never> {
  parameters: { query?: Q; path: I };
  requestBody: { content: { 'application/json': B } };
  responses: { 200: { content: { 'application/json': A } } };
}
interface OfConversation {
  conversation_id: string;
}
interface OfCustomer {
  customer_id: string;
}
interface OfPlan {
  order_id: string;
  plan_id: string;
}
interface Of {
  user_id: string;
}
export type MerchantRole = 'merchant' | 'merchant_admin';

export interface NewMessage {
  client_id: string;
  text: string;
  attachments?: string[];
  in_reply_to?: number;
}

export interface NewConversation {
  customer_id?: string;
  channel?: Channel;
  subject?: string;
  language?: string;
  order_id?: string;
  dispute_id?: string;
  message?: NewMessage;
}

export interface PlanOptions {
  extend: { instalment: number; due_on: string; new_due_on: string; fee: Money }[];
  pay_early?: Money | null;
  /** Interest that falls away by paying everything today. */
  interest_saved?: Money | null;
  hardship: { parts: number; amount: Money; last_amount: Money; first_due_on: string; last_due_on: string }[];
}

export interface MerchantSettings {
  auto_accept_below_minor: number;
  currency?: string | null;
  notification_recipients: string[];
  locale?: string | null;
}

export interface NewSupportNeed {
  need: Need;
  note?: string;
  purpose?: string;
  consent: boolean;
}

/** Operations that openapi.json may not have yet, in the shape of the generated `paths`. */
export interface ContractPaths {
  '/v1/session': { get: Does<Session>; delete: Does<undefined> };
  '/v1/sign-in/methods': { get: Does<SignInMethods, { tenant?: string }> };
  '/v1/sign-in/password': {
    post: Does<SignedIn, never, { tenant?: string; email: string; password: string }>;
  };
  '/v1/sign-in/totp': { post: Does<SignedIn, never, { ticket: string; code: string }> };
  '/v1/sign-in/passkey/begin': {
    post: Does<{ ticket: string; options: object }, never, { tenant?: string; ticket?: string }>;
  };
  '/v1/sign-in/passkey/finish': { post: Does<SignedIn, never, { ticket: string; credential: object }> };
  '/v1/sign-in/code/begin': { post: Does<undefined, never, { tenant?: string; email: string }> };
  '/v1/sign-in/code/finish': {
    post: Does<SignedIn, never, { tenant?: string; email: string; code: string }>;
  };
  '/v1/sign-in/identity': {
    post: Does<{ token: string; session: Session }, never, { tenant?: string; token: string }>;
  };
  '/v1/sign-in/visitor': {
    post: Does<{ token: string; session: Session }, never, { tenant?: string; locale?: string }>;
  };
  '/v1/account': { patch: Does<Session, never, { name?: string; locale?: string; theme?: string }> };
  '/v1/company': { get: Does<Company, { tenant?: string }> };
  '/v1/users': {
    get: Does<PageOf<User>>;
    post: Does<User, never, { name: string; email: string; role: MerchantRole; merchant_id?: string }>;
  };
  '/v1/users/{id}': {
    patch: Does<User, never, { name?: string; role?: string; languages?: string[] }, { id: string }>;
  };
  '/v1/users/{id}/disable': { post: Does<User, never, undefined, { id: string }> };
  '/v1/users/{id}/enable': { post: Does<User, never, undefined, { id: string }> };
  '/v1/users/{id}/invite': { post: Does<User, never, undefined, { id: string }> };
  '/v1/users/{user_id}': { patch: Does<User, never, { name?: string; role?: MerchantRole }, Of> };
  '/v1/users/{user_id}/disable': { post: Does<User, never, undefined, Of> };
  '/v1/users/{user_id}/enable': { post: Does<User, never, undefined, Of> };
  '/v1/users/{user_id}/invite': { post: Does<User, never, undefined, Of> };
  '/v1/conversations': {
    get: Does<PageOf<Conversation>, { view?: string; customer_id?: string; cursor?: string; limit?: number }>;
    post: Does<Conversation, never, NewConversation>;
  };
  '/v1/conversations/{conversation_id}': { get: Does<Conversation, never, undefined, OfConversation> };
  '/v1/conversations/{conversation_id}/events': {
    get: Does<
      PageOf<ConversationEvent> | ConversationEvent[],
      { after?: number; before?: number; limit?: number },
      undefined,
      OfConversation
    >;
  };
  '/v1/conversations/{conversation_id}/messages': {
    post: Does<{ event?: ConversationEvent; conversation: Conversation }, never, NewMessage, OfConversation>;
  };
  '/v1/conversations/{conversation_id}/human': {
    post: Does<Conversation, never, { words?: string }, OfConversation>;
  };
  '/v1/conversations/{conversation_id}/csat': {
    post: Does<Conversation, never, { score: number; comment?: string }, OfConversation>;
  };
  '/v1/conversations/{conversation_id}/call-back': {
    post: Does<Conversation, never, { phone: string; note?: string; at?: string }, OfConversation>;
  };
  '/v1/attachments': {
    post: Does<Attachment, never, { name: string; media_type: string; content_base64: string }>;
  };
  '/v1/customers/{customer_id}/support-needs': {
    get: Does<PageOf<SupportNeed> | SupportNeed[], never, undefined, OfCustomer>;
    post: Does<SupportNeed, never, NewSupportNeed, OfCustomer>;
  };
  '/v1/customers/{customer_id}/support-needs/{need_id}': {
    delete: Does<undefined, never, undefined, OfCustomer & { need_id: string }>;
  };
  '/v1/customers/{customer_id}/support-needs/{support_need_id}': {
    delete: Does<undefined, never, undefined, OfCustomer & { support_need_id: string }>;
  };
  '/v1/customers/{customer_id}/notifications': {
    get: Does<Notifications, never, undefined, OfCustomer>;
    put: Does<Notifications, never, Notifications, OfCustomer>;
  };
  '/v1/orders/{order_id}/returns': {
    post: Does<
      Return,
      never,
      { lines?: string[]; tracking_id?: string; carrier?: string },
      { order_id: string }
    >;
  };
  '/v1/orders/{order_id}/plans/{plan_id}/pay': {
    post: Does<
      { redirect_url?: string | null } & Record<string, unknown>,
      never,
      { instalments?: number[]; amount_minor?: number },
      OfPlan
    >;
  };
  '/v1/orders/{order_id}/plans/{plan_id}/options': { get: Does<PlanOptions, never, undefined, OfPlan> };
  '/v1/merchants/{merchant_id}/settings': {
    get: Does<MerchantSettings, never, undefined, { merchant_id: string }>;
    patch: Does<MerchantSettings, never, Partial<MerchantSettings>, { merchant_id: string }>;
  };
  '/v1/disputes/{dispute_id}/assignee': {
    put: Does<{ done: boolean }, never, { user_id: string | null }, { dispute_id: string }>;
  };
  '/v1/settlements': {
    get: Does<
      PageOf<{ id: string; at: string; amount: Money }>,
      { from?: string; to?: string; cursor?: string; limit?: number }
    >;
  };
  '/v1/webhooks/topics': { get: Does<{ name: string; about: string }[]> };
}

/** A human task, as a request for a person makes one. */
export type HumanTask = Task;

/** Reads a list that is a page or a bare array. */
export function itemsOf<T>(answer: PageOf<T> | T[]): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}
