//! What a routing rule would do, before anybody waits because of it: two rules under the same load, with error bars.

import {
  Banner,
  Button,
  Card,
  EmptyState,
  NumberField,
  PageHead,
  Switch,
  Table,
  useFormat,
  type Column,
} from '@ombud/ui';
import { Chart, type Series } from '@ombud/ui/chart';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Estimate, RoutingRules, Simulation, SimulationRequest } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { differs } from './figures.ts';
import { useT, useWord, type DeskKey, type T } from '../words/index.ts';

type Load = SimulationRequest['load'];
const LOAD: Load = {
  contacts_per_hour: 394,
  critical_share: 0.08,
  seats: 40,
  critical_seats: 11,
  service_mean_s: 300,
  patience_mean_s: 240,
  hours: 9,
  surge: null,
};
const SURGE = { factor: 2.5, begins_hour: 4, lasts_minutes: 30 };
const RULES: RoutingRules = { ageing_points_per_minute: 2, critical_from_points: 60, reserved_seats: 0 };
const RUNS = 20;
/** How far to either side of its class a rule is drawn. */
const SIDE = 0.14;

const LOAD_FIELDS = [
  { id: 'contacts_per_hour', min: 1, max: 100_000 },
  { id: 'critical_share', min: 0, max: 1, percent: true },
  { id: 'seats', min: 1, max: 5_000 },
  { id: 'critical_seats', min: 0, max: 5_000 },
  { id: 'service_mean_s', min: 1, max: 7_200 },
  { id: 'patience_mean_s', min: 1, max: 7_200 },
  { id: 'hours', min: 1, max: 168 },
] as const;
const RULE_FIELDS = ['reserved_seats', 'ageing_points_per_minute', 'critical_from_points'] as const;

export function WhatIfPage() {
  const t = useT();
  const format = useFormat();
  const problem = useProblemToast();
  const [load, setLoad] = useState<Load>(LOAD);
  const [now, setNow] = useState<RoutingRules>(RULES);
  const [then, setThen] = useState<RoutingRules>({ ...RULES, reserved_seats: 2 });
  const simulate = useMutation({
    mutationFn: () => api.post('/v1/routing/simulate', { body: { load, runs: RUNS, rules: [now, then] } }),
    onError: problem,
  });
  return (
    <div className="o-page">
      <PageHead
        title={t('page.what_if')}
        actions={
          <Button
            variant="primary"
            icon={FlaskConical}
            isPending={simulate.isPending}
            onPress={() => simulate.mutate()}
          >
            {t('what_if.run')}
          </Button>
        }
      >
        {t('page.what_if.about')}
      </PageHead>
      <div className="d-bench d-bench-left">
        <div className="o-stack">
          <Card title={t('what_if.load')}>
            <div className="o-stack">
              {LOAD_FIELDS.map((field) => (
                <NumberField
                  key={field.id}
                  label={t(`load.${field.id}` as DeskKey)}
                  value={load[field.id]}
                  minValue={field.min}
                  maxValue={field.max}
                  formatOptions={
                    'percent' in field ? { style: 'percent', maximumFractionDigits: 1 } : undefined
                  }
                  onChange={(value) => setLoad({ ...load, [field.id]: value })}
                />
              ))}
              <Switch
                isSelected={load.surge !== null}
                onChange={(on) => setLoad({ ...load, surge: on ? SURGE : null })}
              >
                {t('load.surge', { factor: format.number(SURGE.factor), minutes: SURGE.lasts_minutes })}
              </Switch>
            </div>
          </Card>
        </div>
        <div className="o-stack">
          <div className="o-grid">
            <RulesCard title={t('what_if.now')} rules={now} onChange={setNow} />
            <RulesCard title={t('what_if.then')} rules={then} onChange={setThen} />
          </div>
          {simulate.data ? (
            <Results simulation={simulate.data} />
          ) : (
            <div className="o-card">
              <EmptyState icon={FlaskConical} title={t('what_if.empty.title')}>
                {t('what_if.empty.text', { runs: RUNS })}
              </EmptyState>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function RulesCard({
  title,
  rules,
  onChange,
}: {
  title: string;
  rules: RoutingRules;
  onChange: (rules: RoutingRules) => void;
}) {
  const t = useT();
  return (
    <Card title={title}>
      <div className="o-stack">
        {RULE_FIELDS.map((id) => (
          <NumberField
            key={id}
            label={t(`rule.${id}` as DeskKey)}
            value={rules[id]}
            minValue={0}
            onChange={(value) => onChange({ ...rules, [id]: value })}
          />
        ))}
      </div>
    </Card>
  );
}

type Measure = 'in_time_share' | 'abandoned_share' | 'wait_mean_s';

/** One series for each rule. A rule has a value at its own side of each class, and none at the other's. */
function seriesOf(simulation: Simulation, t: T, measure: Measure): Series[] {
  return simulation.results.map((result, index) => {
    const beside = (value: number) => (index === 0 ? [value, null] : [null, value]);
    return {
      label: index === 0 ? t('what_if.now') : t('what_if.then'),
      values: result.classes.flatMap((one) => beside(one[measure].mean)),
      errors: result.classes.flatMap((one) => beside(one[measure].standard_error)),
      colour: index === 0 ? '--ink-faint' : '--accent',
      kind: 'points',
    };
  });
}

function Results({ simulation }: { simulation: Simulation }) {
  const t = useT();
  const format = useFormat();
  const [first, second] = simulation.results;
  const classes = useMemo(() => first?.classes.map((one) => one.name) ?? [], [first]);
  const word = useWord();
  const names = classes.map((name) => word('class', name));
  // Both rules stand side by side at each class, so that their error bars do not lie on each other.
  const at = useMemo(() => classes.flatMap((_name, index) => [index - SIDE, index + SIDE]), [classes]);
  const shown = useMemo(
    () => ({
      inTime: seriesOf(simulation, t, 'in_time_share'),
      abandoned: seriesOf(simulation, t, 'abandoned_share'),
      waits: seriesOf(simulation, t, 'wait_mean_s'),
    }),
    [simulation, t],
  );
  if (!first || !second) return null;
  const critical = { was: first.classes[0], will: second.classes[0] };
  const isClear =
    critical.was && critical.will && differs(critical.was.in_time_share, critical.will.in_time_share);
  return (
    <div className="o-stack">
      <Banner tone={isClear ? 'success' : 'info'} title={isClear ? t('what_if.clear') : t('what_if.noise')}>
        {t('what_if.based_on', { contacts: format.number(simulation.contacts), runs: RUNS })}
      </Banner>
      <div className="o-grid d-charts">
        <Card title={t('what_if.in_time')}>
          <Chart
            label={t('what_if.class')}
            at={at}
            names={names}
            series={shown.inTime}
            format={format.percent}
            hasTable={false}
          />
        </Card>
        <Card title={t('what_if.abandoned')}>
          <Chart
            label={t('what_if.class')}
            at={at}
            names={names}
            series={shown.abandoned}
            format={format.percent}
            hasTable={false}
          />
        </Card>
        <Card title={t('what_if.wait')}>
          <Chart
            label={t('what_if.class')}
            at={at}
            names={names}
            series={shown.waits}
            format={format.seconds}
            hasTable={false}
          />
        </Card>
      </div>
      <ResultTable simulation={simulation} names={names} />
    </div>
  );
}

interface ResultRow {
  id: string;
  name: string;
  figure: string;
  was: string;
  will: string;
  isClear: boolean;
}

function ResultTable({ simulation, names }: { simulation: Simulation; names: string[] }) {
  const t = useT();
  const format = useFormat();
  const [first, second] = simulation.results;
  const shown = (estimate: Estimate, write: (value: number) => string) =>
    `${write(estimate.mean)} ± ${write(estimate.standard_error)}`;
  const figures = [
    { id: 'in_time_share', label: t('what_if.in_time'), write: format.percent },
    { id: 'abandoned_share', label: t('what_if.abandoned'), write: format.percent },
    { id: 'wait_mean_s', label: t('what_if.wait'), write: format.seconds },
  ] as const;
  const rows = (first?.classes ?? []).flatMap((was, index) => {
    const will = second?.classes[index];
    if (!will) return [];
    return figures.map((figure): ResultRow => ({
      id: `${was.name}-${figure.id}`,
      name: names[index] ?? was.name,
      figure: figure.label,
      was: shown(was[figure.id], figure.write),
      will: shown(will[figure.id], figure.write),
      isClear: differs(was[figure.id], will[figure.id]),
    }));
  });
  const columns: Column<ResultRow>[] = [
    { id: 'name', label: t('what_if.class'), cell: (row) => row.name },
    { id: 'figure', label: t('what_if.figure'), cell: (row) => row.figure },
    { id: 'was', label: t('what_if.now'), align: 'end', cell: (row) => row.was },
    { id: 'will', label: t('what_if.then'), align: 'end', cell: (row) => row.will },
    {
      id: 'clear',
      label: t('what_if.difference'),
      cell: (row) => (row.isClear ? t('what_if.difference.clear') : t('what_if.difference.noise')),
    },
  ];
  return <Table label={t('what_if.figure')} columns={columns} rows={rows} rowId={(row) => row.id} />;
}
