//! Which places of the console a person has anything to do in, by what their session may do. Pure.

import type { Session } from '@ombud/client';

/** What one must be allowed to do for a place to be of use. */
export const PLACES = {
  inbox: 'conversation.read',
  disputes: 'dispute.read',
  tasks: 'task.read',
  complaints: 'complaint.read',
  customers: 'order.read',
  cobrowse: 'cobrowse.work',
  macros: 'macro.use',
  supervisor: 'desk.report',
  what_if: 'routing.simulate',
  quality: 'scorecard.read_all',
  assistant: 'assistant.read',
} as const;
export type Place = keyof typeof PLACES;

export const may = (session: Pick<Session, 'actions'>, action: string): boolean =>
  session.actions.includes(action);

export const isOpenTo = (session: Pick<Session, 'actions'>, place: Place): boolean =>
  may(session, PLACES[place]);

/** Where somebody begins who has no conversations: the first place that is theirs, else their own settings. */
export function homeOf(session: Pick<Session, 'actions'>): string {
  const place = (['supervisor', 'tasks', 'disputes'] as const).find((one) => isOpenTo(session, one));
  return place ? `/${place}` : '/settings/account';
}
