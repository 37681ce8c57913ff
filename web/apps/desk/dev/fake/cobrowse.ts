//! What the made-up desk answers of co-browsing.

import type { Schema } from '@ombud/client';
import { ago, DAY, HOUR, ME, MINUTE } from '../world/index.ts';
import type { Route } from './route.ts';

const session = (id: string, name: string, at: string): Schema.CobrowseSession => ({
  id,
  state: 'ended',
  customer_id: 'cust-2',
  customer_name: name,
  user_id: 'user-jonas',
  agent_name: 'Jonas Berg',
  granted: ['view', 'draw', 'record'],
  grants: [],
  people: [],
  created_at: at,
  active_at: at,
  ended_at: at,
  ended_why: 'customer',
  recording_ms: 184_000,
  may_join: false,
});
const SESSIONS = [session('co-1', 'Maja Lind', ago(HOUR)), session('co-2', 'Tom Price', ago(DAY))];

const RECORDINGS: Schema.Page_CobrowseRecording['items'] = SESSIONS.map((one, index) => ({
  session: one,
  started_at: one.created_at,
  ended_at: one.created_at,
  length_ms: 184_000,
  size_bytes: 41_000,
  intents: index * 3,
  points: index === 0 ? null : 83,
  keep_until: ago(-90 * DAY),
  held: index === 1,
}));

const CARD: Schema.CobrowseCard = {
  version: '2026-11-2',
  criteria: [
    { id: 'said_why', text: 'Said why it helps', kind: 'yes_no', weight: 2, critical: false },
    { id: 'in_control', text: 'Waited for a yes', kind: 'yes_no', weight: 3, critical: true },
    { id: 'led_well', text: 'Pointed and explained', kind: 'scale', weight: 2, critical: false },
  ],
};

const REVIEWS: Schema.CobrowseReview[] = [
  {
    id: 'review-1',
    cobrowse_id: 'co-1',
    user_id: ME.user_id ?? 'user-me',
    agent_name: 'Jonas Berg',
    reviewer_id: 'user-sam',
    by_name: 'Sam Holm',
    version: 1,
    at: ago(20 * MINUTE),
    card: '2026-11-2',
    points: 0,
    failed: ['in_control'],
    findings: {
      said_why: { mark: 'yes' },
      in_control: { mark: 'no', comment: 'Filled it in before the customer answered.', at_ms: 62_000 },
      led_well: { mark: { score: 4 } },
    },
  },
];

const estimate = (value: number, low: number, high: number) => ({ value, low, high });
const FIGURES: Schema.CobrowseFigures = {
  with: {
    cases: 124,
    resolved: estimate(0.84, 0.76, 0.89),
    handled: 118,
    handled_s: estimate(1_260, 1_020, 1_500),
    rated: 41,
    csat: estimate(4.4, 4.1, 4.7),
  },
  without: {
    cases: 1_310,
    resolved: estimate(0.77, 0.75, 0.79),
    handled: 1_240,
    handled_s: estimate(1_680, 1_560, 1_800),
    rated: 402,
    csat: estimate(4.1, 4, 4.2),
  },
  as_they_are: {
    resolved: estimate(0.07, -0.01, 0.13),
    handled_ratio: estimate(0.78, 0.66, 0.93),
    csat: estimate(0.3, -0.02, 0.62),
  },
  within_topics: {
    resolved: estimate(0.05, -0.02, 0.12),
    handled_ratio: estimate(0.81, 0.69, 0.96),
    csat: null,
  },
  topics: [
    {
      kind: 'reason',
      topic: 'not_received',
      with: {
        cases: 80,
        resolved: estimate(0.85, 0.76, 0.91),
        handled: 76,
        handled_s: null,
        rated: 20,
        csat: null,
      },
      without: {
        cases: 600,
        resolved: estimate(0.78, 0.75, 0.81),
        handled: 580,
        handled_s: null,
        rated: 90,
        csat: null,
      },
      resolved: estimate(0.07, -0.03, 0.14),
    },
    {
      kind: 'unknown',
      with: {
        cases: 12,
        resolved: estimate(0.75, 0.47, 0.91),
        handled: 12,
        handled_s: null,
        rated: 2,
        csat: null,
      },
      without: {
        cases: 40,
        resolved: estimate(0.7, 0.55, 0.82),
        handled: 38,
        handled_s: null,
        rated: 9,
        csat: null,
      },
      resolved: null,
    },
  ],
  compared_min: 20,
  too_young: 31,
  beside_none: 6,
  provisional: true,
};

/** Data of people, which no catalog holds. */
export const COBROWSE_DATA = [SESSIONS, CARD, REVIEWS];

export const COBROWSE_ROUTES: Route[] = [
  ['GET', /^\/v1\/cobrowse\/sessions$/, () => ({ items: SESSIONS })],
  ['GET', /^\/v1\/cobrowse\/recordings$/, () => ({ items: RECORDINGS })],
  ['GET', /^\/v1\/cobrowse\/figures$/, () => FIGURES],
  ['GET', /^\/v1\/cobrowse\/reviews$/, () => ({ items: REVIEWS })],
  ['GET', /^\/v1\/cobrowse\/reviews\/card$/, () => CARD],
  [
    'GET',
    /^\/v1\/cobrowse\/reviews\/agreement$/,
    () => CARD.criteria.map((one) => ({ criterion: one.id, both: 14, kappa: 0.72 })),
  ],
  ['GET', /^\/v1\/cobrowse\/sessions\/[^/]+\/reviews$/, () => REVIEWS],
  [
    'POST',
    /^\/v1\/cobrowse\/sessions\/[^/]+\/recording\/verify$/,
    (): Schema.CobrowseProof => ({
      intact: true,
      chunks: 38,
      records: 1_204,
      sha256: 'c'.repeat(64),
      closed: true,
    }),
  ],
  [
    'GET',
    /^\/v1\/cobrowse\/sessions\/[^/]+\/recording\/watches$/,
    () => [
      { at: ago(HOUR), name: 'Sam Holm', deed: 'exported' },
      { at: ago(DAY), deed: 'watched' },
    ],
  ],
];
