// Names of reasons, evidence and states, from the API's own words.

import type { Key, Say } from '../app/words.ts';
import type { EvidenceType } from '../data/queries.ts';

const REASONS = [
  'not_received',
  'not_as_described',
  'refund_not_processed',
  'incorrect_amount',
  'already_paid',
  'unauthorised',
  'high_risk',
  'non_compliance',
  'non_guaranteed_program',
  'duplicate',
  'other',
] as const;
export { REASONS };

/** A reason that is new to this page is told in general. */
export function reasonName(reason: string, say: Say): string {
  const known = REASONS.find((one) => one === reason) ?? 'other';
  return say(`reason.${known}`);
}
export const evidenceName = (type: EvidenceType, say: Say): string => say(`ev.${type}` as Key);
export const groupName = (group: readonly EvidenceType[], say: Say): string =>
  group.map((type) => evidenceName(type, say)).join(` ${say('or')} `);
