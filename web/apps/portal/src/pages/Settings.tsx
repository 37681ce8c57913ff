// Language and look, what one is told and how, and one's own data.

import { ApiError, type Notifications } from '@ombud/client';
import {
  Banner,
  Button,
  Card,
  ConfirmDialog,
  LanguageSelect,
  Switch,
  ThemeSwitch,
  useToast,
} from '@ombud/ui';
import { Download, LogOut, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { useWords } from '../app/words.ts';
import { putNotifications, useAct, useNotifications } from '../data/queries.ts';
import { Cobrowsed } from '../parts/cobrowsed.tsx';
import { useFailure } from '../parts/failure.ts';
import { Page, Part } from '../parts/page.tsx';

export function Settings() {
  const say = useWords();
  const { session, signOut } = useSession();
  return (
    <Page isPrivate component="account" title={say('nav.settings')} lead={session.email ?? session.name}>
      <Part title={say('settings.look')}>
        <Card>
          <div className="p-settings">
            <LanguageSelect />
            <ThemeSwitch />
          </div>
        </Card>
      </Part>
      <Told />
      <Cobrowsed />
      <Data />
      <div>
        <Button icon={LogOut} onPress={() => void signOut()}>
          {say('settings.signOut')}
        </Button>
      </div>
    </Page>
  );
}

const KINDS = ['payment_due', 'case_updates', 'messages'] as const;
const WAYS = ['email', 'sms'] as const;

function Told() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { customerId } = useSession();
  const settings = useNotifications(customerId);
  const save = useAct((next: Notifications) => putNotifications(customerId, next));
  // A server without this setting decides by itself whom it tells what: then there is nothing to choose here.
  if (settings.error instanceof ApiError && settings.error.isAbsent) return null;
  const { data } = settings;
  if (!data) return null;
  const change = (way: 'email' | 'sms', kind: (typeof KINDS)[number], on: boolean) =>
    save.mutate(
      { ...data, [way]: { ...data[way], [kind]: on } },
      { onError: (error) => toast({ tone: 'danger', text: failure(error) }) },
    );
  return (
    <Part title={say('told.title')}>
      <Card>
        <div className="o-stack">
          {WAYS.map((way) => (
            <fieldset key={way} className="p-fieldset">
              <legend className="o-label">{say(`told.${way}`)}</legend>
              {KINDS.map((kind) => (
                <Switch key={kind} isSelected={data[way][kind]} onChange={(on) => change(way, kind, on)}>
                  {say(`told.${kind}`)}
                </Switch>
              ))}
            </fieldset>
          ))}
          <p className="o-small o-soft">{say('told.always')}</p>
        </div>
      </Card>
    </Part>
  );
}

function Data() {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { customerId } = useSession();
  const [isAsked, setAsked] = useState(false);
  const path = { customer_id: customerId };
  const erase = useAct(() => api.post('/v1/customers/{customer_id}/erase', { path }));
  const take = async () => {
    try {
      const all = await api.get('/v1/customers/{customer_id}/export', { path });
      const url = URL.createObjectURL(new Blob([JSON.stringify(all, null, 2)], { type: 'application/json' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'my-data.json';
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      toast({ tone: 'danger', text: failure(error) });
    }
  };
  return (
    <Part title={say('data.title')} id="data">
      <Card>
        <div className="o-stack">
          <p className="o-soft">{say('data.about')}</p>
          <div className="o-row">
            <Button icon={Download} onPress={() => void take()}>
              {say('data.export')}
            </Button>
            <Button variant="quiet" icon={Trash2} onPress={() => setAsked(true)}>
              {say('data.erase')}
            </Button>
          </div>
          {erase.isSuccess ? (
            <Banner tone="success" live title={say('data.erased')}>
              {say('data.erasedAbout', { count: erase.data.answers.length })}
            </Banner>
          ) : null}
        </div>
      </Card>
      <ConfirmDialog
        title={say('data.erase')}
        isOpen={isAsked}
        onOpenChange={setAsked}
        confirmLabel={say('data.eraseYes')}
        variant="danger"
        onConfirm={() =>
          erase.mutate(undefined, {
            onSuccess: () => setAsked(false),
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          })
        }
        isPending={erase.isPending}
      >
        <p>{say('data.eraseAbout')}</p>
      </ConfirmDialog>
    </Part>
  );
}
