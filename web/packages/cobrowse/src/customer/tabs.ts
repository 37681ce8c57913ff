//! The session outlives a page: this tab keeps it in its session storage, and tells it to the site's other tabs.

import { type Place } from './rest.ts';

/** What a page needs to go on with a session. */
export interface Kept extends Place {
  server: string;
  language?: string;
  code?: string;
  /** Milliseconds since 1970. */
  codeExpiresAt?: number;
}

type Told = { t: 'who' } | { t: 'session'; kept: Kept } | { t: 'over'; id: string };

const NAME = 'ombud-cobrowse';
const ANSWER_MS_MAX = 300;
const FRAGMENT = /([#&])ombud-cobrowse=([^&]+)&?/;

/** The session of this tab. */
export function kept(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? 'null') as Kept | null;
  } catch {
    // Storage is forbidden here: the session then ends with the page.
    return null;
  }
}

export function keep(one: Kept | null): void {
  try {
    if (one) sessionStorage.setItem(NAME, JSON.stringify(one));
    else sessionStorage.removeItem(NAME);
  } catch {
    // As above.
  }
}

/** The token of a link; it is taken out of the address at once. */
export function tokenOfLink(): string | null {
  const found = FRAGMENT.exec(location.hash);
  if (!found?.[2]) return null;
  const rest = location.hash.replace(FRAGMENT, '$1').replace(/[#&]$/, '');
  history.replaceState(history.state, '', location.pathname + location.search + rest);
  return decodeURIComponent(found[2]);
}

/** Told of sessions that other tabs have. */
export interface TabsHeard {
  begun: (one: Kept) => void;
  over: (id: string) => void;
}

let channel: BroadcastChannel | null = null;

/** Hears the other tabs from now on, and answers them. */
export function listen({ begun, over }: TabsHeard): void {
  if (channel) return;
  channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    const own = kept();
    // What the code is concerns the tab that shows it.
    if (data.t === 'who' && own?.id) tell({ t: 'session', kept: { ...own, code: undefined } });
    if (data.t === 'session') begun(data.kept);
    if (data.t === 'over') over(data.id);
  };
}

export function tell(told: Told): void {
  channel?.postMessage(told);
}

/** Asks the other tabs for their session; settles when there was time to answer. */
export async function ask(): Promise<void> {
  tell({ t: 'who' });
  await new Promise((done) => setTimeout(done, ANSWER_MS_MAX));
}
