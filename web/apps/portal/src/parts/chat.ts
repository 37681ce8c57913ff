// The conversation as React sees it: drawn anew whenever it changes.

import type { Chat } from '@ombud/client';
import { useLanguage } from '@ombud/ui';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { chatOf } from '../app/backend.ts';

/** The conversation, and a number that rises with each change. */
export function useChat(): { chat: Chat; changes: number } {
  const { locale } = useLanguage();
  const chat = chatOf(locale.split('-')[0] ?? 'en');
  const count = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) =>
      chat.onChange(() => {
        count.current += 1;
        listener();
      }),
    [chat],
  );
  const changes = useSyncExternalStore(subscribe, () => count.current);
  useEffect(() => {
    // Without an answer the page shows no conversation, and begins one when somebody writes.
    if (!chat.isLoaded) void chat.load().catch(() => undefined);
  }, [chat]);
  return { chat, changes };
}
