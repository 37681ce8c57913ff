// A server and a network for the tests: the truth is a log for each conversation; the network cuts,
// repeats and reorders as a seed says.

import type { ClientFrame, ConversationEvent, ServerFrame } from './contract.ts';
import type { WebSocketLike } from './socket.ts';

/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Faults {
  /** Chance that a frame comes twice, later than its neighbours, or not at all. */
  twice: number;
  late: number;
  lost: number;
  /** Whether `prev` is told. */
  prev: boolean;
}
export const CALM: Faults = { twice: 0, late: 0, lost: 0, prev: true };

export class FakeServer {
  readonly log: ConversationEvent[] = [];
  readonly seen: ClientFrame[] = [];
  readonly random: () => number;
  faults: Faults;
  connections = 0;
  refetches = 0;
  /** While false, nobody gets through. */
  isUp = true;
  #wire: FakeWire | undefined;

  constructor(random: () => number, faults: Faults = CALM) {
    this.random = random;
    this.faults = faults;
  }

  readonly open = (): WebSocketLike => {
    const wire = new FakeWire(this);
    this.connections += 1;
    if (!this.isUp) wire.cut();
    else this.#wire = wire;
    return wire;
  };

  /** What a reader who is not of the desk may see. */
  visible(): ConversationEvent[] {
    return this.log.filter((event) => event.visible_to === 'all');
  }

  readonly refetch = async (_conversation: string, after: number): Promise<ConversationEvent[]> => {
    this.refetches += 1;
    if (!this.isUp) throw new Error('the network is down');
    const answer = this.visible().filter((event) => event.seq > after);
    await new Promise((resolve) => setTimeout(resolve, 5 + 20 * this.random()));
    return answer;
  };

  append(
    kind: string,
    body: Record<string, unknown>,
    visibleTo: 'all' | 'desk' = 'all',
    clientId?: string,
  ): ConversationEvent {
    const event: ConversationEvent = {
      conversation_id: 'c1',
      seq: this.log.length + 1,
      at: '2026-11-22T07:00:00Z',
      kind,
      by: { kind: 'person', name: 'Maja' },
      client_id: clientId,
      body,
      visible_to: visibleTo,
    };
    const prev = this.visible().at(-1)?.seq ?? 0;
    this.log.push(event);
    if (visibleTo === 'all' && this.#wire?.isFollowing) this.push(this.frame(event, prev));
    return event;
  }

  frame(event: ConversationEvent, prev: number): ServerFrame {
    const frame: ServerFrame = { t: 'event', conversation: 'c1', seq: event.seq, event };
    return this.faults.prev ? { ...frame, prev } : frame;
  }

  push(frame: ServerFrame): void {
    this.#wire?.deliver(frame);
  }

  cut(): void {
    this.#wire?.cut();
    this.#wire = undefined;
  }

  hear(wire: FakeWire, frame: ClientFrame): void {
    this.seen.push(frame);
    if (frame.t === 'hello') {
      const session = { id: 's1', kind: 'customer', name: 'Ada' } as never;
      wire.deliver({ t: 'welcome', protocol: 1, session, heartbeat_s: 25 }, true);
    } else if (frame.t === 'subscribe' && frame.view.kind === 'thread') {
      const { after } = frame.view;
      wire.isFollowing = true;
      let prev = after;
      for (const event of this.visible().filter((one) => one.seq > after)) {
        wire.deliver(this.frame(event, prev));
        prev = event.seq;
      }
    } else if (frame.t === 'send') {
      this.#keep(wire, frame);
    } else if (frame.t === 'ping') {
      wire.deliver({ t: 'pong' }, true);
    }
  }

  #keep(wire: FakeWire, frame: Extract<ClientFrame, { t: 'send' }>): void {
    const known = this.log.find((event) => event.client_id === frame.client_id);
    const kept = known ?? this.append('message', { text: frame.text }, 'all', frame.client_id);
    wire.deliver({ t: 'sent', client_id: frame.client_id, seq: kept.seq });
  }
}

export class FakeWire implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  isFollowing = false;
  #isOpen = true;
  readonly #server: FakeServer;

  constructor(server: FakeServer) {
    this.#server = server;
    setTimeout(() => {
      if (this.#isOpen) this.onopen?.({} as never);
    }, 5);
  }

  send(data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    setTimeout(() => {
      if (this.#isOpen) this.#server.hear(this, frame);
    }, 5);
  }

  close(): void {
    this.#isOpen = false;
  }

  cut(): void {
    this.#isOpen = false;
    setTimeout(() => this.onclose?.({} as never), 5);
  }

  deliver(frame: ServerFrame, isSafe = false): void {
    const { random, faults } = this.#server;
    if (!isSafe && random() < faults.lost) return;
    const delay = !isSafe && random() < faults.late ? 5 + 80 * random() : 5;
    this.#arrive(frame, delay);
    if (!isSafe && random() < faults.twice) this.#arrive(frame, delay + 40 * random());
  }

  #arrive(frame: ServerFrame, delay: number): void {
    const data = JSON.stringify(frame);
    setTimeout(() => {
      if (this.#isOpen) this.onmessage?.({ data } as never);
    }, delay);
  }
}
