//! The socket, kept alive: says hello, pings, and comes back by a new place when it was lost.

import { waitOf } from '../wait.ts';
import { PROTOCOL, readMessage, type FromServer, type ToServer } from './protocol.ts';

/** Where a seat is: a signed token and the address of the socket, `wss://…/v1/cobrowse/socket`. */
export interface Place {
  token: string;
  socket: string;
}

/** `open`: the server has welcomed us. `lost`: a new try comes in `inMs`. `closed`: no try comes. */
export type Phase = 'connecting' | 'open' | 'lost' | 'closed';

export interface LinkOptions {
  first: Place;
  /** Gives a place anew. Without it the first one is tried again. */
  place?: () => Promise<Place>;
  onMessage: (message: FromServer) => void;
  onFrame: (frame: Uint8Array) => void;
  onPhase: (phase: Phase, inMs: number) => void;
  /** The way to the server and back, in milliseconds. */
  onRound: (ms: number) => void;
}

const PING_EVERY_MS = 5_000;
/** A node that vanished without a word is missed by then. */
const SILENCE_MS = 12_000;
/** A place at a node that is gone does not welcome anybody. */
const WELCOME_MS_MAX = 4_000;
/** What the socket may hold back before a pointer is left out, in bytes. */
const BACKLOG_BYTES = 65_536;

export class Link {
  private socket: WebSocket | null = null;
  private tries = 0;
  private pingAt = 0;
  private heardAt = 0;
  private pings: ReturnType<typeof setInterval> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private welcomeTimer: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;

  constructor(private readonly options: LinkOptions) {}

  start(): void {
    this.open(this.options.first);
  }

  /** Whether the message went out. */
  send(message: ToServer): boolean {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return false;
    const mayWait = message.t === 'pointer' || message.t === 'laser';
    if (mayWait && socket.bufferedAmount > BACKLOG_BYTES) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  /** Leaves this place and asks for another. */
  again(): void {
    if (this.isStopped) return;
    this.drop();
    const wait = waitOf(this.tries, Math.random());
    this.tries += 1;
    this.options.onPhase('lost', wait);
    this.timer = setTimeout(() => void this.next(), wait);
  }

  /** Tries at once. */
  hurry(): void {
    if (this.isStopped || this.socket) return;
    clearTimeout(this.timer);
    void this.next();
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.drop();
    this.options.onPhase('closed', 0);
  }

  private async next(): Promise<void> {
    try {
      const place = this.options.place ? await this.options.place() : this.options.first;
      if (!this.isStopped) this.open(place);
    } catch {
      this.again();
    }
  }

  private open(place: Place): void {
    this.drop();
    this.options.onPhase('connecting', 0);
    let socket: WebSocket;
    try {
      socket = new WebSocket(place.socket);
    } catch {
      this.again();
      return;
    }
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    this.heardAt = performance.now();
    socket.onopen = () => this.send({ t: 'hello', protocol: PROTOCOL, token: place.token });
    socket.onmessage = (event: MessageEvent<unknown>) => this.heard(event.data);
    socket.onclose = () => this.again();
    this.welcomeTimer = setTimeout(() => this.again(), WELCOME_MS_MAX);
    this.pings = setInterval(() => this.ping(), PING_EVERY_MS);
  }

  private heard(data: unknown): void {
    this.heardAt = performance.now();
    if (data instanceof ArrayBuffer) {
      this.options.onFrame(new Uint8Array(data));
      return;
    }
    const message = typeof data === 'string' ? readMessage(data) : null;
    if (!message) return;
    if (message.t === 'pong') this.options.onRound(performance.now() - this.pingAt);
    if (message.t === 'welcome') {
      this.tries = 0;
      clearTimeout(this.welcomeTimer);
      this.options.onPhase('open', 0);
      this.ping();
    }
    this.options.onMessage(message);
  }

  private ping(): void {
    if (performance.now() - this.heardAt > SILENCE_MS) {
      this.again();
      return;
    }
    this.pingAt = performance.now();
    this.send({ t: 'ping' });
  }

  private drop(): void {
    clearTimeout(this.timer);
    clearInterval(this.pings);
    clearTimeout(this.welcomeTimer);
    const { socket } = this;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
