//! Search over conversations: what this page already knows at once, the server's answer a moment later.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { asConversation } from '../api/wire.ts';
import { api, store } from '../app/services.ts';

const PAUSE_MS = 250;
const FOUND_MAX = 100;

/** Ids that match, or nothing while nobody searches. */
export function useSearch(query: string): { ids?: readonly string[]; isLoading: boolean } {
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(query.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  const { data, isLoading } = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    queryFn: async () => {
      // The hand-written path has no `q` yet; the contract has.
      const query = { q: asked, limit: FOUND_MAX } as { limit: number };
      const page = await api.get('/v1/conversations', { query });
      for (const conversation of page.items) store.take(asConversation(conversation));
      return page.items.map((conversation) => conversation.id);
    },
  });
  if (query.trim() === '') return { isLoading: false };
  return { ids: data ?? [], isLoading: isLoading || asked !== query.trim() };
}
