//! Scorecards: what they say on average, how each person does over time, and every one of them.

import {
  Button,
  Card,
  csvOfRecords,
  DateTime,
  EmptyState,
  Meter,
  saveCsv,
  Table,
  useFormat,
  type Column,
} from '@ombud/ui';
import { Chart, type Series } from '@ombud/ui/chart';
import { Link } from '@tanstack/react-router';
import { ClipboardCheck, Download } from 'lucide-react';
import { useMemo } from 'react';
import type { Scorecard } from '../../api/shapes.ts';
import { CRITERIA } from '../../inbox/scorecard.tsx';
import { useT, type DeskKey } from '../../words/index.ts';
import { meanOf, scoreOf, trendOf } from './means.ts';

const SCORE_MAX = 5;
const COLOURS = ['--accent', '--ai', '--warning', '--info', '--danger'];

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;

export function Cards({ cards }: { cards: readonly Scorecard[] }) {
  const t = useT();
  if (cards.length === 0) {
    return (
      <div className="o-card">
        <EmptyState icon={ClipboardCheck} title={t('quality.none.title')}>
          {t('quality.none.text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="o-stack d-roomy">
      <div className="o-grid d-charts">
        <Means cards={cards} />
        <TrendCard cards={cards} />
      </div>
      <All cards={cards} />
    </div>
  );
}

function Means({ cards }: { cards: readonly Scorecard[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <Card title={t('quality.means')}>
      <div className="o-stack">
        {CRITERIA.map((one) => {
          const mean = meanOf(cards, one);
          return mean === null ? null : (
            <Meter
              key={one}
              label={t(`scorecard.${one}` as DeskKey)}
              share={mean / SCORE_MAX}
              text={t('csat.stars', { score: format.number(oneDecimal(mean)) })}
            />
          );
        })}
      </div>
    </Card>
  );
}

function TrendCard({ cards }: { cards: readonly Scorecard[] }) {
  const t = useT();
  const format = useFormat();
  const { weeks, people } = useMemo(() => trendOf(cards, COLOURS.length), [cards]);
  const at = useMemo(() => weeks.map((_week, index) => index), [weeks]);
  const names = useMemo(() => weeks.map((week) => format.shortDay(week)), [weeks, format]);
  const series = useMemo(
    () =>
      people.map((one, index): Series => ({
        label: one.name,
        values: one.values,
        colour: COLOURS[index] ?? '--accent',
      })),
    [people],
  );
  return (
    <Card title={t('quality.trend')}>
      <Chart
        label={t('quality.week')}
        at={at}
        names={names}
        series={series}
        format={(value) => format.number(oneDecimal(value))}
      />
    </Card>
  );
}

function All({ cards }: { cards: readonly Scorecard[] }) {
  const t = useT();
  const format = useFormat();
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
    {
      id: 'agent',
      label: t('report.agent'),
      sortBy: (row) => row.agent_name,
      cell: (row) => <span className="o-nowrap">{row.agent_name}</span>,
    },
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
    {
      id: 'mean',
      label: t('quality.mean'),
      align: 'end',
      sortBy: (row) => scoreOf(row) ?? 0,
      cell: (row) => <strong>{format.number(oneDecimal(scoreOf(row) ?? 0))}</strong>,
    },
  ];
  const save = () =>
    saveCsv(
      'ombud-scorecards.csv',
      csvOfRecords(
        cards.map(({ scores, ...card }) => ({
          ...card,
          ...Object.fromEntries(CRITERIA.map((one) => [one, scores[one]])),
        })),
      ),
    );
  return (
    <div className="o-stack">
      <div className="o-row o-spread">
        <h2>{t('quality.tab.cards')}</h2>
        <Button size="s" icon={Download} onPress={save}>
          {t('report.export')}
        </Button>
      </div>
      <Table
        label={t('quality.tab.cards')}
        columns={columns}
        rows={cards}
        rowId={(row) => row.id}
        sort={{ column: 'at', descending: true }}
      />
    </div>
  );
}
