//! The frame's half: waits for its host to give it a seat, and shows the session. It hears its parent only, and only of an
//! origin that is allowed: those of the page's `ombud-parents`, or where the server names none, the one of the address.

import { Card } from './bar.ts';
import { connect, type LiveView } from './connect.ts';
import { MARK, SOCKET, type FromFrame, type ToFrame } from './embed.ts';
import { type Place } from './link.ts';
import { mount } from './root.ts';
import { wordsFor } from './words.ts';

/** Without an answer the wish for a seat has failed, and is made again later. */
const PLACE_MS_MAX = 10_000;

/** The origins that may be our parent. `named`: of the server, with spaces between; empty for none. */
export function parentsOf(named: string, search: string): string[] {
  const wanted = new URLSearchParams(search).getAll('parent');
  const all = named.trim() === '' ? wanted : named.trim().split(/\s+/);
  return all.flatMap((one) => {
    try {
      const { origin } = new URL(one);
      return origin === 'null' ? [] : [origin];
    } catch {
      return [];
    }
  });
}

/** The socket of a message, or the server's own; null for one that is no socket. */
export function socketOf(given: unknown, here: string): string | null {
  const own = new URL(SOCKET, here);
  own.protocol = own.protocol === 'http:' ? 'ws:' : 'wss:';
  if (given === undefined || given === null) return own.href;
  try {
    const address = new URL(String(given));
    const isOurs = address.protocol === 'wss:' || (address.protocol === 'ws:' && own.protocol === 'ws:');
    return isOurs ? address.href : null;
  } catch {
    return null;
  }
}

/** Begins to listen. Gives a function that ends it. */
export function serveEmbed(element: HTMLElement): () => void {
  const named = document.querySelector<HTMLMetaElement>('meta[name="ombud-parents"]')?.content ?? '';
  const parents = parentsOf(named, location.search);
  const card = new Card();
  const words = wordsFor([...navigator.languages]);
  card.show({ icon: 'wait', title: words('embedWaiting'), text: '' });
  const waiting = mount(element, words('title'), words.language, card.element);
  let view: LiveView | null = null;
  let answer: ((place: Place) => void) | null = null;
  const send = (message: FromFrame): void => {
    for (const origin of parents) window.parent.postMessage(message, origin);
  };
  const place = (): Promise<Place> =>
    new Promise((resolve, reject) => {
      answer = resolve;
      setTimeout(() => reject(new Error('the host gave no seat')), PLACE_MS_MAX);
      send({ ombud: MARK, type: 'place' });
    });
  const heard = (event: MessageEvent<unknown>): void => {
    if (event.source !== window.parent || !parents.includes(event.origin)) return;
    const message = event.data as ToFrame;
    if (typeof message !== 'object' || message?.ombud !== MARK) return;
    if (message.type === 'end') view?.end();
    else if (message.type === 'leave') view?.leave();
    else if (message.type === 'connect' || message.type === 'place') {
      const socket = socketOf(message.socket, location.href);
      if (socket === null || typeof message.token !== 'string') return;
      const given = { token: message.token, socket };
      if (message.type === 'place') answer?.(given);
      else if (!view) {
        if (message.theme === 'light' || message.theme === 'dark')
          document.documentElement.dataset.theme = message.theme;
        waiting.remove();
        view = connect({
          ...given,
          element,
          place,
          locale: message.locale,
          onState: (state) => send({ ombud: MARK, type: 'state', state }),
          onEvent: (happened) => send({ ombud: MARK, type: 'event', event: happened }),
        });
      }
    }
  };
  window.addEventListener('message', heard);
  if (window.parent !== window) send({ ombud: MARK, type: 'ready' });
  return () => {
    window.removeEventListener('message', heard);
    view?.close();
  };
}
