// What time it is at the server. A sandbox's clock can be moved, and a reader's own clock can be wrong: whatever
// counts down to an instant of the server counts by this clock, never by the browser's.

/** Closer than this to what is known already is the network's own delay, and moves nothing. */
const JITTER_MS = 1_000;
/** Fields that say when something happened. None of them can lie ahead of the server's clock. */
const HAPPENED = ['updated_at', 'created_at', 'seen_at'] as const;

export class Clock {
  readonly #read: () => number;
  readonly #listeners = new Set<() => void>();
  #aheadMs = 0;

  constructor(read: () => number = () => Date.now()) {
    this.#read = read;
  }

  /** Milliseconds since 1970, as the server counts them. */
  now(): number {
    return this.#read() + this.#aheadMs;
  }

  /** Listens to the clock being moved; the answer stops it. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The server says what time it is. */
  told(now: string): void {
    const ahead = Date.parse(now) - this.#read();
    if (Math.abs(ahead - this.#aheadMs) > JITTER_MS) this.#set(ahead);
  }

  /** Something has happened at this instant, so that the server's clock cannot stand before it. */
  heard(at: string | null | undefined): void {
    const ahead = Date.parse(at ?? '') - this.#read();
    if (ahead > this.#aheadMs) this.#set(ahead);
  }

  /** Takes what an answer of the API proves: its `now`, or what happened in it. */
  heardIn(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    const { items, now } = answer as { items?: unknown; now?: unknown };
    if (typeof now === 'string') this.told(now);
    for (const one of Array.isArray(items) ? (items as unknown[]) : [answer]) {
      if (typeof one !== 'object' || one === null) continue;
      for (const name of HAPPENED) {
        const at = (one as Record<string, unknown>)[name];
        if (typeof at === 'string') this.heard(at);
      }
    }
  }

  #set(aheadMs: number): void {
    if (Number.isNaN(aheadMs)) return;
    this.#aheadMs = aheadMs;
    for (const listener of this.#listeners) listener();
  }
}

/** The one clock of a page. */
export const clock = new Clock();
