//! The desk's operations, added to the client's hand-written paths. Each one falls away when openapi.json has it.

import type { Conversation, Schema, User } from '@ombud/client';
import type {
  Availability,
  Brief,
  BusinessHours,
  Counts,
  CustomRole,
  DeskRouting,
  Macro,
  OwnSession,
  Passkey,
  PublishedRouting,
  RenderedMacro,
  Report,
  Scorecard,
  Simulation,
  SimulationRequest,
  SuggestedScorecard,
  TimelineEntry,
} from './shapes.ts';

interface Does<A, B = undefined, I = never, Q = never> {
  parameters: { query?: Q; path: I };
  requestBody: { content: { 'application/json': B } };
  responses: { 200: { content: { 'application/json': A } } };
}
interface OfConversation {
  conversation_id: string;
}
interface OfMacro {
  macro_id: string;
}
type List<X> = { items: X[]; next_cursor?: string | null } | X[];
type About<B = undefined> = Does<Conversation, B, OfConversation>;

declare module '@ombud/client/contract' {
  interface Conversation {
    /** Messages that wait for their time. */
    scheduled?: { client_id: string; text: string; send_at: string; user_name: string }[];
  }
  interface NewMessage {
    /** Sent then, not now; until then it can be taken back. */
    send_at?: string;
  }
  interface ContractPaths {
    '/v1/conversations/{conversation_id}/notes': {
      post: Does<ConversationEvent, { client_id: string; text: string; mentions: string[] }, OfConversation>;
    };
    '/v1/conversations/{conversation_id}/take': { post: About<{ assignment_version: number }> };
    '/v1/conversations/{conversation_id}/accept': { post: About<{ assignment_version: number }> };
    '/v1/conversations/{conversation_id}/decline': { post: About<{ assignment_version: number }> };
    '/v1/conversations/{conversation_id}/release': {
      post: About<{ assignment_version: number; why?: string }>;
    };
    '/v1/conversations/{conversation_id}/take_over': { post: About<{ assignment_version: number }> };
    '/v1/conversations/{conversation_id}/return': { post: About<{ epoch: number }> };
    '/v1/conversations/{conversation_id}/unschedule': { post: About<{ client_id: string }> };
    '/v1/conversations/{conversation_id}/transfer': {
      post: About<{ user_id?: string; skills?: string[]; note: string; assignment_version: number }>;
    };
    '/v1/conversations/{conversation_id}/resolve': { post: About };
    '/v1/conversations/{conversation_id}/reopen': { post: About };
    '/v1/conversations/{conversation_id}/snooze': { post: About<{ until: string }> };
    '/v1/conversations/{conversation_id}/merge': { post: About<{ into: string }> };
    '/v1/conversations/{conversation_id}/tags': { post: About<{ add: string[]; remove: string[] }> };
    '/v1/conversations/{conversation_id}/brief': {
      get: Does<Brief, undefined, OfConversation, { language?: string }>;
    };
    '/v1/conversations/{conversation_id}/scorecard': {
      post: Does<Scorecard, { scores: Record<string, number>; comment?: string }, OfConversation>;
    };
    '/v1/scorecards': { get: Does<List<Scorecard>, undefined, never, { cursor?: string; limit?: number }> };
    '/v1/scorecards/suggested': { get: Does<List<SuggestedScorecard>> };
    '/v1/customers/{customer_id}/timeline': {
      get: Does<List<TimelineEntry>, undefined, { customer_id: string }>;
    };
    '/v1/macros': { get: Does<List<Macro>>; post: Does<Macro, Omit<Macro, 'id'>> };
    '/v1/macros/{macro_id}': {
      patch: Does<Macro, Omit<Macro, 'id'>, OfMacro>;
      delete: Does<undefined, undefined, OfMacro>;
    };
    '/v1/macros/{macro_id}/render': { post: Does<RenderedMacro, { conversation_id: string }, OfMacro> };
    '/v1/desk/availability': { post: Does<object, { state: Availability }> };
    '/v1/desk/counts': { get: Does<Counts> };
    '/v1/desk/report': { get: Does<Report, undefined, never, { from: string; to: string }> };
    '/v1/desk/hours': { get: Does<BusinessHours>; put: Does<BusinessHours, Omit<BusinessHours, 'version'>> };
    '/v1/routing/simulate': { post: Does<Simulation, SimulationRequest> };
    '/v1/routing/rules': { get: Does<PublishedRouting>; post: Does<Schema.Task, DeskRouting> };
    '/v1/sessions': { get: Does<List<OwnSession>> };
    '/v1/sessions/{session_id}': { delete: Does<undefined, undefined, { session_id: string }> };
    '/v1/account/password': { post: Does<undefined, { current_password: string; new_password: string }> };
    '/v1/account/totp': { post: Does<{ secret: string; otpauth_url: string }>; delete: Does<undefined> };
    '/v1/account/totp/confirm': { post: Does<{ recovery_codes: string[] }, { code: string }> };
    '/v1/account/passkeys/begin': { post: Does<{ ticket: string; options: object }> };
    '/v1/account/passkeys/finish': {
      post: Does<Passkey, { ticket: string; credential: object; name: string }>;
    };
    '/v1/account/passkeys': { get: Does<List<Passkey>> };
    '/v1/account/passkeys/{passkey_id}': { delete: Does<undefined, undefined, { passkey_id: string }> };
    '/v1/sign-in/invitation': { post: Does<SignedIn, { token: string; password: string; name?: string }> };
    '/v1/roles': { get: Does<List<CustomRole>>; post: Does<CustomRole, Omit<CustomRole, 'id'>> };
  }
}

/** The shapes of openapi.json that the desk reads. */
export type { Schema, User };
