// The order of one conversation's events: each once, in order, none missed. It holds no socket: it is told
// frames and asks, through `refetch`, for what a gap swallowed.

import type { ConversationEvent } from './contract.ts';

/** Events that wait for a gap to close. More than this, and they are read anew instead of kept. */
export const HELD_EVENTS_MAX = 1_000;

export class Thread {
  readonly conversation: string;
  /** The number of the last event that was handed on. */
  last: number;
  readonly #deliver: (event: ConversationEvent) => void;
  readonly #refetch: (after: number) => Promise<ConversationEvent[]>;
  readonly #held = new Map<number, ConversationEvent>();
  #asking = false;
  #generation = 0;

  constructor(
    conversation: string,
    after: number,
    deliver: (event: ConversationEvent) => void,
    refetch: (after: number) => Promise<ConversationEvent[]>,
  ) {
    this.conversation = conversation;
    this.last = after;
    this.#deliver = deliver;
    this.#refetch = refetch;
  }

  /**
   * An event came. `prev` is the number of the event before it that this reader may see: notes of the desk
   * leave holes in what a customer sees.
   */
  take(event: ConversationEvent, prev = event.seq - 1): void {
    if (event.seq <= this.last) return;
    if (prev <= this.last) {
      this.#hand(event);
      this.#drain();
      return;
    }
    if (this.#held.size < HELD_EVENTS_MAX) this.#held.set(event.seq, event);
    void this.#close();
  }

  /** The connection is new: the server sends everything after `last` again. */
  restart(): void {
    this.#generation += 1;
    this.#asking = false;
    this.#held.clear();
  }

  /** Asks for what is missing. What the answer does not have, this reader may not see. */
  async #close(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const generation = this.#generation;
    try {
      const events = await this.#refetch(this.last);
      if (generation !== this.#generation) return;
      this.#asking = false;
      for (const event of events) if (event.seq > this.last) this.#hand(event);
      // Whatever was pushed before we asked is in the answer; what came since follows it.
      this.#drain();
      if (this.#held.size > 0) void this.#close();
    } catch {
      // Without an answer nothing is handed on out of order. The next event, or the next connection, asks again.
      if (generation === this.#generation) this.#asking = false;
    }
  }

  #drain(): void {
    for (;;) {
      const next = this.#held.get(this.last + 1);
      if (!next) break;
      this.#hand(next);
    }
    for (const seq of this.#held.keys()) if (seq <= this.last) this.#held.delete(seq);
  }

  #hand(event: ConversationEvent): void {
    this.#held.delete(event.seq);
    this.last = event.seq;
    this.#deliver(event);
  }
}
