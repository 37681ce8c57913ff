//! The one API client, socket, store and cache of the page.

import { Api, clock, Socket, socketUrl, webStorage } from '@ombud/client';
import { newQueries } from '@ombud/ui/start';
import type { QueryClient } from '@tanstack/react-query';
import '../api/paths.ts';
import { asConversations, asEvents } from '../api/wire.ts';
import { DeskStore } from '../inbox/store.ts';

/** Rows or events of one answer: the most that the server gives at once. */
const PAGE_ROWS = 100;

/** A page that nobody looks at paints no frames: it is told of changes after so long. */
const UNSEEN_MS = 100;

/** The session is over: ask who is there from the start. Where nobody was, a refusal is an answer like any other. */
function signedOut(): void {
  if (queries.getQueryData(['session'])) void queries.resetQueries({ queryKey: ['session'] });
}

export const api = new Api({ onSignedOut: signedOut, clock });

export const queries: QueryClient = newQueries();

function storageOfThisTab() {
  try {
    return webStorage(sessionStorage, 'ombud.unsent');
  } catch {
    return undefined;
  }
}

export const socket = new Socket({
  url: socketUrl(location.origin),
  storage: storageOfThisTab(),
  clock,
  refetch: async (conversation_id, after) => {
    const path = { conversation_id };
    const query = { after, limit: PAGE_ROWS };
    const answer = await api.get('/v1/conversations/{conversation_id}/events', { path, query });
    return asEvents(Array.isArray(answer) ? answer : answer.items);
  },
});

/** Before the next frame is painted; where none is, because nobody looks, a little later. */
function beforeNextFrame(run: () => void): void {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN_MS);
}

export const store = new DeskStore(
  socket,
  async (view, cursor) => {
    const page = await api.get('/v1/conversations', { query: { view, cursor, limit: PAGE_ROWS } });
    return { items: asConversations(page.items), next_cursor: page.next_cursor };
  },
  beforeNextFrame,
);

addEventListener('online', () => socket.retryNow());
