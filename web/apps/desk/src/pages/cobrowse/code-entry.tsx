//! Where the agent enters the code that the customer reads out.

import { ApiError } from '@ombud/client';
import { Button, TextField } from '@ombud/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CobrowseSession } from '../../api/cobrowse.ts';
import { api } from '../../app/services.ts';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, type T } from '../../words/index.ts';
import { codeOf, halves, isWhole, refusalOf } from './code.ts';

function refused(error: unknown, t: T): string | null {
  const refusal = error instanceof ApiError ? refusalOf(error.status) : null;
  return refusal ? t(`cobrowse.code.${refusal}`) : null;
}

export function CodeEntry({
  conversation,
  onClaimed,
}: {
  /** In which the code was read out, if in one. */
  conversation?: string;
  onClaimed: (session: CobrowseSession) => void;
}) {
  const t = useT();
  const problem = useProblemToast();
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const claim = useMutation({
    mutationFn: (whole: string) =>
      api.post('/v1/cobrowse/claims', { body: { code: whole, conversation_id: conversation } }),
    onSuccess: onClaimed,
    onError: (error) => {
      if (!refused(error, t)) problem(error);
    },
  });
  const change = (text: string): void => {
    const next = codeOf(text);
    setShort(false);
    claim.reset();
    setCode(next);
    // Six digits say all that there is to say.
    if (isWhole(next) && next !== code) claim.mutate(next);
  };
  const wrong = isShort ? t('cobrowse.code.short') : claim.error ? refused(claim.error, t) : null;
  return (
    <form
      className="o-card d-code"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWhole(code)) setShort(true);
        else if (!claim.isPending) claim.mutate(code);
      }}
    >
      <TextField
        label={t('cobrowse.code')}
        description={t('cobrowse.code.about')}
        errorMessage={wrong ?? undefined}
        value={halves(code)}
        onChange={change}
        inputMode="numeric"
        autoComplete="off"
        autoFocus
      />
      <Button type="submit" variant="primary" isPending={claim.isPending}>
        {t('cobrowse.join')}
      </Button>
    </form>
  );
}
