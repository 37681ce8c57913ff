// What went wrong, for the person in front of the page: what it means for them and what they can do, never a code.

import { refusalText, type RefusalKind } from '@ombud/client';
import { useCallback } from 'react';
import { useWords, type Key, type Say } from '../app/words.ts';

/** Refusals of which more is known than their kind. */
const KNOWN: Record<string, Key> = {
  no_instrument: 'failed.noInstrument',
  payment_declined: 'failed.declined',
  payment_pending: 'pay.under_way',
  plan_closed: 'failed.planClosed',
  plan_in_dispute: 'failed.planInDispute',
  plan_frozen: 'failed.planHeld',
  plan_paused: 'failed.planHeld',
  plan_in_hardship: 'failed.planInHardship',
  duplicate_dispute: 'failed.duplicate',
  deadline_passed: 'failed.tooLate',
  window_closed: 'failed.tooLate',
  nothing_left: 'failed.nothingLeft',
};

function keyOf(kind: RefusalKind): Key {
  if (kind === 'failed') return 'failed';
  return kind === 'forbidden' ? 'failed.absent' : `failed.${kind}`;
}

export const failureText = (error: unknown, say: Say): string => refusalText<Key>(error, say, KNOWN, keyOf);

export function useFailure(): (error: unknown) => string {
  const say = useWords();
  return useCallback((error: unknown) => failureText(error, say), [say]);
}
