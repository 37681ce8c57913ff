// Messages that were written and not yet confirmed. They survive a lost connection and, where the page
// gives a storage, a reload: each is sent again with its own client id, so the server keeps it once.

import type { Outgoing } from './contract.ts';
import type { Problem } from './problem.ts';

/** Where unsent messages are kept over a reload. Both may fail (private mode, a full disk). */
export interface OutboxStorage {
  load(): Outgoing[];
  save(messages: Outgoing[]): void;
}

/** More than this waiting at once is refused: somebody is offline for long, or a program loops. */
export const UNSENT_MESSAGES_MAX = 200;

export interface Waiting extends Outgoing {
  /** Set when the server said no. It stays, to be shown and perhaps sent again. */
  refused?: Problem;
}

export class Outbox {
  readonly #storage: OutboxStorage | undefined;
  #waiting: Waiting[] = [];

  constructor(storage?: OutboxStorage) {
    this.#storage = storage;
    try {
      this.#waiting = storage?.load().slice(0, UNSENT_MESSAGES_MAX) ?? [];
    } catch {
      // What cannot be read cannot be sent again; the page says nothing it does not know.
      this.#waiting = [];
    }
  }

  /** All that waits, oldest first; of one conversation where it is named. */
  list(conversation?: string): readonly Waiting[] {
    return conversation === undefined
      ? this.#waiting
      : this.#waiting.filter((message) => message.conversation === conversation);
  }

  /** False when the outbox is full. */
  add(message: Outgoing): boolean {
    if (this.#waiting.length >= UNSENT_MESSAGES_MAX) return false;
    this.#waiting.push(message);
    this.#save();
    return true;
  }

  /** The server has it. False when it was not waiting (it was confirmed before). */
  confirm(clientId: string): boolean {
    const left = this.#waiting.filter((message) => message.client_id !== clientId);
    if (left.length === this.#waiting.length) return false;
    this.#waiting = left;
    this.#save();
    return true;
  }

  refuse(clientId: string, problem: Problem): void {
    const message = this.#find(clientId);
    if (message) message.refused = problem;
    this.#save();
  }

  /** Makes a refused message wait again, and gives it back to be sent. */
  retry(clientId: string): Waiting | undefined {
    const message = this.#find(clientId);
    if (message) delete message.refused;
    this.#save();
    return message;
  }

  #find(clientId: string): Waiting | undefined {
    return this.#waiting.find((message) => message.client_id === clientId);
  }

  #save(): void {
    try {
      this.#storage?.save(this.#waiting);
    } catch {
      // The message still waits in memory; only a reload would lose it.
    }
  }
}

interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** An outbox in `localStorage` or `sessionStorage`. */
export function webStorage(storage: KeyValue, key: string): OutboxStorage {
  return {
    load() {
      const value: unknown = JSON.parse(storage.getItem(key) ?? '[]');
      return Array.isArray(value) ? (value as Outgoing[]) : [];
    },
    save(messages) {
      storage.setItem(key, JSON.stringify(messages));
    },
  };
}
