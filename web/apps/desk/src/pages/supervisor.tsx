//! The day of the whole desk in figures, each of which can be taken away row by row.

import {
  Card,
  csvOfRecords,
  EmptyState,
  Explain,
  PageHead,
  saveCsv,
  saveFile,
  Segments,
  Stat,
  Table,
  Button,
  useFormat,
  type Column,
} from '@ombud/ui';
import { Chart, type Series } from '@ombud/ui/chart';
import { clock } from '@ombud/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ChartLine, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Report, ReportDay, ShareInterval } from '../api/shapes.ts';
import { api } from '../app/services.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { Loaded } from '../app/asked.tsx';
import { wholeDays } from './figures.ts';
import { SuggestionFigures } from './suggestion-figures.tsx';
import { useT, type DeskKey, type T } from '../words/index.ts';

type Span = '7' | '30' | '90';
type Figure = Exclude<keyof ReportDay, 'date' | 'intervals' | 'provisional'>;
const DAY_MS = 86_400_000;
const SHARES: Figure[] = [
  'self_service_share',
  'sla_share',
  'automated_share',
  'first_contact_resolution_share',
  'wrong_decision_share',
  'overturn_share',
];
const COLOURS = ['--success', '--accent', '--ai', '--info', '--danger', '--warning'];

/** One day as a row: what has no column of its own is left out. */
const rowOf = ({ intervals: _intervals, ...day }: ReportDay): object => day;

function periodOf(days: number): { from: string; to: string } {
  const to = new Date(clock.now());
  return { from: new Date(to.getTime() - days * DAY_MS).toISOString(), to: to.toISOString() };
}

function useReport(days: number) {
  return useQuery({
    queryKey: ['report', days],
    queryFn: () => api.get('/v1/desk/report', { query: periodOf(days) }),
    retry: false,
  });
}

export function SupervisorPage() {
  const t = useT();
  const [span, setSpan] = useState<Span>('30');
  const report = useReport(Number(span));
  const { data } = report;
  const problem = useProblemToast();
  const rows = useMutation({
    mutationFn: () =>
      api.file(`/v1/desk/report.csv?${new URLSearchParams(periodOf(Number(span))).toString()}`),
    onSuccess: (file) => saveFile(`ombud-conversations-${span}d.csv`, file),
    onError: problem,
  });
  return (
    <div className="o-page">
      <PageHead
        title={t('page.supervisor')}
        actions={
          <>
            <Segments<Span>
              label={t('report.span')}
              value={span}
              onChange={setSpan}
              choices={(['7', '30', '90'] as const).map((id) => ({
                id,
                label: t('report.days', { count: Number(id) }),
              }))}
            />
            <Button
              icon={Download}
              isDisabled={!data}
              onPress={() => data && saveCsv(`ombud-report-${span}d.csv`, csvOfRecords(data.days.map(rowOf)))}
            >
              {t('report.export')}
            </Button>
            <Button
              icon={Download}
              isDisabled={!data}
              isPending={rows.isPending}
              onPress={() => rows.mutate()}
            >
              {t('report.export.conversations')}
            </Button>
          </>
        }
      >
        {t('page.supervisor.about')}
      </PageHead>
      <Loaded of={report}>
        {(known) => (known.days.length > 0 ? <Figures report={known} /> : <NoReport />)}
      </Loaded>
      <SuggestionFigures days={Number(span)} period={periodOf(Number(span))} />
    </div>
  );
}

function NoReport() {
  const t = useT();
  return (
    <div className="o-card">
      <EmptyState icon={ChartLine} title={t('report.none.title')}>
        {t('report.none.text')}
      </EmptyState>
    </div>
  );
}

function seriesOf(
  report: Report,
  t: T,
  figures: Figure[],
  colours: string[],
  kind?: Series['kind'],
): Series[] {
  return figures.map((figure, index) => ({
    label: t(`figure.${figure}` as DeskKey),
    values: report.days.map((day) => day[figure]),
    colour: colours[index] ?? '--accent',
    kind,
  }));
}

function Figures({ report: given }: { report: Report }) {
  const t = useT();
  const format = useFormat();
  const report = useMemo(() => ({ ...given, days: wholeDays(given.days) }), [given]);
  const at = useMemo(() => report.days.map((_day, index) => index), [report]);
  const names = useMemo(() => report.days.map((day) => format.shortDay(day.date)), [report, format]);
  const charts = useMemo(
    () => ({
      contacts: seriesOf(report, t, ['contacts'], ['--accent'], 'bars'),
      waits: seriesOf(report, t, ['first_response_p50_s', 'first_response_p90_s'], ['--accent', '--warning']),
      quality: seriesOf(report, t, SHARES.slice(0, 4), COLOURS),
      wrong: seriesOf(report, t, SHARES.slice(4), COLOURS.slice(4)),
      csat: seriesOf(report, t, ['csat'], ['--success']),
    }),
    [report, t],
  );
  const { totals } = report;
  const share = (value: number | null) => (value === null ? '–' : format.percent(value));
  const span = (value: number | null) => (value === null ? '–' : format.exactly(value));
  return (
    <>
      <div className="o-grid d-stats">
        <Stat
          label={t('figure.contacts')}
          value={format.number(totals.contacts)}
          explain={<Meaning figure="contacts" />}
        />
        <Stat
          label={t('figure.first_response_p50_s')}
          value={span(totals.first_response_p50_s)}
          explain={<Meaning figure="first_response_p50_s" />}
        >
          {t('report.p90', { value: span(totals.first_response_p90_s) })}
        </Stat>
        {SHARES.map((figure) => (
          <Stat
            key={figure}
            label={t(`figure.${figure}` as DeskKey)}
            value={share(totals[figure])}
            explain={<Meaning figure={figure} />}
          >
            <Sureness interval={totals.intervals?.[figure]} />
          </Stat>
        ))}
        <Stat
          label={t('figure.csat')}
          explain={<Meaning figure="csat" />}
          value={totals.csat === null ? '–' : format.number(Math.round(totals.csat * 10) / 10)}
        >
          {totals.csat === null ? null : t('report.csat_scale')}
        </Stat>
      </div>
      <div className="o-grid d-charts">
        <div className="d-whole-row">
          <Card title={t('figure.contacts')}>
            <Chart
              label={t('report.day')}
              at={at}
              names={names}
              series={charts.contacts}
              format={format.number}
              isCount
            />
          </Card>
        </div>
        <Card title={t('report.waits')}>
          <Chart
            label={t('report.day')}
            at={at}
            names={names}
            series={charts.waits}
            format={format.exactly}
            formatTick={format.seconds}
          />
        </Card>
        {(['quality', 'wrong'] as const).map((kind) => (
          <Card key={kind} title={t(`report.${kind}`)}>
            <Chart
              label={t('report.day')}
              at={at}
              names={names}
              series={charts[kind]}
              format={format.percent}
            />
          </Card>
        ))}
        <Card title={t('report.csat')}>
          <Chart label={t('report.day')} at={at} names={names} series={charts.csat} format={format.number} />
        </Card>
      </div>
      {totals.provisional ? <p className="o-small o-soft">{t('report.provisional')}</p> : null}
      <Agents report={report} />
    </>
  );
}

/** Between what a share lies, and of how many cases: a share of three is not news. */
function Sureness({ interval }: { interval: ShareInterval | undefined }) {
  const t = useT();
  const format = useFormat();
  if (!interval) return null;
  const { low, high, of } = interval;
  return <>{t('report.interval', { low: format.percent(low), high: format.percent(high), count: of })}</>;
}

/** What a figure counts, in a sentence. */
function Meaning({ figure }: { figure: Figure }) {
  const t = useT();
  return (
    <Explain label={t('report.explain', { figure: t(`figure.${figure}` as DeskKey) })}>
      {t(`define.${figure}` as DeskKey)}
    </Explain>
  );
}

function Agents({ report }: { report: Report }) {
  const t = useT();
  const format = useFormat();
  type Row = Report['agents'][number];
  const columns: Column<Row>[] = [
    { id: 'name', label: t('report.agent'), sortBy: (row) => row.name, cell: (row) => row.name },
    {
      id: 'count',
      label: t('report.conversations'),
      align: 'end',
      sortBy: (row) => row.conversations,
      cell: (row) => format.number(row.conversations),
    },
    {
      id: 'wait',
      label: t('figure.first_response_p50_s'),
      align: 'end',
      sortBy: (row) => row.first_response_p50_s ?? 0,
      cell: (row) => (row.first_response_p50_s === null ? '–' : format.exactly(row.first_response_p50_s)),
    },
    {
      id: 'csat',
      label: t('figure.csat'),
      align: 'end',
      sortBy: (row) => row.csat ?? 0,
      cell: (row) => (row.csat === null ? '–' : format.number(row.csat)),
    },
    {
      id: 'overturned',
      label: t('report.overturned'),
      align: 'end',
      sortBy: (row) => row.overturned,
      cell: (row) => format.number(row.overturned),
    },
  ];
  return (
    <section className="o-stack">
      <div className="o-row o-spread">
        <h2>{t('report.agents')}</h2>
        <Button
          size="s"
          icon={Download}
          onPress={() => saveCsv('ombud-agents.csv', csvOfRecords(report.agents))}
        >
          {t('report.export.agents')}
        </Button>
      </div>
      <Table label={t('report.agents')} columns={columns} rows={report.agents} rowId={(row) => row.user_id} />
    </section>
  );
}
