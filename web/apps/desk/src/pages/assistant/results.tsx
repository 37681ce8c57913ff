//! What came of the assistant's conversations, over days, and by what they were about.

import { clock, type Schema } from '@ombud/client';
import { Card, EmptyState, Explain, Segments, Stat, Table, useFormat, type Column } from '@ombud/ui';
import { Chart, secondsOf } from '@ombud/ui/chart';
import { useQuery } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { useT, useWord } from '../../words/index.ts';
import { Costs, DraftsAndCosts, SameActs } from './drafts.tsx';

type Span = '7' | '30' | '90';
type Results = Schema.AssistantResults;
const DAY_MS = 86_400_000;

function periodOf(days: number): { from: string; to: string } {
  const to = new Date(clock.now());
  return { from: new Date(to.getTime() - days * DAY_MS).toISOString(), to: to.toISOString() };
}

export function ResultsTab() {
  const t = useT();
  const [span, setSpan] = useState<Span>('30');
  const results = useQuery({
    queryKey: ['assistant', 'results', span],
    queryFn: () => api.get('/v1/assistant/results', { query: periodOf(Number(span)) }),
    retry: false,
  });
  return (
    <div className="o-stack">
      <Segments<Span>
        label={t('report.span')}
        value={span}
        onChange={setSpan}
        choices={(['7', '30', '90'] as const).map((id) => ({
          id,
          label: t('report.days', { count: Number(id) }),
        }))}
      />
      <Loaded of={results}>
        {(known) =>
          known.totals.asked > 0 ? (
            <Figures results={known} />
          ) : (
            <div className="o-card">
              <EmptyState icon={Bot} title={t('assistant.none.title')}>
                {t('assistant.none.text')}
              </EmptyState>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

function Figures({ results }: { results: Results }) {
  const t = useT();
  const format = useFormat();
  const word = useWord();
  const intent = (name: string) => word('intent', name);
  const { totals, days } = results;
  const at = useMemo(() => days.map((day) => secondsOf(day.date)), [days]);
  const names = useMemo(() => days.map((day) => format.shortDay(day.date)), [days, format]);
  const charts = useMemo(
    () => ({
      resolved: [
        {
          label: t('assistant.resolved'),
          values: days.map((day) => day.resolved_share),
          intervals: days.map((day) => day.resolved_interval),
          colour: '--success',
        },
        {
          label: t('assistant.hand_over'),
          values: days.map((day) => day.hand_over_share),
          colour: '--warning',
        },
      ],
      complaints: [
        {
          label: t('assistant.complaints'),
          values: days.map((day) => day.complaint_share),
          intervals: days.map((day) => day.complaint_interval),
          colour: '--danger',
        },
      ],
      asked: [
        {
          label: t('assistant.asked'),
          values: days.map((day) => day.asked),
          colour: '--ai',
          kind: 'bars' as const,
        },
      ],
    }),
    [days, t],
  );
  const share = (value: number | null) => (value === null ? '–' : format.percent(value));
  return (
    <>
      <div className="o-grid d-stats">
        <Stat label={t('assistant.asked')} value={format.number(totals.asked)}>
          {t('assistant.asked.parts', {
            acted: totals.acted,
            suggested: totals.suggested,
            shadowed: totals.shadowed,
          })}
        </Stat>
        <Stat
          label={t('assistant.resolved')}
          value={share(totals.resolved_share)}
          explain={<Explain label={t('assistant.resolved')}>{t('assistant.resolved.about')}</Explain>}
        >
          {t('assistant.resolved.parts', {
            decided: totals.acted - totals.pending,
            confirmed: totals.confirmed,
            silent: totals.silent,
            abandoned: totals.abandoned,
            pending: totals.pending,
          })}
        </Stat>
        <Stat label={t('assistant.hand_over')} value={share(totals.hand_over_share)}>
          {t('assistant.hand_over.parts', { acted: totals.acted, count: totals.handed_over_by_procedure })}
        </Stat>
        <Stat label={t('assistant.complaints')} value={share(totals.complaint_share)}>
          {t('assistant.again.parts', { acted: totals.acted, count: totals.again })}
        </Stat>
        <Stat
          label={t('assistant.score')}
          explain={<Explain label={t('assistant.score')}>{t('assistant.score.about')}</Explain>}
          value={totals.score === null ? '–' : format.number(Math.round(totals.score))}
        />
        <Stat
          label={t('assistant.likeness')}
          value={share(totals.likeness)}
          explain={<Explain label={t('assistant.likeness')}>{t('assistant.likeness.about')}</Explain>}
        >
          {t('assistant.likeness.parts', { count: totals.compared })}
        </Stat>
        <SameActs of={totals.acts} />
        <Costs results={results} />
      </div>
      <div className="o-grid d-charts">
        <Card title={t('assistant.chart.resolved')}>
          <Chart
            label={t('report.day')}
            at={at}
            names={names}
            formatDay={format.shortDay}
            series={charts.resolved}
            format={format.percent}
          />
        </Card>
        <Card title={t('assistant.complaints')}>
          <Chart
            label={t('report.day')}
            at={at}
            names={names}
            formatDay={format.shortDay}
            series={charts.complaints}
            format={format.percent}
          />
        </Card>
        <Card title={t('assistant.asked')}>
          <Chart
            label={t('report.day')}
            at={at}
            names={names}
            formatDay={format.shortDay}
            series={charts.asked}
            format={format.number}
            isCount
          />
        </Card>
      </div>
      <Parts label={t('assistant.by_intent')} nameOf={intent} parts={results.intents} />
      <DraftsAndCosts parts={results.intents} />
      <Parts label={t('assistant.by_procedure')} nameOf={intent} parts={results.procedures} />
      <Parts label={t('assistant.by_market')} nameOf={format.region} parts={results.markets} />
      <Parts label={t('assistant.by_language')} nameOf={format.language} parts={results.languages} />
    </>
  );
}

function Parts(props: { label: string; nameOf: (name: string) => string; parts: Schema.AssistantPart[] }) {
  const t = useT();
  const format = useFormat();
  const share = (value: number | null) => (value === null ? '–' : format.percent(value));
  const named = (part: Schema.AssistantPart) => {
    const name = part.name === '' ? t('assistant.unknown') : props.nameOf(part.name);
    return part.version ? t('assistant.of_version', { name, version: part.version }) : name;
  };
  const number = (
    id: 'asked' | 'acted' | 'handed_over' | 'confirmed' | 'silent' | 'abandoned' | 'again' | 'complaints',
  ) => ({
    id,
    label: t(`assistant.column.${id}`),
    align: 'end' as const,
    sortBy: (part: Schema.AssistantPart) => part[id],
    cell: (part: Schema.AssistantPart) => format.number(part[id]),
  });
  const columns: Column<Schema.AssistantPart>[] = [
    { id: 'name', label: props.label, sortBy: named, cell: named },
    number('asked'),
    number('acted'),
    number('handed_over'),
    number('confirmed'),
    number('silent'),
    number('abandoned'),
    number('again'),
    number('complaints'),
    {
      id: 'resolved',
      label: t('assistant.resolved'),
      align: 'end',
      sortBy: (part) => part.resolved_share ?? -1,
      cell: (part) => share(part.resolved_share),
    },
    {
      id: 'score',
      label: t('assistant.score'),
      align: 'end',
      sortBy: (part) => part.score ?? -1,
      cell: (part) => (part.score === null ? '–' : format.number(Math.round(part.score))),
    },
  ];
  return (
    <Card title={props.label}>
      <Table
        label={`${t('assistant.tab.results')}: ${props.label}`}
        columns={columns}
        rows={props.parts}
        rowId={(part) => `${part.name}/${part.version ?? ''}`}
        sort={{ column: 'asked', descending: true }}
        dense
        fold={10}
      />
    </Card>
  );
}
