//! Co-browsing over REST.

import type { Schema } from '@ombud/client';

export type CobrowseSession = Schema.CobrowseSession;
export type BlindSpot = Schema.BlindSpot;
export type RedactionDraft = Schema.RedactionDraft;
export type RedactionHistory = Schema.RedactionHistory;
export type RedactionPolicy = Schema.RedactionPolicy;
export type RedactionRule = Schema.RedactionRule;
export type RedactionRuleDiff = Schema.RedactionRuleDiff;
export type RedactionWaiting = Schema.RedactionWaiting;

/** Where a session's recording is, as a stream of records. */
export const recordingPath = (session: string): string =>
  `/v1/cobrowse/sessions/${encodeURIComponent(session)}/recording`;
