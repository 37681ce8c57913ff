// Signing in: address and password, then a second factor where the account has one; or the company's own way.

import { ApiError, type Session } from '@ombud/client';
import { Button, ButtonLink, LanguageSelect, TextField } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { api } from '../app/backend.ts';
import { useWords } from '../app/words.ts';
import { useFailure } from '../parts/failure.ts';

export function SignIn({ note, onSignedIn }: { note: ReactNode; onSignedIn: (session: Session) => void }) {
  const say = useWords();
  const failure = useFailure();
  const methods = useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: () => api.get('/v1/sign-in/methods').catch(() => null),
    staleTime: Infinity,
  });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [ticket, setTicket] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  const codeField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (ticket) codeField.current?.focus();
  }, [ticket]);

  const send = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      const answer = ticket
        ? await api.post('/v1/sign-in/totp', { body: { ticket, code: code.trim() } })
        : await api.post('/v1/sign-in/password', { body: { email: email.trim(), password } });
      if (answer.session) onSignedIn(answer.session);
      else setTicket(answer.ticket ?? undefined);
    } catch (error) {
      const isWrong = error instanceof ApiError && [400, 401, 403, 422].includes(error.status);
      setProblem(isWrong ? say(ticket ? 'signIn.badCode' : 'signIn.bad') : failure(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <main className="m-sign-in" id="main">
      <title>{say('signIn.title')}</title>
      <div className="m-sign-in-card">
        <h1>{say('signIn.title')}</h1>
        <p className="o-soft">{say(ticket ? 'signIn.code' : 'signIn.about')}</p>
        {note}
        <form
          className="o-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          {ticket ? (
            <TextField
              label={say('signIn.digits')}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={setCode}
              isRequired
              inputRef={codeField}
              errorMessage={problem}
            />
          ) : (
            <>
              <TextField
                label={say('team.email')}
                type="email"
                autoComplete="username"
                value={email}
                onChange={setEmail}
                isRequired
              />
              <TextField
                label={say('signIn.password')}
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={setPassword}
                isRequired
                errorMessage={problem}
              />
            </>
          )}
          <Button type="submit" variant="primary" size="l" block isPending={isPending}>
            {say('signIn.enter')}
          </Button>
        </form>
        {(methods.data?.oidc ?? []).map((provider) => (
          <ButtonLink
            key={provider.id}
            href={`/v1/sign-in/oidc/${encodeURIComponent(provider.id)}/begin`}
            icon={LogIn}
          >
            {say('signIn.with', { name: provider.name })}
          </ButtonLink>
        ))}
        <LanguageSelect hideLabel />
      </div>
    </main>
  );
}
