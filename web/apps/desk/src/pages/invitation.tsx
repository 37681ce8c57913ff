//! Where an invitation's link leads: a password of one's own. The token stands after the `#` and is sent nowhere else.

import { ApiError, type Session } from '@ombud/client';
import { Banner, Button, TextField, useFormat } from '@ombud/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/services.ts';
import { useT } from '../words/index.ts';
import { refusalOf } from '../words/problem.ts';

const PASSWORD_CHARACTERS_MIN = 12;

export function InvitationPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const t = useT();
  const format = useFormat();
  const [token] = useState(() => location.hash.slice(1));
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => api.post('/v1/sign-in/invitation', { body: { token, password } }),
    onSuccess: (answer) => {
      if (!answer.session) return;
      if (answer.session.merchant_id) location.assign('/merchant/');
      else onSignedIn(answer.session);
    },
  });
  const isShort = password !== '' && password.length < PASSWORD_CHARACTERS_MIN;
  const { error } = accept;
  const isOver = error instanceof ApiError && [401, 404, 409, 410].includes(error.status);
  return (
    <div className="d-door">
      <main className="d-centre">
        <section className="o-card d-door-card d-narrow" aria-labelledby="invitation-title">
          <h1 id="invitation-title">{t('invitation.title')}</h1>
          <p className="o-soft">{t('invitation.text')}</p>
          {error ? (
            <div role="alert">
              <Banner tone="danger">
                {isOver ? t('invitation.over') : refusalOf(error, t, format).text}
              </Banner>
            </div>
          ) : null}
          <form
            className="o-stack"
            onSubmit={(event) => {
              event.preventDefault();
              accept.mutate();
            }}
          >
            <TextField
              label={t('password.new')}
              type="password"
              autoComplete="new-password"
              description={t('password.help', { min: PASSWORD_CHARACTERS_MIN })}
              errorMessage={isShort ? t('password.short', { min: PASSWORD_CHARACTERS_MIN }) : undefined}
              value={password}
              onChange={setPassword}
              isRequired
              autoFocus
            />
            <Button
              type="submit"
              variant="primary"
              size="l"
              block
              isDisabled={password === '' || isShort}
              isPending={accept.isPending}
            >
              {t('invitation.submit')}
            </Button>
          </form>
        </section>
      </main>
    </div>
  );
}
