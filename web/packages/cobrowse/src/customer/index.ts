//! `OmbudCobrowse` in full: the capture, and the customer's side of a session around it. docs/cobrowse-customer.md says how
//! a company puts it on its pages.

import { learn } from './manifest.ts';
import { followLink, openSession, socketAt, type Authorization, type Opened } from './rest.ts';
import { Session } from './session.ts';
import { type Grant, type State } from './messages.ts';
import { ask, keep, kept, listen, tell, tokenOfLink, type Kept } from './tabs.ts';

export {
  capture,
  PolicyError,
  type Assets,
  type CaptureOptions,
  type Policy,
  type PolicyRule,
} from '../capture/full/index.ts';
export type { Authorization, Grant, Opened, State };

export interface ResumeOptions {
  /** Where the API is; the origin of this script if absent. */
  server?: string;
  /** `en`, `sv`, `de` or `es`; else the page's language, then the browser's. */
  language?: string;
  /** The address of the manifest that the site's build made (docs/cobrowse-assets.md). */
  assets?: string;
  onState?: (state: State, grants: readonly Grant[]) => void;
  /** Proves who opens the session or follows a link; without it the page's cookies do, where there are any. */
  authorization?: Authorization;
}

export interface StartOptions extends ResumeOptions {
  /** The number of the conversation in which the customer asks. */
  conversation?: string;
  /** A session that was opened elsewhere: in the chat, by the company's own server. */
  session?: Opened;
  /** Of the link of an invitation, which is good once. */
  token?: string;
}

export interface Handle {
  /** What the customer reads out; empty where none was made or it was used. */
  readonly code: string;
  readonly codeExpiresAt: Date | null;
  readonly state: State;
  readonly grants: readonly Grant[];
  /** Call with `log_out` where the customer logs out. */
  end: (reason?: 'log_out') => void;
  pause: () => void;
}

const SCRIPT = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
const TAB_BYTES = 4;

let session: Session | null = null;
/** How this page wants it, also where another tab begins. */
let wishes: ResumeOptions = {};
const tab = [...crypto.getRandomValues(new Uint8Array(TAB_BYTES))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');

const LANGUAGE_CHARS_MAX = 16;

/** In what the customer is to be asked, before the server has said it. */
const pageLanguage = ({ language }: ResumeOptions): string =>
  (language ?? (document.documentElement.lang || navigator.language)).slice(0, LANGUAGE_CHARS_MAX);

function wish(options: ResumeOptions): void {
  wishes = options;
  if (options.assets) void learn(options.assets);
}

/** Opens a session and shows its code, or joins the one that is given. Rejects where the server refuses. */
export async function start(options: StartOptions): Promise<Handle> {
  wish(options);
  listen({ begun, over });
  const going = session && isGoing(session) ? session : null;
  if (going && !options.session && !options.token) return handleOf(going);
  going?.end();
  const { token } = options;
  const server = serverOf(options);
  const opened: Opened = token
    ? await followLink(server, token, options.authorization)
    : (options.session ??
      (await openSession(server, pageLanguage(options), options.conversation, options.authorization)));
  const { id, token: own, code, code_expires_at } = opened;
  const socket = socketAt(server, opened.socket);
  const one: Kept = { id, token: own, socket, server, language: options.language, code };
  if (code_expires_at) one.codeExpiresAt = Date.parse(code_expires_at);
  return handleOf(join(one, false));
}

/**
 * Call on every page: goes on with the session of this tab or of another one, or follows the link that the customer
 * opened. Gives null where there is none.
 */
export async function resume(options: ResumeOptions = {}): Promise<Handle | null> {
  wish(options);
  listen({ begun, over });
  followHere();
  const token = tokenOfLink();
  if (token) return start({ ...options, token });
  const own = kept();
  if (own && !session) join(own, true);
  if (!session) await ask();
  return session && handleOf(session);
}

let isFollowing = false;

/** A link to the page that is open loads no page. */
function followHere(): void {
  if (isFollowing) return;
  isFollowing = true;
  addEventListener('hashchange', () => {
    const token = tokenOfLink();
    // One that is good no longer shows nothing.
    if (token) void start({ ...wishes, token }).catch(() => undefined);
  });
}

const isGoing = ({ state }: Session): boolean => !/ended|declined/.test(state);

function serverOf({ server }: ResumeOptions): string {
  return server ?? new URL(SCRIPT, location.href).origin;
}

function join(one: Kept, isAgain: boolean): Session {
  const joined = new Session({ ...one, language: wishes.language ?? one.language }, tab, {
    state: (state, grants) => wishes.onState?.(state, grants),
    keep: (now) => {
      const isNew = now?.id && !kept()?.id;
      keep(now);
      if (now && isNew) tell({ t: 'session', kept: { ...now, code: undefined } });
      if (!now && joined.id) tell({ t: 'over', id: joined.id });
    },
  });
  session = joined;
  joined.begin(isAgain);
  return joined;
}

/** Another tab has a session; a page that nobody looks at joins when somebody does. */
function begun(one: Kept): void {
  if (session && isGoing(session)) return;
  if (document.hidden) document.addEventListener('visibilitychange', () => begun(one), { once: true });
  else join(one, true);
}

function over(id: string): void {
  if (session?.id !== id) return;
  keep(null);
  session.leave();
}

function handleOf(one: Session): Handle {
  return {
    get code() {
      return one.code;
    },
    get codeExpiresAt() {
      return one.codeExpiresAt ? new Date(one.codeExpiresAt) : null;
    },
    get state() {
      return one.state;
    },
    get grants() {
      return one.grants;
    },
    end: (reason) => one.end(reason),
    pause: () => one.pause(),
  };
}
