//! Recordings: found by what is known beside their sealed bytes.

import {
  Badge,
  Button,
  DateTime,
  EmptyState,
  Select,
  Table,
  TextField,
  useFormat,
  type Column,
} from '@ombud/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Film, Play } from 'lucide-react';
import { useState } from 'react';
import type { CobrowseRecording } from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useColleagues } from '../../inbox/dialogs.tsx';
import { useT, useWord } from '../../words/index.ts';
import { ANYBODY, ENDS, NO_FILTERS, queryOf, type Filters, type Whether } from './filters.ts';

const PAGE_ROWS = 50;

export function Recordings({ onWatch }: { onWatch: (session: string) => void }) {
  const t = useT();
  const [filters, setFilters] = useState(NO_FILTERS);
  const found = useInfiniteQuery({
    queryKey: ['cobrowse', 'recordings', filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      api.get('/v1/cobrowse/recordings', {
        query: { ...queryOf(filters), cursor, limit: PAGE_ROWS },
      }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    retry: false,
  });
  return (
    <div className="o-stack d-roomy">
      <FilterForm filters={filters} onFind={setFilters} />
      <Loaded of={found} lines={4}>
        {({ pages }) => (
          <>
            <Found rows={pages.flatMap((page) => page.items)} onWatch={onWatch} />
            {found.hasNextPage ? (
              <div>
                <Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
                  {t('recordings.more')}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Loaded>
    </div>
  );
}

function FilterForm(props: { filters: Filters; onFind: (filters: Filters) => void }) {
  const t = useT();
  const word = useWord();
  const session = useSession();
  const { data: colleagues = [] } = useColleagues();
  const [form, setForm] = useState(props.filters);
  const put = <K extends keyof Filters>(name: K, value: Filters[K]) =>
    setForm((now) => ({ ...now, [name]: value }));
  const text = (name: 'customer' | 'minutes' | 'points', inputMode?: 'numeric') => (
    <TextField
      label={t(name === 'points' ? 'recordings.points.most' : `recordings.${name}`)}
      value={form[name]}
      onChange={(value) => put(name, value)}
      inputMode={inputMode}
      autoComplete="off"
    />
  );
  const day = (name: 'from' | 'to') => (
    <TextField
      label={t(`recordings.${name}`)}
      type="date"
      value={form[name]}
      onChange={(value) => put(name, value)}
    />
  );
  const whether = (name: 'controlled' | 'held' | 'reviewed') => (
    <Select<Whether>
      label={t(`recordings.${name}`)}
      value={form[name]}
      onChange={(value) => put(name, value)}
      options={(['any', 'yes', 'no'] as const).map((id) => ({ id, label: t(`recordings.${id}`) }))}
    />
  );
  return (
    <form
      className="d-filters"
      aria-label={t('recordings.filters')}
      onSubmit={(event) => {
        event.preventDefault();
        props.onFind(form);
      }}
    >
      {may(session, 'cobrowse.lead') ? (
        <>
          {text('customer')}
          <Select
            label={t('cobrowse.agent')}
            value={form.agent}
            onChange={(value) => put('agent', value)}
            options={[
              { id: ANYBODY, label: t('recordings.any') },
              ...colleagues.map((user) => ({ id: String(user.id), label: user.name })),
            ]}
          />
        </>
      ) : null}
      {day('from')}
      {day('to')}
      <Select<Filters['end']>
        label={t('recordings.end')}
        value={form.end}
        onChange={(value) => put('end', value)}
        options={[
          { id: 'any' as const, label: t('recordings.any') },
          ...ENDS.map((id) => ({ id, label: word('cobrowse_end', id) })),
        ]}
      />
      {whether('controlled')}
      {whether('held')}
      {whether('reviewed')}
      {text('minutes', 'numeric')}
      {text('points', 'numeric')}
      <div className="o-row d-filters-do">
        <Button type="submit" variant="primary">
          {t('recordings.find')}
        </Button>
        <Button
          variant="quiet"
          onPress={() => {
            setForm(NO_FILTERS);
            props.onFind(NO_FILTERS);
          }}
        >
          {t('recordings.clear')}
        </Button>
      </div>
    </form>
  );
}

function Found({ rows, onWatch }: { rows: CobrowseRecording[]; onWatch: (session: string) => void }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const nameOf = (row: CobrowseRecording) => row.session.customer_name ?? t('who.customer');
  const columns: Column<CobrowseRecording>[] = [
    { id: 'when', label: t('cobrowse.when'), cell: (row) => <DateTime at={row.started_at} show="full" /> },
    { id: 'customer', label: t('cobrowse.customer'), cell: nameOf },
    { id: 'agent', label: t('cobrowse.agent'), cell: (row) => row.session.agent_name ?? '–' },
    {
      id: 'length',
      label: t('recordings.length'),
      align: 'end',
      cell: (row) => format.exactly(row.length_ms / 1000),
    },
    {
      id: 'end',
      label: t('recordings.end'),
      cell: (row) => word('cobrowse_end', row.session.ended_why) || '–',
    },
    {
      id: 'intents',
      label: t('recordings.intents'),
      align: 'end',
      cell: (row) => format.number(row.intents),
    },
    {
      id: 'points',
      label: t('recordings.points'),
      align: 'end',
      cell: (row) => (typeof row.points === 'number' ? format.number(row.points) : '–'),
    },
    {
      id: 'watch',
      label: t('cobrowse.recording'),
      cell: (row) => (
        <span className="o-row">
          {row.session.recording_ms ? (
            <Button
              size="s"
              icon={Play}
              aria-label={t('cobrowse.watch.one', { name: nameOf(row) })}
              onPress={() => onWatch(row.session.id)}
            >
              {t('cobrowse.watch')}
            </Button>
          ) : (
            <Badge>{t('recordings.gone')}</Badge>
          )}
          {row.held ? <Badge tone="warning">{t('recordings.held.badge')}</Badge> : null}
        </span>
      ),
    },
  ];
  return (
    <Table
      label={t('recordings.tab')}
      columns={columns}
      rows={rows}
      rowId={(row) => row.session.id}
      empty={
        <EmptyState icon={Film} title={t('recordings.none.title')}>
          {t('recordings.none.text')}
        </EmptyState>
      }
    />
  );
}
