//! How often suggested replies are used, by what they were made of and by what the customer wanted.

import type { Schema } from '@ombud/client';
import { Card, Table, useFormat, type Column } from '@ombud/ui';
import { Chart } from '@ombud/ui/chart';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Loaded } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useT, useWord } from '../words/index.ts';
import { drawnOf, type SuggestionFigure } from './suggestion-figures.ts';

const COLOURS = { procedure: '--ai', article: '--accent', macro: '--success' } as const;

export function SuggestionFigures(props: { days: number; period: { from: string; to: string } }) {
  const figures = useQuery({
    queryKey: ['report', 'suggestions', props.days],
    queryFn: () => api.get('/v1/desk/report/suggestions', { query: props.period }),
    retry: false,
  });
  return <Loaded of={figures}>{(known) => (known.length > 0 ? <Figures figures={known} /> : null)}</Loaded>;
}

function Figures({ figures }: { figures: readonly SuggestionFigure[] }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const drawn = useMemo(() => drawnOf(figures), [figures]);
  const nameOf = (one: SuggestionFigure) =>
    one.intent ? word('intent', one.intent) : t('assistant.unknown');
  const kinds = (['procedure', 'article', 'macro'] as const).filter((kind) =>
    drawn.some((one) => one.kind === kind),
  );
  const of = <T,>(kind: Schema.SuggestionKind, value: (one: SuggestionFigure) => T | null) =>
    drawn.map((one) => (one.kind === kind ? value(one) : null));
  const series = kinds.map((kind) => ({
    label: word('suggest.kind', kind),
    values: of(kind, (one) => one.used_share ?? null),
    intervals: of(kind, (one) => one.used_interval ?? null),
    colour: COLOURS[kind],
    kind: 'points' as const,
  }));
  const number = (id: 'shown' | 'accepted' | 'edited' | 'rejected') => ({
    id,
    label: t(`suggested.${id}`),
    align: 'end' as const,
    sortBy: (one: SuggestionFigure) => one[id],
    cell: (one: SuggestionFigure) => format.number(one[id]),
  });
  const columns: Column<SuggestionFigure>[] = [
    {
      id: 'kind',
      label: t('suggested.kind'),
      sortBy: (one) => one.kind,
      cell: (one) => word('suggest.kind', one.kind),
    },
    { id: 'intent', label: t('assistant.intent'), sortBy: nameOf, cell: nameOf },
    number('shown'),
    number('accepted'),
    number('edited'),
    number('rejected'),
    {
      id: 'used',
      label: t('suggested.used'),
      align: 'end',
      sortBy: (one) => one.used_share ?? -1,
      cell: (one) => <Used one={one} />,
    },
    {
      id: 'changed',
      label: t('suggested.changed'),
      align: 'end',
      sortBy: (one) => one.words_changed ?? -1,
      cell: (one) =>
        typeof one.words_changed === 'number' ? format.number(Math.round(one.words_changed * 10) / 10) : '–',
    },
  ];
  return (
    <Card title={t('suggested.title')}>
      <p className="o-small o-soft">{t('suggested.about')}</p>
      <Chart
        label={t('assistant.intent')}
        at={drawn.map((_one, index) => index)}
        names={drawn.map(nameOf)}
        series={series}
        format={format.percent}
      />
      <Table
        label={t('suggested.title')}
        columns={columns}
        rows={[...figures]}
        rowId={(one) => `${one.kind}/${one.intent ?? ''}`}
        sort={{ column: 'shown', descending: true }}
      />
    </Card>
  );
}

/** The share that was used, and between what it lies. */
function Used({ one }: { one: SuggestionFigure }) {
  const t = useT();
  const format = useFormat();
  if (typeof one.used_share !== 'number' || !one.used_interval) return <>–</>;
  const { low, high, of } = one.used_interval;
  return (
    <>
      {format.percent(one.used_share)}{' '}
      <span className="o-small o-soft">
        {t('report.interval', { low: format.percent(low), high: format.percent(high), count: of })}
      </span>
    </>
  );
}
