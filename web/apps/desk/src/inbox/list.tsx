//! The list of conversations: ten thousand rows cost what fits on the screen.

import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  Avatar,
  Badge,
  Button,
  Count,
  DateTime,
  EmptyState,
  Icon,
  SearchField,
  Skeleton,
  useFormat,
  useNow,
} from '@ombud/ui';
import {
  Hand,
  Inbox,
  Mail,
  MessageCircle,
  Phone,
  PhoneForwarded,
  Smartphone,
  SearchX,
  Timer,
  type LucideIcon,
} from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation } from '@ombud/client';
import type { ViewName } from '../api/shapes.ts';
import { useAvailability, useSetAvailability } from '../app/availability.ts';
import { store } from '../app/services.ts';
import { useKeys } from '../keys/use-keys.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { useConversation, useList } from './hooks.ts';
import { useSearch } from './search.ts';
import { nextClock } from './views.ts';

const ROW_PX = 92;
const ROWS_AHEAD = 8;

export const CHANNEL_ICONS: Record<string, LucideIcon> = {
  chat: MessageCircle,
  email: Mail,
  phone: Phone,
  app: Smartphone,
};

export function customerName(conversation: Conversation, visitor: string): string {
  return conversation.customer.name || (conversation.customer.visitor ? visitor : conversation.customer_id);
}

export function ConversationList({ view, selected }: { view: ViewName; selected: string | undefined }) {
  const t = useT();
  const list = useList(view);
  const [query, setQuery] = useState('');
  const found = useSearch(query);
  const ids = found.ids ?? list.ids;
  return (
    <section className="d-list" aria-label={t(`view.${view}` as DeskKey)}>
      <ListHead view={view} count={ids.length} query={query} onQuery={setQuery} />
      {ids.length > 0 ? (
        <Rows ids={ids} view={view} selected={selected} isReading={list.isReading} />
      ) : !list.isLoaded || found.isLoading ? (
        <div className="d-list-wait">
          <Skeleton lines={9} height={20} />
        </div>
      ) : query ? (
        <EmptyState icon={SearchX} level={2} title={t('list.none_found.title')}>
          {t('list.none_found.text', { query })}
        </EmptyState>
      ) : view === 'mine' ? (
        <NothingMine />
      ) : (
        <EmptyState icon={Inbox} level={2} title={t('list.empty.title')}>
          {t('list.empty.text')}
        </EmptyState>
      )}
    </section>
  );
}

interface ListHeadProps {
  view: ViewName;
  count: number;
  query: string;
  onQuery: (query: string) => void;
}

/** The same for every conversation of the list that is opened. */
const ListHead = memo(function ListHead({ view, count, query, onQuery }: ListHeadProps) {
  const t = useT();
  const format = useFormat();
  const searchRef = useRef<HTMLInputElement>(null);
  useKeys({ search: () => searchRef.current?.focus() });
  return (
    <header className="d-list-head">
      <div className="o-row o-spread">
        <h1 className="d-list-title">{t(`view.${view}` as DeskKey)}</h1>
        <span className="o-small o-soft o-num" aria-live="polite">
          {t('list.count', { count, shown: format.number(count) })}
        </span>
      </div>
      <SearchField label={t('list.search')} value={query} onChange={onQuery} inputRef={searchRef} />
    </header>
  );
});

/** Nothing of one's own: new work comes by itself, but only to who is available. */
function NothingMine() {
  const t = useT();
  const availability = useAvailability();
  const set = useSetAvailability();
  const isClosed = availability !== undefined && availability !== 'available';
  return (
    <EmptyState
      icon={Inbox}
      level={2}
      title={t('list.empty.title')}
      actions={
        isClosed ? (
          <Button variant="primary" isPending={set.isPending} onPress={() => set.mutate('available')}>
            {t('availability.back')}
          </Button>
        ) : null
      }
    >
      {t(isClosed ? 'list.empty.closed' : 'list.empty.text')}
    </EmptyState>
  );
}

function Rows({
  ids,
  view,
  selected,
  isReading,
}: {
  ids: readonly string[];
  view: ViewName;
  selected: string | undefined;
  isReading: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_AHEAD,
    useFlushSync: false,
    // No keys here: a function of the rows would make it measure all of them whenever one moves.
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const at = useMemo(() => (selected ? ids.indexOf(selected) : -1), [ids, selected]);
  useEffect(() => {
    const isInSight = at >= (rows.range?.startIndex ?? 0) + 1 && at <= (rows.range?.endIndex ?? -1) - 1;
    if (at >= 0 && !isInSight) rows.scrollToIndex(at, { align: 'auto' });
    // Only a new choice scrolls; rows that move about under it must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);
  useEffect(() => {
    if (!isReading && last >= ids.length - ROWS_AHEAD) void store.more(view);
  }, [isReading, last, ids.length, view]);
  return (
    // A region that scrolls must be reachable by the keyboard (WCAG 2.1.1); its rows are links.
    <div ref={scroller} className="d-rows">
      <ul style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {shown.map((row) => {
          const id = ids[row.index];
          return id ? (
            <li
              key={id}
              className="d-row-slot"
              style={{ transform: `translateY(${row.start}px)`, height: ROW_PX }}
              aria-setsize={ids.length}
              aria-posinset={row.index + 1}
            >
              <Row id={id} view={view} isSelected={id === selected} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

/** What a clock says: how long is left, or for how long it has been over. */
export function ClockBadge({ conversation, isShort }: { conversation: Conversation; isShort?: boolean }) {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const clock = nextClock(conversation);
  if (!clock || conversation.state !== 'open' || conversation.waiting_on === 'customer') return null;
  const left = new Date(clock.due_at).getTime() - now.getTime();
  const isOver = clock.breached || left < 0;
  const when = format.relative(clock.due_at, now);
  return (
    <Badge tone={isOver ? 'danger' : left < 600_000 ? 'warning' : 'neutral'} icon={Timer}>
      {isShort ? (
        <span className="o-hidden">
          {isOver ? t('clock.over', { when: '' }) : t('clock.due', { when: '' })}
        </span>
      ) : null}
      {isShort ? when : isOver ? t('clock.over', { when }) : t('clock.due', { when })}
    </Badge>
  );
}

export function LevelBadge({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const { level } = conversation.priority;
  if (level === 'normal') return null;
  return <Badge tone={level === 'high' ? 'warning' : 'danger'}>{t(`level.${level}` as DeskKey)}</Badge>;
}

const Row = memo(function Row({ id, view, isSelected }: { id: string; view: ViewName; isSelected: boolean }) {
  const t = useT();
  const conversation = useConversation(id);
  if (!conversation) return null;
  const name = customerName(conversation, t('who.visitor'));
  const { last } = conversation;
  return (
    <Link
      to="/inbox/$view/$id"
      params={{ view, id }}
      className="d-row"
      data-unread={conversation.unread > 0}
      aria-current={isSelected ? 'true' : undefined}
    >
      <Avatar name={name} size={36} />
      <span className="d-row-main">
        <span className="d-row-top">
          <span className="d-row-name o-truncate">{name}</span>
          <span className="o-small o-faint">{last ? <DateTime at={last.at} show="relative" /> : null}</span>
        </span>
        <span className="d-row-top">
          <span className="d-row-text o-truncate">
            {last?.by === 'person'
              ? `${t('list.you_prefix')} `
              : last?.by === 'ai'
                ? `${t('list.ai_prefix')} `
                : ''}
            {last?.preview || (conversation.subject ?? '')}
          </span>
          {conversation.unread > 0 ? (
            <span className="d-row-unread">
              <Count value={conversation.unread} tone="accent" />
              <span className="o-hidden">{t('list.unread', { count: conversation.unread })}</span>
            </span>
          ) : null}
        </span>
        <span className="d-row-foot">
          <span className="d-row-channel o-faint">
            <Icon of={CHANNEL_ICONS[conversation.channel] ?? MessageCircle} size={14} />
            <span className="o-hidden">{t(`channel.${conversation.channel}` as DeskKey)}</span>
            <span className="o-num">#{conversation.number}</span>
          </span>
          <LevelBadge conversation={conversation} />
          {conversation.human_requested_at && conversation.assignment.state !== 'assigned' ? (
            <Badge tone="accent" icon={Hand}>
              <span className="o-hidden">{t('list.human')}</span>
            </Badge>
          ) : null}
          {conversation.call_back ? (
            <Badge tone="info" icon={PhoneForwarded}>
              <span className="o-hidden">{t('call_back.title')}</span>
            </Badge>
          ) : null}
          <ClockBadge conversation={conversation} isShort />
        </span>
      </span>
    </Link>
  );
});
