//! How well conversations were handled, as colleagues judged them.

import {
  Card,
  EmptyState,
  PageHead,
  Skeleton,
  Table,
  useFormat,
  type Column,
  DateTime,
  Meter,
} from '@ombud/ui';
import { itemsOf } from '@ombud/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ClipboardCheck } from 'lucide-react';
import type { Scorecard } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import { CRITERIA } from '../inbox/dialogs.tsx';
import { useT, type DeskKey } from '../words/index.ts';

const SCORE_MAX = 5;

/** The mean of one criterion over all scorecards that have it. */
export function meanOf(cards: readonly Scorecard[], criterion: string): number | null {
  const values = cards.map((card) => card.scores[criterion]).filter((value) => value !== undefined);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function QualityPage() {
  const t = useT();
  const format = useFormat();
  const { data = [], isPending } = useQuery({
    queryKey: ['scorecards'],
    queryFn: async () => itemsOf(await api.get('/v1/scorecards')),
    retry: false,
  });
  const columns: Column<Scorecard>[] = [
    {
      id: 'number',
      label: t('quality.conversation'),
      cell: (row) => (
        <Link to="/inbox/$view/$id" params={{ view: 'resolved', id: row.conversation_id }}>
          #{row.number}
        </Link>
      ),
    },
    { id: 'agent', label: t('report.agent'), sortBy: (row) => row.agent_name, cell: (row) => row.agent_name },
    {
      id: 'at',
      label: t('quality.at'),
      sortBy: (row) => row.at,
      cell: (row) => <DateTime at={row.at} show="day" />,
    },
    ...CRITERIA.map((one): Column<Scorecard> => ({
      id: one,
      label: t(`scorecard.${one}` as DeskKey),
      align: 'end',
      sortBy: (row) => row.scores[one] ?? 0,
      cell: (row) => (row.scores[one] === undefined ? '–' : format.number(row.scores[one])),
    })),
  ];
  return (
    <div className="o-page">
      <PageHead title={t('page.quality')}>{t('page.quality.about')}</PageHead>
      {isPending ? <Skeleton lines={6} height={28} /> : null}
      {data.length > 0 ? (
        <Card title={t('quality.means')}>
          <div className="o-grid">
            {CRITERIA.map((one) => {
              const mean = meanOf(data, one);
              return mean === null ? null : (
                <Meter
                  key={one}
                  label={t(`scorecard.${one}` as DeskKey)}
                  share={mean / SCORE_MAX}
                  text={format.number(Math.round(mean * 10) / 10)}
                />
              );
            })}
          </div>
        </Card>
      ) : null}
      {isPending ? null : (
        <Table
          label={t('page.quality')}
          columns={columns}
          rows={data}
          rowId={(row) => row.id}
          empty={
            <EmptyState icon={ClipboardCheck} title={t('quality.none.title')}>
              {t('quality.none.text')}
            </EmptyState>
          }
        />
      )}
    </div>
  );
}
