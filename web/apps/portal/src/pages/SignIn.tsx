// Signing in: an address, then the code that was sent there. No password to remember.

import type { Company, Session } from '@ombud/client';
import { ApiError } from '@ombud/client';
import { Banner, Button, LanguageSelect, TextField } from '@ombud/ui';
import { useEffect, useRef, useState } from 'react';
import { api } from '../app/backend.ts';
import { useWords } from '../app/words.ts';
import { useFailure } from '../parts/failure.ts';

const CODE_DIGITS = 6;

export function SignIn(props: {
  company: Company | undefined;
  failed: unknown;
  onSignedIn: (session: Session) => void;
}) {
  const say = useWords();
  const failure = useFailure();
  const [step, setStep] = useState<'email' | 'code'>('email');
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  const codeField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const name = props.company?.name || say('brand');
  useEffect(() => {
    if (step === 'code') codeField.current?.focus();
  }, [step]);

  const run = async (work: () => Promise<void>, wrong: string) => {
    setPending(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      const isWrong =
        error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
      setProblem(isWrong ? wrong : failure(error));
    } finally {
      setPending(false);
    }
  };
  const begin = () =>
    run(async () => {
      await api.post('/v1/sign-in/code/begin', { body: { email: email.trim() } });
      setStep('code');
    }, say('signIn.badEmail'));
  const finish = () =>
    run(async () => {
      const signed = await api.post('/v1/sign-in/code/finish', {
        body: { email: email.trim(), code: code.trim() },
      });
      if (signed.session) props.onSignedIn(signed.session);
    }, say('signIn.badCode'));

  return (
    <main className="p-sign-in" id="main">
      <title>{say('signIn.title')}</title>
      <div className="p-sign-in-card">
        <p className="p-brand o-brand">{name}</p>
        <h1 ref={heading}>{say(step === 'email' ? 'signIn.title' : 'signIn.code')}</h1>
        <p className="o-soft">
          {step === 'email' ? say('signIn.about') : say('signIn.sent', { email: email.trim() })}
        </p>
        {props.failed ? <Banner tone="warning">{failure(props.failed)}</Banner> : null}
        <form
          className="p-form"
          onSubmit={(event) => {
            event.preventDefault();
            void (step === 'email' ? begin() : finish());
          }}
        >
          {step === 'email' ? (
            <TextField
              label={say('signIn.email')}
              type="email"
              autoComplete="email"
              value={email}
              onChange={setEmail}
              isRequired
              errorMessage={problem}
            />
          ) : (
            <TextField
              label={say('signIn.digits', { count: CODE_DIGITS })}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={setCode}
              isRequired
              inputRef={codeField}
              errorMessage={problem}
            />
          )}
          <Button type="submit" variant="primary" size="l" block isPending={isPending}>
            {say(step === 'email' ? 'signIn.send' : 'signIn.enter')}
          </Button>
          {step === 'code' ? (
            <Button variant="quiet" onPress={() => setStep('email')}>
              {say('signIn.other')}
            </Button>
          ) : null}
        </form>
        <p className="o-small o-soft">{say('signIn.help')}</p>
        <LanguageSelect hideLabel />
      </div>
    </main>
  );
}
