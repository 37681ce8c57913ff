//! A relay of the tests' own: passes frames on, says what the server would say, and writes down what it heard.
import { WebSocketServer, type WebSocket } from 'ws';

type Message = Record<string, unknown> & { t: string };

const START = 0;

export class FakeRelay {
  readonly heard: Message[] = [];
  /** The frames since the last start: what a late joiner gets. */
  frames: Uint8Array[] = [];
  state = 'active';
  grants = ['view'];
  people = [
    { seat: 1, name: 'Ana Lindqvist', role: 'agent' },
    { seat: 2, name: 'Bo Ek', role: 'supervisor' },
  ];
  url = '';
  private readonly viewers = new Set<WebSocket>();

  private constructor(private readonly server: WebSocketServer) {
    server.on('connection', (socket) => {
      socket.on('message', (data, isBinary) => {
        if (!isBinary) this.message(socket, JSON.parse(String(data)) as Message);
      });
      socket.on('close', () => this.viewers.delete(socket));
    });
  }

  static async start(): Promise<FakeRelay> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    const relay = new FakeRelay(server);
    await new Promise((done) => server.on('listening', () => done(undefined)));
    relay.url = `ws://127.0.0.1:${server.address().port}/v1/cobrowse/socket`;
    return relay;
  }

  /** A frame of the customer. */
  frame(bytes: Uint8Array): void {
    if (bytes[1] === START) this.frames = [];
    this.frames.push(bytes);
    if (this.state === 'active') for (const viewer of this.viewers) viewer.send(bytes);
  }

  say(message: Message): void {
    for (const viewer of this.viewers) viewer.send(JSON.stringify(message));
  }

  become(state: string, grants: string[], reason?: string): void {
    this.state = state;
    this.grants = grants;
    this.say({ t: 'state', state, grants, reason });
  }

  /** The last message of a kind. */
  last(t: string): Message | undefined {
    return this.heard.findLast((one) => one.t === t);
  }

  /** Waits for a message of a kind that is not among the first `after`. */
  async hears(t: string, after = 0, isIt: (one: Message) => boolean = () => true): Promise<Message> {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = this.heard.slice(after).find((one) => one.t === t && isIt(one));
      if (found) return found;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`no ${t} was heard: ${JSON.stringify(this.heard.slice(after)).slice(0, 400)}`);
  }

  drop(): void {
    for (const viewer of this.viewers) viewer.terminate();
  }

  close(): void {
    this.drop();
    this.server.close();
  }

  private message(socket: WebSocket, message: Message): void {
    this.heard.push(message);
    if (message.t === 'hello') this.welcome(socket);
    if (message.t === 'ping') {
      socket.send('{"t":"pong"}');
      socket.send('{"t":"latency","customer_ms":38}');
    }
  }

  private welcome(socket: WebSocket): void {
    this.viewers.add(socket);
    const { state, grants, people } = this;
    const customer = { name: 'Kim Berg', language: 'sv' };
    socket.send(
      JSON.stringify({ t: 'welcome', session: 's', seat: 1, state, grants, now: 0, people, customer }),
    );
    if (state === 'active') for (const frame of this.frames) socket.send(frame);
  }
}
