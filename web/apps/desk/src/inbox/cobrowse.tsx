//! Looking at the customer's page from their conversation: inviting them, where it stands, and the view with a way back.

import { type Cobrowsing, type Conversation } from '@ombud/client';
import { Button, Icon, ShownDialog, Spinner, useToast } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Copy, MonitorPlay, PencilLine } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { api } from '../app/services.ts';
import { useSession } from '../app/session.tsx';
import { CodeEntry } from '../pages/cobrowse/code-entry.tsx';
import { HandOver } from '../pages/cobrowse/hand-over.tsx';
import { useT } from '../words/index.ts';
import { useProblemToast } from './actions.ts';
import { keepDraft, readDraft } from './draft.ts';

/** The view and the wire behind it are large, and most conversations never need them. */
const SessionView = lazy(async () => ({
  default: (await import('../pages/cobrowse/session-view.tsx')).SessionView,
}));

const EVERY_MS = 10_000;

/** What the conversation does not tell: who may go in, and whether who came is known. */
function useTogether(cobrowse: Cobrowsing | null | undefined) {
  const id = cobrowse?.session_id ?? '';
  return useQuery({
    queryKey: ['cobrowse', id, cobrowse?.state],
    enabled: id !== '',
    refetchInterval: EVERY_MS,
    queryFn: () => api.get('/v1/cobrowse/sessions/{cobrowse_id}', { path: { cobrowse_id: id } }),
  }).data;
}

/** Invites the customer, or takes the code that they read out. */
export function CobrowseDialog({
  conversation,
  onClosed,
  onOpen,
}: {
  conversation: Conversation;
  onClosed: () => void;
  onOpen: (session: string) => void;
}) {
  const t = useT();
  const problem = useProblemToast();
  const [isPending, setPending] = useState(false);
  const invite = async () => {
    setPending(true);
    try {
      const path = { conversation_id: conversation.id };
      await api.post('/v1/conversations/{conversation_id}/cobrowse', { path });
      onClosed();
    } catch (error) {
      problem(error);
      setPending(false);
    }
  };
  return (
    <ShownDialog title={t('cobrowse.open')} onClose={onClosed}>
      <p className="o-soft">{t('cobrowse.start.text')}</p>
      <div className="o-row">
        <Button variant="primary" icon={MonitorPlay} isPending={isPending} onPress={() => void invite()}>
          {t('cobrowse.invite')}
        </Button>
      </div>
      <CodeEntry
        conversation={conversation.id}
        onClaimed={(session) => {
          onClosed();
          onOpen(session.id);
        }}
      />
    </ShownDialog>
  );
}

interface StripProps {
  conversation: Conversation;
  onOpen: (session: string) => void;
  /** The reply was written into. */
  onWritten: () => void;
}

/** Where looking at the page stands, while there is something of it. */
export function CobrowseStrip({ conversation, onOpen, onWritten }: StripProps) {
  const t = useT();
  const problem = useProblemToast();
  const own = useSession().user_id;
  const { cobrowse } = conversation;
  const together = useTogether(cobrowse);
  const isOwn = together?.invitation?.by_user_id === own;
  const state = cobrowse?.state;
  // Whoever invited from here goes in as soon as the customer is there.
  const wasInvited = useRef(false);
  const session = cobrowse?.session_id;
  useEffect(() => {
    if (state === 'invited') wasInvited.current = isOwn;
    if (state !== 'answered' || !session || !wasInvited.current) return;
    wasInvited.current = false;
    onOpen(session);
  }, [state, session, isOwn, onOpen]);
  if (!cobrowse) return null;
  const end = () =>
    void api
      .post('/v1/cobrowse/sessions/{cobrowse_id}/end', { path: { cobrowse_id: cobrowse.session_id } })
      .catch(problem);
  const isStranger = together?.invitation?.is_known === false;
  return (
    <section className="d-floor d-together" data-tone="info" aria-label={t('cobrowse.open')}>
      <Icon of={MonitorPlay} />
      <span className="o-grow">
        {t(`cobrowse.strip.${cobrowse.state}`, { name: cobrowse.user_name })}
        {isStranger ? <strong className="o-small d-block">{t('cobrowse.stranger')}</strong> : null}
      </span>
      {cobrowse.state === 'invited' ? (
        <span className="o-row">
          <LinkTools conversation={conversation} session={cobrowse.session_id} onWritten={onWritten} />
          <Button size="s" variant="quiet" onPress={end}>
            {t('cobrowse.withdraw')}
          </Button>
        </span>
      ) : together?.may_join ? (
        <Button size="s" variant="primary" onPress={() => onOpen(cobrowse.session_id)}>
          {t('cobrowse.look')}
        </Button>
      ) : null}
    </section>
  );
}

/** The link of an invitation: for whoever is not on a page of the company's that hears of it. */
function LinkTools({
  conversation,
  session,
  onWritten,
}: {
  conversation: Conversation;
  session: string;
  onWritten: () => void;
}) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const link = async (): Promise<string> => {
    const path = { cobrowse_id: session };
    return (await api.post('/v1/cobrowse/sessions/{cobrowse_id}/link', { path })).url;
  };
  const copy = async () => {
    await navigator.clipboard.writeText(await link());
    toast({ tone: 'success', text: t('cobrowse.link.copied') });
  };
  const write = async () => {
    const url = await link();
    const written = readDraft(localStorage, conversation.id, 'reply');
    keepDraft(localStorage, conversation.id, 'reply', written === '' ? url : `${written.trimEnd()} ${url}`);
    onWritten();
  };
  return (
    <>
      <Button size="s" icon={Copy} onPress={() => void copy().catch(problem)}>
        {t('cobrowse.link.copy')}
      </Button>
      <Button size="s" icon={PencilLine} onPress={() => void write().catch(problem)}>
        {t('cobrowse.link.write')}
      </Button>
    </>
  );
}

/** The view, in the place of what was said. */
export function CobrowseHere({ session, onBack }: { session: string; onBack: () => void }) {
  const t = useT();
  const problem = useProblemToast();
  const [isOver, setOver] = useState(false);
  return (
    <div className="d-cobrowse-page d-cobrowse-here">
      <div className="o-row">
        <Button size="s" icon={ArrowLeft} onPress={onBack}>
          {t('cobrowse.back.thread')}
        </Button>
        <span className="o-grow" />
        {isOver ? null : <HandOver session={session} />}
      </div>
      <Suspense fallback={<Spinner />}>
        <SessionView
          session={session}
          onOver={() => setOver(true)}
          onProblem={(error) => {
            problem(error);
            onBack();
          }}
        />
      </Suspense>
    </div>
  );
}
