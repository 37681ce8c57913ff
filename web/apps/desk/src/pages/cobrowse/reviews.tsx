//! Reviews of recordings: one's own work, or everybody's for those who lead; and how far reviewers agree.

import { Badge, Button, Card, DateTime, EmptyState, Table, useFormat, type Column } from '@ombud/ui';
import { itemsOf, type Schema } from '@ombud/client';
import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck, Play } from 'lucide-react';
import type { Review } from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../words/index.ts';
import { useCriterion } from './criterion.ts';

const PAGE_ROWS = 100;

export function Reviews({ onWatch }: { onWatch: (session: string) => void }) {
  const leads = may(useSession(), 'cobrowse.lead');
  const reviews = useQuery({
    queryKey: ['cobrowse', 'reviews'],
    queryFn: async () => itemsOf(await api.get('/v1/cobrowse/reviews', { query: { limit: PAGE_ROWS } })),
    retry: false,
  });
  return (
    <div className="o-stack d-roomy">
      <Loaded of={reviews} lines={4}>
        {(rows) => <All rows={rows} onWatch={onWatch} />}
      </Loaded>
      {leads ? <Agreement /> : null}
    </div>
  );
}

function All({ rows, onWatch }: { rows: readonly Review[]; onWatch: (session: string) => void }) {
  const t = useT();
  const format = useFormat();
  const columns: Column<Review>[] = [
    {
      id: 'at',
      label: t('cobrowse.when'),
      sortBy: (row) => row.at,
      cell: (row) => <DateTime at={row.at} show="full" />,
    },
    {
      id: 'agent',
      label: t('cobrowse.agent'),
      sortBy: (row) => row.agent_name,
      cell: (row) => row.agent_name,
    },
    { id: 'by', label: t('reviews.reviewer'), sortBy: (row) => row.by_name, cell: (row) => row.by_name },
    { id: 'version', label: t('reviews.version'), align: 'end', cell: (row) => format.number(row.version) },
    {
      id: 'points',
      label: t('recordings.points'),
      align: 'end',
      sortBy: (row) => row.points,
      cell: (row) => (
        <>
          {format.number(row.points)}{' '}
          {row.failed.length > 0 ? <Badge tone="danger">{t('reviews.failed')}</Badge> : null}
        </>
      ),
    },
    {
      id: 'answer',
      label: t('reviews.answered'),
      cell: (row) => (row.answer ? <DateTime at={row.answer.at} show="day" /> : '–'),
    },
    {
      id: 'watch',
      label: t('cobrowse.recording'),
      cell: (row) => (
        <Button
          size="s"
          icon={Play}
          aria-label={t('reviews.open.one', { name: row.agent_name })}
          onPress={() => onWatch(row.cobrowse_id)}
        >
          {t('reviews.open')}
        </Button>
      ),
    },
  ];
  return (
    <Table
      label={t('reviews.tab')}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      sort={{ column: 'at', descending: true }}
      empty={
        <EmptyState icon={ClipboardCheck} title={t('reviews.none.title')}>
          {t('reviews.none.text')}
        </EmptyState>
      }
    />
  );
}

function Agreement() {
  const t = useT();
  const format = useFormat();
  const card = useQuery({
    queryKey: ['cobrowse', 'card'],
    queryFn: () => api.get('/v1/cobrowse/reviews/card'),
    retry: false,
  });
  const agreed = useQuery({
    queryKey: ['cobrowse', 'agreement'],
    queryFn: () => api.get('/v1/cobrowse/reviews/agreement'),
    retry: false,
  });
  const asks = useCriterion();
  const textOf = (id: string) => asks(id, card.data?.criteria.find((one) => one.id === id)?.text);
  const columns: Column<Schema.CobrowseAgreement>[] = [
    { id: 'criterion', label: t('reviews.criterion'), cell: (row) => textOf(row.criterion) },
    { id: 'both', label: t('reviews.both'), align: 'end', cell: (row) => format.number(row.both) },
    {
      id: 'kappa',
      label: t('reviews.kappa'),
      align: 'end',
      cell: (row) => (typeof row.kappa === 'number' ? format.number(Math.round(row.kappa * 100) / 100) : '–'),
    },
  ];
  return (
    <Card title={t('reviews.agreement')}>
      <div className="o-stack">
        <p className="o-small o-soft">{t('reviews.agreement.about')}</p>
        <Loaded of={agreed} lines={3}>
          {(rows) => (
            <Table
              label={t('reviews.agreement')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.criterion}
            />
          )}
        </Loaded>
      </div>
    </Card>
  );
}
