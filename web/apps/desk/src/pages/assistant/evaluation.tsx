//! How well messages are understood: a line per measurement, what got worse, and what is taken for what.

import { itemsOf, type Schema } from '@ombud/client';
import { Banner, Button, Card, DateTime, EmptyState, Facts, Table, useFormat, type Column } from '@ombud/ui';
import { Chart, secondsOf } from '@ombud/ui/chart';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useMemo } from 'react';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord } from '../../words/index.ts';
import { shareOf } from './rules.ts';

type Evaluation = Schema.AssistantEvaluation;

export function EvaluationTab() {
  const t = useT();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const session = useSession();
  const evaluations = useQuery({
    queryKey: ['assistant', 'evaluations'],
    queryFn: async () => itemsOf(await api.get('/v1/assistant/evaluations')),
    retry: false,
  });
  const measure = useMutation({
    mutationFn: () => api.post('/v1/assistant/evaluations', {}),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['assistant', 'evaluations'] }),
    onError: problem,
  });
  return (
    <div className="o-stack">
      <div className="o-row o-spread">
        <p className="o-soft">{t('assistant.evaluation.about')}</p>
        {may(session, 'assistant.control') ? (
          <Button icon={Gauge} isPending={measure.isPending} onPress={() => measure.mutate()}>
            {t('assistant.evaluation.measure')}
          </Button>
        ) : null}
      </div>
      <Loaded of={evaluations}>
        {([newest, ...older]) =>
          newest ? (
            <Measured newest={newest} all={[newest, ...older]} />
          ) : (
            <div className="o-card">
              <EmptyState icon={Gauge} title={t('assistant.evaluation.none.title')}>
                {t('assistant.evaluation.none.text')}
              </EmptyState>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

function Measured({ newest, all }: { newest: Evaluation; all: readonly Evaluation[] }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const old = useMemo(() => [...all].reverse(), [all]);
  const at = useMemo(() => old.map((one) => secondsOf(one.at)), [old]);
  const names = useMemo(
    () => old.map((one) => `${format.shortDay(one.at)} · ${one.version.slice(0, 6)}`),
    [old, format],
  );
  const series = useMemo(
    () => [
      {
        label: t('assistant.evaluation.shipped'),
        values: old.map((one) => shareOf(one.shipped.right, one.shipped.of)),
        colour: '--accent',
      },
      {
        label: t('assistant.evaluation.reviewed'),
        values: old.map((one) => shareOf(one.reviewed.right, one.reviewed.of)),
        colour: '--ai',
      },
    ],
    [old, t],
  );
  const of = (sum: Schema.RightOf) => {
    const share = shareOf(sum.right, sum.of);
    return share === null ? '–' : t('assistant.measured', { share: format.percent(share), count: sum.of });
  };
  return (
    <>
      {newest.worse.length > 0 ? (
        <Banner tone="warning">
          {t('assistant.evaluation.worse', {
            intents: newest.worse.map((one) => word('intent', one.intent)).join(', '),
          })}
        </Banner>
      ) : null}
      <div className="o-grid d-charts">
        <Card title={t('assistant.evaluation.by_version')}>
          <Chart
            label={t('assistant.evaluation.version')}
            at={at}
            names={names}
            formatDay={format.shortDay}
            series={series}
            format={format.percent}
          />
        </Card>
        <Card title={t('assistant.evaluation.newest')}>
          <Facts
            items={[
              [t('quality.at'), <DateTime key="at" at={newest.at} />],
              [t('assistant.evaluation.version'), newest.version],
              [t('assistant.evaluation.shipped'), of(newest.shipped)],
              [t('assistant.evaluation.reviewed'), of(newest.reviewed)],
              ...Object.entries(newest.languages).map(([language, sum]): [string, string] => [
                format.language(language),
                of(sum),
              ]),
            ]}
          />
        </Card>
      </div>
      <div className="o-grid d-charts">
        <Confused rows={newest.confused} />
        <Intents of={newest} />
      </div>
    </>
  );
}

function Confused({ rows }: { rows: Schema.ConfusedIntents[] }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const columns: Column<Schema.ConfusedIntents>[] = [
    { id: 'meant', label: t('assistant.evaluation.meant'), cell: (row) => word('intent', row.meant) },
    {
      id: 'taken',
      label: t('assistant.evaluation.taken_for'),
      cell: (row) => (row.taken_for ? word('intent', row.taken_for) : t('assistant.unknown')),
    },
    {
      id: 'times',
      label: t('assistant.evaluation.times'),
      align: 'end',
      sortBy: (row) => row.times,
      cell: (row) => format.number(row.times),
    },
  ];
  return (
    <Card title={t('assistant.evaluation.confused')}>
      <Table
        label={`${t('assistant.tab.evaluation')}: ${t('assistant.evaluation.confused')}`}
        columns={columns}
        rows={rows}
        rowId={(row) => `${row.meant}/${row.taken_for}`}
        empty={<EmptyState icon={Gauge} title={t('assistant.evaluation.none_confused')} />}
        dense
        fold={10}
      />
    </Card>
  );
}

function Intents({ of }: { of: Evaluation }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const was = new Map(of.worse.map((one) => [one.intent, one.was]));
  const rows = Object.entries(of.intents).map(([intent, sum]) => ({
    intent,
    share: shareOf(sum.right, sum.of) ?? 0,
    of: sum.of,
    before: was.get(intent),
  }));
  type IntentRow = (typeof rows)[number];
  const columns: Column<IntentRow>[] = [
    {
      id: 'intent',
      label: t('assistant.intent'),
      sortBy: (row) => row.intent,
      cell: (row) => word('intent', row.intent),
    },
    {
      id: 'share',
      label: t('assistant.evaluation.right'),
      align: 'end',
      sortBy: (row) => row.share,
      cell: (row) => (
        <span className={row.before ? 'd-out' : undefined}>
          {format.percent(row.share)}
          {row.before
            ? ` ${t('assistant.evaluation.was', {
                share: format.percent(shareOf(row.before.right, row.before.of) ?? 0),
              })}`
            : null}
        </span>
      ),
    },
    {
      id: 'of',
      label: t('assistant.evaluation.messages'),
      align: 'end',
      sortBy: (row) => row.of,
      cell: (row) => format.number(row.of),
    },
  ];
  return (
    <Card title={t('assistant.by_intent')}>
      <Table
        label={`${t('assistant.tab.evaluation')}: ${t('assistant.by_intent')}`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.intent}
        sort={{ column: 'share', descending: false }}
        dense
        fold={10}
      />
    </Card>
  );
}
