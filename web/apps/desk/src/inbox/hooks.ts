//! The store, as React reads it: one topic each, so that a row is drawn again only when it changed.

import type { Conversation, Present, SocketState, Waiting } from '@ombud/client';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Counts, ViewName } from '../api/shapes.ts';
import { store } from '../app/services.ts';
import type { ListState } from './lists.ts';
import type { Mention, Offer, Ringing, ThreadState } from './store.ts';

function useTopic<V>(topic: string, read: () => V): V {
  const subscribe = useCallback((listener: () => void) => store.subscribe(topic, listener), [topic]);
  return useSyncExternalStore(subscribe, read);
}

export const useConversation = (id: string | undefined): Conversation | undefined =>
  useTopic(`conversation:${id}`, () => (id ? store.conversation(id) : undefined));
export const useThread = (id: string): ThreadState => useTopic(`thread:${id}`, () => store.thread(id));
export const useList = (view: ViewName): ListState => useTopic(`list:${view}`, () => store.list(view));
export const useCounts = (): Counts => useTopic('counts', () => store.counts);
export const useOffers = (): readonly Offer[] => useTopic('offers', () => store.offers);
export const useCalls = (): readonly Ringing[] => useTopic('calls', () => store.calls);
export const useMentions = (): readonly Mention[] => useTopic('mentions', () => store.mentions);
export const useSocketState = (): SocketState => useTopic('state', () => store.state);
export const usePresent = (id: string): readonly Present[] => useTopic(`who:${id}`, () => store.present(id));
/** Messages of this page that the server has not confirmed. */
export function useOutbox(id: string): readonly Waiting[] {
  const changes = useTopic('outbox', () => store.outboxChanges);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the count stands for the outbox, which is not immutable
  return useMemo(() => [...store.socket.outbox.list(id)], [id, changes]);
}
export const useTyping = (id: string): readonly string[] => useTopic(`who:${id}`, () => store.typing(id));
