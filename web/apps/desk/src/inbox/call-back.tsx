//! A wish to be called: whom, when, and what to know first. The number is gone as soon as it is done or taken back.

import { clock, type Conversation } from '@ombud/client';
import { Button, ConfirmDialog, DateTime, Dialog, Icon, TextField } from '@ombud/ui';
import { CalendarClock, PhoneForwarded } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { nextClock } from './views.ts';

export function CallBackStrip({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const session = useSession();
  const actions = useConversationActions();
  const [isCancelling, setCancelling] = useState(false);
  const wish = conversation.call_back;
  if (!wish) return null;
  const isMine =
    conversation.assignment.state === 'assigned' && conversation.assignment.user_id === session.user_id;
  const due = nextClock(conversation)?.due_at;
  return (
    <section className="d-floor d-call-back" data-tone="info" aria-label={t('call_back.title')}>
      <Icon of={PhoneForwarded} />
      <span className="o-grow">
        <strong>{t('call_back.title')}</strong>{' '}
        <a href={`tel:${wish.phone}`} className="o-num o-nowrap">
          {wish.phone}
        </a>
        <span className="o-small d-block">
          {wish.at ? (
            <>
              {t('call_back.not_before')} <DateTime at={wish.at} />
            </>
          ) : (
            <>
              {t('call_back.asked')} <DateTime at={wish.asked_at} show="relative" />
            </>
          )}
          {due ? (
            <>
              {' · '}
              {t('call_back.due')} <DateTime at={due} />
            </>
          ) : null}
        </span>
        {wish.note ? <span className="o-small d-block d-plain">{wish.note}</span> : null}
      </span>
      <Button size="s" variant="quiet" onPress={() => setCancelling(true)}>
        {t('call_back.cancel')}
      </Button>
      {isMine ? (
        <Button size="s" variant="primary" onPress={() => void actions.calledBack(conversation)}>
          {t('call_back.done')}
        </Button>
      ) : (
        <span className="o-small">{t('call_back.take_first')}</span>
      )}
      <ConfirmDialog
        title={t('call_back.cancel.title')}
        isOpen={isCancelling}
        onOpenChange={setCancelling}
        confirmLabel={t('call_back.cancel')}
        onConfirm={() => {
          setCancelling(false);
          void actions.cancelCallBack(conversation);
        }}
      >
        <p>{t('call_back.cancel.text')}</p>
      </ConfirmDialog>
    </section>
  );
}

/** International, as the server wants it. Spaces and dashes are how people write it. */
const PHONE = /^\+[1-9]\d{5,14}$/;
const plain = (phone: string): string => phone.replace(/[\s()./-]/g, '');

/** Asks for the customer that they be called. */
export function CallBackDialog({
  conversation,
  isOpen,
  onOpenChange,
}: {
  conversation: Conversation;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const actions = useConversationActions();
  const [phone, setPhone] = useState(conversation.contact?.phone ?? '');
  const [note, setNote] = useState('');
  const [at, setAt] = useState('');
  const isWrong = phone !== '' && !PHONE.test(plain(phone));
  const isPast = at !== '' && new Date(at).getTime() <= clock.now();
  const ask = async () => {
    const wish = {
      phone: plain(phone),
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(at ? { at: new Date(at).toISOString() } : {}),
    };
    if (await actions.askForCallBack(conversation, wish)) onOpenChange(false);
  };
  return (
    <Dialog
      title={t('action.call_back')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      width="narrow"
      footer={
        <Button
          variant="primary"
          icon={CalendarClock}
          isDisabled={phone === '' || isWrong || isPast}
          onPress={() => void ask()}
        >
          {t('call_back.ask')}
        </Button>
      }
    >
      <p className="o-soft">{t('call_back.about')}</p>
      <TextField
        type="tel"
        label={t('call_back.phone')}
        description={t('call_back.phone.help')}
        value={phone}
        onChange={setPhone}
        errorMessage={isWrong ? t('call_back.phone.wrong') : undefined}
        isRequired
      />
      <TextField
        type="datetime-local"
        label={t('call_back.at')}
        description={t('call_back.at.help')}
        value={at}
        onChange={setAt}
        errorMessage={isPast ? t('when.past') : undefined}
      />
      <TextField label={t('call_back.note')} rows={2} value={note} onChange={setNote} maxLength={1_000} />
    </Dialog>
  );
}
