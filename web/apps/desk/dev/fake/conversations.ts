//! What the made-up desk answers of conversations and does with them.

import type { Conversation } from '@ombud/client';
import type { Brief, ViewName } from '../../src/api/shapes.ts';
import { BRIEF, CALLER_BRIEF, ME, SUGGESTIONS, translate, translationsOf } from '../world/index.ts';
import type { Handler, Route } from './route.ts';
import { all, append, CALLING, change, logOf, remembered, rowsOf } from './state.ts';

/** What became of suggestions. */
const became = new Map<number, string>();
const BRIEFS: Record<string, Brief> = { 'conv-1': BRIEF, [CALLING]: CALLER_BRIEF };

const act =
  (part: (body: never) => Partial<Conversation>, kind?: string): Handler =>
  ([, id = ''], body) => {
    if (kind) append(id, kind, (body as Record<string, unknown> | null) ?? {});
    return change(id, part(body));
  };
const mine = {
  floor: { holder: 'person' as const, epoch: 4, user_id: ME.user_id ?? null },
  assignment: { version: 3, state: 'assigned' as const, user_id: ME.user_id ?? null, user_name: ME.name },
};
const PREFIX = '^/v1/conversations/([^/]+)';

export const CONVERSATION_ROUTES: Route[] = [
  ['GET', /^\/v1\/conversations$/, (_match, _body, url) => list(url)],
  ['GET', new RegExp(`${PREFIX}$`), ([, id = '']) => all.get(id)],
  ['GET', new RegExp(`${PREFIX}/events$`), ([, id = '']) => ({ items: logOf(id) })],
  ['GET', new RegExp(`${PREFIX}/brief$`), ([, id = '']) => BRIEFS[id]],
  [
    'POST',
    new RegExp(`${PREFIX}/suggestions$`),
    ([, id = '']) => ({
      has_assistant: true,
      suggestions: SUGGESTIONS.filter((one) => id === 'conv-1' && !became.has(one.number)),
    }),
  ],
  [
    'POST',
    new RegExp(`${PREFIX}/suggestions/(\\d+)$`),
    ([, , number = ''], body: { outcome: string }) => {
      became.set(Number(number), body.outcome);
      return SUGGESTIONS.find((one) => one.number === Number(number));
    },
  ],
  [
    'GET',
    new RegExp(`${PREFIX}/translations$`),
    ([, id = '']) => ({ available: remembered('model') !== 'none', translations: translationsOf(id) }),
  ],
  [
    'POST',
    new RegExp(`${PREFIX}/translations$`),
    ([, id = ''], body: Parameters<typeof translate>[1]) => ({
      available: true,
      translation: translate(id, body),
    }),
  ],
  ['POST', new RegExp(`${PREFIX}/notes$`), ([, id = ''], body) => append(id, 'note', body)],
  [
    'POST',
    new RegExp(`${PREFIX}/messages$`),
    ([, id = ''], body: { send_at?: string }) =>
      append(id, body.send_at ? 'scheduled' : 'message', { ...body, at: body.send_at }),
  ],
  ['POST', new RegExp(`${PREFIX}/(take|take_over|accept)$`), act(() => mine, 'accepted')],
  [
    'POST',
    new RegExp(`${PREFIX}/decline$`),
    act(() => ({ assignment: { version: 4, state: 'waiting' } }), 'declined'),
  ],
  [
    'POST',
    new RegExp(`${PREFIX}/release$`),
    act(
      () => ({ assignment: { version: 4, state: 'waiting' }, floor: { holder: 'nobody', epoch: 5 } }),
      'released',
    ),
  ],
  [
    'POST',
    new RegExp(`${PREFIX}/return$`),
    ([, id = ''], body: { epoch: number }) => {
      append(id, 'floor', { holder: 'ai', epoch: body.epoch + 1 });
      return change(id, {
        floor: {
          holder: 'ai',
          epoch: body.epoch + 1,
          user_id: null,
        },
      });
    },
  ],
  ['POST', new RegExp(`${PREFIX}/call-back$`), act((wish: object) => ({ call_back: wishOf(wish) }))],
  ['POST', new RegExp(`${PREFIX}/call-back/(done|cancel)$`), act(() => ({ call_back: null }))],
  ['POST', new RegExp(`${PREFIX}/resolve$`), act(() => ({ state: 'resolved' }), 'resolved')],
  ['POST', new RegExp(`${PREFIX}/reopen$`), act(() => ({ state: 'open' }), 'reopened')],
  [
    'POST',
    new RegExp(`${PREFIX}/snooze$`),
    act((body: { until: string }) => ({ state: 'snoozed', snoozed_until: body.until }), 'snoozed'),
  ],
  [
    'POST',
    new RegExp(`${PREFIX}/transfer$`),
    act(
      () => ({ assignment: { version: 5, state: 'waiting' }, floor: { holder: 'nobody', epoch: 6 } }),
      'transferred',
    ),
  ],
  [
    'POST',
    new RegExp(`${PREFIX}/tags$`),
    ([, id = ''], body: { add: string[]; remove: string[] }) =>
      change(id, {
        tags: [...(all.get(id)?.tags ?? []).filter((tag) => !body.remove.includes(tag)), ...body.add],
      }),
  ],
];

function wishOf(wish: object): Conversation['call_back'] {
  return { phone: '', ...wish, asked_at: new Date().toISOString() };
}

function list(url: URL): { items: Conversation[]; next_cursor: null } {
  const view = url.searchParams.get('view');
  const customer = url.searchParams.get('customer_id');
  const q = url.searchParams.get('q')?.toLowerCase();
  const items = view ? rowsOf(view as ViewName) : [...all.values()];
  return {
    items: items.filter(
      (one) =>
        (!customer || one.customer_id === customer) &&
        (!q ||
          JSON.stringify([one.customer.name, one.number, one.last?.preview, one.subject])
            .toLowerCase()
            .includes(q)),
    ),
    next_cursor: null,
  };
}
