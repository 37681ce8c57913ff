//! Which conversation stands in which list, and where. Pure; the server sends rows, this puts them in place.

import type { Conversation } from '@ombud/client';
import type { ViewName } from '../api/shapes.ts';

export const VIEWS: readonly ViewName[] = [
  'mine',
  'mentions',
  'waiting',
  'critical',
  'unassigned',
  'open',
  'complaints',
  'snoozed',
  'resolved',
];

/** Whether a conversation belongs to a list, for the user whose console this is. */
export function belongs(
  view: ViewName,
  conversation: Conversation,
  userId: string | null | undefined,
): boolean {
  if (conversation.merged_into) return false;
  const { state, assignment, priority } = conversation;
  const isOpen = state === 'open';
  switch (view) {
    case 'mine':
      return (
        isOpen &&
        assignment.user_id === userId &&
        assignment.state !== 'none' &&
        assignment.state !== 'waiting'
      );
    case 'mentions':
      return Boolean(userId && conversation.mentioned?.includes(userId));
    case 'waiting':
      return isOpen && (assignment.state === 'waiting' || assignment.state === 'offered');
    case 'unassigned':
      return isOpen && assignment.state !== 'assigned';
    case 'critical':
      return isOpen && (priority.level === 'critical' || priority.level === 'danger');
    case 'complaints':
      return state !== 'resolved' && Boolean(conversation.complaint_id);
    case 'open':
      return isOpen;
    case 'snoozed':
      return state === 'snoozed';
    case 'resolved':
      return state === 'resolved';
  }
}

const BY_URGENCY: ReadonlySet<ViewName> = new Set(['waiting', 'unassigned', 'critical']);

function lastAt(conversation: Conversation): string {
  return conversation.last?.at ?? conversation.updated_at;
}

/** The order of a list: queues by urgency, then by who has waited longest; the others by the newest event. */
export function before(view: ViewName, a: Conversation, b: Conversation): number {
  if (BY_URGENCY.has(view)) {
    const byScore = b.priority.score - a.priority.score;
    if (byScore !== 0) return byScore;
    const since = (a.waiting_since ?? a.created_at).localeCompare(b.waiting_since ?? b.created_at);
    if (since !== 0) return since;
  } else {
    const byTime = lastAt(b).localeCompare(lastAt(a));
    if (byTime !== 0) return byTime;
  }
  return a.id < b.id ? 1 : -1;
}

/** The next clock that runs, if any. */
export function nextClock(conversation: Conversation): Conversation['sla'][number] | undefined {
  return conversation.sla
    .filter((clock) => !clock.met_at)
    .sort((a, b) => a.due_at.localeCompare(b.due_at))[0];
}

/** Why one should look once more before a conversation is ended, if anything speaks against it. */
export function againstResolving(conversation: Conversation): 'critical' | 'waits' | undefined {
  if (conversation.state !== 'open') return undefined;
  if (draftsAreNotesOnly(conversation)) return 'critical';
  return conversation.waiting_on === 'us' ? 'waits' : undefined;
}

/** Whether the assistant's drafts may only be read here, never sent with one press. */
export function draftsAreNotesOnly(conversation: Conversation): boolean {
  return conversation.priority.level === 'critical' || conversation.priority.level === 'danger';
}
