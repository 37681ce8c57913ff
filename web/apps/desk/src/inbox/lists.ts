//! The lists of the console: pages are read as their end comes in sight, and what was read stays until it is read again.

import { wholeConversation, type Conversation } from '@ombud/client';
import type { ConversationPage, ViewName } from '../api/shapes.ts';
import { before, belongs } from './views.ts';

export interface ListState {
  ids: readonly string[];
  isLoaded: boolean;
  /** Where the rest begins; `null` where there is none. */
  cursor: string | null;
  /** Nothing more is asked for meanwhile. */
  isReading: boolean;
}
export type ReadPage = (view: ViewName, cursor?: string) => Promise<ConversationPage>;

const NO_LIST: ListState = { ids: [], isLoaded: false, cursor: null, isReading: false };
/** Rows that are read again when a list is opened again or the connection is back; the rest is scrolled to. */
const AGAIN_ROWS_MAX = 1_000;
/** How long a list that could not be read is left alone. */
export const AGAIN_AFTER_MS = 2_000;
const FRESHEN_TRIES_MAX = 5;

/** What lists need of the store. */
interface Rows {
  get: (id: string) => Conversation | undefined;
  /** Takes what was read, unless a newer picture is known. */
  put: (row: Conversation) => void;
  userId: () => string | null | undefined;
  tell: (view: ViewName) => void;
}

export class Lists {
  readonly #rows: Rows;
  readonly #readPage: ReadPage;
  readonly #states = new Map<ViewName, ListState>();
  /** The newest reading of each list, as what the socket told of meanwhile: the pages may not have it yet. */
  readonly #readings = new Map<ViewName, Set<string>>();

  constructor(rows: Rows, readPage: ReadPage) {
    this.#rows = rows;
    this.#readPage = readPage;
  }

  get(view: ViewName): ListState {
    return this.#states.get(view) ?? NO_LIST;
  }

  /** Puts one row where it belongs in every list. */
  place(row: Conversation): void {
    for (const told of this.#readings.values()) told.add(row.id);
    for (const [view, list] of this.#states) this.#place(view, list, row);
  }

  /** Puts the first rows where they belong, which the socket sends when a list is opened. */
  add(view: ViewName, rows: readonly Conversation[]): void {
    for (const row of rows) this.#readings.get(view)?.add(row.id);
    this.#set(view, { ids: this.#sorted(view, [...this.get(view).ids, ...rows.map((row) => row.id)]) });
  }

  /** Reads a list from its beginning, as far as it was read before. It stays as it was until all of that has come. */
  async freshen(view: ViewName): Promise<void> {
    const wanted = Math.min(this.get(view).ids.length, AGAIN_ROWS_MAX);
    const read = async (told: ReadonlySet<string>) => {
      const ids: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await this.#page(view, cursor);
        ids.push(...page.ids);
        cursor = page.cursor;
      } while (cursor !== null && ids.length < wanted);
      return () => ({ ids: this.#sorted(view, [...ids, ...told]), cursor });
    };
    for (let tried = 0; tried < FRESHEN_TRIES_MAX; tried += 1) if (await this.#reading(view, read)) return;
  }

  /** Reads the next page. */
  async more(view: ViewName): Promise<void> {
    const { cursor, isReading } = this.get(view);
    if (cursor === null || isReading) return;
    await this.#reading(view, async () => {
      const page = await this.#page(view, cursor);
      return () => ({ ids: this.#sorted(view, [...this.get(view).ids, ...page.ids]), cursor: page.cursor });
    });
  }

  /**
   * What an older reading brings comes too late. One that failed leaves the list as it was, is over only when it is
   * time to try again, and answers false.
   */
  async #reading(
    view: ViewName,
    read: (told: ReadonlySet<string>) => Promise<() => Partial<ListState>>,
  ): Promise<boolean> {
    const told = new Set<string>();
    this.#readings.set(view, told);
    this.#set(view, { isReading: true });
    let become: (() => Partial<ListState>) | undefined;
    try {
      become = await read(told);
    } catch {
      await new Promise((over) => setTimeout(over, AGAIN_AFTER_MS));
    }
    if (this.#readings.get(view) !== told) return true;
    this.#readings.delete(view);
    this.#set(view, { ...become?.(), isReading: false });
    return become !== undefined;
  }

  async #page(view: ViewName, cursor?: string | null): Promise<{ ids: string[]; cursor: string | null }> {
    const page = await this.#readPage(view, cursor ?? undefined);
    for (const row of page.items) this.#rows.put(wholeConversation(row));
    return { ids: page.items.map((row) => row.id), cursor: page.next_cursor ?? null };
  }

  #set(view: ViewName, change: Partial<ListState>): void {
    const isLoaded = this.get(view).isLoaded || change.ids !== undefined;
    this.#states.set(view, { ...this.get(view), isLoaded, ...change });
    this.#rows.tell(view);
  }

  #sorted(view: ViewName, ids: readonly string[]): string[] {
    return [...new Set(ids)]
      .map((id) => this.#rows.get(id))
      .filter((one) => one !== undefined)
      .filter((one) => belongs(view, one, this.#rows.userId()))
      .sort((a, b) => before(view, a, b))
      .map((one) => one.id);
  }

  /** One row, without sorting ten thousand others. */
  #place(view: ViewName, list: ListState, row: Conversation): void {
    const isIn = belongs(view, row, this.#rows.userId());
    const without = list.ids.includes(row.id) ? list.ids.filter((id) => id !== row.id) : list.ids;
    if (!isIn && without === list.ids) return;
    this.#set(view, { ids: isIn ? this.#inserted(view, without, row) : without });
  }

  /** A sorted list with one more, found by halving. */
  #inserted(view: ViewName, ids: readonly string[], row: Conversation): string[] {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#rows.get(ids[middle] ?? '');
      if (other && before(view, other, row) < 0) low = middle + 1;
      else high = middle;
    }
    return [...ids.slice(0, low), row.id, ...ids.slice(low)];
  }
}
