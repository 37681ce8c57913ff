//! Cases with and without co-browsing: both groups, and how they differ, each with its interval.

import { clock } from '@ombud/client';
import {
  Banner,
  Card,
  EmptyState,
  Segments,
  Table,
  useFormat,
  type Column,
  type Formatters,
} from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { useState } from 'react';
import type { CobrowseFigures, Estimate } from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { useT, useWord, type T } from '../../words/index.ts';
import { IntervalPlot } from './interval-plot.tsx';
import { verdictOf, type Scale } from './plot.ts';

type Span = '30' | '90' | '365';
const DAY_MS = 86_400_000;

export function Figures() {
  const t = useT();
  const [span, setSpan] = useState<Span>('90');
  const figures = useQuery({
    queryKey: ['cobrowse', 'figures', span],
    queryFn: () => {
      const to = new Date(clock.now());
      const from = new Date(to.getTime() - Number(span) * DAY_MS);
      return api.get('/v1/cobrowse/figures', {
        query: { from: from.toISOString(), to: to.toISOString() },
      });
    },
    retry: false,
  });
  return (
    <div className="o-stack d-roomy">
      <Segments<Span>
        label={t('report.span')}
        value={span}
        onChange={setSpan}
        choices={(['30', '90', '365'] as const).map((id) => ({
          id,
          label: t('report.days', { count: Number(id) }),
        }))}
      />
      <Loaded of={figures}>{(known) => <Known figures={known} />}</Loaded>
    </div>
  );
}

/** One thing that is measured: how the groups and the differences of it are written and drawn. */
interface Measure {
  id: 'resolved' | 'handled' | 'csat';
  of: (group: CobrowseFigures['with']) => Estimate | null | undefined;
  count: (group: CobrowseFigures['with']) => number;
  difference: (of: CobrowseFigures['as_they_are']) => Estimate | null | undefined;
  value: (format: Formatters, value: number) => string;
  change: (format: Formatters, value: number, t: T) => string;
  zero: number;
  scale: Scale;
}

const signed = (text: string, value: number): string => (value > 0 ? `+${text}` : text);
/** A difference of shares is one of percentage points. */
const pointsOf = (t: T, format: Formatters, value: number): string =>
  t('cobrowse.figures.points', { value: signed(format.number(Math.round(value * 1000) / 10), value) });
const round = (value: number): number => Math.round(value * 100) / 100;
const MEASURES: Measure[] = [
  {
    id: 'resolved',
    of: (group) => group.resolved,
    count: (group) => group.cases,
    difference: (of) => of.resolved,
    value: (format, value) => format.percent(value),
    change: (format, value, t) => pointsOf(t, format, value),
    zero: 0,
    scale: 'linear',
  },
  {
    id: 'handled',
    of: (group) => group.handled_s,
    count: (group) => group.handled,
    difference: (of) => of.handled_ratio,
    value: (format, value) => format.duration(value),
    change: (format, value) => `× ${format.number(round(value))}`,
    zero: 1,
    scale: 'log',
  },
  {
    id: 'csat',
    of: (group) => group.csat,
    count: (group) => group.rated,
    difference: (of) => of.csat,
    value: (format, value) => format.number(round(value)),
    change: (format, value) => signed(format.number(round(value)), value),
    zero: 0,
    scale: 'linear',
  },
];

/** An estimate and its interval in words. */
function written(t: T, estimate: Estimate | null | undefined, write: (value: number) => string): string {
  if (!estimate) return t('cobrowse.figures.few');
  const { value, low, high } = estimate;
  return t('cobrowse.figures.interval', { value: write(value), low: write(low), high: write(high) });
}

function Known({ figures }: { figures: CobrowseFigures }) {
  const t = useT();
  if (figures.with.cases + figures.without.cases === 0)
    return (
      <div className="o-card">
        <EmptyState icon={ChartNoAxesColumn} title={t('cobrowse.figures.none')}>
          {t('cobrowse.figures.none.text')}
          {figures.too_young > 0 ? ` ${t('cobrowse.figures.young', { count: figures.too_young })}` : null}
        </EmptyState>
      </div>
    );
  return (
    <>
      <Banner tone="info">{t('cobrowse.figures.no_trial')}</Banner>
      <p className="o-small o-soft">{t('cobrowse.figures.how_to_read')}</p>
      <div className="o-grid d-charts">
        {MEASURES.map((measure) => (
          <MeasureCard key={measure.id} measure={measure} figures={figures} />
        ))}
      </div>
      <p className="o-small o-soft">
        {figures.too_young > 0 ? `${t('cobrowse.figures.young', { count: figures.too_young })} ` : null}
        {figures.beside_none > 0 ? `${t('cobrowse.figures.beside', { count: figures.beside_none })} ` : null}
        {figures.provisional ? t('cobrowse.figures.provisional') : null}
      </p>
      <Topics figures={figures} />
    </>
  );
}

function MeasureCard({ measure, figures }: { measure: Measure; figures: CobrowseFigures }) {
  const t = useT();
  const format = useFormat();
  const groups = (['with', 'without'] as const).map((id) => ({
    id,
    label: t(`cobrowse.figures.${id}`, { count: measure.count(figures[id]) }),
    estimate: measure.of(figures[id]),
  }));
  const differences = (['as_they_are', 'within_topics'] as const).map((id) => ({
    id,
    label: t(`cobrowse.figures.${id}`),
    estimate: measure.difference(figures[id]),
  }));
  const within = verdictOf(differences[1]?.estimate, measure.zero);
  return (
    <Card title={t(`cobrowse.figures.${measure.id}`)}>
      <div className="o-stack">
        <p className="o-small o-soft">{t(`cobrowse.figures.${measure.id}.about`)}</p>
        <IntervalPlot
          label={t('cobrowse.figures.groups')}
          rows={groups}
          text={(row) => written(t, row.estimate, (value) => measure.value(format, value))}
        />
        <h3 className="d-mini">{t('cobrowse.figures.differences')}</h3>
        <IntervalPlot
          label={t('cobrowse.figures.differences')}
          rows={differences}
          zero={measure.zero}
          scale={measure.scale}
          text={(row) => written(t, row.estimate, (value) => measure.change(format, value, t))}
        />
        <p>{t(`cobrowse.figures.verdict.${within}`, { count: figures.compared_min })}</p>
      </div>
    </Card>
  );
}

type Topic = CobrowseFigures['topics'][number];

function Topics({ figures }: { figures: CobrowseFigures }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const nameOf = (one: Topic): string =>
    one.kind === 'reason' || one.kind === 'intent'
      ? word(one.kind, one.topic)
      : t(`cobrowse.figures.topic.${one.kind}`);
  const group = (id: 'with' | 'without'): Column<Topic> => ({
    id,
    label: t(`cobrowse.figures.short.${id}`),
    align: 'end',
    sortBy: (one) => one[id].cases,
    cell: (one) => (
      <>
        {format.number(one[id].cases)}
        {one[id].resolved ? (
          <span className="o-small o-soft"> · {format.percent(one[id].resolved.value)}</span>
        ) : null}
      </>
    ),
  });
  const columns: Column<Topic>[] = [
    { id: 'topic', label: t('cobrowse.figures.topic'), sortBy: nameOf, cell: nameOf },
    group('with'),
    group('without'),
    {
      id: 'difference',
      label: t('cobrowse.figures.resolved.difference'),
      align: 'end',
      cell: (one) => written(t, one.resolved, (value) => pointsOf(t, format, value)),
    },
  ];
  return (
    <section className="o-stack" aria-label={t('cobrowse.figures.topics')}>
      <h2>{t('cobrowse.figures.topics')}</h2>
      <Table
        label={t('cobrowse.figures.topics')}
        columns={columns}
        rows={figures.topics}
        rowId={(one) => `${one.kind}/${one.topic ?? ''}`}
        sort={{ column: 'with', descending: true }}
        empty={t('cobrowse.figures.none')}
      />
    </section>
  );
}
