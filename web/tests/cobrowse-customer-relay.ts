//! A small relay in memory for the tests of the customer's side: pages, the two calls beside the socket, and the socket of
//! RFC 6455 as far as a browser needs it. What it got is there to be read.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { laterScript } from './cobrowse-site.ts';

const ACCEPTS = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export type Message = Record<string, unknown> & { t: string };

/** One tab of the customer. */
export interface Line {
  tab: string;
  /** The frames of the present capture, and of all. */
  frames: Uint8Array[];
  all: Uint8Array[];
  said: Message[];
  isOpen: boolean;
  send: (message: Message) => void;
  drop: () => void;
}

export class Relay {
  state = 'waiting';
  grants: string[] = [];
  ask: Message | null = null;
  policy: unknown = null;
  people: { seat: number; name: string; role: string }[] = [{ seat: 1, name: 'Ana Berg', role: 'agent' }];
  idleS = 300;
  readonly lines: Line[] = [];
  readonly calls: string[] = [];
  private places = 0;

  /** The tab that writes now. */
  get line(): Line {
    const open = this.lines.filter((line) => line.isOpen);
    const last = open[open.length - 1];
    if (!last) throw new Error('no tab is connected');
    return last;
  }

  get said(): Message[] {
    return this.lines.flatMap((line) => line.said);
  }

  sendAll(message: Message): void {
    for (const line of this.lines) if (line.isOpen) line.send(message);
  }

  enter(state: string, grants = this.grants): void {
    this.state = state;
    this.grants = grants;
    this.sendAll({ t: 'state', state, grants });
  }

  asks(wants: string[], more: object = {}): void {
    this.state = this.state === 'waiting' ? 'asked' : this.state;
    const text = { version: '2026-11', language: 'en', hash: '0'.repeat(64) };
    const one = { id: 1, agent: 'Ana Berg', company: 'Acme Shop', wants, text, purpose: 'support', ...more };
    this.ask = one as unknown as Message;
    this.line.send({ t: 'ask', ask: one });
  }

  /** A page's call. */
  answer(path: string, base: string): [status: number, body: object] | null {
    this.calls.push(path);
    const socket = `${base.replace('http', 'ws')}/v1/cobrowse/socket`;
    this.places += 1;
    const token = `place-${this.places}`;
    if (path.endsWith('/place')) return this.state === 'ended' ? [410, {}] : [200, { token, socket }];
    if (path.endsWith('/links')) return this.isUsed ? [422, {}] : this.follow(socket);
    if (!path.endsWith('/sessions')) return null;
    const expires = new Date(Date.now() + 20 * 60_000).toISOString();
    return [201, { id: 's1', code: '482913', code_expires_at: expires, token, socket }];
  }

  /** A link is good once. */
  private isUsed = false;
  private follow(socket: string): [number, object] {
    this.isUsed = true;
    return [201, { id: 's1', token: 'place-of-a-link', socket }];
  }

  hear(line: Line, message: Message): void {
    line.said.push(message);
    const { state, grants, ask, policy, people, idleS } = this;
    const isMine = (other: Line): boolean => other !== line && other.isOpen;
    switch (message.t) {
      case 'hello':
        line.tab = String(message.tab);
        line.send({ t: 'welcome', session: 's1', state, grants, now: 0, policy, people, ask, idle_s: idleS });
        return;
      case 'ping':
        line.send({ t: 'pong' });
        return;
      case 'accept':
        this.ask = null;
        this.enter('active', message.grants as string[]);
        return;
      case 'decline':
        this.ask = null;
        this.enter(state === 'active' ? 'active' : 'declined');
        return;
      case 'pause':
        this.enter('paused');
        return;
      case 'resume':
        this.enter('active');
        return;
      case 'revoke':
        this.enter(
          state,
          grants.filter((grant) => grant !== message.grant),
        );
        return;
      case 'end':
        this.enter('ended');
        return;
      case 'here':
        for (const other of this.lines.filter(isMine)) other.send({ t: 'asleep' });
    }
  }
}

export interface RelayServer {
  url: string;
  relay: () => Relay;
  /** Forgets everything. */
  anew: () => Relay;
  close: () => Promise<unknown>;
}

/** Serves the given pages with a relay behind them. */
export async function serveRelay(pages: Record<string, string>): Promise<RelayServer> {
  let relay = new Relay();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const { pathname } = new URL(request.url ?? '/', base);
    const answer = request.method === 'POST' ? relay.answer(pathname, base) : null;
    if (answer) {
      response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
      return;
    }
    const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
    const policy = pathname.startsWith('/strict') ? STRICT : '';
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      ...(policy && { 'content-security-policy': policy }),
    });
    void laterScript(pathname).then((later) =>
      response.end(pages[pathname] ?? later ?? '<!doctype html><title>x</title><p>x</p>'),
    );
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    attach(relay, request, socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    relay: () => relay,
    anew: () => (relay = new Relay()),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}

/** What a company that is careful sends with its pages. */
const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self' ws:; form-action 'self'";

function attach(relay: Relay, request: IncomingMessage, socket: Socket): void {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${ACCEPTS}`).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
  );
  const line: Line = {
    tab: '',
    frames: [],
    all: [],
    said: [],
    isOpen: true,
    send: (message) => {
      if (line.isOpen) socket.write(framed(Buffer.from(JSON.stringify(message))));
    },
    drop: () => socket.destroy(),
  };
  relay.lines.push(line);
  socket.on('close', () => (line.isOpen = false));
  socket.on('error', () => (line.isOpen = false));
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (let read = readFrame(rest); read; read = readFrame(rest)) {
      rest = rest.subarray(read.size);
      if (read.kind === 8) socket.end();
      else if (read.kind === 1) relay.hear(line, JSON.parse(read.data.toString()) as Message);
      else if (read.kind === 2) {
        const frame = Uint8Array.from(read.data);
        // The second byte is the kind; 0 begins a capture.
        if (frame[1] === 0) line.frames = [];
        line.frames.push(frame);
        line.all.push(frame);
      }
    }
  });
}

function framed(data: Buffer): Buffer {
  const head = data.length < 126 ? [0x81, data.length] : [0x81, 126, data.length >> 8, data.length & 255];
  return Buffer.concat([Buffer.from(head), data]);
}

/** One frame of a browser: masked, in one piece; null if it is not all there. */
function readFrame(from: Buffer): { kind: number; size: number; data: Buffer } | null {
  const [first, second] = from;
  if (first === undefined || second === undefined) return null;
  const short = second & 127;
  const lead = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (from.length < lead + 4) return null;
  const length = short < 126 ? short : short === 126 ? from.readUInt16BE(2) : Number(from.readBigUInt64BE(2));
  const size = lead + 4 + length;
  if (from.length < size) return null;
  const mask = from.subarray(lead, lead + 4);
  const data = Buffer.from(from.subarray(lead + 4, size));
  for (let at = 0; at < length; at += 1) data[at] = (data[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return { kind: first & 15, size, data };
}
