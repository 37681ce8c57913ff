//! Answers for the console from inside the browser: REST and socket over the made-up desk. Development and tests only.

import { outlookOf, SUGGESTED } from './answers.ts';
import { COBROWSE_DATA, COBROWSE_ROUTES } from './fake/cobrowse.ts';
import { REDACTION_DATA, REDACTION_ROUTES } from './fake/redaction.ts';
import { CONVERSATION_ROUTES } from './fake/conversations.ts';
import { DESK_ROUTES } from './fake/desk.ts';
import { FakeSocket } from './fake/socket.ts';
import { all, logOf } from './fake/state.ts';
import { CONTROL, EVALUATIONS, PROCEDURES, resultsOf, TURNS, WORTH } from './world/assistant.ts';
import {
  ANSWERS,
  BRIEF,
  CALLER_BRIEF,
  COMPLAINTS,
  draftOf,
  MACROS,
  ME,
  reportOf,
  REQUESTS,
  SCORECARDS,
  SEATS,
  SUGGESTIONS,
  USERS,
} from './world/index.ts';

const ROUTES = [...CONVERSATION_ROUTES, ...COBROWSE_ROUTES, ...REDACTION_ROUTES, ...DESK_ROUTES];

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
      outlookOf('en'),
      reportOf(2),
      CONTROL,
      resultsOf(2),
      WORTH,
      TURNS,
      EVALUATIONS,
      PROCEDURES,
      COBROWSE_DATA,
      REDACTION_DATA,
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
