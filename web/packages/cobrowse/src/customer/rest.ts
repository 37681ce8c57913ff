//! The two calls beside the socket: to open a session, and to get a place in it again.

/** A place in a session: what the socket's first message proves. */
export interface Place {
  /** Of the session. */
  id: string;
  token: string;
  socket: string;
}

export interface Opened extends Place {
  code?: string;
  /** ISO 8601. */
  code_expires_at?: string;
}

/** Proof of who opens the session, for `Authorization: Bearer`. Without one, the page's cookies go with the call. */
export type Authorization = string | (() => string | Promise<string>);

/** The server said no: HTTP's status is its message. */
export class RestError extends Error {}

/** Whether it says the same next time. */
export const isFinal = (error: unknown): boolean =>
  error instanceof RestError && /^4(?!08|29)/.test(error.message);

async function post<T>(url: string, body: object, bearer?: string): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    // A server elsewhere takes no cookies.
    credentials: bearer ? 'omit' : 'same-origin',
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new RestError(String(response.status));
  return (await response.json()) as T;
}

const calls = (server: string): string => `${server.replace(/\/+$/, '')}/v1/cobrowse/`;

/** Opens a session. Throws `RestError`, or what `fetch` throws without a connection. */
export async function openSession(
  server: string,
  language: string,
  conversation?: string,
  authorization?: Authorization,
): Promise<Opened> {
  return post<Opened>(
    `${calls(server)}sessions`,
    { language, ...(conversation && { conversation_id: conversation }) },
    await bearerOf(authorization),
  );
}

/** Comes by the link of an invitation, which is good once. Throws as `openSession`. */
export async function followLink(
  server: string,
  link: string,
  authorization?: Authorization,
): Promise<Opened> {
  return post<Opened>(`${calls(server)}links`, { token: link }, await bearerOf(authorization));
}

const bearerOf = async (authorization?: Authorization): Promise<string | undefined> =>
  typeof authorization === 'function' ? authorization() : authorization;

/** The session that a place's token names; empty where it is none of ours. */
export function sessionIn(token: string): string {
  const claims = (token.split('.')[0] ?? '').replace(/-/g, '+').replace(/_/g, '/');
  try {
    return (JSON.parse(atob(claims)) as { session?: string }).session ?? '';
  } catch {
    return '';
  }
}

/** A new place for an old one: after a reload, in another tab, after a lost connection. */
export async function placeAgain(server: string, { id, token }: Place): Promise<Place> {
  const url = `${calls(server)}sessions/${encodeURIComponent(id)}/place`;
  const again = await post<{ token: string; socket: string }>(url, {}, token);
  return { id, token: again.token, socket: socketAt(server, again.socket) };
}

/** The address of a socket, which may be a path of the server. */
export function socketAt(server: string, socket: string): string {
  const url = new URL(socket, new URL(`${server.replace(/\/+$/, '')}/`, location.href));
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}
