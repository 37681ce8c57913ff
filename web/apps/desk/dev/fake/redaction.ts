//! What the made-up desk answers of what agents could not see, and of the policy.

import type { Schema } from '@ombud/client';
import { ago, DAY, HOUR } from '../world/index.ts';
import type { Route } from './route.ts';

const digest = (digit: string): string => digit.repeat(64);

const SPOTS: Schema.BlindSpot[] = [
  {
    id: digest('a'),
    page: '/orders/*',
    place: '@order-summary > dl:1 > dd:2',
    selector: '[data-ombud-id="order-summary"] > dl > dd',
    sessions: 14,
    asked: 21,
    last_asked_at: ago(HOUR),
    notes: ['the delivery day', 'when it comes'],
    state: 'open',
  },
  {
    id: digest('b'),
    place: 'box.1 > picture.3',
    sessions: 3,
    asked: 3,
    last_asked_at: ago(3 * DAY),
    notes: [],
    state: 'open',
  },
];

const FILE = `version = 3
company = "klar"

[[rule]]
id = 2
effect = "show"
selector = ".order-total"
paths = ["/orders/*"]
reason = "the customer asks about amounts"
owner = "payments-web"
expires = "2027-05-22"
`;
const ADDED = `
[[rule]]
id = 4
effect = "show"
selector = "[data-ombud-id=\\"order-summary\\"] > dl > dd"
paths = ["/orders/*"]
reason = "the delivery day"
owner = "orders-web"
expires = "2027-05-22"
`;
const DRAWN: Schema.RedactionRuleDiff[] = [
  {
    id: 4,
    turn: 'wider',
    gained: [
      'agents see `[data-ombud-id="order-summary"] > dl > dd` on /orders/* until 2027-05-22 (orders-web: the delivery day)',
    ],
    lost: [],
  },
];

const POLICY: Schema.RedactionPolicy = {
  company: 'klar',
  version: 3,
  file: FILE,
  hash: digest('9'),
  signed_by: '1f0a9c3d',
  narrowing: { off: [], hide: [{ selector: '.debug-panel' }] },
  rules: [
    {
      id: 2,
      effect: 'show',
      selector: '.order-total',
      paths: ['/orders/*'],
      pixels: false,
      reason: 'the customer asks about amounts',
      owner: 'payments-web',
      expires: '2027-05-22',
      state: 'in_force',
    },
    {
      id: 3,
      effect: 'write',
      selector: '#delivery-note',
      pixels: false,
      reason: 'the customer dictates it',
      owner: 'orders-web',
      expires: '2027-05-22',
      state: 'off',
    },
  ],
};

const HISTORY: Schema.RedactionHistory = {
  must_sign: false,
  waiting: [
    {
      task_id: 'task-policy',
      version: 4,
      file: FILE.replace('version = 3', 'version = 4') + ADDED,
      follows: true,
      is_own: false,
      proposed_at: ago(HOUR),
      proposed_by_name: 'Sam Holm',
      rules: DRAWN,
    },
  ],
  changes: [
    { at: ago(DAY), kind: 'narrowing', version: 3, by_name: 'Sam Holm', off: [3], hidden: 1 },
    {
      at: ago(9 * DAY),
      kind: 'file',
      version: 3,
      by_name: 'Cleo Berg',
      proposed_by_name: 'Sam Holm',
      off: [],
      hidden: 0,
    },
  ],
};

const DRAFT: Schema.RedactionDraft = {
  before: FILE,
  file: FILE.replace('version = 3', 'version = 4') + ADDED,
  must_sign: false,
  rule: 4,
  rules: DRAWN,
  turn: 'wider',
};

/** Data of people, which no catalog holds. */
export const REDACTION_DATA = [SPOTS, POLICY, HISTORY, DRAFT];

export const REDACTION_ROUTES: Route[] = [
  [
    'GET',
    /^\/v1\/cobrowse\/blind-spots$/,
    (_match, _body, url) => {
      const state = url.searchParams.get('state');
      return SPOTS.filter((spot) => state === null || spot.state === state);
    },
  ],
  ['POST', /^\/v1\/cobrowse\/blind-spots\/[^/]+\/propose$/, () => DRAFT],
  ['GET', /^\/v1\/cobrowse\/policy$/, () => POLICY],
  ['GET', /^\/v1\/cobrowse\/policy\/history$/, () => HISTORY],
];
