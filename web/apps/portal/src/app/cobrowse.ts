// The customer shows their page to somebody of the desk. The script is loaded when it is asked for, or goes on.

import type { Handle } from '@ombud/cobrowse/customer';
import { api, secret } from './backend.ts';

/** Where the session of this tab is kept, and what a link's fragment begins with. */
const NAME = 'ombud-cobrowse';
const server = location.origin;

let handle: Handle | null = null;

/** Shows a code to read out. Rejects where the server refuses. */
export async function showPage(language: string): Promise<void> {
  const { start } = await import('@ombud/cobrowse/customer');
  handle = await start({ server, language, authorization: secret });
}

/** Comes where the customer was invited; they are asked there before anything is shown. */
export async function comeTo(session: string, language: string): Promise<void> {
  const path = { cobrowse_id: session };
  const { start } = await import('@ombud/cobrowse/customer');
  const { id, token, socket } = await api.post('/v1/cobrowse/sessions/{cobrowse_id}/join', { path });
  handle = await start({ server, language, session: { id, token, socket } });
}

/** Comes by the link of an invitation, on this page. */
export async function follow(token: string, language: string): Promise<void> {
  const { start } = await import('@ombud/cobrowse/customer');
  handle = await start({ server, language, token, authorization: secret });
}

/** Goes on after a reload of the page, or follows an invitation. */
export async function goOn(): Promise<void> {
  if (!sessionStorage.getItem(NAME) && !location.hash.includes(`${NAME}=`)) return;
  const { resume } = await import('@ombud/cobrowse/customer');
  handle = await resume({ server, authorization: secret });
}

addEventListener('hashchange', () => {
  // Until the script is here it does not hear of links itself.
  if (!handle && location.hash.includes(`${NAME}=`)) void goOn().catch(() => undefined);
});

/** Whoever signs out shows nothing any more. */
export function stopShowing(): void {
  handle?.end('log_out');
  handle = null;
}
