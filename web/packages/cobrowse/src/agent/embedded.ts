//! The frame's half: waits for its host to give it a seat, and shows the session. It hears its parent only, and only of an
//! origin that is allowed: those of the page's `ombud-parents`, or where the server names none, the one of the address.

import { Card } from './bar.ts';
import { connect, type LiveView } from './connect.ts';
import { MARK, SOCKET, type FromFrame, type ToFrame } from './embed.ts';
import { codeEntry, RefusedSeat, takeSeat, wordsOfRefusal, type Seat, type Way } from './entry.ts';
import { type Place } from './link.ts';
import { mount } from './root.ts';
import { type AssetSource } from '../view/index.ts';
import { wordsFor } from './words.ts';

/** Without an answer the wish for a seat or a signature has failed, and is made again later. */
const ANSWER_MS_MAX = 10_000;
const SEAT_ASSETS = '/v1/cobrowse/seats/assets/';

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
  const frame = new Frame(element);
  return () => frame.stop();
}

/** Pictures and fonts of the company's site, for whoever sits in a session. `token`: that took the seat, or the last one. */
export function assetsOfSeat(token: () => string): AssetSource {
  return async (sha256) => {
    const address = `${SEAT_ASSETS}${encodeURIComponent(sha256)}`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token()}` } });
    return answer.ok ? answer.blob() : null;
  };
}

class Frame {
  private readonly parents: string[];
  private words = wordsFor([...navigator.languages]);
  private shown: { remove: () => void } | null = null;
  private view: LiveView | null = null;
  private isBegun = false;
  private place: ((place: Place) => void) | null = null;
  private jwt: ((jwt: string) => void) | null = null;

  constructor(private readonly element: HTMLElement) {
    const named = document.querySelector<HTMLMetaElement>('meta[name="ombud-parents"]')?.content ?? '';
    this.parents = parentsOf(named, location.search);
    this.showCard('wait', this.words('embedWaiting'));
    window.addEventListener('message', this.heard);
    if (window.parent !== window) this.send({ ombud: MARK, type: 'ready' });
  }

  stop(): void {
    window.removeEventListener('message', this.heard);
    this.view?.close();
  }

  private send(message: FromFrame): void {
    for (const origin of this.parents) window.parent.postMessage(message, origin);
  }

  private readonly heard = (event: MessageEvent<unknown>): void => {
    if (event.source !== window.parent || !this.parents.includes(event.origin)) return;
    const message = event.data as ToFrame;
    if (typeof message !== 'object' || message?.ombud !== MARK) return;
    if (message.type === 'end') this.view?.end();
    else if (message.type === 'leave') this.view?.leave();
    else if (message.type === 'jwt') this.jwt?.(String(message.jwt));
    else if (message.type === 'place') {
      const given = placeOf(message);
      if (given) this.place?.(given);
    } else if (message.type === 'connect' && !this.isBegun) this.begin(message);
  };

  private begin(message: ToFrame & { type: 'connect' }): void {
    const { theme, locale, session, code } = message;
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    this.words = wordsFor([locale, ...navigator.languages]);
    if (message.token !== undefined) {
      const given = placeOf(message);
      if (given) this.connect(given, () => this.ask('place'), locale);
      return;
    }
    this.isBegun = true;
    const join = (way: Way): Promise<void> => this.join(way, locale);
    if (typeof session === 'string') {
      void join({ session_id: session }).catch((error: unknown) =>
        this.showCard('end', wordsOfRefusal(this.words, error)),
      );
      return;
    }
    this.show(codeEntry(this.words, (digits) => join({ code: digits })));
    if (typeof code === 'string') void join({ code }).catch(() => undefined);
  }

  /** Takes a seat with a token that the host signs for it now. */
  private async join(way: Way, locale?: string): Promise<void> {
    const jwt = await this.askJwt();
    let seat: Seat;
    try {
      seat = await takeSeat(jwt, way, ownSocket);
    } catch (error) {
      this.send({ ombud: MARK, type: 'refused', status: error instanceof RefusedSeat ? error.status : 0 });
      throw error;
    }
    this.send({ ombud: MARK, type: 'seat', session: seat.session });
    // Whoever has a seat comes back to it by the session, with a signature of that moment.
    const again = async (): Promise<Place> =>
      takeSeat(await this.askJwt(), { session_id: seat.session }, ownSocket);
    this.connect(seat, again, locale);
  }

  private connect(given: Place, place: () => Promise<Place>, locale?: string): void {
    this.isBegun = true;
    this.shown?.remove();
    let { token } = given;
    const renewed = async (): Promise<Place> => {
      const next = await place();
      ({ token } = next);
      return next;
    };
    this.view = connect({
      ...given,
      element: this.element,
      assets: assetsOfSeat(() => token),
      place: renewed,
      locale,
      onState: (state) => this.send({ ombud: MARK, type: 'state', state }),
      onEvent: (event) => this.send({ ombud: MARK, type: 'event', event }),
    });
  }

  /** Asks the host for a new seat. */
  private ask(type: 'place'): Promise<Place> {
    return new Promise((resolve, reject) => {
      this.place = resolve;
      setTimeout(() => reject(new Error('the host gave no seat')), ANSWER_MS_MAX);
      this.send({ ombud: MARK, type });
    });
  }

  private askJwt(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.jwt = resolve;
      setTimeout(() => reject(new Error('the host signed nothing')), ANSWER_MS_MAX);
      this.send({ ombud: MARK, type: 'jwt' });
    });
  }

  private showCard(icon: 'wait' | 'end', title: string): void {
    const card = new Card();
    card.show({ icon, title, text: '' });
    this.show(card.element);
  }

  private show(part: HTMLElement): void {
    this.shown?.remove();
    this.shown = mount(this.element, this.words('title'), this.words.language, part);
  }
}

function placeOf(message: { token?: string; socket?: string }): Place | null {
  const socket = socketOf(message.socket, location.href);
  return socket === null || typeof message.token !== 'string' ? null : { token: message.token, socket };
}

/** A socket of the server that the frame came from; what it says is a path of its own. */
function ownSocket(given: unknown): string {
  const address = new URL(String(given), location.href);
  address.protocol = location.protocol === 'http:' ? 'ws:' : 'wss:';
  return address.href;
}
