//! A conversation for tests: whole, and nothing special.

import type { Conversation } from '@ombud/client';

export const conversation = (part: Partial<Conversation> = {}): Conversation => ({
  id: 'c1',
  number: 1,
  channel: 'chat',
  customer_id: 'cust-1',
  customer: { name: 'Ada', visitor: false },
  language: 'en',
  state: 'open',
  waiting_on: 'us',
  floor: { holder: 'nobody', epoch: 0 },
  assignment: { version: 0, state: 'none' },
  skills: [],
  tags: [],
  priority: { score: 0, level: 'normal', reasons: [] },
  sla: [],
  unread: 0,
  created_at: '2026-11-22T07:00:00Z',
  updated_at: '2026-11-22T07:00:00Z',
  seq: 0,
  version: 1,
  ...part,
});
