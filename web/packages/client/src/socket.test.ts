import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConversationEvent } from './contract.ts';
import { webStorage } from './outbox.ts';
import { Socket, socketUrl, TYPING_EVERY_MS, TYPING_FORGOTTEN_MS } from './socket.ts';
import { CALM, FakeServer, seeded, type Faults } from './fake-server.ts';

function connected(faults: Faults = CALM, seed = 1) {
  const random = seeded(seed);
  const server = new FakeServer(random, faults);
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const make = () =>
    new Socket({
      url: 'ws://test/v1/socket',
      refetch: server.refetch,
      open: server.open,
      random,
      storage: webStorage(memory, 'unsent'),
    });
  return { server, socket: make(), make, random };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const seqs = (events: ConversationEvent[]) => events.map((event) => event.seq);
const texts = (events: ConversationEvent[]) => events.map((event) => event.body.text);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a thread', () => {
  it.each([
    { name: 'prev told', faults: { ...CALM, prev: true } },
    { name: 'prev not told', faults: { ...CALM, prev: false } },
    { name: 'all at once, prev told', faults: { twice: 0.2, late: 0.2, lost: 0.1, prev: true } },
    { name: 'all at once, prev not told', faults: { twice: 0.2, late: 0.2, lost: 0.1, prev: false } },
  ])('misses, doubles and reorders nothing over 1,000 disconnects ($name)', async ({ faults }) => {
    const { server, socket, random } = connected(faults, 20_261_122);
    const got: ConversationEvent[] = [];
    socket.thread('c1', 0, (event) => got.push(event));
    socket.connect();
    for (let cuts = 0; cuts < 1_000; cuts += 1) {
      const events = Math.floor(4 * random());
      for (let n = 0; n < events; n += 1) {
        server.append(
          random() < 0.8 ? 'message' : 'note',
          { text: `${server.log.length}` },
          random() < 0.25 ? 'desk' : 'all',
        );
        await pass(30 * random());
      }
      server.isUp = random() < 0.8;
      server.cut();
      await pass(2_000 * random());
      server.isUp = true;
    }
    server.faults = CALM;
    server.append('message', { text: 'last' });
    await pass(120_000);
    server.append('message', { text: 'after all' });
    await pass(1_000);
    expect(seqs(got)).toEqual(seqs(server.visible()));
    expect(server.log.length).toBeGreaterThan(1_000);
    socket.close();
  });

  it('begins after what the page has already', async () => {
    const { server, socket } = connected();
    for (const text of ['a', 'b', 'c']) server.append('message', { text });
    const got: ConversationEvent[] = [];
    socket.thread('c1', 2, (event) => got.push(event));
    socket.connect();
    await pass(100);
    expect(texts(got)).toEqual(['c']);
  });

  it('hands nothing on after it was left', async () => {
    const { server, socket } = connected();
    const got: ConversationEvent[] = [];
    const leave = socket.thread('c1', 0, (event) => got.push(event));
    socket.connect();
    await pass(100);
    leave();
    server.append('message', { text: 'late' });
    await pass(100);
    expect(got).toEqual([]);
    expect(server.seen.at(-1)).toMatchObject({ t: 'unsubscribe' });
  });
});

describe('messages', () => {
  it('are kept once each and in order, whatever is cut, and over a reload', async () => {
    const { server, socket, make, random } = connected({ twice: 0.1, late: 0, lost: 0.2, prev: true }, 7);
    let current = socket;
    current.connect();
    const written: string[] = [];
    for (let n = 0; n < 150; n += 1) {
      written.push(`m${n}`);
      current.send({ conversation: 'c1', text: `m${n}` });
      await pass(400 * random());
      if (random() < 0.3) server.cut();
      if (random() < 0.1) {
        current.close();
        current = make();
        current.connect();
      }
      // Somebody who writes does not fill the outbox faster than the network comes back.
      if (n % 20 === 19) await pass(60_000);
    }
    server.faults = CALM;
    server.cut();
    await pass(120_000);
    expect(texts(server.log)).toEqual(written);
    expect(current.outbox.list()).toEqual([]);
  });

  it('stay, to be shown, when the server refuses them', async () => {
    const { server, socket } = connected();
    socket.connect();
    await pass(50);
    server.hear = () => undefined;
    const id = socket.send({ conversation: 'c1', text: 'no' });
    server.push({ t: 'refused', client_id: id, problem: { code: 'too_long', detail: 'x' } as never });
    await pass(50);
    expect(socket.outbox.list()).toMatchObject([{ text: 'no', refused: { code: 'too_long' } }]);
    socket.discard(id ?? '');
    expect(socket.outbox.list()).toEqual([]);
  });
});

describe('rows', () => {
  it('are dropped when an older one overtakes a newer one', async () => {
    const { server, socket } = connected();
    const got: number[] = [];
    socket.on('row', (row) => got.push(row.version));
    socket.connect();
    await pass(50);
    for (const version of [2, 4, 3, 4, 5])
      server.push({ t: 'row', conversation: { id: 'x', version } as never });
    await pass(50);
    expect(got).toEqual([2, 4, 4, 5]);
  });
});

describe('typing', () => {
  it('is said seldom, and taken back after a silence', async () => {
    const { server, socket } = connected();
    socket.connect();
    await pass(50);
    for (let n = 0; n < 20; n += 1) {
      socket.typing('c1', true);
      await pass(250);
    }
    await pass(10_000);
    const said = server.seen.filter((frame) => frame.t === 'typing').map((frame) => frame.on);
    expect(said).toEqual([true, true, false]);
    expect(20 * 250).toBeLessThan(2 * TYPING_EVERY_MS);
  });

  it('of others is forgotten when they vanish', async () => {
    const { server, socket } = connected();
    const got: boolean[] = [];
    socket.on('typing', ({ on }) => got.push(on));
    socket.connect();
    await pass(50);
    server.push({ t: 'typing', conversation: 'c1', by: 'person', on: true });
    await pass(TYPING_FORGOTTEN_MS + 50);
    expect(got).toEqual([true, false]);
  });
});

describe('the connection', () => {
  it('backs off, and comes back at once when the browser is online again', async () => {
    const { server, socket } = connected();
    const waits: number[] = [];
    socket.on('state', ({ retryInMs }) => retryInMs !== undefined && waits.push(retryInMs));
    server.isUp = false;
    socket.connect();
    await pass(200_000);
    expect(socket.state).toBe('offline');
    expect(waits.length).toBeLessThan(16);
    expect(Math.max(...waits)).toBeGreaterThan(15_000);
    server.isUp = true;
    socket.retryNow();
    await pass(50);
    expect(socket.state).toBe('online');
  });

  it('counts as lost when nothing is heard', async () => {
    const { server, socket } = connected();
    socket.connect();
    await pass(50);
    server.hear = () => undefined;
    await pass(80_000);
    expect(server.connections).toBeGreaterThan(1);
  });

  it('does not come back after it was revoked', async () => {
    const { server, socket } = connected();
    const ended: string[] = [];
    socket.on('ended', (reason) => ended.push(reason));
    socket.connect();
    await pass(50);
    server.push({ t: 'bye', reason: 'revoked' });
    await pass(100_000);
    expect(ended).toEqual(['revoked']);
    expect(socket.state).toBe('ended');
    expect(server.connections).toBe(1);
  });

  it('is where the API is', () => {
    expect(socketUrl('https://help.example.com/portal/')).toBe('wss://help.example.com/v1/socket');
    expect(socketUrl('http://127.0.0.1:4791')).toBe('ws://127.0.0.1:4791/v1/socket');
  });
});
