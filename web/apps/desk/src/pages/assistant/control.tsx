//! What the assistant may do where: a table of intent and market, with what came of it beside what is expected.

import type { Schema } from '@ombud/client';
import {
  Badge,
  Banner,
  Button,
  DateTime,
  IconButton,
  Select,
  Table,
  TextField,
  useFormat,
  useToast,
  type Column,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord, type DeskKey } from '../../words/index.ts';
import { AddRow } from './add-row.tsx';
import { History } from './history.tsx';
import { LimitsForm } from './limits.tsx';
import { changeOf, keyOf, limitsOf, shareOf, sumsOf, type Row } from './rules.ts';

const MODES = ['off', 'shadow', 'suggest', 'act'] as const;

/** A whole share of a hundred, whatever was typed. */
const percentOf = (text: string): number => Math.min(100, Math.max(0, Math.round(Number(text)) || 0));

export function ControlTab() {
  const control = useQuery({
    queryKey: ['assistant', 'control'],
    queryFn: () => api.get('/v1/assistant/control'),
    retry: false,
  });
  return (
    <Loaded of={control}>{(known) => <ControlForm key={known.settings.version} control={known} />}</Loaded>
  );
}

function ControlForm({ control }: { control: Schema.AssistantControl }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const session = useSession();
  const { settings } = control;
  const [rows, setRows] = useState<Row[]>(settings.rows);
  const [limits, setLimits] = useState(() => limitsOf(settings));
  const mayChange = may(session, 'assistant.control');
  const save = useMutation({
    mutationFn: () => api.put('/v1/assistant/control', { body: changeOf(settings.version, rows, limits) }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('assistant.control.saved') });
      void cache.invalidateQueries({ queryKey: ['assistant', 'control'] });
    },
    onError: problem,
  });
  const isSame = JSON.stringify([rows, limits]) === JSON.stringify([settings.rows, limitsOf(settings)]);
  const change = (row: Row, part: Partial<Row>) =>
    setRows(rows.map((one) => (keyOf(one) === keyOf(row) ? { ...one, ...part } : one)));
  return (
    <form
      className="o-stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {control.connected ? null : <Banner tone="warning">{t('assistant.control.absent')}</Banner>}
      <p className="o-soft">{t('assistant.control.about')}</p>
      <Rows
        control={control}
        rows={rows}
        mayChange={mayChange}
        onChange={change}
        onRemove={(row) => setRows(rows.filter((one) => keyOf(one) !== keyOf(row)))}
      />
      <p className="o-small o-soft">{t('assistant.control.shares', { days: settings.window_days })}</p>
      {mayChange ? (
        <>
          <AddRow
            intents={control.intents}
            markets={control.markets}
            known={rows.map(keyOf)}
            onAdd={(row) => setRows([...rows, row])}
          />
          <LimitsForm limits={limits} onChange={setLimits} />
          <div className="o-row">
            <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={isSame}>
              {t('assistant.control.save')}
            </Button>
            <span className="o-small o-soft">
              {settings.version === 0
                ? t('assistant.ships')
                : t('assistant.control.version', { version: settings.version })}
            </span>
          </div>
        </>
      ) : null}
      <History version={settings.version} />
    </form>
  );
}

function Rows(props: {
  control: Schema.AssistantControl;
  rows: Row[];
  mayChange: boolean;
  onChange: (row: Row, part: Partial<Row>) => void;
  onRemove: (row: Row) => void;
}) {
  const t = useT();
  const word = useWord();
  const { control, rows, mayChange } = props;
  const named = (row: Row) => `${row.intent ? word('intent', row.intent) : t('assistant.any_intent')}`;
  const columns: Column<Row>[] = [
    {
      id: 'intent',
      label: t('assistant.intent'),
      cell: (row) => (row.intent ? named(row) : <strong>{named(row)}</strong>),
    },
    {
      id: 'market',
      label: t('assistant.market'),
      cell: (row) => <Market of={row.market} known={control.markets} />,
    },
    {
      id: 'mode',
      label: t('assistant.mode'),
      cell: (row) =>
        mayChange ? (
          <Select
            label={t('assistant.mode.of', { name: named(row) })}
            hideLabel
            value={row.mode}
            onChange={(mode) => props.onChange(row, { mode })}
            options={MODES.map((id) => ({ id, label: t(`assistant.mode.${id}` as DeskKey) }))}
          />
        ) : (
          t(`assistant.mode.${row.mode}` as DeskKey)
        ),
    },
    {
      id: 'percent',
      label: t('assistant.percent'),
      align: 'end',
      cell: (row) =>
        mayChange ? (
          <span className="d-narrow-field">
            <TextField
              type="number"
              label={t('assistant.percent.of', { name: named(row) })}
              hideLabel
              value={String(row.percent)}
              onChange={(text) => props.onChange(row, { percent: percentOf(text) })}
            />
          </span>
        ) : (
          `${row.percent} %`
        ),
    },
    {
      id: 'resolved',
      label: t('assistant.resolved'),
      cell: (row) => <Measured control={control} row={row} figure="resolved" />,
    },
    {
      id: 'complaints',
      label: t('assistant.complaints'),
      cell: (row) => <Measured control={control} row={row} figure="complaints" />,
    },
    { id: 'by', label: t('assistant.by'), cell: (row) => <ChangedBy row={row} people={control.people} /> },
    {
      id: 'deeds',
      label: t('tasks.deeds'),
      cell: (row) =>
        mayChange && (row.intent || row.market) ? (
          <IconButton
            icon={X}
            size="s"
            label={t('assistant.control.remove', { name: named(row) })}
            onPress={() => props.onRemove(row)}
          />
        ) : null,
    },
  ];
  return <Table label={t('assistant.tab.control')} columns={columns} rows={rows} rowId={keyOf} />;
}

/** A country by its name. One that is none is shown as it was written: no conversation has it. */
function Market({ of, known }: { of: string | null | undefined; known: readonly string[] }) {
  const t = useT();
  const format = useFormat();
  if (!of) return t('assistant.any_market');
  if (known.includes(of)) return format.region(of);
  return (
    <span className="d-measured">
      {of} <Badge tone="warning">{t('assistant.market.unknown')}</Badge>
    </span>
  );
}

/** A measured share beside the limit of its band; above or below it is said in words too. */
function Measured(props: { control: Schema.AssistantControl; row: Row; figure: 'resolved' | 'complaints' }) {
  const t = useT();
  const format = useFormat();
  const { control, row, figure } = props;
  const band = row.band ?? control.settings.band;
  const sums = sumsOf(control.settings.rows, control.measured, row);
  const [some, all] =
    figure === 'resolved' ? [sums.resolved, sums.settled] : [sums.complaints, sums.answered];
  const share = shareOf(some, all);
  const limit = figure === 'resolved' ? band.resolved_min : band.complaints_max;
  const isOut = share !== null && (figure === 'resolved' ? share < limit : share > limit);
  return (
    <span className="d-measured o-nowrap">
      <span className={isOut ? 'd-out' : undefined}>
        {share === null
          ? t('assistant.measured.none')
          : t('assistant.measured', { share: format.percent(share), count: all })}
      </span>
      <span className="o-small o-soft">
        {t(figure === 'resolved' ? 'assistant.band.min' : 'assistant.band.max', {
          share: format.percent(limit),
        })}
      </span>
    </span>
  );
}

function ChangedBy({ row, people }: { row: Row; people: Record<string, string> }) {
  const t = useT();
  const format = useFormat();
  if (row.fell) {
    return (
      <span className="d-measured">
        <Badge tone="warning">{t('assistant.fell')}</Badge>
        <span className="o-small o-soft">
          {t(`assistant.fell.${row.fell.why}` as DeskKey, {
            share: format.percent(row.fell.share),
            count: row.fell.of,
          })}{' '}
          · <DateTime at={row.fell.at} show="day" />
        </span>
      </span>
    );
  }
  if (!row.at) return <span className="o-soft">{t('assistant.ships')}</span>;
  return (
    <span className="d-measured">
      <span>{row.by ? (people[row.by] ?? row.by) : '–'}</span>
      <span className="o-small o-soft">
        <DateTime at={row.at} show="day" />
      </span>
    </span>
  );
}
