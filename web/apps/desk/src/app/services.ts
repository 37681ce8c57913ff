//! The one API client, socket, store and cache of the page.

import { Api, ApiError, itemsOf, Socket, socketUrl, webStorage } from '@ombud/client';
import { QueryClient } from '@tanstack/react-query';
import '../api/paths.ts';
import { DeskStore } from '../inbox/store.ts';

/** Data is shown from the cache for this long before it is asked for again. */
const FRESH_MS = 15_000;
const RETRIES_MAX = 2;
/** Rows or events of one answer: the most that the server gives at once. */
const PAGE_ROWS = 100;

export const api = new Api({ onSignedOut: () => void queries.invalidateQueries({ queryKey: ['session'] }) });

export const queries: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => error instanceof ApiError && error.isPassing && failures < RETRIES_MAX,
    },
  },
});

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
  refetch: async (conversation_id, after) =>
    itemsOf(
      await api.get('/v1/conversations/{conversation_id}/events', {
        path: { conversation_id },
        query: { after, limit: PAGE_ROWS },
      }),
    ),
});

export const store = new DeskStore(socket, async (view, cursor) =>
  api.get('/v1/conversations', { query: { view, cursor, limit: PAGE_ROWS } }),
);

addEventListener('online', () => socket.retryNow());
