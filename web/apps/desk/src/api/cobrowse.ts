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
export type CobrowseRecording = Schema.Page_CobrowseRecording['items'][number];
export type CobrowseProof = Schema.CobrowseProof;
export type CobrowseFigures = Schema.CobrowseFigures;
export type Estimate = Schema.CobrowseEstimate;
export type Group = Schema.CobrowseGroup;
export type Review = Schema.CobrowseReview;
export type Card = Schema.CobrowseCard;
export type Criterion = Schema.CobrowseCriterion;
export type Finding = Schema.CobrowseFinding;
export type Mark = Schema.CobrowseMark;

/** A picture or font of the company's site, as its manifest names it; null where there is none. */
export async function assetOf(sha256: string): Promise<Blob | null> {
  const answer = await fetch(`/v1/cobrowse/assets/${encodeURIComponent(sha256)}`);
  return answer.ok ? answer.blob() : null;
}

/** Where a session's recording is, as a stream of records. */
export const recordingPath = (session: string): string =>
  `/v1/cobrowse/sessions/${encodeURIComponent(session)}/recording`;
