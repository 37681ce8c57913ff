//! The host's half of the frame: makes it, gives it a seat, and hears from it. The protocol stands in
//! docs/cobrowse-agent.md.

import { type Place } from './link.ts';
import { type SessionEvent, type SessionShown } from './session.ts';

/** Every message between the frame and its host has this, and a `type`. */
export const MARK = 'ombud-cobrowse-1';
export const PAGE = '/cobrowse-embed.html';
export const SOCKET = '/v1/cobrowse/socket';

/** To the frame. `connect` without a token: the frame asks for a signed one, and takes its seat with that. */
export type ToFrame =
  | {
      ombud: typeof MARK;
      type: 'connect';
      token?: string;
      socket?: string;
      session?: string;
      code?: string;
      locale?: string;
      theme?: string;
    }
  | { ombud: typeof MARK; type: 'jwt'; jwt: string }
  | { ombud: typeof MARK; type: 'place'; token: string; socket?: string }
  | { ombud: typeof MARK; type: 'end' | 'leave' };
/** From the frame. */
export type FromFrame =
  | { ombud: typeof MARK; type: 'ready' | 'place' | 'jwt' }
  | { ombud: typeof MARK; type: 'seat'; session: string }
  | { ombud: typeof MARK; type: 'refused'; status: number }
  | { ombud: typeof MARK; type: 'state'; state: SessionShown }
  | { ombud: typeof MARK; type: 'event'; event: SessionEvent };

export interface EmbedOptions {
  element: HTMLElement;
  /** The origin of the Ombud server, `https://ombud.example.com`. */
  server: string;
  /** Of a seat; or `jwt`. */
  token?: string;
  /** Signs for whoever works here, anew each time: the frame takes their seat with it. */
  jwt?: () => string | Promise<string>;
  /** With `jwt`: this session. Without one the frame asks for the customer's code. */
  session?: string;
  /** With `jwt`: the code, where it is known already. */
  code?: string;
  /** Where it is not the server's own `/v1/cobrowse/socket`. */
  socket?: string;
  locale?: string;
  theme?: 'light' | 'dark';
  place?: () => Promise<Place>;
  /** A seat was taken by `jwt`, in this session. */
  onSeat?: (session: string) => void;
  /** The server refused the seat: HTTP's status. The frame says so too. */
  onRefused?: (status: number) => void;
  onState?: (state: SessionShown) => void;
  onEvent?: (event: SessionEvent) => void;
}

export interface Embedded {
  readonly frame: HTMLIFrameElement;
  end(): void;
  leave(): void;
  /** Takes the frame away. */
  close(): void;
}

/** Puts a session's view into a frame of the server's. The token is in no address. */
export function embed(options: EmbedOptions): Embedded {
  const server = new URL(options.server).origin;
  const frame = document.createElement('iframe');
  const address = new URL(PAGE, server);
  address.searchParams.set('parent', location.origin);
  frame.src = address.href;
  frame.allow = 'fullscreen';
  frame.title = 'Ombud';
  frame.style.cssText = 'width:100%;height:100%;border:0;display:block';
  const send = (message: ToFrame): void => frame.contentWindow?.postMessage(message, server);
  const { token, socket, session, code, locale, theme } = options;
  const heard = (event: MessageEvent<unknown>): void => {
    if (event.source !== frame.contentWindow || event.origin !== server) return;
    const message = event.data as FromFrame;
    if (typeof message !== 'object' || message?.ombud !== MARK) return;
    if (message.type === 'ready')
      send({ ombud: MARK, type: 'connect', token, socket, session, code, locale, theme });
    else if (message.type === 'jwt') void vouch(options, send);
    else if (message.type === 'seat') options.onSeat?.(message.session);
    else if (message.type === 'refused') options.onRefused?.(message.status);
    else if (message.type === 'state') options.onState?.(message.state);
    else if (message.type === 'event') options.onEvent?.(message.event);
    else if (message.type === 'place') void replace(options, send);
  };
  window.addEventListener('message', heard);
  options.element.append(frame);
  return {
    frame,
    end: () => send({ ombud: MARK, type: 'end' }),
    leave: () => send({ ombud: MARK, type: 'leave' }),
    close: () => {
      window.removeEventListener('message', heard);
      frame.remove();
    },
  };
}

/** Answers the frame's wish for a signed token. One that cannot be had is asked for again by the agent. */
async function vouch(options: EmbedOptions, send: (message: ToFrame) => void): Promise<void> {
  try {
    if (options.jwt) send({ ombud: MARK, type: 'jwt', jwt: await options.jwt() });
  } catch {
    return;
  }
}

/** Answers the frame's wish for a new seat. One that cannot be had is asked for again by the frame. */
async function replace(options: EmbedOptions, send: (message: ToFrame) => void): Promise<void> {
  try {
    const { token, socket } = options.place
      ? await options.place()
      : { token: options.token, socket: options.socket };
    if (token !== undefined) send({ ombud: MARK, type: 'place', token, socket });
  } catch {
    return;
  }
}
