//! One's own password, second factor, passkeys, line and sessions.

import { itemsOf } from '@ombud/client';
import {
  Badge,
  Button,
  Card,
  DateTime,
  Dialog,
  EmptyState,
  Icon,
  IconButton,
  TextField,
  useToast,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, KeyRound, Laptop, LogOut, ShieldCheck, Trash2 } from 'lucide-react';
import encodeQR from 'qr';
import { useMemo, useState } from 'react';
import { createPasskey, passkeysWork } from '../../app/passkeys.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT } from '../../words/index.ts';
import { PhoneCard } from './phone.tsx';

const PASSWORD_CHARACTERS_MIN = 12;
const QR_BORDER_MODULES = 3;

export function SecuritySection() {
  return (
    <div className="o-stack">
      <div className="o-grid d-wide-cells">
        <PasswordCard />
        <TotpCard />
        <PasskeysCard />
        <PhoneCard />
      </div>
      <SessionsCard />
    </div>
  );
}

function PasswordCard() {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const isShort = password !== '' && password.length < PASSWORD_CHARACTERS_MIN;
  const change = useMutation({
    mutationFn: () =>
      api.post('/v1/account/password', { body: { current_password: current, new_password: password } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('password.changed') });
      setCurrent('');
      setPassword('');
    },
    onError: problem,
  });
  return (
    <Card title={t('password.title')}>
      <form
        className="o-stack"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <TextField
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          isRequired
        />
        <TextField
          label={t('password.new')}
          type="password"
          autoComplete="new-password"
          description={t('password.help', { min: PASSWORD_CHARACTERS_MIN })}
          errorMessage={isShort ? t('password.short', { min: PASSWORD_CHARACTERS_MIN }) : undefined}
          value={password}
          onChange={setPassword}
          isRequired
        />
        <Button
          type="submit"
          icon={KeyRound}
          isDisabled={isShort || password === '' || current === ''}
          isPending={change.isPending}
        >
          {t('password.change')}
        </Button>
      </form>
    </Card>
  );
}

interface Begun {
  secret: string;
  otpauth_url: string;
}

function TotpCard() {
  const t = useT();
  const session = useSession();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState<string[] | null>(null);
  const begin = useMutation({
    mutationFn: () => api.post('/v1/account/totp'),
    onSuccess: setBegun,
    onError: problem,
  });
  const confirm = useMutation({
    mutationFn: () => api.post('/v1/account/totp/confirm', { body: { code: code.trim() } }),
    onSuccess: (answer) => {
      setRecovery(answer.recovery_codes);
      void cache.invalidateQueries({ queryKey: ['session'] });
    },
    onError: problem,
  });
  const remove = useMutation({
    mutationFn: () => api.delete('/v1/account/totp'),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['session'] }),
    onError: problem,
  });
  const close = () => {
    setBegun(null);
    setRecovery(null);
    setCode('');
  };
  return (
    <Card
      title={t('totp.title')}
      actions={
        session.second_factor ? (
          <Badge tone="success">{t('totp.on')}</Badge>
        ) : (
          <Badge tone="warning">{t('totp.off')}</Badge>
        )
      }
    >
      <div className="o-stack">
        <p className="o-soft">{t('totp.text')}</p>
        {session.second_factor ? (
          <Button onPress={() => remove.mutate()} isPending={remove.isPending}>
            {t('totp.remove')}
          </Button>
        ) : (
          <Button icon={ShieldCheck} onPress={() => begin.mutate()} isPending={begin.isPending}>
            {t('totp.begin')}
          </Button>
        )}
      </div>
      <Dialog
        title={t('totp.title')}
        isOpen={begun !== null}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        footer={
          recovery ? (
            <Button variant="primary" onPress={close}>
              {t('totp.kept')}
            </Button>
          ) : (
            <Button
              variant="primary"
              isDisabled={code.trim() === ''}
              isPending={confirm.isPending}
              onPress={() => confirm.mutate()}
            >
              {t('totp.confirm')}
            </Button>
          )
        }
      >
        {recovery ? (
          <>
            <p>{t('totp.recovery')}</p>
            <ul className="d-codes">
              {recovery.map((one) => (
                <li key={one}>
                  <code>{one}</code>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <>
            <p>{t('totp.scan')}</p>
            {begun ? <QrCode text={begun.otpauth_url} /> : null}
            <p>
              <a href={begun?.otpauth_url}>{t('totp.open_app')}</a>
            </p>
            <code className="d-secret">{begun?.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
            <TextField
              label={t('sign_in.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={setCode}
            />
          </>
        )}
      </Dialog>
    </Card>
  );
}

/** A text as a QR code. It is drawn dark on light in both looks: cameras want it so. */
function QrCode({ text }: { text: string }) {
  const t = useT();
  const rows = useMemo(() => encodeQR(text, 'raw', { border: QR_BORDER_MODULES }), [text]);
  const path = rows
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      className="d-qr"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      role="img"
      aria-label={t('totp.qr')}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}

function PasskeysCard() {
  const t = useT();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const { data = [] } = useQuery({
    queryKey: ['passkeys'],
    queryFn: async () => itemsOf(await api.get('/v1/account/passkeys')),
    retry: false,
  });
  const renew = () => void cache.invalidateQueries({ queryKey: ['passkeys'] });
  const add = useMutation({
    mutationFn: async () => {
      const begun = await api.post('/v1/account/passkeys/begin');
      const credential = await createPasskey(begun.options);
      return api.post('/v1/account/passkeys/finish', {
        body: { ticket: begun.ticket, credential, name: navigator.platform },
      });
    },
    onSuccess: renew,
    onError: problem,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.delete('/v1/account/passkeys/{passkey_id}', { path: { passkey_id: id } }),
    onSuccess: renew,
    onError: problem,
  });
  return (
    <Card title={t('passkeys.title')}>
      <div className="o-stack">
        <p className="o-soft">{t('passkeys.text')}</p>
        <ul className="d-needs">
          {data.map((passkey) => (
            <li key={passkey.id} className="o-row">
              <Icon of={Fingerprint} />
              <span className="o-grow">
                {passkey.name}{' '}
                <span className="o-small o-soft">
                  <DateTime at={passkey.last_used_at ?? passkey.created_at} show="relative" />
                </span>
              </span>
              <IconButton
                icon={Trash2}
                size="s"
                label={t('passkeys.remove', { name: passkey.name })}
                onPress={() => remove.mutate(passkey.id)}
              />
            </li>
          ))}
        </ul>
        {passkeysWork() ? (
          <Button icon={Fingerprint} isPending={add.isPending} onPress={() => add.mutate()}>
            {t('passkeys.add')}
          </Button>
        ) : (
          <p className="o-small o-soft">{t('passkeys.unsupported')}</p>
        )}
      </div>
    </Card>
  );
}

function SessionsCard() {
  const t = useT();
  const session = useSession();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const { data = [] } = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => itemsOf(await api.get('/v1/sessions')),
    retry: false,
  });
  const end = useMutation({
    mutationFn: (id: string) => api.delete('/v1/sessions/{session_id}', { path: { session_id: id } }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['sessions'] }),
    onError: problem,
  });
  return (
    <Card title={t('sessions.title')}>
      <p className="o-soft">{t('sessions.text')}</p>
      {data.length === 0 ? <EmptyState icon={Laptop} level={3} title={t('sessions.none')} /> : null}
      <ul className="d-needs">
        {data.map((one) => (
          <li key={one.id} className="o-row">
            <Icon of={Laptop} />
            <span className="o-grow o-wrap">
              {one.user_agent || t('sessions.unknown')}{' '}
              <span className="o-small o-soft">
                <DateTime at={one.last_seen_at} show="relative" />
              </span>
            </span>
            {one.id === session.id ? (
              <Badge tone="success">{t('sessions.this')}</Badge>
            ) : (
              <Button size="s" icon={LogOut} onPress={() => end.mutate(one.id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
