//! One conversation: its head, who has the floor, what was said, and where one answers.

import { Badge, Banner, Button, EmptyState, Icon, Skeleton, useFormat } from '@ombud/ui';
import type { Conversation, ConversationEvent } from '@ombud/client';
import { useQuery } from '@tanstack/react-query';
import { CloudOff, Eye, PencilLine, SearchX } from 'lucide-react';
import { Fragment, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ViewName } from '../api/shapes.ts';
import { useSession } from '../app/session.tsx';
import { asConversation } from '../api/wire.ts';
import { api, socket, store } from '../app/services.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { CallBackStrip } from './call-back.tsx';
import { CobrowseHere, CobrowseStrip } from './cobrowse.tsx';
import { Composer } from './composer.tsx';
import { deliveriesOf, deliveryOf, importedUntil, standsAlone } from './delivery.ts';
import { EventItem, WaitingMessage } from './event-item.tsx';
import { FloorBanner } from './floor-banner.tsx';
import { useConversation, useOutbox, usePresent, useSocketState, useThread, useTyping } from './hooks.ts';
import { customerName } from './list.tsx';
import { ThreadHead } from './thread-head.tsx';

interface ThreadProps {
  id: string;
  view: ViewName;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
}

export function Thread({ id, view, isPanelOpen, onTogglePanel }: ThreadProps) {
  const t = useT();
  const conversation = useConversation(id);
  const { error } = useQuery({
    queryKey: ['conversation', id],
    enabled: !conversation,
    queryFn: async () => {
      const one = await api.get('/v1/conversations/{conversation_id}', { path: { conversation_id: id } });
      store.take(asConversation(one));
      return one;
    },
  });
  useEffect(() => store.follow(id), [id]);
  // The page that is looked at here, and how often something was put into the reply.
  const [together, setTogether] = useState<{ of: string; session: string } | null>(null);
  const [written, setWritten] = useState(0);
  const look = useCallback((session: string) => setTogether({ of: id, session }), [id]);
  if (!conversation) {
    return (
      <section className="d-thread" aria-label={t('thread.label')}>
        {error ? (
          <EmptyState icon={SearchX} title={t('thread.missing.title')}>
            {t('thread.missing.text')}
          </EmptyState>
        ) : (
          <div className="d-list-wait">
            <Skeleton lines={6} />
          </div>
        )}
      </section>
    );
  }
  return (
    <section
      className="d-thread"
      aria-label={t('thread.with', { name: customerName(conversation, t('who.visitor')) })}
    >
      <ThreadHead
        conversation={conversation}
        view={view}
        isPanelOpen={isPanelOpen}
        onTogglePanel={onTogglePanel}
        onLook={look}
      />
      <Connection />
      <FloorBanner conversation={conversation} />
      <CallBackStrip conversation={conversation} />
      {together?.of === id ? (
        <CobrowseHere session={together.session} onBack={() => setTogether(null)} />
      ) : (
        <>
          <CobrowseStrip
            key={`together ${id}`}
            conversation={conversation}
            onOpen={look}
            onWritten={() => setWritten((count) => count + 1)}
          />
          <Log key={id} conversation={conversation} />
          <Presence conversation={conversation} />
          <Composer key={`reply ${written}`} conversation={conversation} />
        </>
      )}
    </section>
  );
}

/** Says when what one sees may be old. */
function Connection() {
  const t = useT();
  const state = useSocketState();
  if (state !== 'offline') return null;
  return (
    <div className="d-strip">
      <Banner
        tone="warning"
        icon={CloudOff}
        live
        actions={
          <Button size="s" onPress={() => socket.retryNow()}>
            {t('offline.retry')}
          </Button>
        }
      >
        {t('offline.thread')}
      </Banner>
    </div>
  );
}

/** Whoever only passes on the way to another conversation has not read this one. */
const READ_AFTER_MS = 250;

/** Sides of a conversation, for when only the side is known. */
const SIDES: ReadonlySet<string> = new Set(['customer', 'ai', 'person', 'system']);

function dayOf(event: ConversationEvent): string {
  return new Date(event.at).toDateString();
}

/** A call for a person, an offer and its answer are one row each; drafts that came to nothing stay visible to the desk. */
function Log({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const format = useFormat();
  const { events } = useThread(conversation.id);
  const waiting = useOutbox(conversation.id);
  const scroller = useRef<HTMLDivElement>(null);
  const wasAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = scroller.current;
    const isEmpty = events.length === 0 && waiting.length === 0;
    // Asking for the height lays the page out at once.
    if (element && !isEmpty && wasAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [events, waiting]);
  const lastSeq = events.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (lastSeq === 0 || conversation.unread === 0) return;
    const read = setTimeout(() => {
      if (document.hasFocus()) socket.seen(conversation.id, lastSeq);
    }, READ_AFTER_MS);
    return () => clearTimeout(read);
  }, [lastSeq, conversation.id, conversation.unread]);
  const shown = useMemo(() => events.filter(standsAlone), [events]);
  const deliveries = useMemo(() => deliveriesOf(events), [events]);
  const imported = useMemo(() => importedUntil(events), [events]);
  return (
    <div
      ref={scroller}
      className="d-log"
      role="log"
      aria-live="polite"
      aria-label={t('thread.log')}
      // A region that scrolls must be reachable by the keyboard (WCAG 2.1.1).
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        wasAtEnd.current = scrollHeight - scrollTop - clientHeight < 48;
      }}
    >
      <div className="d-log-inner">
        {events.length === 0 && conversation.seq > 0 ? <Skeleton lines={5} height={28} /> : null}
        {shown.map((event, index) => {
          const previous = shown[index - 1];
          const isNewDay = !previous || dayOf(previous) !== dayOf(event);
          return (
            <Fragment key={event.seq}>
              {isNewDay ? (
                <div className="d-day">
                  <span>{format.weekday(event.at)}</span>
                </div>
              ) : null}
              <EventItem
                event={event}
                previous={isNewDay ? undefined : previous}
                conversation={conversation}
                delivery={deliveryOf(event, conversation, deliveries, imported)}
              />
            </Fragment>
          );
        })}
        {waiting.map((message) => (
          <WaitingMessage key={message.client_id} message={message} />
        ))}
      </div>
    </div>
  );
}

/** Colleagues who look at or write into the same conversation. */
function Presence({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const format = useFormat();
  const session = useSession();
  const present = usePresent(conversation.id).filter((one) => one.user_id !== session.user_id);
  const typing = useTyping(conversation.id)
    .filter((name) => name !== session.name)
    .map((name) => (SIDES.has(name) ? t(`who.${name}` as DeskKey) : name));
  const writers = [
    ...new Set([...typing, ...present.filter((one) => one.doing === 'typing').map((one) => one.name)]),
  ];
  const viewers = present.filter((one) => one.doing === 'viewing').map((one) => one.name);
  return (
    <div className="d-presence" aria-live="polite">
      {viewers.length > 0 ? (
        <Badge tone="info" icon={Eye}>
          {t('presence.viewing', { names: format.list(viewers), count: viewers.length })}
        </Badge>
      ) : null}
      {writers.length > 0 ? (
        <span className="d-typing">
          <Icon of={PencilLine} size={14} />
          {t('presence.typing', { names: format.list(writers), count: writers.length })}
        </span>
      ) : null}
    </div>
  );
}
