import type { Conversation } from '@ombud/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { completionAt, mentionsOf } from './completion.ts';
import { fillMacro, keepDraft, readDraft } from './draft.ts';
import { CALLS_SHOWN_MAX, DeskStore, THREADS_KEPT_MAX } from './store.ts';
import { conversation } from './test-conversation.ts';
import { laterFrom } from './times.ts';
import { againstResolving, before, belongs, draftsAreNotesOnly, nextClock } from './views.ts';

const offer = (socket: ReturnType<typeof fakeSocket>) =>
  socket.emit('offer', {
    conversation: conversation({ version: 2, assignment: { version: 2, state: 'offered', user_id: 'me' } }),
    until: '2026-11-22T09:00:00Z',
  });
const assigned = (user_id: string) => ({ version: 1, state: 'assigned' as const, user_id });

describe('lists', () => {
  it.each([
    ['mine', { assignment: assigned('me') }, true],
    ['mine', { assignment: assigned('you') }, false],
    ['mine', { assignment: assigned('me'), state: 'resolved' }, false],
    ['mentions', { mentioned: ['me'], state: 'resolved' }, true],
    ['mentions', { mentioned: ['you'] }, false],
    ['waiting', { assignment: { version: 1, state: 'waiting' } }, true],
    ['waiting', {}, false],
    ['unassigned', {}, true],
    ['unassigned', { assignment: assigned('you') }, false],
    ['critical', { priority: { score: 90, level: 'danger', reasons: [] } }, true],
    ['critical', { priority: { score: 50, level: 'high', reasons: [] } }, false],
    ['complaints', { complaint_id: 'x' }, true],
    ['complaints', { complaint_id: 'x', state: 'resolved' }, false],
    ['snoozed', { state: 'snoozed' }, true],
    ['open', { merged_into: 'c2' }, false],
  ] as const)('%s has %j: %s', (view, part, expected) => {
    expect(belongs(view, conversation(part as Partial<Conversation>), 'me')).toBe(expected);
  });

  it('puts the most urgent first in a queue, then whoever waits longest', () => {
    const calm = conversation({ id: 'a', waiting_since: '2026-11-22T06:00:00Z' });
    const late = conversation({ id: 'b', waiting_since: '2026-11-22T07:00:00Z' });
    const critical = conversation({ id: 'c', priority: { score: 80, level: 'critical', reasons: [] } });
    expect([late, calm, critical].sort((x, y) => before('waiting', x, y)).map((one) => one.id)).toEqual([
      'c',
      'a',
      'b',
    ]);
  });
  it('finds the clock that runs out first, and skips those that were met', () => {
    const clock = (due_at: string, met_at?: string) => ({
      kind: 'resolution' as const,
      due_at,
      met_at,
      breached: false,
    });
    expect(
      nextClock(conversation({ sla: [clock('2026-11-23T00:00:00Z'), clock('2026-11-22T00:00:00Z', 'x')] }))
        ?.due_at,
    ).toBe('2026-11-23T00:00:00Z');
  });
  it('offers drafts only as notes in critical work', () => {
    expect(
      draftsAreNotesOnly(conversation({ priority: { score: 80, level: 'critical', reasons: [] } })),
    ).toBe(true);
    expect(draftsAreNotesOnly(conversation())).toBe(false);
  });
});

class MemoryStorage implements Storage {
  readonly #kept = new Map<string, string>();
  get length(): number {
    return this.#kept.size;
  }
  clear = (): void => this.#kept.clear();
  getItem = (key: string): string | null => this.#kept.get(key) ?? null;
  key = (index: number): string | null => [...this.#kept.keys()][index] ?? null;
  removeItem = (key: string): void => void this.#kept.delete(key);
  setItem = (key: string, value: string): void => void this.#kept.set(key, value);
}

describe('ending a conversation', () => {
  const level = (of: 'critical' | 'danger') => ({ score: 90, level: of, reasons: [] });
  it.each([
    ['asks first while the customer waits', { waiting_on: 'us' as const }, 'waits'],
    [
      'asks first where it is critical',
      { waiting_on: 'customer' as const, priority: level('critical') },
      'critical',
    ],
    ['asks first where somebody is in danger', { priority: level('danger') }, 'critical'],
    ['asks nothing once the customer was answered', { waiting_on: 'customer' as const }, undefined],
    ['asks nothing where nobody waits', { waiting_on: 'nobody' as const }, undefined],
    ['asks nothing once it is over', { state: 'resolved' as const, priority: level('critical') }, undefined],
  ])('%s', (_what, part, expected) => {
    expect(againstResolving(conversation(part))).toBe(expected);
  });
});

describe('drafts', () => {
  let storage: Storage;
  beforeEach(() => {
    storage = new MemoryStorage();
  });
  it('keeps each conversation and each mode apart', () => {
    keepDraft(storage, 'c1', 'reply', 'Hello');
    keepDraft(storage, 'c1', 'note', 'Remember');
    expect([
      readDraft(storage, 'c1', 'reply'),
      readDraft(storage, 'c1', 'note'),
      readDraft(storage, 'c2', 'reply'),
    ]).toEqual(['Hello', 'Remember', '']);
  });
  it('forgets what was sent, and the oldest of very many', () => {
    keepDraft(storage, 'c1', 'reply', 'Hello');
    keepDraft(storage, 'c1', 'reply', '');
    expect(storage.length).toBe(0);
    for (let index = 0; index < 230; index += 1) keepDraft(storage, `c${index}`, 'reply', 'x');
    expect(storage.length).toBe(200);
    expect(readDraft(storage, 'c229', 'reply')).toBe('x');
  });
  it('fills what it knows into a macro and shows what it does not', () => {
    expect(
      fillMacro('Hi {{customer.name}}, {{order.id}} {{weather}}', {
        'customer.name': 'Ada',
        'order.id': null,
      }),
    ).toBe('Hi Ada, {{order.id}} {{weather}}');
  });
});

describe('suggestions while writing', () => {
  it.each([
    ['/la', 3, 'reply', { kind: 'macro', typed: 'la', from: 0, to: 3 }],
    ['Hi\n/', 4, 'reply', { kind: 'macro', typed: '', from: 3, to: 4 }],
    ['see @jo', 7, 'note', { kind: 'mention', typed: 'jo', from: 4, to: 7 }],
    ['see @jo', 7, 'reply', null],
    ['and/or', 6, 'reply', null],
    ['a@b', 3, 'note', null],
  ] as const)('%j at %i in a %s', (text, caret, mode, expected) => {
    expect(completionAt(text, caret, mode)).toEqual(expected);
  });
});

describe('later', () => {
  it('is tomorrow morning and the next Monday, never today', () => {
    const saturday = new Date(2026, 10, 21, 8, 0);
    const byId = Object.fromEntries(laterFrom(saturday).map((one) => [one.id, one.at]));
    expect(byId.tomorrow?.getDate()).toBe(22);
    expect(byId.monday?.getDate()).toBe(23);
    const sunday = new Date(2026, 10, 22, 8, 0);
    expect(laterFrom(sunday).map((one) => one.id)).toEqual(['hour', 'hours', 'monday']);
    const monday = new Date(2026, 10, 23, 8, 0);
    expect(
      laterFrom(monday)
        .find((one) => one.id === 'monday')
        ?.at.getDate(),
    ).toBe(30);
  });
});

/** The part of the socket that the store uses. */
function fakeSocket() {
  const listeners = new Map<string, (value: never) => void>();
  const threads: string[] = [];
  return {
    threads,
    emit: (name: string, value: unknown) => listeners.get(name)?.(value as never),
    on: (name: string, listener: (value: never) => void) => (listeners.set(name, listener), () => undefined),
    list: () => () => undefined,
    thread: (id: string, _after: number, deliver: (event: never) => void) => {
      threads.push(id);
      listeners.set(`thread:${id}`, deliver);
      return () => threads.splice(threads.indexOf(id), 1);
    },
    outbox: { list: () => [] },
  };
}
const turn = (): Promise<void> => new Promise((resolve) => queueMicrotask(resolve));

describe('the store', () => {
  const made = (rows: Conversation[] = []) => {
    const socket = fakeSocket();
    const store = new DeskStore(socket as never, () => Promise.resolve({ items: rows, next_cursor: null }));
    store.session = { user_id: 'me' } as never;
    return { socket, store };
  };

  it('puts a row into its list and takes it out when it no longer belongs', async () => {
    const { socket, store } = made([conversation({ assignment: assigned('me') })]);
    store.open('mine');
    await vi.waitFor(() => expect(store.list('mine').ids).toEqual(['c1']));
    socket.emit('row', conversation({ assignment: assigned('you'), version: 2 }));
    expect(store.list('mine').ids).toEqual([]);
  });
  it('forgets what left its list while there was no connection', async () => {
    const [stays, leaves] = [conversation({ id: 'c1' }), conversation({ id: 'c2' })];
    const page = [stays, leaves];
    const { socket, store } = made(page);
    store.open('open');
    socket.emit('rows', { id: 'v', rows: page });
    await vi.waitFor(() => expect([...store.list('open').ids].sort()).toEqual(['c1', 'c2']));
    page.pop();
    socket.emit('rows', { id: 'v', rows: page });
    await vi.waitFor(() => expect(store.list('open').ids).toEqual(['c1']));
  });
  it('never shows an older picture over a newer one', async () => {
    const { socket, store } = made();
    socket.emit('row', conversation({ version: 5, tags: ['new'] }));
    socket.emit('row', conversation({ version: 4, tags: ['old'] }));
    await turn();
    expect(store.conversation('c1')?.tags).toEqual(['new']);
  });
  it('keeps a list in order as rows change, whatever order they come in', async () => {
    const rows = Array.from({ length: 60 }, (_, index) =>
      conversation({
        id: `c${index}`,
        number: index,
        last: {
          seq: 1,
          at: `2026-11-22T07:${String(index).padStart(2, '0')}:00Z`,
          by: 'customer',
          preview: '',
        },
      }),
    );
    const { socket, store } = made(rows);
    store.open('open');
    await vi.waitFor(() => expect(store.list('open').ids).toHaveLength(60));
    for (const index of [3, 41, 7, 59, 0]) {
      const row = rows[index];
      if (row)
        socket.emit('row', {
          ...row,
          version: 2,
          last: {
            seq: 2,
            at: `2026-11-22T09:${String(index).padStart(2, '0')}:00Z`,
            by: 'customer',
            preview: '',
          },
        });
    }
    const at = (id: string): string => store.conversation(id)?.last?.at ?? '';
    const { ids } = store.list('open');
    expect(ids).toEqual([...ids].sort((a, b) => at(b).localeCompare(at(a))));
    expect(new Set(ids).size).toBe(60);
  });
  it('tells of a note that calls the reader, and lists where until they answer', async () => {
    const { socket, store } = made();
    store.open('mentions');
    await vi.waitFor(() => expect(store.list('mentions').isLoaded).toBe(true));
    socket.emit('mention', {
      conversation: conversation({ version: 2, mentioned: ['me'] }),
      seq: 7,
      by: 'Elin',
      text: 'Look, @Me',
    });
    expect(store.mentions).toEqual([{ conversation: 'c1', seq: 7, by: 'Elin', text: 'Look, @Me' }]);
    expect(store.list('mentions').ids).toEqual(['c1']);
    socket.emit('row', conversation({ version: 3 }));
    expect(store.list('mentions').ids).toEqual([]);
  });
  it('tells a listener once for many frames of one turn', async () => {
    const { socket, store } = made();
    const heard = vi.fn();
    store.subscribe('conversation:c1', heard);
    for (let version = 2; version < 20; version += 1) socket.emit('row', conversation({ version }));
    await turn();
    expect(heard).toHaveBeenCalledTimes(1);
  });
  it('follows a bounded number of threads and lets the oldest go', () => {
    const { socket, store } = made();
    for (let index = 0; index < THREADS_KEPT_MAX + 5; index += 1) store.follow(`c${index}`);
    expect(socket.threads).toHaveLength(THREADS_KEPT_MAX);
    expect(socket.threads).not.toContain('c0');
  });
  it('accepts what is offered, not what the list still shows', async () => {
    const { socket, store } = made();
    socket.emit('row', conversation({ version: 1 }));
    offer(socket);
    expect(store.conversation('c1')?.assignment).toMatchObject({ state: 'offered', version: 2 });
  });
  it('knows after a reconnect only what is offered still', () => {
    const { socket, store } = made();
    offer(socket);
    socket.emit('welcome', {});
    expect(store.offers).toEqual([]);
    offer(socket);
    expect(store.offers).toHaveLength(1);
  });
  it('drops an offer when somebody has it', async () => {
    const { socket, store } = made();
    offer(socket);
    expect(store.offers).toHaveLength(1);
    socket.emit('row', conversation({ version: 3, assignment: assigned('you') }));
    expect(store.offers).toHaveLength(0);
  });
});

describe('calls at the line', () => {
  it('are shown with their conversation, a few at a time, until somebody takes them off', async () => {
    const socket = fakeSocket();
    const store = new DeskStore(socket as never, () => Promise.resolve({ items: [], next_cursor: null }));
    const ring = (call: number) =>
      socket.emit('call', {
        conversation: conversation({ id: `c${call}` }),
        call_id: `k${call}`,
        from: '+46701234567',
      });
    const heard = vi.fn();
    store.subscribe('calls', heard);
    for (let call = 0; call < CALLS_SHOWN_MAX + 1; call += 1) ring(call);
    ring(CALLS_SHOWN_MAX);
    await turn();
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.calls.map((one) => one.call)).toEqual(['k1', 'k2', 'k3']);
    expect(store.conversation('c3')?.id).toBe('c3');
    expect(socket.threads).toContain('c3');
    store.forgetCall('k2');
    store.forgetCall('k2');
    expect(store.calls.map((one) => one.call)).toEqual(['k1', 'k3']);
  });
});

describe('whom a note calls', () => {
  const people = [
    { id: 'b1', name: 'Bert Vik' },
    { id: 'b2', name: 'Bert Vik' },
    { id: 'a1', name: 'Anna' },
  ];
  it.each([
    ['see @Bert Vik', [], ['b1', 'b2']],
    ['see @Bert Vik', [['Bert Vik', 'b2']], ['b2']],
    ['see @Bert Vik and @Anna', [['Bert Vik', 'b1']], ['b1', 'a1']],
    ['nobody', [['Bert Vik', 'b1']], []],
  ] as [string, [string, string][], string[]][])('%s', (note, chosen, expected) => {
    expect(mentionsOf(note, people, new Map(chosen))).toEqual(expected);
  });
});
