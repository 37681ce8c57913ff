//! Co-browsing over REST, until openapi.json has it.

/** A session as a list shows it. Times are RFC 3339. */
export interface CobrowseSession {
  id: string;
  state: string;
  customer_name?: string | null;
  agent_name?: string | null;
  created_at: string;
  /** Milliseconds of the recording; absent where nothing was recorded. */
  recording_ms?: number | null;
}

/** A place in a session: who has the token sits there. */
export interface CobrowseSeat {
  token: string;
  socket: string;
}

interface Does<A, B = undefined, I = never, Q = never> {
  parameters: { query?: Q; path: I };
  requestBody: { content: { 'application/json': B } };
  responses: { 200: { content: { 'application/json': A } } };
}
interface OfSession {
  session_id: string;
}

declare module '@ombud/client/contract' {
  interface ContractPaths {
    '/v1/cobrowse/claims': { post: Does<CobrowseSession, { code: string }> };
    '/v1/cobrowse/sessions': {
      get: Does<{ items: CobrowseSession[]; next_cursor?: string | null } | CobrowseSession[]>;
    };
    '/v1/cobrowse/sessions/{session_id}/seat': { post: Does<CobrowseSeat, undefined, OfSession> };
  }
}

/** Where a session's recording is, as a stream of records. */
export const recordingPath = (session: string): string =>
  `/v1/cobrowse/sessions/${encodeURIComponent(session)}/recording`;
