//! Co-browsing: joining a customer by their code, the session, and the recordings of those before.

import { itemsOf } from '@ombud/client';
import { Badge, Button, DateTime, EmptyState, PageHead, Table, Tabs, type Column } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, MonitorPlay, MousePointer2, Play } from 'lucide-react';
import { useState } from 'react';
import type { CobrowseSession } from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord } from '../../words/index.ts';
import { BlindSpots } from './blind-spots.tsx';
import { CodeEntry } from './code-entry.tsx';
import { Figures } from './figures.tsx';
import { HandOver } from './hand-over.tsx';
import { PolicyTab } from './policy.tsx';
import { Recordings } from './recordings.tsx';
import { Reviews } from './reviews.tsx';
import { SessionView } from './session-view.tsx';
import { WatchView } from './watch.tsx';

/** What the page shows instead of its list. */
type Opened = { kind: 'live' | 'recording'; session: string } | null;

const OVER = new Set(['ended', 'declined']);
const LIST_EVERY_MS = 15_000;

export function CobrowsePage() {
  const t = useT();
  const problem = useProblemToast();
  const session = useSession();
  const navigate = useNavigate();
  const { id } = useParams({ strict: false });
  // A link to a recording, from the customer's line of time.
  const { recording } = useSearch({ strict: false }) as { recording?: string };
  const [isOver, setOver] = useState(false);
  const [chosen, setChosen] = useState<Opened>(recording ? { kind: 'recording', session: recording } : null);
  // One that a colleague hands over has an address.
  const opened: Opened = id ? { kind: 'live', session: id } : chosen;
  const setOpened = (next: Opened) => {
    setChosen(next);
    setOver(false);
    if (id) void navigate({ to: '/cobrowse' });
  };
  if (opened)
    return (
      <div className="d-cobrowse-page">
        <div className="o-row">
          <Button size="s" icon={ArrowLeft} onPress={() => setOpened(null)}>
            {t('cobrowse.back')}
          </Button>
          <span className="o-grow" />
          {opened.kind === 'live' && !isOver ? <HandOver session={opened.session} /> : null}
        </div>
        {opened.kind === 'live' ? (
          <SessionView
            session={opened.session}
            onOver={() => setOver(true)}
            onProblem={(error) => {
              problem(error);
              setOpened(null);
            }}
          />
        ) : (
          <WatchView session={opened.session} />
        )}
      </div>
    );
  return (
    <div className="o-page">
      <PageHead title={t('page.cobrowse')}>{t('page.cobrowse.about')}</PageHead>
      <CodeEntry onClaimed={(session) => setOpened({ kind: 'live', session: session.id })} />
      <Tabs
        label={t('page.cobrowse')}
        tabs={[
          { id: 'sessions', label: t('cobrowse.sessions'), content: <Sessions onOpen={setOpened} /> },
          {
            id: 'recordings',
            label: t('recordings.tab'),
            content: <Recordings onWatch={(session) => setOpened({ kind: 'recording', session })} />,
          },
          {
            id: 'reviews',
            label: t('reviews.tab'),
            content: <Reviews onWatch={(session) => setOpened({ kind: 'recording', session })} />,
          },
          ...(may(session, 'desk.report')
            ? [{ id: 'figures', label: t('cobrowse.figures.tab'), content: <Figures /> }]
            : []),
          ...(may(session, 'cobrowse.lead')
            ? [
                { id: 'blind', label: t('blind.title'), content: <BlindSpots /> },
                { id: 'policy', label: t('redaction.title'), content: <PolicyTab /> },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function Sessions({ onOpen }: { onOpen: (opened: Opened) => void }) {
  const t = useT();
  const word = useWord();
  const sessions = useQuery({
    queryKey: ['cobrowse'],
    queryFn: async () => itemsOf(await api.get('/v1/cobrowse/sessions')),
    refetchInterval: LIST_EVERY_MS,
    retry: false,
  });
  const columns: Column<CobrowseSession>[] = [
    {
      id: 'when',
      label: t('cobrowse.when'),
      sortBy: (row) => row.created_at,
      cell: (row) => <DateTime at={row.created_at} show="relative" />,
    },
    { id: 'customer', label: t('cobrowse.customer'), cell: (row) => row.customer_name ?? t('who.customer') },
    { id: 'agent', label: t('cobrowse.agent'), cell: (row) => row.agent_name ?? '–' },
    {
      id: 'state',
      label: t('cobrowse.state'),
      cell: (row) => (
        <span className="o-row">
          <Badge tone={row.state === 'active' ? 'success' : 'neutral'}>
            {word('cobrowse_state', row.state)}
          </Badge>
          {row.handed_to_name ? (
            <span className="o-small">{t('cobrowse.handed.to', { name: row.handed_to_name })}</span>
          ) : null}
        </span>
      ),
    },
    {
      id: 'recording',
      label: t('cobrowse.recording'),
      cell: (row) => <Doors row={row} onOpen={onOpen} />,
    },
  ];
  return (
    <Loaded of={sessions} lines={4}>
      {(rows) => (
        <Table
          label={t('cobrowse.sessions')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          sort={{ column: 'when', descending: true }}
          empty={
            <EmptyState icon={MonitorPlay} title={t('cobrowse.none.title')}>
              {t('cobrowse.none.text')}
            </EmptyState>
          }
        />
      )}
    </Loaded>
  );
}

/** Into a session that goes on, or to the recording of one. */
function Doors({ row, onOpen }: { row: CobrowseSession; onOpen: (opened: Opened) => void }) {
  const t = useT();
  const name = row.customer_name ?? t('who.customer');
  const session = row.id;
  if (!OVER.has(row.state)) {
    if (!row.may_join) return '–';
    return (
      <Button
        size="s"
        icon={MousePointer2}
        aria-label={t('cobrowse.rejoin.one', { name })}
        onPress={() => onOpen({ kind: 'live', session })}
      >
        {t('cobrowse.rejoin')}
      </Button>
    );
  }
  if (!row.recording_ms) return '–';
  return (
    <Button
      size="s"
      icon={Play}
      aria-label={t('cobrowse.watch.one', { name })}
      onPress={() => onOpen({ kind: 'recording', session })}
    >
      {t('cobrowse.watch')}
    </Button>
  );
}
