//! A session over a socket of the test's own: what goes out when, what is told, and when it comes back.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitOf } from '../wait.ts';
import { type Place } from './link.ts';
import { Session, type SessionEvent } from './session.ts';

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  bufferedAmount = 0;
  binaryType = '';
  sent: { t: string }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { t: string });
  }
  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }
  close(): void {
    this.readyState = 3;
  }
  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const WELCOME = {
  t: 'welcome',
  session: 's',
  seat: 1,
  state: 'active',
  grants: ['view'],
  people: [],
  customer: {},
};

let events: SessionEvent[];
let frames: number;

function begin(place?: () => Promise<Place>): { session: Session; socket: FakeSocket } {
  const session = new Session({
    first: { token: 'one', socket: 'wss://x/' },
    place,
    onChange: () => undefined,
    onEvent: (event) => events.push(event),
    onMark: () => undefined,
    onFrame: () => (frames += 1),
  });
  session.start();
  const socket = FakeSocket.all[0]!;
  socket.open();
  return { session, socket };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  events = [];
  frames = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a session', () => {
  it('says hello with its token, and draws no frame unless it is active', () => {
    const { socket } = begin();
    expect(socket.sent[0]).toEqual({ t: 'hello', protocol: 1, token: 'one' });
    socket.says({ ...WELCOME, state: 'asked' });
    socket.onmessage?.({ data: new ArrayBuffer(4) });
    expect(frames).toBe(0);
    socket.says({ t: 'state', state: 'active', grants: ['view'] });
    socket.onmessage?.({ data: new ArrayBuffer(4) });
    expect(frames).toBe(1);
  });

  it('sends the pointer with view alone, and other marks with draw', () => {
    const { session, socket } = begin();
    const went = () => [
      session.mark({ t: 'pointer', x: 1, y: 1 }),
      session.mark({ t: 'laser', x: 1, y: 1 }),
      session.mark({ t: 'clear' }),
    ];
    expect(went()).toEqual([false, false, false]);
    socket.says(WELCOME);
    expect(went()).toEqual([true, false, false]);
    socket.says({ t: 'state', state: 'active', grants: ['view', 'draw'] });
    expect(went()).toEqual([true, true, true]);
    socket.says({ t: 'state', state: 'paused', grants: ['view', 'draw'] });
    expect(went()).toEqual([false, false, false]);
  });

  it('leaves pointers out while the socket holds much back', () => {
    const { session, socket } = begin();
    socket.says({ ...WELCOME, grants: ['view', 'draw'] });
    socket.bufferedAmount = 1_000_000;
    expect(session.mark({ t: 'pointer', x: 1, y: 1 })).toBe(false);
    expect(session.mark({ t: 'clear' })).toBe(true);
  });

  it('asks for what is missing only, and hears the answer', () => {
    const { session, socket } = begin();
    socket.says({ ...WELCOME, grants: ['view', 'draw'] });
    session.ask(['draw', 'control']);
    expect(socket.sent.at(-1)).toEqual({ t: 'ask', wants: ['control'] });
    expect(session.shown.asked).toEqual(['control']);
    socket.says({ t: 'state', state: 'active', grants: ['view'], reason: 'customer' });
    expect(session.shown.asked).toEqual(['control']);
    socket.says({ t: 'state', state: 'active', grants: ['view'] });
    expect(session.shown.asked).toEqual([]);
    expect(events.at(-1)).toEqual({ kind: 'answered', given: [], refused: ['control'] });
  });

  it('may be asked again where nobody answered', () => {
    const { session, socket } = begin();
    socket.says(WELCOME);
    session.ask(['draw']);
    vi.advanceTimersByTime(30_000);
    expect(session.shown.asked).toEqual(['draw']);
    vi.advanceTimersByTime(40_000);
    expect(session.shown.asked).toEqual([]);
  });

  it('tells one outcome of each intent, also where none comes', () => {
    const { session, socket } = begin();
    socket.says(WELCOME);
    const [first, second] = [session.intent(3, 7, { do: 'click' }), session.intent(3, 8, { do: 'click' })];
    socket.says({ t: 'outcome', id: first, seat: 2, outcome: 'done' });
    socket.says({ t: 'outcome', id: first, seat: 1, outcome: 'refused', why: 'stale' });
    socket.says({ t: 'outcome', id: first, seat: 1, outcome: 'done' });
    vi.advanceTimersByTime(120_000);
    expect(events.filter((one) => one.kind === 'outcome')).toEqual([
      { kind: 'outcome', id: first, outcome: 'refused', why: 'stale' },
      { kind: 'outcome', id: second, outcome: 'silent', why: '' },
    ]);
  });
});

describe('a lost connection', () => {
  it('comes back by a new place, again and again', async () => {
    let count = 0;
    const place = (): Promise<Place> => {
      count += 1;
      return count < 3
        ? Promise.reject(new Error('not now'))
        : Promise.resolve({ token: `t${count}`, socket: 'wss://y/' });
    };
    const { session, socket } = begin(place);
    socket.says(WELCOME);
    socket.onclose?.();
    expect(session.shown.phase).toBe('lost');
    await vi.advanceTimersByTimeAsync(3_000);
    const next = FakeSocket.all.at(-1)!;
    next.open();
    expect([next.url, next.sent[0]]).toEqual(['wss://y/', { t: 'hello', protocol: 1, token: 't3' }]);
    next.says(WELCOME);
    expect(session.shown.phase).toBe('open');
  });

  it('is noticed by silence', async () => {
    const { session, socket } = begin();
    socket.says(WELCOME);
    await vi.advanceTimersByTimeAsync(21_000);
    expect(FakeSocket.all.length + (session.shown.phase === 'lost' ? 1 : 0)).toBeGreaterThan(1);
  });

  it.each([
    ['moved', 'lost'],
    ['stopping', 'lost'],
    ['slow', 'lost'],
    ['ended', 'closed'],
    ['expired', 'closed'],
    ['replaced', 'closed'],
    ['protocol', 'closed'],
  ])('after the word %s is %s', (reason, phase) => {
    const { session, socket } = begin();
    socket.says(WELCOME);
    socket.says({ t: 'bye', reason });
    expect(session.shown.phase).toBe(phase);
  });

  it('is tried at waits that grow, spread, to a limit', () => {
    expect([0, 1, 3, 4, 5, 10].map((tries) => waitOf(tries, 1))).toEqual([
      500, 1_000, 1_000, 2_000, 4_000, 15_000,
    ]);
    expect(waitOf(4, 0)).toBe(1_000);
  });
});
