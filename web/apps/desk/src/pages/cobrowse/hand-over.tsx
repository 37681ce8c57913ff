//! Hands a session to a colleague: they lead it from the moment they come.

import { Button, Select, ShownDialog, useToast } from '@ombud/ui';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useColleagues } from '../../inbox/dialogs.tsx';
import { useT } from '../../words/index.ts';

export function HandOver({ session }: { session: string }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="s" icon={UsersRound} onPress={() => setOpen(true)}>
        {t('cobrowse.hand')}
      </Button>
      {isOpen ? <HandOverDialog session={session} onClosed={() => setOpen(false)} /> : null}
    </>
  );
}

function HandOverDialog({ session, onClosed }: { session: string; onClosed: () => void }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const own = useSession().user_id;
  const { data: users = [] } = useColleagues();
  const [to, setTo] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const options = users
    .filter((user) => user.id !== own)
    .map((user) => ({ id: String(user.id), label: user.name }));
  const hand = async () => {
    if (!to) return;
    setPending(true);
    try {
      const path = { cobrowse_id: session };
      await api.post('/v1/cobrowse/sessions/{cobrowse_id}/transfer', { path, body: { user_id: to } });
      const name = options.find((one) => one.id === to)?.label ?? '';
      toast({ tone: 'success', text: t('cobrowse.hand.done', { name }) });
      onClosed();
    } catch (error) {
      problem(error);
    } finally {
      setPending(false);
    }
  };
  return (
    <ShownDialog
      title={t('cobrowse.hand')}
      onClose={onClosed}
      footer={
        <Button variant="primary" isDisabled={!to} isPending={isPending} onPress={() => void hand()}>
          {t('cobrowse.hand')}
        </Button>
      }
    >
      <p className="o-soft">{t('cobrowse.hand.text')}</p>
      <Select label={t('cobrowse.hand.to')} value={to} onChange={setTo} options={options} />
    </ShownDialog>
  );
}
