// The one API client and the one socket of the page, and where the session's secret is when a token brought it.

import { Api, Chat, itemsOf, Socket, socketUrl, webStorage } from '@ombud/client';

const TOKEN_KEY = 'ombud.portal.token';

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

let token = stored();

/** Keeps the secret of a session that an identity token opened; the cookie speaks where there is none. */
export function keepToken(next: string | undefined): void {
  token = next;
  try {
    if (next) sessionStorage.setItem(TOKEN_KEY, next);
    else sessionStorage.removeItem(TOKEN_KEY);
  } catch {
    // A browser that keeps nothing is signed in until the page is left.
  }
}

/** The secret of the session; empty where the cookie speaks. */
export const secret = (): string => token ?? '';

const signedOut = new Set<() => void>();
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export const api = new Api({
  token: () => token,
  onSignedOut: () => signedOut.forEach((listener) => listener()),
});

let socket: Socket | undefined;
let chat: Chat | undefined;

/** The conversation of whoever is signed in; connects when it is first asked for. */
export function chatOf(language: string): Chat {
  if (chat) return chat;
  socket = new Socket({
    url: socketUrl(location.origin),
    token: () => token,
    storage: webStorage(sessionStorage, 'ombud.portal.unsent'),
    refetch: async (conversation, after) => {
      const path = { conversation_id: conversation };
      return itemsOf(await api.get('/v1/conversations/{conversation_id}/events', { path, query: { after } }));
    },
  });
  window.addEventListener('online', () => socket?.retryNow());
  chat = new Chat({
    api,
    socket,
    language,
    isWatched: () => document.visibilityState === 'visible' && location.pathname.endsWith('/messages'),
  });
  socket.connect();
  socket.customer();
  return chat;
}

export function leaveChat(): void {
  chat?.close();
  socket?.close();
  chat = undefined;
  socket = undefined;
}

let clockOffsetMs = 0;

/** The time of the service. A sandbox may live in another month than the browser. */
export function serviceNow(): Date {
  return new Date(Date.now() + clockOffsetMs);
}

/** Asks the service what time it is; without an answer the browser's own clock counts. */
export async function readClock(): Promise<void> {
  try {
    clockOffsetMs = Date.parse((await api.get('/v1/me')).now) - Date.now();
  } catch {
    clockOffsetMs = 0;
  }
}
