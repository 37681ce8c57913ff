// What went wrong, for the person in front of the page: what it means for them and what they can do, never a code.

import { refusalText, type RefusalKind } from '@ombud/client';
import { useCallback } from 'react';
import { useWords, type Key, type Say } from '../app/words.ts';

/** Refusals of which more is known than their kind. */
const KNOWN: Record<string, Key> = {
  appealed_already: 'failed.appealed',
  deadline_passed: 'failed.tooLate',
  no_appeal: 'failed.noAppeal',
  user_disabled: 'failed.userDisabled',
  user_exists: 'failed.userExists',
  window_closed: 'failed.tooLate',
};

function keyOf(kind: RefusalKind): Key {
  if (kind === 'failed') return 'failed';
  return kind === 'missing' ? 'failed.absent' : `failed.${kind}`;
}

export const failureText = (error: unknown, say: Say): string => refusalText<Key>(error, say, KNOWN, keyOf);

export function useFailure(): (error: unknown) => string {
  const say = useWords();
  return useCallback((error: unknown) => failureText(error, say), [say]);
}
