// The merchant's own rules: from which amount a dispute is worth an answer, who is told, and the look.

import { ApiError, type MerchantSettings } from '@ombud/client';
import {
  Banner,
  Button,
  Card,
  LanguageSelect,
  NumberField,
  PageHead,
  TextField,
  ThemeSwitch,
  useToast,
} from '@ombud/ui';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { useWords, useFormat } from '../app/words.ts';
import { changeSettings, useAct, useDisputes, useSettings } from '../data/queries.ts';
import { useFailure } from '../parts/failure.ts';
import { Loaded } from '../parts/loaded.tsx';

export function Settings() {
  const say = useWords();
  const { session, signOut, isAdmin, merchantId } = useSession();
  const settings = useSettings(merchantId);
  const isAbsent = settings.error instanceof ApiError && settings.error.isAbsent;
  return (
    <div className="o-page">
      <title>{say('nav.settings')}</title>
      <PageHead title={say('nav.settings')}>{session.email ?? session.name}</PageHead>
      {isAdmin && !isAbsent ? <Loaded of={settings}>{(found) => <Rules settings={found} />}</Loaded> : null}
      {isAdmin && isAbsent ? <Banner tone="info">{say('settings.byDesk')}</Banner> : null}
      <Card title={say('settings.look')}>
        <div className="m-look">
          <LanguageSelect />
          <ThemeSwitch />
        </div>
      </Card>
      <div>
        <Button icon={LogOut} onPress={() => void signOut()}>
          {say('settings.signOut')}
        </Button>
      </div>
    </div>
  );
}

function Rules({ settings }: { settings: MerchantSettings }) {
  const say = useWords();
  const write = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const { merchantId } = useSession();
  const disputes = useDisputes();
  const currency = settings.currency ?? disputes.data?.[0]?.claimed.currency ?? 'EUR';
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const [minor, setMinor] = useState(settings.auto_accept_below_minor);
  const [told, setTold] = useState(settings.notification_recipients.join('\n'));
  const recipients = told.split(/[\s,;]+/).filter(Boolean);
  const save = useAct(() =>
    changeSettings(merchantId, {
      auto_accept_below_minor: minor,
      currency,
      notification_recipients: recipients,
    }),
  );
  const caught = (disputes.data ?? []).filter(
    (one) => one.claimed.currency === currency && one.claimed.amount_minor <= minor,
  );
  const sum = caught.reduce((total, one) => total + one.claimed.amount_minor, 0);
  return (
    <Card title={say('settings.rules')}>
      <form
        className="m-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined, {
            onSuccess: () => toast({ tone: 'success', text: say('saved') }),
            onError: (error) => toast({ tone: 'danger', text: failure(error) }),
          });
        }}
      >
        <NumberField
          label={say('settings.threshold')}
          description={say('settings.thresholdAbout')}
          value={minor / 10 ** digits}
          onChange={(value) => setMinor(Number.isNaN(value) ? 0 : Math.round(value * 10 ** digits))}
          minValue={0}
          formatOptions={{ style: 'currency', currency }}
        />
        <Banner tone="info">
          {minor === 0
            ? say('settings.never')
            : say('settings.effect', {
                count: caught.length,
                sum: write.money({ amount_minor: sum, currency }),
              })}
        </Banner>
        <TextField
          label={say('settings.told')}
          description={say('settings.toldAbout')}
          value={told}
          onChange={setTold}
          rows={3}
        />
        <div>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            {say('save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
