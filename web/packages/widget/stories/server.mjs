// What the stories run against: the built widget on a hostile page with a strict policy, and an API that
// answers from a script. Only stories use it; the widget itself knows no fake.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const BUILT = new URL('../../../dist/widget.js', import.meta.url);

/** A strict policy: no inline script, no inline style, no eval. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self'";

/** A page that would break what is not shut off from it. */
const PAGE = (attributes) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>
<link rel="stylesheet" href="/page.css"><script src="/early.js"></script><script src="/widget.js" async ${attributes}></script></head>
<body><main><h1>A shop</h1><p>Everything here is for sale. <a href="#a">A link</a></p></main></body></html>`;
const CSS = `html { font-size: 40px } body { font: 16px serif; margin: 2rem } button, section, * { letter-spacing: 2px; color: crimson !important } .panel, .launcher { display: none !important }`;
const EARLY = `(window.Ombud ||= []).push(['on', 'open', () => document.title += ' opened'])`;

const DAY_MS = 86_400_000;
const inDays = (days) => new Date(Date.now() + days * DAY_MS).toISOString();
const money = (amount_minor) => ({ amount_minor, currency: 'GBP' });

export const CONVERSATION = {
  id: 'c1',
  number: '7F3K-9QDM',
  channel: 'chat',
  customer_id: 'visitor-1',
  customer: { visitor: true },
  language: 'en',
  state: 'open',
  waiting_on: 'us',
  floor: { holder: 'ai', epoch: 1 },
  assignment: { version: 0, state: 'none' },
  skills: [],
  tags: [],
  priority: { score: 0, level: 'normal', reasons: [] },
  sla: [],
  unread: false,
  seen_by_customer: 0,
  created_at: inDays(0),
  updated_at: inDays(0),
  seq: 0,
  version: 1,
};

function order(isPaused) {
  const instalment = (seq, days, open) => ({
    seq,
    due_on: inDays(days).slice(0, 10),
    state: open ? 'open' : 'paid',
    amount_minor: 1000,
    open_minor: open ? 1000 : 0,
    interest_minor: 0,
    interest_paid_minor: 0,
  });
  const plan = {
    id: 'p1',
    order_id: 'o1',
    status: isPaused ? 'paused' : 'active',
    outstanding: money(2000),
    interest_outstanding: money(0),
    fees_outstanding: money(0),
    pauses: isPaused
      ? [{ from: inDays(0).slice(0, 10), until: inDays(28).slice(0, 10), reason: 'return' }]
      : [],
    instalments: [instalment(1, -20, false), instalment(2, 10, true), instalment(3, 40, true)],
  };
  const lines = [
    { id: '1', name: 'Linen shirt', amount_minor: 1800, quantity: 1 },
    { id: '2', name: 'Wool socks', amount_minor: 1200, quantity: 1 },
  ];
  return {
    order: { id: 'o1', at: inDays(-20), merchant_id: 'shop', currency: 'GBP', total_minor: 3000, lines },
    plans: [plan],
    dispute_ids: [],
  };
}

/** Serves the page, the widget and the API. `state` is what the API remembers. */
export async function serve(attributes) {
  const state = { isPaused: false, calls: [], hasConversation: false };
  const session = (kind, name) => ({
    id: 's',
    kind,
    tenant: 't',
    customer_id: kind === 'customer' ? 'cust' : 'visitor-1',
    name,
    expires_at: inDays(1),
  });
  const api = {
    'GET /v1/company': () => ({
      tenant: 't',
      name: 'Nordpay',
      languages: ['en', 'sv'],
      pauses: { return_days: 28, problem_days: 21 },
    }),
    'POST /v1/sign-in/visitor': () => ({ token: 'ombud_ss_v', session: session('visitor', '') }),
    'POST /v1/sign-in/identity': () => ({ token: 'ombud_ss_c', session: session('customer', 'Ada Byron') }),
    'GET /v1/conversations': () => ({ items: state.hasConversation ? [CONVERSATION] : [] }),
    'POST /v1/conversations': () => {
      state.hasConversation = true;
      return CONVERSATION;
    },
    'POST /v1/conversations/c1/human': () => ({
      ...CONVERSATION,
      version: 2,
      human_requested_at: inDays(0),
      queue: { position: 3, expected_wait_s: 240, high_s: 720, call_back_offered: true },
    }),
    'POST /v1/conversations/c1/csat': (body) => ({
      ...CONVERSATION,
      version: 9,
      state: 'resolved',
      csat: body,
    }),
    'POST /v1/conversations/c1/call-back': () => ({
      ...CONVERSATION,
      version: 3,
      human_requested_at: inDays(0),
    }),
    'GET /v1/orders': () => ({ items: [{ id: 'o1' }] }),
    'GET /v1/orders/o1': () => order(state.isPaused),
    'POST /v1/orders/o1/returns': () => {
      state.isPaused = true;
      return { id: 'r1', at: inDays(0), order_id: 'o1', state: 'reported' };
    },
    'POST /v1/disputes': () => {
      state.isPaused = true;
      return {
        id: 'd1',
        order_id: 'o1',
        state: 'evidence',
        needs_person: false,
        clocks: [{ kind: 'evidence_due', due_at: inDays(21) }],
        customer_missing: [],
      };
    },
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const send = (status, type, body) => {
      response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': POLICY });
      response.end(body);
    };
    if (pathname === '/widget.js') return send(200, 'text/javascript', await readFile(BUILT));
    if (pathname === '/page.css') return send(200, 'text/css', CSS);
    if (pathname === '/early.js') return send(200, 'text/javascript', EARLY);
    if (pathname === '/') return send(200, 'text/html', PAGE(attributes));
    let text = '';
    for await (const part of request) text += part;
    const name = `${request.method} ${pathname}`;
    state.calls.push({
      name,
      body: text ? JSON.parse(text) : undefined,
      authorization: request.headers.authorization,
    });
    const answer = api[name];
    if (!answer)
      return send(
        404,
        'application/problem+json',
        JSON.stringify({ code: 'not_found', detail: name, status: 404, title: '', fix: '' }),
      );
    send(200, 'application/json', JSON.stringify(answer(text ? JSON.parse(text) : undefined)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { state, url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
