//! Answers for the console from inside the browser: REST and socket over the made-up desk. Development and tests only.

import type { ClientFrame, Conversation, ConversationEvent, ServerFrame } from '@ombud/client';
import { belongs } from '../src/inbox/views.ts';
import type { Brief, ViewName } from '../src/api/shapes.ts';
import { outlook, previewOf, ROUTING, simulationOf, SUGGESTED } from './answers.ts';
import {
  CONTROL,
  EVALUATIONS,
  PROCEDURES,
  proposed,
  resultsOf,
  TURNS,
  VERSIONS,
  WORTH,
} from './world/assistant.ts';
import {
  ago,
  ahead,
  ANSWERS,
  BRIEF,
  CALLER_BRIEF,
  COMPLAINTS,
  CONVERSATIONS,
  DAY,
  draftOf,
  eventsOf,
  HOUR,
  MACROS,
  manyMore,
  ME,
  MINUTE,
  rated,
  reportOf,
  REQUESTS,
  SCORECARDS,
  SEATS,
  SUGGESTED_FIGURES,
  SUGGESTIONS,
  translate,
  translationsOf,
  USERS,
} from './world/index.ts';

const options = new URLSearchParams(location.search);
const remembered = (name: string): string | null => {
  const given = options.get(name);
  if (given !== null) sessionStorage.setItem(`fake.${name}`, given);
  return given ?? sessionStorage.getItem(`fake.${name}`);
};

const all = new Map<string, Conversation>(
  [...CONVERSATIONS, ...rated(), ...manyMore(Number(remembered('rows') ?? 0))].map((one) => [one.id, one]),
);
const logs = new Map<string, ConversationEvent[]>();
const logOf = (id: string): ConversationEvent[] => {
  const conversation = all.get(id);
  const log = logs.get(id) ?? (conversation ? eventsOf(conversation) : []);
  logs.set(id, log);
  return log;
};
/** Who rings where `call=on`. */
const CALLING = 'conv-11';
/** What became of suggestions. */
const became = new Map<number, string>();
const BRIEFS: Record<string, Brief> = { 'conv-1': BRIEF, [CALLING]: CALLER_BRIEF };
let isSignedIn = remembered('signed') !== 'out';
const sockets = new Set<FakeSocket>();

function change(id: string, part: Partial<Conversation>): Conversation | undefined {
  const known = all.get(id);
  if (!known) return undefined;
  const next = { ...known, ...part, version: known.version + 1, updated_at: new Date().toISOString() };
  all.set(id, next);
  for (const socket of sockets) socket.tell({ t: 'row', conversation: next });
  return next;
}

function append(id: string, kind: string, body: Record<string, unknown>): ConversationEvent {
  const log = logOf(id);
  const event: ConversationEvent = {
    conversation_id: id,
    seq: log.length + 1,
    at: new Date().toISOString(),
    kind,
    by: { kind: 'person', id: ME.user_id ?? '', name: ME.name },
    body,
    visible_to: kind === 'message' ? 'all' : 'desk',
  };
  logs.set(id, [...log, event]);
  for (const socket of sockets) socket.follow(event);
  return event;
}

class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly #threads = new Set<string>();
  constructor() {
    sockets.add(this);
    setTimeout(() => this.onopen?.(), 1);
  }
  close(): void {
    sockets.delete(this);
  }
  tell(frame: ServerFrame): void {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }), 0);
  }
  follow(event: ConversationEvent): void {
    if (this.#threads.has(event.conversation_id))
      this.tell({
        t: 'event',
        conversation: event.conversation_id,
        seq: event.seq,
        prev: event.seq - 1,
        event,
      });
  }
  send(data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    if (frame.t === 'hello') {
      this.tell({ t: 'welcome', protocol: 1, session: ME, heartbeat_s: 60 });
      if (options.get('call') === 'on') this.#ring();
    } else if (frame.t === 'subscribe') this.#subscribe(frame);
    else if (frame.t === 'send') {
      const event = append(frame.conversation, 'message', { text: frame.text, client_id: frame.client_id });
      this.tell({ t: 'sent', client_id: frame.client_id, seq: event.seq });
    } else if (frame.t === 'seen') change(frame.conversation, { unread: 0 });
  }
  #ring(): void {
    const conversation = all.get(CALLING);
    const from = conversation?.contact?.phone ?? 'anonymous';
    if (conversation) this.tell({ t: 'call', conversation, call_id: 'k9', from });
  }
  #subscribe(frame: Extract<ClientFrame, { t: 'subscribe' }>): void {
    const { view } = frame;
    if (view.kind === 'thread') {
      this.#threads.add(view.conversation);
      const conversation = all.get(view.conversation);
      if (conversation) this.tell({ t: 'snapshot', id: frame.id, conversation });
      for (const event of logOf(view.conversation)) this.follow(event);
      if (view.conversation === 'conv-1') {
        this.tell({
          t: 'presence',
          conversation: 'conv-1',
          who: [{ user_id: 'user-jonas', name: 'Jonas Berg', doing: 'viewing' }],
        });
      }
    } else if (view.kind === 'list') {
      this.tell({ t: 'snapshot', id: frame.id, rows: rowsOf(view.name as ViewName), counts: counts() });
      if (remembered('offer') === 'on') {
        change('conv-3', {
          assignment: {
            version: 3,
            state: 'offered',
            user_id: ME.user_id ?? null,
            offer_until: ahead(25_000),
          },
        });
        const conversation = all.get('conv-3');
        if (conversation) this.tell({ t: 'offer', conversation, until: ahead(25_000) });
      }
    }
  }
}

const rowsOf = (view: ViewName): Conversation[] =>
  [...all.values()].filter((one) => belongs(view, one, ME.user_id));

function counts(): Record<string, number> {
  const views: ViewName[] = ['mine', 'waiting', 'critical', 'unassigned', 'open', 'complaints', 'snoozed'];
  return Object.fromEntries(views.map((name) => [name, rowsOf(name).length]));
}

/** The days of the period that is asked for. */
function daysOf(url: URL): number {
  const at = (name: string) => Date.parse(url.searchParams.get(name) ?? '');
  return Math.round((at('to') - at('from')) / DAY);
}

type Handler = (match: RegExpMatchArray, body: never, url: URL) => unknown;
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

const ROUTES: [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^\/v1\/session$/, () => (isSignedIn ? ME : undefined)],
  ['DELETE', /^\/v1\/session$/, () => ((isSignedIn = false), null)],
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
  ['POST', /^\/v1\/sign-in\/totp$/, () => ((isSignedIn = true), { state: 'signed_in', session: ME })],
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
  ['GET', /^\/v1\/assistant\/procedures$/, () => PROCEDURES],
  ['POST', /^\/v1\/assistant\/procedures$/, (_match, body: Parameters<typeof proposed>[0]) => proposed(body)],
  ['GET', /^\/v1\/desk\/report\/suggestions$/, () => SUGGESTED_FIGURES],
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
  ['GET', /^\/v1\/disputes\/[^/]+\/outlook$/, () => outlook],
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

function answer(method: string, url: URL, body: unknown): unknown {
  for (const [verb, path, handler] of ROUTES) {
    const match = verb === method ? url.pathname.match(path) : null;
    if (match) return handler(match, body as never, url);
  }
  if (method !== 'GET') return null;
  const exact = ANSWERS[url.pathname + url.search];
  return (
    exact ??
    ANSWERS[
      Object.keys(ANSWERS).find(
        (path) => path.split('?')[0] === url.pathname && !/customer_id/.test(path + url.search),
      ) ?? ''
    ] ??
    (/customer_id/.test(url.search) ? { items: [] } : undefined)
  );
}

/** Every word of the made-up data, for the test that looks for words of no catalog. */
function words(): string {
  const said =
    JSON.stringify([...all.values()].slice(0, 20)) +
    JSON.stringify([...all.keys()].slice(0, 20).map(logOf)) +
    JSON.stringify([
      ANSWERS,
      BRIEF,
      MACROS,
      ME,
      SCORECARDS,
      SUGGESTED,
      SUGGESTIONS,
      USERS,
      COMPLAINTS,
      REQUESTS,
      SEATS,
      CALLER_BRIEF,
      [draftOf({ answer: { letter: 'final_response', finding: 'upheld' } }), draftOf({ delay: {} })],
      outlook,
      reportOf(2),
      CONTROL,
      resultsOf(2),
      WORTH,
      TURNS,
      EVALUATIONS,
      PROCEDURES,
      ROUTES.map(([, , handler]) => handler.toString()),
    ]);
  // A line that ends stands in JSON as a letter of its own.
  return said.replaceAll('\\n', ' ');
}

/** Replaces the network of this page. */
export function install(): void {
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input), location.href);
    if (!url.pathname.startsWith('/v1/')) return real(input, init);
    const value = answer(init?.method ?? 'GET', url, init?.body ? JSON.parse(String(init.body)) : null);
    if (value instanceof Response) return value;
    if (value === undefined) {
      const status = url.pathname === '/v1/session' ? 401 : 404;
      return Response.json(
        {
          type: '/problems#not_found',
          title: 'Not found',
          status,
          detail: 'there is no such thing',
          code: 'not_found',
          fix: '',
          request_id: '',
        },
        { status },
      );
    }
    return value === null ? new Response(null, { status: 204 }) : Response.json(value);
  };
  Object.assign(window, { WebSocket: FakeSocket, fakeWords: words });
}
