//! A call at this person's line, on whatever page they are: who it may be, why they call, and the way to their conversation.

import { Button, Icon, IconButton, useFormat, useLanguage } from '@ombud/ui';
import { useNavigate } from '@tanstack/react-router';
import { PhoneCall, PhoneIncoming, X } from 'lucide-react';
import { useEffect } from 'react';
import { store } from '../app/services.ts';
import { useSession } from '../app/session.tsx';
import { BriefNeeds } from '../context/brief-lines.tsx';
import { useBrief } from '../context/queries.ts';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { callState } from './call.ts';
import { useCalls, useConversation, useThread } from './hooks.ts';
import { customerName, LevelBadge } from './list.tsx';
import { numberOf } from './sentences.ts';
import type { Ringing } from './store.ts';

export function Calls() {
  const t = useT();
  const calls = useCalls();
  return (
    <section className="d-calls" aria-label={t('call.region')} aria-live="assertive">
      {calls.map((call) => (
        <CallCard key={call.call} call={call} />
      ))}
    </section>
  );
}

function CallCard({ call }: { call: Ringing }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const session = useSession();
  const actions = useConversationActions();
  const conversation = useConversation(call.conversation);
  const { events } = useThread(call.conversation);
  const state = callState(events, call.call, session.user_id);
  const isGone = state === 'over' || state === 'elsewhere';
  useEffect(() => {
    if (isGone) store.forgetCall(call.call);
  }, [isGone, call.call]);
  if (!conversation || isGone) return null;
  const name = customerName(conversation, t('who.visitor'));
  const from = numberOf(call.from, t);
  const open = (view: 'mine' | 'open') => {
    store.forgetCall(call.call);
    void navigate({ to: '/inbox/$view/$id', params: { view, id: conversation.id } });
  };
  const take = async () => {
    if (await actions.take(conversation)) open('mine');
  };
  const isMine = conversation.assignment.user_id === session.user_id;
  const mayTake = state === 'ringing' && conversation.assignment.state !== 'assigned';
  return (
    <article className="d-call o-card" data-state={state} aria-label={t('call.of', { name })}>
      <header className="o-row">
        <span className="d-call-mark">
          <Icon of={state === 'mine' ? PhoneCall : PhoneIncoming} />
        </span>
        <span className="o-grow">
          <strong className="d-block">{t(state === 'mine' ? 'call.mine' : 'call.rings', { name })}</strong>
          <span className="o-small o-soft o-num">
            {name === from ? format.language(conversation.language) : from}
          </span>
        </span>
        <LevelBadge conversation={conversation} />
        <IconButton icon={X} size="s" label={t('call.hide')} onPress={() => store.forgetCall(call.call)} />
      </header>
      <CallBrief id={conversation.id} />
      <p className="o-small o-soft">{t('call.hint')}</p>
      <div className="o-row d-end">
        {mayTake ? (
          <>
            <Button onPress={() => open('open')}>{t('call.open')}</Button>
            <Button variant="primary" onPress={() => void take()}>
              {t('call.take')}
            </Button>
          </>
        ) : (
          <Button variant="primary" onPress={() => open(isMine ? 'mine' : 'open')}>
            {t('call.open')}
          </Button>
        )}
      </div>
    </article>
  );
}

/** What is known of them already, in as few lines as one reads before answering. */
function CallBrief({ id }: { id: string }) {
  const { locale } = useLanguage();
  const { data: brief } = useBrief(id, locale);
  if (!brief) return null;
  return (
    <div className="o-stack d-call-brief">
      <p>{brief.why}</p>
      <BriefNeeds brief={brief} />
    </div>
  );
}
