//! The socket. It comes back by itself after a lost connection, each time with a new place, later and later, and never at
//! the same moment as all others.

import { type FromServer, type ToServer } from './messages.ts';
import { isFinal, placeAgain, sessionIn, type Place } from './rest.ts';
import { waitOf } from '../wait.ts';

export interface LineHeard {
  hear: (message: FromServer) => Promise<void>;
  /** The connection is gone; it is being brought back. */
  lost: () => void;
  /** A new place was given: it is what comes back after a reload. */
  placed: (place: Place) => void;
  /** It does not come back. */
  over: (reason: string) => void;
}

const PING_EVERY_MS = 5_000;
/** A node that vanished without a word is missed by then. */
const SILENT_MS_MAX = 12_000;
/** A place at a node that is gone does not welcome anybody. */
const WELCOME_MS_MAX = 4_000;
/** After these the session goes on, at another place. */
const COMES_BACK = /^(moved|stopping|slow)$/;

export class Line {
  #socket: WebSocket | null = null;
  #tries = 0;
  #isOver = false;
  #retryTimer = 0;
  #pingTimer = 0;
  #welcomeTimer = 0;
  #heardAt = 0;

  constructor(
    private readonly server: string,
    private place: Place,
    private readonly tab: string,
    private readonly heard: LineHeard,
  ) {}

  /** Connects with the place that it has, or asks for a new one before. */
  async connect(isAgain: boolean): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.#isOver = false;
    try {
      if (isAgain) {
        this.place = await placeAgain(this.server, this.place);
        this.heard.placed(this.place);
      }
    } catch (error) {
      if (isFinal(error)) this.#finish('expired');
      else this.#retry();
      return;
    }
    if (!this.#isOver) this.#join();
  }

  /** Whether it was sent. */
  send(message: ToServer): boolean {
    return this.#put(JSON.stringify(message));
  }

  sendFrame(frame: Uint8Array): boolean {
    return this.#put(frame);
  }

  /** What waits to be sent, in bytes. */
  get waiting(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** The server told the number of the session. */
  named(id: string): void {
    if (this.place.id === id) return;
    this.place = { ...this.place, id };
    this.heard.placed(this.place);
  }

  /** Leaves; what was sent still goes out. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#retryTimer);
    this.#drop();
  }

  #put(data: string | Uint8Array): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(data as string);
    return true;
  }

  #join(): void {
    this.#drop();
    const socket = new WebSocket(this.place.socket);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onopen = () => this.send({ t: 'hello', protocol: 1, token: this.place.token, tab: this.tab });
    socket.onmessage = ({ data }) => {
      this.#heardAt = Date.now();
      if (this.#socket === socket && typeof data === 'string') this.#hear(data);
    };
    socket.onclose = () => {
      if (this.#socket === socket) this.#retry();
    };
    this.#welcomeTimer = window.setTimeout(() => this.#retry(), WELCOME_MS_MAX);
    this.#pingTimer = window.setInterval(() => {
      if (Date.now() - this.#heardAt > SILENT_MS_MAX) this.#retry();
      else this.send({ t: 'ping' });
    }, PING_EVERY_MS);
  }

  #hear(data: string): void {
    const message = JSON.parse(data) as FromServer;
    if (message.t === 'welcome') {
      this.#tries = 0;
      clearTimeout(this.#welcomeTimer);
    }
    if (message.t !== 'bye') void this.heard.hear(message);
    else if (COMES_BACK.test(message.reason)) this.#retry();
    else this.#finish(message.reason);
  }

  #drop(): void {
    clearInterval(this.#pingTimer);
    clearTimeout(this.#welcomeTimer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #retry(): void {
    this.#drop();
    if (this.#isOver) return;
    this.heard.lost();
    // A token that came in a link may be of another node, which is asked for by the session's number.
    if (this.place.id === '') this.named(sessionIn(this.place.token));
    const wait = waitOf(this.#tries, Math.random());
    this.#tries += 1;
    this.#retryTimer = window.setTimeout(() => void this.connect(this.place.id !== ''), wait);
  }

  #finish(reason: string): void {
    this.close();
    this.heard.over(reason);
  }
}
