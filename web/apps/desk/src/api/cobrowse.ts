//! Co-browsing over REST.

import type { Schema } from '@ombud/client';

export type CobrowseSession = Schema.CobrowseSession;

/** A picture or font of the company's site, as its manifest names it; null where there is none. */
export async function assetOf(sha256: string): Promise<Blob | null> {
  const answer = await fetch(`/v1/cobrowse/assets/${encodeURIComponent(sha256)}`);
  return answer.ok ? answer.blob() : null;
}

/** Where a session's recording is, as a stream of records. */
export const recordingPath = (session: string): string =>
  `/v1/cobrowse/sessions/${encodeURIComponent(session)}/recording`;
