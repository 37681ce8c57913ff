//! How far a call is, as its conversation's events tell. Pure.

import type { ConversationEvent } from '@ombud/client';

/** `elsewhere`: somebody else answered, or nobody says who. */
export type CallState = 'ringing' | 'mine' | 'elsewhere' | 'over';

export function callState(
  events: readonly ConversationEvent[],
  call: string,
  userId: string | null | undefined,
): CallState {
  const newest = events.findLast((event) => event.kind === 'call' && event.body.call_id === call);
  switch (newest?.body.state) {
    case 'answered': {
      const users = newest.body.user_ids;
      return Array.isArray(users) && users.includes(userId) ? 'mine' : 'elsewhere';
    }
    case 'ended':
    case 'missed':
      return 'over';
    default:
      return 'ringing';
  }
}
