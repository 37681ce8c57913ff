// What went wrong, for the person in front of the page: what it means for them and what they can do, never a code.

import { ApiError, refusalOf, refusedField } from '@ombud/client';
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

export function failureText(error: unknown, say: Say): string {
  const known = error instanceof ApiError ? KNOWN[error.code] : undefined;
  if (known) return say(known);
  const kind = refusalOf(error);
  const field = refusedField(error);
  if (kind === 'input' && field) return say('failed.field', { field: say(`field.${field}`) });
  if (kind === 'failed') return say('failed');
  return say(kind === 'missing' ? 'failed.absent' : `failed.${kind}`);
}

export function useFailure(): (error: unknown) => string {
  const say = useWords();
  return useCallback((error: unknown) => failureText(error, say), [say]);
}
