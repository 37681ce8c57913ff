//! What a simulation found: both rules side by side with error bars, and what the change is worth.

import { Badge, Banner, Card, Table, useFormat, type Column, type Formatters } from '@ombud/ui';
import { Chart, type Series } from '@ombud/ui/chart';
import { useMemo } from 'react';
import type { Estimate, Simulation, SimulationClass, SimulationFigure } from '../../api/shapes.ts';
import { useT, useWord, type T } from '../../words/index.ts';
import { changeOf, isClear } from '../figures.ts';

/** How far to either side of its class a rule is drawn. */
const SIDE = 0.14;
const FIGURES = [
  { id: 'in_time_share', label: 'what_if.in_time', unit: 'percent' },
  { id: 'abandoned_share', label: 'what_if.abandoned', unit: 'percent' },
  { id: 'wait_mean_s', label: 'what_if.wait', unit: 'seconds' },
] as const satisfies { id: SimulationFigure; label: string; unit: 'percent' | 'seconds' }[];

/** One series for each rule. A rule has a value at its own side of each class, and none at the other's. */
function seriesOf(simulation: Simulation, t: T, figure: SimulationFigure): Series[] {
  return simulation.results.map((result, index) => {
    const beside = (value: number) => (index === 0 ? [value, null] : [null, value]);
    return {
      label: index === 0 ? t('what_if.now') : t('what_if.then'),
      values: result.classes.flatMap((one) => beside(one[figure].mean)),
      errors: result.classes.flatMap((one) => beside(one[figure].standard_error)),
      colour: index === 0 ? '--ink-faint' : '--accent',
      kind: 'points',
    };
  });
}

export function Results({ simulation, runs }: { simulation: Simulation; runs: number }) {
  const t = useT();
  const format = useFormat();
  const word = useWord();
  const [first, second] = simulation.results;
  const classes = useMemo(() => first?.classes.map((one) => one.name) ?? [], [first]);
  const names = classes.map((name) => word('class', name));
  // Both rules stand side by side at each class, so that their error bars do not lie on each other.
  const at = useMemo(() => classes.flatMap((_name, index) => [index - SIDE, index + SIDE]), [classes]);
  const series = useMemo(() => FIGURES.map((figure) => seriesOf(simulation, t, figure.id)), [simulation, t]);
  const [was, will] = [first?.classes[0], second?.classes[0]];
  if (simulation.contacts === 0) {
    return (
      <Banner tone="info" title={t('what_if.nobody.title')}>
        {t('what_if.nobody.text')}
      </Banner>
    );
  }
  if (!was || !will) return null;
  const isCritical = isClear(changeOf(was, will, 'in_time_share'));
  return (
    <div className="o-stack">
      <Banner
        tone={isCritical ? 'success' : 'info'}
        title={isCritical ? t('what_if.clear') : t('what_if.noise')}
      >
        {t('what_if.based_on', { contacts: format.number(simulation.contacts), runs })}
      </Banner>
      <ChangeTable simulation={simulation} names={names} />
      <div className="o-grid d-small-charts">
        {FIGURES.map((figure, index) => (
          <Card key={figure.id} title={t(figure.label)}>
            <Chart
              label={t('what_if.class')}
              at={at}
              names={names}
              series={series[index] ?? []}
              format={format[figure.unit]}
              hasTable={false}
            />
          </Card>
        ))}
      </div>
    </div>
  );
}

interface Row {
  id: string;
  name: string;
  figure: string;
  was: string;
  will: string;
  change: string;
  isClear: boolean;
}

function ChangeTable({ simulation, names }: { simulation: Simulation; names: string[] }) {
  const t = useT();
  const format = useFormat();
  const [first, second] = simulation.results;
  const told = (one: Estimate, write: Formatters['percent']) =>
    `${write(one.mean)} ± ${write(one.standard_error)}`;
  // The difference of two shares is told in points: eleven per cent more would be another number.
  const points = (share: number) => format.number(Math.round(share * 1_000) / 10);
  const difference = (one: Estimate, unit: 'percent' | 'seconds') =>
    unit === 'percent' ? t('what_if.points', { value: told(one, points) }) : told(one, format.seconds);
  const rowsOf = (was: SimulationClass, index: number): Row[] => {
    const will = second?.classes[index];
    if (!will) return [];
    return FIGURES.map((figure) => {
      const change = changeOf(was, will, figure.id);
      return {
        id: `${was.name}-${figure.id}`,
        name: names[index] ?? was.name,
        figure: t(figure.label),
        was: told(was[figure.id], format[figure.unit]),
        will: told(will[figure.id], format[figure.unit]),
        isClear: isClear(change),
        change: (change.mean > 0 ? '+' : '') + difference(change, figure.unit),
      };
    });
  };
  const rows = (first?.classes ?? []).flatMap(rowsOf);
  const columns: Column<Row>[] = [
    { id: 'name', label: t('what_if.class'), cell: (row) => row.name },
    { id: 'figure', label: t('what_if.figure'), cell: (row) => row.figure },
    {
      id: 'was',
      label: t('what_if.now'),
      align: 'end',
      cell: (row) => <span className="o-nowrap">{row.was}</span>,
    },
    {
      id: 'will',
      label: t('what_if.then'),
      align: 'end',
      cell: (row) => <span className="o-nowrap">{row.will}</span>,
    },
    {
      id: 'change',
      label: t('what_if.change'),
      align: 'end',
      cell: (row) => (
        <span className="o-row d-nowrap d-end">
          <span className="o-nowrap">{row.change}</span>
          <Badge tone={row.isClear ? 'accent' : 'neutral'} icon={null}>
            {row.isClear ? t('what_if.difference.clear') : t('what_if.difference.noise')}
          </Badge>
        </span>
      ),
    },
  ];
  const isPaired = second?.classes.some((one) => one.difference) ?? false;
  return (
    <>
      <Table label={t('what_if.figure')} columns={columns} rows={rows} rowId={(row) => row.id} />
      {isPaired ? <p className="o-small o-soft">{t('what_if.paired')}</p> : null}
    </>
  );
}
