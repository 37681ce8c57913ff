//! The host's half of the frame: makes it, gives it a seat, and hears from it. The protocol stands in
//! docs/cobrowse-agent.md.

import { type Place } from './link.ts';
import { type SessionEvent, type SessionShown } from './session.ts';

/** Every message between the frame and its host has this, and a `type`. */
export const MARK = 'ombud-cobrowse-1';
export const PAGE = '/cobrowse-embed.html';
export const SOCKET = '/v1/cobrowse/socket';

/** To the frame. */
export type ToFrame =
  | { ombud: typeof MARK; type: 'connect'; token: string; socket?: string; locale?: string; theme?: string }
  | { ombud: typeof MARK; type: 'place'; token: string; socket?: string }
  | { ombud: typeof MARK; type: 'end' | 'leave' };
/** From the frame. */
export type FromFrame =
  | { ombud: typeof MARK; type: 'ready' | 'place' }
  | { ombud: typeof MARK; type: 'state'; state: SessionShown }
  | { ombud: typeof MARK; type: 'event'; event: SessionEvent };

export interface EmbedOptions {
  element: HTMLElement;
  /** The origin of the Ombud server, `https://ombud.example.com`. */
  server: string;
  token: string;
  /** Where it is not the server's own `/v1/cobrowse/socket`. */
  socket?: string;
  locale?: string;
  theme?: 'light' | 'dark';
  place?: () => Promise<Place>;
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
  const { token, socket, locale, theme } = options;
  const heard = (event: MessageEvent<unknown>): void => {
    if (event.source !== frame.contentWindow || event.origin !== server) return;
    const message = event.data as FromFrame;
    if (typeof message !== 'object' || message?.ombud !== MARK) return;
    if (message.type === 'ready') send({ ombud: MARK, type: 'connect', token, socket, locale, theme });
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

/** Answers the frame's wish for a new seat. One that cannot be had is asked for again by the frame. */
async function replace(options: EmbedOptions, send: (message: ToFrame) => void): Promise<void> {
  try {
    const { token, socket } = options.place
      ? await options.place()
      : { token: options.token, socket: options.socket };
    send({ ombud: MARK, type: 'place', token, socket });
  } catch {
    return;
  }
}
