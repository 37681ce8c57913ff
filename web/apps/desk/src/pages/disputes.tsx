//! Disputes, the nearest deadline first.

import {
  Badge,
  DateTime,
  EmptyState,
  Money,
  PageHead,
  Segments,
  Table,
  useNow,
  type Column,
} from '@ombud/ui';
import type { Schema } from '@ombud/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { Loaded, More } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useT, useWord } from '../words/index.ts';

type Filter = 'person' | 'open' | 'closed' | 'all';
const PAGE_ROWS = 100;
/** What the server can pick out by itself. Open ones come with the nearest deadline first. */
const ASKED = {
  person: { needs_person: true, order_by: 'deadline' },
  open: { order_by: 'deadline' },
  closed: { closed_from: '1970-01-01T00:00:00Z' },
  all: {},
} as const satisfies Record<Filter, object>;
const FAR = '9999';
const URGENT_MS = 48 * 3_600_000;

function matches(filter: Filter, dispute: Schema.DisputeSummary): boolean {
  if (filter === 'all') return true;
  if (filter === 'person') return dispute.needs_person && dispute.state !== 'closed';
  return (dispute.state === 'closed') === (filter === 'closed');
}

export function Deadline({ at }: { at: string | null | undefined }) {
  const now = useNow();
  if (!at) return <span className="o-faint">–</span>;
  const left = new Date(at).getTime() - now.getTime();
  return (
    <Badge tone={left < 0 ? 'danger' : left < URGENT_MS ? 'warning' : 'neutral'}>
      <DateTime at={at} show="relative" />
    </Badge>
  );
}

export function DisputesPage() {
  const t = useT();
  const word = useWord();
  const [filter, setFilter] = useState<Filter>('person');
  const disputes = useInfiniteQuery({
    queryKey: ['disputes', filter],
    queryFn: ({ pageParam }) =>
      api.get('/v1/disputes', { query: { ...ASKED[filter], cursor: pageParam, limit: PAGE_ROWS } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const rows = disputes.data?.pages
    .flatMap((page) => page.items)
    .filter((dispute) => matches(filter, dispute));
  const columns: Column<Schema.DisputeSummary>[] = [
    {
      id: 'reason',
      label: t('disputes.reason'),
      sortBy: (row) => row.reason,
      cell: (row) => (
        <Link to="/disputes/$id" params={{ id: row.id }}>
          {word('reason', row.reason)}
        </Link>
      ),
    },
    {
      id: 'shop',
      label: t('dispute.shop'),
      sortBy: (row) => row.merchant_name ?? row.merchant_id,
      cell: (row) => row.merchant_name ?? row.merchant_id,
    },
    { id: 'order', label: t('money.order'), cell: (row) => <code>{row.order_id}</code> },
    {
      id: 'state',
      label: t('disputes.state'),
      sortBy: (row) => row.state,
      cell: (row) => <StateBadge dispute={row} />,
    },
    {
      id: 'deadline',
      label: t('disputes.deadline'),
      sortBy: (row) => row.next_deadline_at ?? FAR,
      cell: (row) => <Deadline at={row.next_deadline_at} />,
    },
    {
      id: 'opened',
      label: t('disputes.opened'),
      sortBy: (row) => row.opened_at,
      cell: (row) => <DateTime at={row.opened_at} show="day" />,
    },
    {
      id: 'amount',
      label: t('disputes.amount'),
      align: 'end',
      sortBy: (row) => row.amount.amount_minor,
      cell: (row) => <Money value={row.amount} />,
    },
  ];
  return (
    <div className="o-page">
      <PageHead
        title={t('page.disputes')}
        actions={
          <Segments<Filter>
            label={t('disputes.filter')}
            value={filter}
            onChange={setFilter}
            choices={(['person', 'open', 'closed', 'all'] as const).map((id) => ({
              id,
              label: t(`disputes.filter.${id}`),
            }))}
          />
        }
      >
        {t('page.disputes.about')}
      </PageHead>
      <Loaded of={{ ...disputes, data: rows }}>
        {(shown) => (
          <Table
            label={t('page.disputes')}
            columns={columns}
            rows={shown}
            rowId={(row) => row.id}
            sort={{ column: 'deadline', descending: false }}
            empty={
              <EmptyState icon={Scale} title={t('disputes.none.title')}>
                {t('disputes.none.text')}
              </EmptyState>
            }
          />
        )}
      </Loaded>
      <More of={disputes} />
    </div>
  );
}

export function StateBadge({
  dispute,
}: {
  dispute: Pick<Schema.DisputeSummary, 'state' | 'needs_person' | 'outcome'>;
}) {
  const t = useT();
  const word = useWord();
  if (dispute.state === 'closed')
    return (
      <Badge tone="success">
        {dispute.outcome ? word('outcome', dispute.outcome) : word('state', 'closed')}
      </Badge>
    );
  return (
    <span className="o-row">
      <Badge tone="info">{word('state', dispute.state)}</Badge>
      {dispute.needs_person ? <Badge tone="accent">{t('dispute.needs_person')}</Badge> : null}
    </span>
  );
}
