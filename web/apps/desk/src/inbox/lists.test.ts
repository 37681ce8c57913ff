import type { Conversation } from '@ombud/client';
import { describe, expect, it, vi } from 'vitest';
import { AGAIN_AFTER_MS, Lists, type ReadPage } from './lists.ts';
import { conversation } from './test-conversation.ts';

/** Lists over rows of their own, and how long the list was each time it was told of. */
function listsOf(read: ReadPage) {
  const rows = new Map<string, Conversation>();
  const lengths: number[] = [];
  const put = (row: Conversation) => void rows.set(row.id, row);
  const tell = () => void lengths.push(lists.get('open').ids.length);
  const lists: Lists = new Lists({ get: (id) => rows.get(id), put, userId: () => 'me', tell }, read);
  const take = (row: Conversation) => {
    put(row);
    lists.place(row);
  };
  return { lists, take, lengths };
}

describe('lists that are read', () => {
  it('asks again for a list, and for its rest, when that failed', async () => {
    vi.useFakeTimers();
    const pages = [
      () => Promise.reject(new Error('no connection')),
      () => Promise.resolve({ items: [conversation({ id: 'c1' })], next_cursor: 'rest' }),
      () => Promise.reject(new Error('no connection')),
      () => Promise.resolve({ items: [conversation({ id: 'c2' })], next_cursor: null }),
    ];
    const read = vi.fn(() => pages.shift()?.() ?? Promise.reject(new Error('no such page')));
    const { lists } = listsOf(read);
    void lists.freshen('open');
    await vi.advanceTimersByTimeAsync(AGAIN_AFTER_MS);
    expect(lists.get('open')).toMatchObject({ ids: ['c1'], cursor: 'rest', isReading: false });
    const failing = lists.more('open');
    // Whatever comes in sight meanwhile: it is not asked for twice.
    await lists.more('open');
    expect(lists.get('open')).toMatchObject({ ids: ['c1'], isReading: true });
    await vi.advanceTimersByTimeAsync(AGAIN_AFTER_MS);
    await failing;
    expect(lists.get('open')).toMatchObject({ ids: ['c1'], cursor: 'rest', isReading: false });
    await lists.more('open');
    expect([...lists.get('open').ids].sort()).toEqual(['c1', 'c2']);
    expect(read).toHaveBeenCalledTimes(4);
    vi.useRealTimers();
  });
  it('keeps its place in a long list over a time without a connection', async () => {
    const at = (minute: number) => `2026-11-22T07:${String(minute).padStart(2, '0')}:00Z`;
    const rows = Array.from({ length: 30 }, (_, index) =>
      conversation({ id: `c${index}`, last: { seq: 1, at: at(59 - index), by: 'customer', preview: '' } }),
    );
    let gone = '';
    const read = (_: unknown, cursor = '0') => {
      const from = Number(cursor);
      const left = rows.filter((row) => row.id !== gone);
      const next_cursor = from + 10 < left.length ? String(from + 10) : null;
      return Promise.resolve({ items: left.slice(from, from + 10), next_cursor });
    };
    const { lists, take, lengths } = listsOf(read);
    await lists.freshen('open');
    await lists.more('open');
    lengths.length = 0;
    gone = 'c12';
    const again = lists.freshen('open');
    // What is told while the pages are on their way is newer than they are.
    take(conversation({ id: 'new', last: { seq: 1, at: at(59), by: 'customer', preview: '' } }));
    await again;
    const { ids, cursor } = lists.get('open');
    expect(ids).toHaveLength(21);
    expect(ids).toContain('new');
    expect(ids).not.toContain('c12');
    expect(cursor).toBe('20');
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(20);
  });
});
