// What went wrong, for the person in front of the page: what it means for them, never a code.

import { ApiError } from '@ombud/client';
import { useCallback } from 'react';
import { useWords } from '../app/words.ts';

export function useFailure(): (error: unknown) => string {
  const say = useWords();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError)) return say('failed');
      if (error.status === 401) return say('failed.signedOut');
      if (error.isPassing) return say('failed.unreachable');
      if (error.isAbsent || error.status === 403) return say('failed.absent');
      if (error.status === 409) return say('failed.changed');
      return say('failed');
    },
    [say],
  );
}
