//! Who works at the made-up desk.

import type { Schema, Session, User } from '@ombud/client';
import { ago, ahead, HOUR, MINUTE } from './clock.ts';

/** What somebody who leads may do, as far as the pages look. */
export const ACTIONS = [
  'conversation.read',
  'conversation.speak',
  'conversation.work',
  'conversation.lead',
  'dispute.read',
  'order.read',
  'task.read',
  'complaint.read',
  'customer.read',
  'macro.use',
  'macro.share',
  'desk.report',
  'desk.configure',
  'assistant.read',
  'assistant.control',
  'policy.propose',
  'routing.simulate',
  'cobrowse.work',
  'cobrowse.lead',
  'scorecard.read_all',
  'scorecard.write',
  'user.read',
  'user.manage',
  'role.manage',
];

export const ME: Session = {
  id: 'session-1',
  kind: 'user',
  tenant: 'demo',
  user_id: 'user-maja',
  name: 'Maja Lindqvist',
  email: 'maja@example.test',
  role: 'supervisor',
  locale: 'en',
  languages: ['en', 'sv', 'de'],
  skills: ['hardship', 'fraud'],
  actions: ACTIONS,
  expires_at: ahead(8 * HOUR),
  second_factor: false,
};

const user = (id: string, name: string, role: string, languages: string[], skills: string[]): User => ({
  id,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.test`,
  role,
  languages,
  skills,
  capacity_units: 4,
  state: 'active',
  second_factor: true,
  last_seen_at: ago(12 * MINUTE),
});

export const USERS: User[] = [
  user('user-maja', ME.name, 'supervisor', ['en', 'sv', 'de'], ['hardship', 'fraud']),
  user('user-jonas', 'Jonas Berg', 'agent', ['sv', 'en'], ['bereavement']),
  user('user-lucia', 'Lucía Ferrer', 'agent', ['es', 'en'], ['fraud', 'complaints']),
  user('user-aylin', 'Aylin Kaya', 'agent', ['de', 'en'], ['hardship']),
  {
    ...user('user-tom', 'Tom Whitfield', 'compliance_officer', ['en'], ['complaints']),
    state: 'invited',
    last_seen_at: null,
  },
];

export const SEATS: Schema.Seat[] = USERS.filter((one) => one.state === 'active').map((one, index) => ({
  user_id: one.id,
  name: one.name,
  state: index === 2 ? 'busy' : 'available',
  skills: one.skills ?? [],
  capacity_units: 4,
  since: ago(3 * HOUR),
  seen_at: ago(MINUTE),
  extension: index === 0 ? '42' : null,
}));
