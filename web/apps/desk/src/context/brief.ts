//! The hand-off brief as the assistant wrote it into the thread, for where it was not asked for apart.

import type { ConversationEvent } from '@ombud/client';
import type { Brief } from '../api/shapes.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** The newest brief of a thread. What it lacks is left empty; a brief without a reason is none. */
export function briefOf(events: readonly ConversationEvent[]): Brief | null {
  const event = events.findLast((one) => one.kind === 'handed_over');
  const value = event?.body.brief as Partial<Brief> | undefined;
  if (typeof value?.why !== 'string' || value.why === '') return null;
  return {
    ...value,
    why: value.why,
    ai_did: texts(value.ai_did),
    promised: Array.isArray(value.promised)
      ? value.promised.map((one) => (typeof one === 'string' ? { text: one } : one))
      : [],
    support_needs: texts(value.support_needs),
    sources: Array.isArray(value.sources) ? value.sources : [],
  };
}
