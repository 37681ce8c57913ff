//! Co-browsing over REST.

import type { Schema } from '@ombud/client';

export type CobrowseSession = Schema.CobrowseSession;

/** Where a session's recording is, as a stream of records. */
export const recordingPath = (session: string): string =>
  `/v1/cobrowse/sessions/${encodeURIComponent(session)}/recording`;
