//! The door: a password and a second factor, a passkey, or the company's own sign-in.

import { ApiError, type Session, type SignedIn } from '@ombud/client';
import { Banner, Button, ButtonLink, LanguageSelect, TextField, ThemeSwitch, useFormat } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { Fingerprint, LogIn } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { api } from '../app/services.ts';
import { getPasskey, passkeysWork } from '../app/passkeys.ts';
import { useT } from '../words/index.ts';
import { refusalOf } from '../words/problem.ts';

type Step = { kind: 'password' } | { kind: 'totp'; ticket: string; methods: string[] };

export function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const t = useT();
  const format = useFormat();
  const [step, setStep] = useState<Step>({ kind: 'password' });
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { data: methods } = useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: () => api.get('/v1/sign-in/methods'),
    retry: false,
  });

  const attempt = async (ask: () => Promise<SignedIn>) => {
    setBusy(true);
    setError(null);
    try {
      const answer = await ask();
      if (answer.session) onSignedIn(answer.session);
      else if (answer.ticket) setStep({ kind: 'totp', ticket: answer.ticket, methods: answer.methods ?? [] });
    } catch (problem) {
      if (problem instanceof DOMException) setError(t('sign_in.passkey_failed'));
      else if (problem instanceof ApiError && problem.code === 'unreachable')
        setError(t('problem.unreachable'));
      else if (problem instanceof ApiError && (problem.status === 401 || problem.status === 403))
        setError(t('sign_in.wrong'));
      else if (problem instanceof ApiError && problem.status === 429) setError(t('sign_in.too_often'));
      else setError(refusalOf(problem, t, format).text);
    } finally {
      setBusy(false);
    }
  };
  const withPasskey = (ticket?: string) =>
    attempt(async () => {
      const begun = await api.post('/v1/sign-in/passkey/begin', { body: { ticket } });
      const credential = await getPasskey(begun.options);
      return api.post('/v1/sign-in/passkey/finish', { body: { ticket: begun.ticket, credential } });
    });

  return (
    <div className="d-door">
      <header className="d-door-head">
        <span className="o-brand">Ombud</span>
        <span className="o-row">
          <LanguageSelect hideLabel />
          <ThemeSwitch />
        </span>
      </header>
      <main className="d-door-main">
        <section className="d-door-words" aria-hidden="true">
          <p className="d-door-line">{t('sign_in.line')}</p>
        </section>
        <section className="o-card d-door-card" aria-labelledby="door-title">
          <h1 id="door-title">{step.kind === 'password' ? t('sign_in.title') : t('sign_in.second.title')}</h1>
          {error ? (
            <div role="alert">
              <Banner tone="danger">{error}</Banner>
            </div>
          ) : null}
          {step.kind === 'password' ? (
            <PasswordForm
              isBusy={isBusy}
              onSubmit={(email, password) =>
                attempt(() => api.post('/v1/sign-in/password', { body: { email, password } }))
              }
            />
          ) : (
            <CodeForm
              isBusy={isBusy}
              onSubmit={(code) =>
                attempt(() => api.post('/v1/sign-in/totp', { body: { ticket: step.ticket, code } }))
              }
              onPasskey={
                step.methods.includes('passkey') && passkeysWork()
                  ? () => void withPasskey(step.ticket)
                  : undefined
              }
              onBack={() => setStep({ kind: 'password' })}
            />
          )}
          {step.kind === 'password' && (methods?.passkey || (methods?.oidc.length ?? 0) > 0) ? (
            <div className="o-stack">
              <p className="d-or">
                <span>{t('sign_in.or')}</span>
              </p>
              {methods?.passkey && passkeysWork() ? (
                <Button block icon={Fingerprint} isDisabled={isBusy} onPress={() => void withPasskey()}>
                  {t('sign_in.passkey')}
                </Button>
              ) : null}
              {methods?.oidc.map((provider) => (
                <ButtonLink
                  key={provider.id}
                  href={`/v1/sign-in/oidc/${encodeURIComponent(provider.id)}/begin`}
                  icon={LogIn}
                >
                  {t('sign_in.oidc', { name: provider.name })}
                </ButtonLink>
              ))}
            </div>
          ) : null}
        </section>
      </main>
    </div>
  );
}

function PasswordForm({
  isBusy,
  onSubmit,
}: {
  isBusy: boolean;
  onSubmit: (email: string, password: string) => void;
}) {
  const t = useT();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(email.trim(), password);
  };
  return (
    <form className="o-stack" onSubmit={submit}>
      <TextField
        label={t('sign_in.email')}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus
      />
      <TextField
        label={t('sign_in.password')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
      />
      <Button type="submit" variant="primary" size="l" block isPending={isBusy}>
        {t('sign_in.submit')}
      </Button>
    </form>
  );
}

function CodeForm(props: {
  isBusy: boolean;
  onSubmit: (code: string) => void;
  onPasskey?: () => void;
  onBack: () => void;
}) {
  const t = useT();
  const [code, setCode] = useState('');
  return (
    <form
      className="o-stack"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit(code.trim());
      }}
    >
      <p className="o-soft">{t('sign_in.second.text')}</p>
      <TextField
        label={t('sign_in.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        isRequired
        autoFocus
      />
      <Button type="submit" variant="primary" size="l" block isPending={props.isBusy}>
        {t('sign_in.submit')}
      </Button>
      {props.onPasskey ? (
        <Button block icon={Fingerprint} onPress={props.onPasskey}>
          {t('sign_in.passkey')}
        </Button>
      ) : null}
      <Button variant="quiet" onPress={props.onBack}>
        {t('sign_in.back')}
      </Button>
    </form>
  );
}
