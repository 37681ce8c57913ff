//! Conversations worth a look: what was understood of each message, and what a person says it meant.

import { itemsOf, type Schema } from '@ombud/client';
import {
  Badge,
  Button,
  DateTime,
  ShownDialog,
  EmptyState,
  Facts,
  saveFile,
  Select,
  Table,
  TextField,
  useFormat,
  useToast,
  type Column,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, ScanSearch, Sparkle } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useProblemToast } from '../../inbox/actions.ts';
import { useT, useWord, type DeskKey } from '../../words/index.ts';

type Worth = Schema.WorthLook;

export function ReviewsTab() {
  const t = useT();
  const problem = useProblemToast();
  const session = useSession();
  const [looked, setLooked] = useState<Worth | null>(null);
  const worth = useQuery({
    queryKey: ['assistant', 'reviews'],
    queryFn: async () => itemsOf(await api.get('/v1/assistant/reviews')),
    retry: false,
  });
  const marked = useMutation({
    mutationFn: () => api.file('/v1/assistant/reviews.csv'),
    onSuccess: (file) => saveFile('reviewed.csv', file),
    onError: problem,
  });
  return (
    <div className="o-stack">
      <div className="o-row o-spread">
        <p className="o-soft">{t('assistant.reviews.about')}</p>
        {may(session, 'assistant.control') ? (
          <Button icon={Download} isPending={marked.isPending} onPress={() => marked.mutate()}>
            {t('assistant.reviews.export')}
          </Button>
        ) : null}
      </div>
      <Meanings />
      <Loaded of={worth}>{(rows) => <Queue rows={rows} onLook={setLooked} />}</Loaded>
      {looked ? <Look of={looked} onClose={() => setLooked(null)} /> : null}
    </div>
  );
}

/** What the list's words stand for. */
function Meanings() {
  const t = useT();
  return (
    <details className="d-silent o-small">
      <summary>{t('assistant.words')}</summary>
      <Facts
        items={[
          [t('assistant.score'), t('assistant.score.about')],
          [t('assistant.likely'), t('assistant.words.likely')],
          [t('assistant.look.unlike'), t('assistant.words.unlike')],
          [t('assistant.look.lot'), t('assistant.words.lot')],
        ]}
      />
    </details>
  );
}

function Queue({ rows, onLook }: { rows: readonly Worth[]; onLook: (row: Worth) => void }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const columns: Column<Worth>[] = [
    {
      id: 'number',
      label: t('quality.conversation'),
      cell: (row) => (
        <Link to="/inbox/$view/$id" params={{ view: 'resolved', id: row.conversation_id }}>
          #{row.number}
        </Link>
      ),
    },
    {
      id: 'score',
      label: t('assistant.score'),
      align: 'end',
      sortBy: (row) => row.score ?? 101,
      cell: (row) => row.score ?? '–',
    },
    {
      id: 'why',
      label: t('quality.why'),
      cell: (row) => (
        <span className="o-row">
          {row.why.map((one) => (
            <Badge key={one} icon={null} tone={one === 'lot' ? 'neutral' : 'warning'}>
              {t(`assistant.look.${one}` as DeskKey)}
            </Badge>
          ))}
          {Object.keys(row.faults).map((fault) => (
            <Badge key={fault} icon={null}>
              {word('assistant.fault', fault)}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'intent',
      label: t('assistant.intent'),
      sortBy: (row) => row.intent,
      cell: (row) => (row.intent ? word('intent', row.intent) : t('assistant.unknown')),
    },
    {
      id: 'likely',
      label: t('assistant.likely'),
      align: 'end',
      sortBy: (row) => row.likely,
      cell: (row) => format.percent(row.likely),
    },
    {
      id: 'mode',
      label: t('assistant.mode'),
      cell: (row) => t(`assistant.mode.${row.mode}` as DeskKey),
    },
    {
      id: 'at',
      label: t('quality.at'),
      sortBy: (row) => row.at,
      cell: (row) => <DateTime at={row.at} show="day" />,
    },
    {
      id: 'deeds',
      label: t('tasks.deeds'),
      cell: (row) => (
        <Button size="s" icon={ScanSearch} onPress={() => onLook(row)}>
          {t('assistant.look')}
        </Button>
      ),
    },
  ];
  return (
    <Table
      label={t('assistant.tab.reviews')}
      columns={columns}
      rows={rows}
      rowId={(row) => row.conversation_id}
      sort={{ column: 'score', descending: false }}
      empty={
        <EmptyState icon={Sparkle} title={t('assistant.reviews.none.title')}>
          {t('assistant.reviews.none.text')}
        </EmptyState>
      }
    />
  );
}

function Look({ of, onClose }: { of: Worth; onClose: () => void }) {
  const t = useT();
  const turns = useQuery({
    queryKey: ['assistant', 'reviews', of.conversation_id],
    queryFn: () =>
      api.get('/v1/assistant/reviews/{conversation_id}', { path: { conversation_id: of.conversation_id } }),
    retry: false,
  });
  return (
    <ShownDialog title={t('assistant.look.title', { number: of.number })} onClose={onClose} width="wide">
      <Loaded of={turns} lines={4}>
        {(known) => (
          <div className="o-stack">
            <Link to="/inbox/$view/$id" params={{ view: 'resolved', id: of.conversation_id }}>
              {t('assistant.look.open')}
            </Link>
            <ol className="d-turns">
              {known.turns.map((turn, index) => (
                <li key={turn.turn}>
                  <Turn
                    of={known}
                    turn={turn}
                    before={known.turns[index - 1]}
                    isLast={index === known.turns.length - 1}
                  />
                </li>
              ))}
            </ol>
          </div>
        )}
      </Loaded>
    </ShownDialog>
  );
}

/** A message between what the assistant said before and, where nothing follows, after it. */
function Turn(props: {
  of: Schema.ConversationTurns;
  turn: Schema.AssistantTurn;
  before: Schema.AssistantTurn | undefined;
  isLast: boolean;
}) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const { of, turn, before, isLast } = props;
  const guess = turn.intents[0];
  return (
    <article className="o-stack">
      {before ? <Said label={t('assistant.look.before')} texts={before.said} /> : null}
      <div>
        <span className="o-small o-soft">{t('assistant.look.customer')}</span>
        <blockquote dir="auto">{turn.text}</blockquote>
      </div>
      <span className="o-row">
        <span className="o-small o-soft">{t('assistant.look.taken_for')}</span>
        {turn.intents.slice(0, 3).map((one) => (
          <Badge key={one.intent} icon={null} tone={one === guess ? 'accent' : 'neutral'}>
            {word('intent', one.intent)} {format.percent(one.likely)}
          </Badge>
        ))}
        <Badge icon={null}>{word('assistant.outcome', turn.outcome)}</Badge>
        {turn.tools.map((tool) => (
          <Badge key={tool} icon={null}>
            {tool}
          </Badge>
        ))}
      </span>
      {turn.review ? (
        <p>
          <Badge tone={turn.review.right ? 'success' : 'warning'}>
            {t(turn.review.right ? 'assistant.review.right' : 'assistant.review.wrong')}
          </Badge>{' '}
          {turn.review.intents.map((intent) => word('intent', intent)).join(', ')}
          <span className="o-small o-soft"> · {turn.review.by_name}</span>
          {turn.review.note ? <span> {turn.review.note}</span> : null}
        </p>
      ) : (
        <Mark of={of} turn={turn} />
      )}
      {isLast ? <Said label={t('assistant.look.after')} texts={turn.said} /> : null}
    </article>
  );
}

function Said({ label, texts }: { label: string; texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <div>
      <span className="o-small o-soft">{label}</span>
      <p className="o-soft" dir="auto">
        {texts.join(' ')}
      </p>
    </div>
  );
}

/** What the message meant. Nothing is chosen beforehand: a wrong guess must not be kept by one press. */
function Mark({ of, turn }: { of: Schema.ConversationTurns; turn: Schema.AssistantTurn }) {
  const t = useT();
  const word = useWord();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const session = useSession();
  const [intent, setIntent] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const mark = useMutation({
    mutationFn: (meant: string) =>
      api.post('/v1/assistant/reviews/{conversation_id}', {
        path: { conversation_id: of.conversation_id },
        body: { turn: turn.turn, intents: [meant], ...(note.trim() ? { note } : {}) },
      }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('assistant.review.kept') });
      void cache.invalidateQueries({ queryKey: ['assistant', 'reviews'] });
    },
    onError: problem,
  });
  if (!may(session, 'assistant.control')) return null;
  // What is no subject of its own comes first: most short messages are that.
  const known = [...of.marks, ...of.intents];
  return (
    <div className="d-inline-form">
      <Select
        label={t('assistant.review.meant')}
        value={intent}
        onChange={setIntent}
        options={known.map((id) => ({ id, label: word('intent', id) }))}
      />
      <TextField label={t('assistant.review.note')} value={note} onChange={setNote} />
      <Button
        isPending={mark.isPending}
        isDisabled={intent === null}
        onPress={() => {
          if (intent !== null) mark.mutate(intent);
        }}
      >
        {t('assistant.review.mark')}
      </Button>
    </div>
  );
}
