//! The agent's day: lists, the thread, and what one must know beside it.

import { Navigate, useNavigate, useParams } from '@tanstack/react-router';
import type { Conversation } from '@ombud/client';
import { ConfirmDialog, EmptyState } from '@ombud/ui';
import { MessagesSquare } from 'lucide-react';
import { useDeferredValue, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ViewName } from '../api/shapes.ts';
import { homeOf, isOpenTo } from '../app/places.ts';
import { useSession } from '../app/session.tsx';
import { store } from '../app/services.ts';
import { Context } from '../context/context.tsx';
import { useKeys } from '../keys/use-keys.ts';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { useList } from './hooks.ts';
import { ConversationList } from './list.tsx';
import { Offers } from './offers.tsx';
import { Thread } from './thread.tsx';
import { againstResolving, VIEWS } from './views.ts';

/** A conversation that is about to be ended although something speaks against it. */
interface Asked {
  conversation: Conversation;
  thenNext: boolean;
  why: 'critical' | 'waits';
}

/** Moves through the open list from the keyboard, and resolves on the way. */
function useListKeys(view: ViewName, selected: string | undefined): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const list = useList(view);
  const actions = useConversationActions();
  // Keys come faster than pages are drawn: each press goes on from where the one before went.
  const here = useRef(selected);
  useLayoutEffect(() => {
    here.current = selected;
  }, [selected]);
  const go = (id: string | undefined) => {
    if (!id) return;
    here.current = id;
    // Asked for now, its messages are on their way while the page is drawn.
    store.follow(id);
    void navigate({ to: '/inbox/$view/$id', params: { view, id } });
  };
  const step = (by: 1 | -1) => {
    const at = here.current ? list.ids.indexOf(here.current) : -1;
    go(list.ids[at === -1 ? (by === 1 ? 0 : list.ids.length - 1) : at + by]);
  };
  const [asked, setAsked] = useState<Asked | null>(null);
  const resolve = async (conversation: Conversation, thenNext: boolean) => {
    setAsked(null);
    const at = list.ids.indexOf(conversation.id);
    const next = list.ids[at + 1] ?? list.ids[at - 1];
    if ((await actions.resolve(conversation)) && thenNext) go(next);
  };
  /** Ends it, or asks first where somebody still waits. */
  const begin = (thenNext: boolean) => {
    const conversation = selected ? store.conversation(selected) : undefined;
    if (!conversation) return;
    const why = againstResolving(conversation);
    if (why) setAsked({ conversation, thenNext, why });
    else void resolve(conversation, thenNext);
  };
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    resolve: () => begin(false),
    resolve_next: () => begin(true),
  });
  return asked ? (
    <ConfirmDialog
      title={t('resolve.title')}
      isOpen
      onOpenChange={() => setAsked(null)}
      confirmLabel={t('resolve.confirm')}
      onConfirm={() => void resolve(asked.conversation, asked.thenNext)}
    >
      <p>{t(`resolve.${asked.why}`)}</p>
      {asked.conversation.last?.by === 'customer' ? (
        <blockquote className="d-quote">{asked.conversation.last.preview}</blockquote>
      ) : null}
    </ConfirmDialog>
  ) : null;
}

function readPanel(): boolean {
  try {
    return localStorage.getItem('ombud.panel') !== 'closed';
  } catch {
    return true;
  }
}

export function InboxPage() {
  const t = useT();
  const session = useSession();
  const params = useParams({ strict: false });
  const view = VIEWS.find((one) => one === params.view) ?? 'mine';
  const id = params.id;
  const [isPanelOpen, setPanelOpen] = useState(readPanel);
  // The thread is drawn first; what stands beside it follows a moment later.
  const later = useDeferredValue(id);
  const question = useListKeys(view, id);
  useKeys({ side_panel: () => togglePanel() });
  useEffect(() => {
    if (isOpenTo(session, 'inbox')) store.open(view);
  }, [view, session]);

  const togglePanel = () => {
    setPanelOpen((open) => {
      try {
        localStorage.setItem('ombud.panel', open ? 'closed' : 'open');
      } catch {
        // The panel is open again after a reload; that is all.
      }
      return !open;
    });
  };

  if (!isOpenTo(session, 'inbox')) return <Navigate to={homeOf(session)} replace />;
  return (
    <div className="d-inbox" data-open={id !== undefined} data-panel={isPanelOpen}>
      <Offers />
      {question}
      <ConversationList view={view} selected={id} />
      {id ? (
        <>
          <Thread id={id} view={view} isPanelOpen={isPanelOpen} onTogglePanel={togglePanel} />
          {isPanelOpen ? <Context id={later ?? id} /> : null}
        </>
      ) : (
        <section className="d-nothing" aria-label={t('thread.none.title')}>
          <EmptyState icon={MessagesSquare} title={t('thread.none.title')}>
            {t('thread.none.text')}
          </EmptyState>
        </section>
      )}
    </div>
  );
}
