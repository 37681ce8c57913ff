import { describe, expect, it, vi } from 'vitest';
import type { Api } from './api.ts';
import { Chat } from './chat.ts';
import type { Conversation, ConversationEvent } from './contract.ts';
import type { Socket } from './socket.ts';

const conversation = (more: Partial<Conversation> = {}): Conversation =>
  ({
    id: 'c1',
    state: 'open',
    seq: 0,
    version: 1,
    unread: 0,
    seen_by_customer: 0,
    updated_at: '2026-11-22',
    assignment: { version: 0, state: 'none' },
    ...more,
  }) as Conversation;

function chatWith(answers: Record<string, unknown>) {
  const calls: [string, unknown][] = [];
  const listeners = new Map<string, (value: never) => void>();
  let deliver: (event: ConversationEvent) => void = () => undefined;
  const waiting: { client_id: string; conversation: string; text: string }[] = [];
  const answer = (path: string, params: unknown) => {
    calls.push([path, params]);
    return Promise.resolve(answers[path]);
  };
  const socket = {
    state: 'online',
    outbox: { list: () => waiting },
    on: (name: string, listener: (value: never) => void) => {
      listeners.set(name, listener);
      return () => undefined;
    },
    thread: (_id: string, _after: number, hear: typeof deliver) => {
      deliver = hear;
      return () => undefined;
    },
    send: vi.fn((message) => waiting.push({ ...message, client_id: 'k' })),
    seen: vi.fn(),
    typing: vi.fn(),
  };
  const chat = new Chat({
    api: { get: answer, post: answer } as unknown as Api,
    socket: socket as unknown as Socket,
    language: 'sv',
    isWatched: () => false,
  });
  const event = (seq: number, kind: string, by: string, body = {}, client_id?: string) =>
    deliver({
      conversation_id: 'c1',
      seq,
      at: 'T',
      kind,
      by: { kind: by },
      client_id,
      body,
      visible_to: 'all',
    } as ConversationEvent);
  const hear = (name: string, value: unknown) => listeners.get(name)?.(value as never);
  return { chat, calls, event, hear, socket, waiting };
}

describe('a conversation', () => {
  it('begins with the first message, in the language of the page', async () => {
    const { chat, calls } = chatWith({ '/v1/conversations': conversation() });
    await chat.say('Hej');
    expect(calls[0]).toMatchObject([
      '/v1/conversations',
      { body: { language: 'sv', message: { text: 'Hej' } } },
    ]);
    expect(chat.conversation?.id).toBe('c1');
  });

  it('shows what waits to be sent after what was said, and each once', async () => {
    const { chat, event, waiting } = chatWith({ '/v1/conversations': { items: [conversation()] } });
    await chat.load();
    event(1, 'message', 'ai', { text: 'Hello' });
    await chat.say('Hi');
    expect(chat.items()).toMatchObject([
      { text: 'Hello', by: 'ai' },
      { text: 'Hi', state: 'sending' },
    ]);
    waiting.length = 0;
    event(2, 'message', 'customer', { text: 'Hi' }, 'k');
    expect(chat.items().map((item) => 'state' in item)).toEqual([false, false]);
  });

  it('asks for a person at once, also without a conversation', async () => {
    const asked = conversation({ human_requested_at: 'now', version: 2 });
    const { chat, calls, event } = chatWith({
      '/v1/conversations': conversation(),
      '/v1/conversations/{conversation_id}/human': asked,
    });
    await chat.askPerson();
    expect(calls.map(([path]) => path)).toEqual([
      '/v1/conversations',
      '/v1/conversations/{conversation_id}/human',
    ]);
    expect(chat.isWaitingForPerson).toBe(true);
    event(1, 'assigned', 'person', { user_id: 'u' });
    expect(chat.isWaitingForPerson).toBe(false);
  });

  it('keeps the place in the queue while one waits, and says who came after an accepted offer', async () => {
    const asked = { human_requested_at: 'now', assignment: { version: 1, state: 'waiting' as const } };
    const { chat, event, hear } = chatWith({ '/v1/conversations': { items: [conversation(asked)] } });
    await chat.load();
    hear('queue', { conversation: 'c1', position: 2 });
    hear('row', conversation({ ...asked, version: 2 }));
    expect(chat.queue).toEqual({ position: 2 });
    event(1, 'accepted', 'person', { user_id: 'u' });
    expect(chat.queue).toBeUndefined();
    expect(chat.isWaitingForPerson).toBe(false);
    expect(chat.items()).toMatchObject([{ kind: 'notice', event: { kind: 'assigned' } }]);
  });

  it('follows a conversation that was begun elsewhere, once it knows that it has none', async () => {
    const { chat, hear } = chatWith({ '/v1/conversations': { items: [] } });
    hear('row', conversation());
    expect(chat.conversation).toBeUndefined();
    await chat.load();
    hear('row', conversation({ state: 'resolved' }));
    expect(chat.conversation).toBeUndefined();
    hear('row', conversation());
    expect(chat.conversation?.id).toBe('c1');
  });

  it('counts what others wrote until it is read', async () => {
    const { chat, event, socket } = chatWith({ '/v1/conversations': { items: [conversation()] } });
    await chat.load();
    event(1, 'message', 'customer', { text: 'a' });
    event(2, 'message', 'person', { text: 'b' });
    event(3, 'assigned', 'system');
    expect(chat.unread).toBe(1);
    chat.read();
    expect(chat.unread).toBe(0);
    expect(socket.seen).toHaveBeenCalledWith('c1', 3);
  });

  it('never shows a message that was discarded', async () => {
    const { chat, event } = chatWith({ '/v1/conversations': { items: [conversation()] } });
    await chat.load();
    event(2, 'draft_discarded', 'ai', { text: 'late' });
    expect(chat.items()).toEqual([]);
  });
});
