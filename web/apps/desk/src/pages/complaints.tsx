//! Complaints and the clocks that law puts on them. The assistant may hear a complaint; it can never close one.

import type { Schema } from '@ombud/client';
import {
  Badge,
  DateTime,
  EmptyState,
  PageHead,
  Segments,
  Stat,
  Table,
  useFormat,
  useNow,
  type Column,
  type Tone,
} from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquareHeart } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useT, useWho, useWord } from '../words/index.ts';
import { byClock, isOpen, nextClockOf, standingOf } from './complaints/clocks.ts';
import { LastDay, Term } from './complaints/term.tsx';

type Filter = 'open' | 'all';
const COMPLAINTS_SHOWN = 100;
/** After every moment that a clock can have. */
const NEVER = '9999';

const STATE_TONES: Record<string, Tone> = { answered: 'success', closed: 'neutral', withdrawn: 'neutral' };

export function ComplaintState({ complaint }: { complaint: Schema.Complaint }) {
  const word = useWord();
  return <Badge tone={STATE_TONES[complaint.state] ?? 'warning'}>{word('complaint', complaint.state)}</Badge>;
}

export function ComplaintsPage() {
  const t = useT();
  const [filter, setFilter] = useState<Filter>('open');
  const complaints = useQuery({
    queryKey: ['complaints'],
    queryFn: async () => (await api.get('/v1/complaints', { query: { limit: COMPLAINTS_SHOWN } })).items,
  });
  return (
    <div className="o-page">
      <PageHead
        title={t('page.complaints')}
        actions={
          <Segments<Filter>
            label={t('disputes.filter')}
            value={filter}
            onChange={setFilter}
            choices={[
              { id: 'open', label: t('disputes.filter.open') },
              { id: 'all', label: t('disputes.filter.all') },
            ]}
          />
        }
      >
        {t('page.complaints.about')}
      </PageHead>
      <Loaded of={complaints}>
        {(all) => (
          <>
            <Figures complaints={all} />
            <ComplaintTable
              key={filter}
              complaints={all.filter((one) => filter === 'all' || isOpen(one)).sort(byClock)}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Figures({ complaints }: { complaints: readonly Schema.Complaint[] }) {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const standing = standingOf(complaints, now.getTime());
  return (
    <div className="o-grid d-stats">
      <Stat label={t('complaints.stat.open')} value={format.number(standing.open)} />
      <Stat label={t('complaints.stat.unacknowledged')} value={format.number(standing.unacknowledged)} />
      <Stat label={t('complaints.stat.soon')} value={format.number(standing.soon)} />
      <Stat label={t('complaints.stat.over')} value={format.number(standing.over)} />
    </div>
  );
}

function ComplaintTable({ complaints }: { complaints: readonly Schema.Complaint[] }) {
  const t = useT();
  const who = useWho();
  const format = useFormat();
  const columns: Column<Schema.Complaint>[] = [
    {
      id: 'customer',
      label: t('dispute.customer'),
      sortBy: (row) => who(row.customer_id),
      cell: (row) => (
        <span className="d-task">
          <Link to="/complaints/$id" params={{ id: row.id }} className="o-strong">
            {who(row.customer_id)}
          </Link>
          <span className="o-small o-soft d-two-lines">{row.text}</span>
        </span>
      ),
    },
    {
      id: 'state',
      label: t('disputes.state'),
      sortBy: (row) => row.state,
      cell: (row) => <ComplaintState complaint={row} />,
    },
    {
      id: 'clock',
      label: t('complaints.next'),
      sortBy: (row) => nextClockOf(row)?.at ?? NEVER,
      cell: (row) => <NextClock complaint={row} />,
    },
    {
      id: 'respond',
      label: t('complaints.respond_by'),
      sortBy: (row) => row.respond_by,
      cell: (row) => <LastDay until={row.respond_by} jurisdiction={row.jurisdiction} />,
    },
    {
      id: 'received',
      label: t('complaint.received'),
      sortBy: (row) => row.received_at,
      cell: (row) => <DateTime at={row.received_at} show="day" />,
    },
    {
      id: 'country',
      label: t('customer.country'),
      sortBy: (row) => row.jurisdiction,
      cell: (row) => format.region(row.jurisdiction),
    },
  ];
  return (
    <Table
      label={t('page.complaints')}
      columns={columns}
      rows={complaints}
      rowId={(row) => row.id}
      empty={
        <EmptyState icon={MessageSquareHeart} title={t('complaints.none.title')}>
          {t('complaints.none.text')}
        </EmptyState>
      }
    />
  );
}

function NextClock({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const clock = nextClockOf(complaint);
  if (!clock) return <span className="o-faint">–</span>;
  return (
    <Term
      label={t(`complaints.${clock.name}`)}
      from={complaint.received_at}
      until={clock.at}
      jurisdiction={complaint.jurisdiction}
      isMet={false}
      isShort
    />
  );
}
