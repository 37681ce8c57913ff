//! What the made-up desk answers of everything but conversations.

import { outlookOf, previewOf, ROUTING, simulationOf, SUGGESTED } from '../answers.ts';
import {
  CONTROL,
  EVALUATIONS,
  PROCEDURES,
  proposed,
  resultsOf,
  TURNS,
  VERSIONS,
  WORTH,
} from '../world/assistant.ts';
import {
  ago,
  ahead,
  COMPLAINTS,
  DAY,
  draftOf,
  HOUR,
  MACROS,
  ME,
  MINUTE,
  reportOf,
  REQUESTS,
  SCORECARDS,
  SEATS,
  SUGGESTED_FIGURES,
  USERS,
} from '../world/index.ts';
import type { Route } from './route.ts';
import { counts, door } from './state.ts';

/** The days of the period that is asked for. */
function daysOf(url: URL): number {
  const at = (name: string) => Date.parse(url.searchParams.get(name) ?? '');
  return Math.round((at('to') - at('from')) / DAY);
}

export const DESK_ROUTES: Route[] = [
  ['GET', /^\/v1\/session$/, () => (door.isSignedIn ? ME : undefined)],
  ['DELETE', /^\/v1\/session$/, () => ((door.isSignedIn = false), null)],
  [
    'GET',
    /^\/v1\/sign-in\/methods$/,
    () => ({ password: true, passkey: true, code: false, oidc: [{ id: 'entra', name: 'Microsoft Entra' }] }),
  ],
  [
    'POST',
    /^\/v1\/sign-in\/password$/,
    () => ({ state: 'second_factor', ticket: 't', methods: ['totp', 'passkey'] }),
  ],
  ['POST', /^\/v1\/sign-in\/totp$/, () => ((door.isSignedIn = true), { state: 'signed_in', session: ME })],
  ['GET', /^\/v1\/assistant\/procedures$/, () => PROCEDURES],
  ['POST', /^\/v1\/assistant\/procedures$/, (_match, body: Parameters<typeof proposed>[0]) => proposed(body)],
  ['GET', /^\/v1\/desk\/report\/suggestions$/, () => SUGGESTED_FIGURES],
  ['GET', /^\/v1\/macros$/, () => MACROS],
  ['POST', /^\/v1\/macros\/[^/]+\/render$/, () => undefined],
  ['GET', /^\/v1\/users$/, () => ({ items: USERS })],
  [
    'GET',
    /^\/v1\/roles$/,
    () => [{ id: 'r1', name: 'Junior', base_role: 'agent', taken: ['refund.execute', 'plan.hardship'] }],
  ],
  ['GET', /^\/v1\/desk\/counts$/, () => counts()],
  [
    'GET',
    /^\/v1\/desk\/hours$/,
    () => ({
      time_zone: 'Europe/Stockholm',
      days: (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day) => ({
        day,
        from: '08:00',
        until: '20:00',
      })),
      holidays: ['2026-12-24', '2026-12-25', '2026-12-26', '2027-01-01'],
    }),
  ],
  ['POST', /^\/v1\/desk\/availability$/, () => null],
  ['GET', /^\/v1\/desk\/report$/, (_match, _body, url) => reportOf(daysOf(url))],
  ['POST', /^\/v1\/routing\/simulate$/, (_match, body) => simulationOf(body)],
  ['POST', /^\/v1\/preview$/, (_match, body) => previewOf(body)],
  [
    'GET',
    /^\/v1\/disputes\/[^/]+\/outlook$/,
    (_match, _body, url) => outlookOf(url.searchParams.get('language') ?? 'en'),
  ],
  ['GET', /^\/v1\/routing\/rules$/, () => ROUTING],
  ['POST', /^\/v1\/routing\/rules$/, () => ({ id: 'task-routing' })],
  ['GET', /^\/v1\/assistant\/control$/, () => CONTROL],
  ['GET', /^\/v1\/assistant\/control\/versions$/, () => VERSIONS],
  ['GET', /^\/v1\/assistant\/results$/, (_match, _body, url) => resultsOf(daysOf(url))],
  ['GET', /^\/v1\/assistant\/reviews$/, () => WORTH],
  ['GET', /^\/v1\/assistant\/reviews\/[^/]+$/, () => TURNS],
  ['GET', /^\/v1\/assistant\/evaluations$/, () => EVALUATIONS],
  ['GET', /^\/v1\/scorecards$/, () => SCORECARDS],
  ['GET', /^\/v1\/scorecards\/suggested$/, () => SUGGESTED],
  ['GET', /^\/v1\/complaints$/, (_match, _body, url) => ({ items: complaintsOf(url) })],
  ['GET', /^\/v1\/complaints\/([^/]+)$/, ([, id]) => COMPLAINTS.find((one) => one.id === id)],
  ['POST', /^\/v1\/complaints\/[^/]+\/draft$/, (_match, body) => draftOf(body)],
  [
    'POST',
    /^\/v1\/complaints\/([^/]+)\/answer$/,
    ([, id]) => ({ result: 'done', complaint: COMPLAINTS.find((one) => one.id === id) }),
  ],
  ['GET', /^\/v1\/requests$/, () => ({ items: REQUESTS })],
  ['GET', /^\/v1\/desk\/seats$/, () => ({ items: SEATS })],
  [
    'GET',
    /^\/v1\/customers\/[^/]+\/support-needs$/,
    () => [
      {
        id: 'n1',
        need: 'more_time',
        note: 'Answers in the evening.',
        purpose: 'service',
        consent_at: ago(DAY),
        review_on: ahead(180 * DAY).slice(0, 10),
        created_at: ago(DAY),
      },
    ],
  ],
  [
    'GET',
    /^\/v1\/customers\/[^/]+\/timeline$/,
    () => [{ at: ago(3 * DAY), kind: 'call', title: 'Call, 6 min' }],
  ],
  [
    'GET',
    /^\/v1\/account\/passkeys$/,
    () => [{ id: 'p1', name: 'MacBook', created_at: ago(40 * DAY), last_used_at: ago(3 * HOUR) }],
  ],
  [
    'POST',
    /^\/v1\/account\/totp$/,
    () => ({ secret: 'JBSWY3DPEHPK3PXP', otpauth_url: 'otpauth://totp/Ombud:maja?secret=JBSWY3DPEHPK3PXP' }),
  ],
  [
    'GET',
    /^\/v1\/sessions$/,
    () => [
      {
        id: 'session-1',
        created_at: ago(3 * HOUR),
        last_seen_at: ago(MINUTE),
        user_agent: 'Firefox on Linux',
      },
      {
        id: 's2',
        created_at: ago(9 * DAY),
        last_seen_at: ago(2 * DAY),
        user_agent: 'Safari on iPhone',
      },
    ],
  ],
];

const complaintsOf = (url: URL): typeof COMPLAINTS => {
  const customer = url.searchParams.get('customer_id');
  return COMPLAINTS.filter((one) => !customer || one.customer_id === customer);
};
