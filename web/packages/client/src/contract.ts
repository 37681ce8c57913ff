// Shapes that openapi.json does not have: the socket's frames, and the operations of the desk that are
// described by hand until the generated types cover them (`api.ts` prefers the generated ones).

import type { Actor, Money, Problem, Return, Task } from './schema.ts';

export type { Money };

// People ---------------------------------------------------------------------------------------------

export interface Session {
  id: string;
  kind: 'user' | 'customer' | 'visitor';
  tenant: string;
  user_id?: string | null;
  customer_id?: string | null;
  merchant_id?: string | null;
  name: string;
  email?: string | null;
  role: string;
  custom_role?: string | null;
  locale?: string | null;
  theme?: string | null;
  languages: string[];
  skills: string[];
  actions: string[];
  expires_at: string;
  second_factor: boolean;
}

export type SignedIn =
  | { state: 'signed_in'; session: Session }
  | { state: 'second_factor'; ticket: string; methods: ('totp' | 'passkey')[] };

export interface SignInMethods {
  password: boolean;
  passkey: boolean;
  code: boolean;
  oidc: { id: string; name: string }[];
}

export interface User {
  id: string;
  name: string;
  email: string;
  role: string;
  custom_role?: string | null;
  merchant_id?: string | null;
  languages: string[];
  skills: string[];
  capacity_units: number;
  state: 'invited' | 'active' | 'disabled';
  second_factor: boolean;
  last_seen_at?: string | null;
}

export interface SupportNeed {
  id: string;
  need: string;
  note?: string | null;
  purpose: string;
  consent_at: string;
  review_on: string;
  created_at: string;
  created_by?: Actor;
}

export interface Company {
  tenant: string;
  name: string;
  languages: string[];
  support?: { phone?: string | null; email?: string | null; hours?: string | null };
  pauses?: { return_days: number; problem_days: number };
  ombudsman?: { name: string; url: string } | null;
  privacy_url?: string | null;
}

export interface Notifications {
  email: { payment_due: boolean; case_updates: boolean; messages: boolean };
  sms: { payment_due: boolean; case_updates: boolean; messages: boolean };
  phone?: string | null;
}

// Conversations --------------------------------------------------------------------------------------

export type Channel = 'chat' | 'email' | 'phone' | 'app';
export type ConversationState = 'open' | 'snoozed' | 'resolved';
export type FloorHolder = 'ai' | 'person' | 'nobody';
export type Speaker = 'customer' | 'ai' | 'person' | 'system';

export interface Queue {
  position: number;
  expected_wait_s: number;
  low_s?: number;
  high_s?: number;
  call_back_offered?: boolean;
}

export interface Conversation {
  id: string;
  number: number;
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
  priority: {
    score: number;
    level: 'normal' | 'high' | 'critical' | 'danger';
    reasons: { signal: string; points: number; because: string }[];
  };
  human_requested_at?: string | null;
  waiting_since?: string | null;
  queue?: Queue | null;
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
  unread: number;
  created_at: string;
  updated_at: string;
  seq: number;
  version: number;
  merged_into?: string | null;
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
  client_id?: string;
  attachments?: Attachment[];
  language?: string;
  in_reply_to?: string | null;
  discarded?: boolean;
}

/** What happened in a conversation. `body` has the fields of its `kind`. */
export interface ConversationEvent<B = Record<string, unknown>> {
  conversation_id: string;
  seq: number;
  at: string;
  kind: string;
  by: { kind: Speaker; id?: string | null; name?: string | null };
  body: B;
  visible_to: 'all' | 'desk';
}

/** The message in an event, or nothing where the event is something else. */
export function messageOf(event: ConversationEvent): MessageBody | undefined {
  if (event.kind !== 'message') return undefined;
  const { text } = event.body;
  return typeof text === 'string' ? { ...event.body, text } : undefined;
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

export type ByeReason = 'revoked' | 'expired' | 'slow' | 'stopping' | 'protocol';

export type ServerFrame =
  | { t: 'welcome'; protocol: number; session: Session; heartbeat_s: number }
  | { t: 'snapshot'; id: string; conversation: Conversation }
  | { t: 'snapshot'; id: string; rows: Conversation[]; counts?: Record<string, number> }
  | { t: 'event'; conversation: string; seq: number; prev?: number; event: ConversationEvent }
  | { t: 'row'; conversation: Conversation }
  | { t: 'sent'; client_id: string; seq: number }
  | { t: 'refused'; client_id?: string; id?: string; problem: Problem }
  | { t: 'presence'; conversation: string; who: Present[] }
  | { t: 'typing'; conversation: string; by: { kind: Speaker; name?: string | null }; on: boolean }
  | { t: 'offer'; conversation: string; until: string }
  | { t: 'offer_gone'; conversation: string }
  | { t: 'queue'; conversation: string; position: number; expected_wait_s: number; low_s?: number; high_s?: number; call_back_offered?: boolean }
  | { t: 'pong' }
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
  id: string;
}

export interface NewMessage {
  client_id: string;
  text: string;
  attachments?: string[];
  in_reply_to?: string;
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
  hardship: { parts: number; amount: Money; last_amount: Money; first_due_on: string; last_due_on: string }[];
}

export interface MerchantSettings {
  auto_accept_below_minor: number;
  currency: string;
  notification_recipients: string[];
  locale: string;
}

export interface NewSupportNeed {
  need: string;
  note?: string;
  purpose?: string;
  consent: boolean;
}

/** Operations that openapi.json may not have yet, in the shape of the generated `paths`. */
export interface ContractPaths {
  '/v1/session': { get: Does<Session>; delete: Does<undefined> };
  '/v1/sign-in/methods': { get: Does<SignInMethods, { tenant?: string }> };
  '/v1/sign-in/password': { post: Does<SignedIn, never, { tenant?: string; email: string; password: string }> };
  '/v1/sign-in/totp': { post: Does<SignedIn, never, { ticket: string; code: string }> };
  '/v1/sign-in/passkey/begin': {
    post: Does<{ ticket: string; options: object }, never, { tenant?: string; ticket?: string }>;
  };
  '/v1/sign-in/passkey/finish': { post: Does<SignedIn, never, { ticket: string; credential: object }> };
  '/v1/sign-in/code/begin': { post: Does<undefined, never, { tenant?: string; email: string }> };
  '/v1/sign-in/code/finish': { post: Does<SignedIn, never, { tenant?: string; email: string; code: string }> };
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
    post: Does<User, never, { name: string; email: string; role: string; languages?: string[] }>;
  };
  '/v1/users/{id}': { patch: Does<User, never, { name?: string; role?: string; languages?: string[] }, Of> };
  '/v1/users/{id}/disable': { post: Does<User, never, undefined, Of> };
  '/v1/users/{id}/enable': { post: Does<User, never, undefined, Of> };
  '/v1/users/{id}/invite': { post: Does<User, never, undefined, Of> };
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
    post: Does<ConversationEvent, never, NewMessage, OfConversation>;
  };
  '/v1/conversations/{conversation_id}/human': {
    post: Does<Conversation, never, { words?: string }, OfConversation>;
  };
  '/v1/conversations/{conversation_id}/csat': {
    post: Does<Conversation, never, { score: number; comment?: string }, OfConversation>;
  };
  '/v1/conversations/{conversation_id}/call-back': {
    post: Does<Conversation, never, { phone: string; note?: string }, OfConversation>;
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
