//! Conversations that deserve a second look, each with the reason why it was picked.

import { itemsOf } from '@ombud/client';
import { Badge, Button, DateTime, EmptyState, Table, type Column } from '@ombud/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ClipboardCheck, Sparkle } from 'lucide-react';
import { useState } from 'react';
import type { SuggestedScorecard } from '../../api/shapes.ts';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { ScorecardDialog } from '../../inbox/scorecard.tsx';
import { useT, useWord } from '../../words/index.ts';

export function Suggested() {
  const t = useT();
  const word = useWord();
  const cache = useQueryClient();
  const [scored, setScored] = useState<SuggestedScorecard | null>(null);
  const suggested = useQuery({
    queryKey: ['scorecards', 'suggested'],
    queryFn: async () => itemsOf(await api.get('/v1/scorecards/suggested')),
    retry: false,
  });
  const columns: Column<SuggestedScorecard>[] = [
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
      id: 'agent',
      label: t('report.agent'),
      sortBy: (row) => row.agent_name ?? '',
      cell: (row) => row.agent_name ?? '–',
    },
    {
      id: 'why',
      label: t('quality.why'),
      cell: (row) => (
        <span className="o-row">
          {row.why.map((one) => (
            <Badge key={one} icon={null} tone={one === 'random' ? 'neutral' : 'warning'}>
              {word('suggest', one)}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'at',
      label: t('quality.at'),
      sortBy: (row) => row.resolved_at,
      cell: (row) => <DateTime at={row.resolved_at} show="day" />,
    },
    {
      id: 'deeds',
      label: t('tasks.deeds'),
      cell: (row) => (
        <Button size="s" icon={ClipboardCheck} onPress={() => setScored(row)}>
          {t('quality.score')}
        </Button>
      ),
    },
  ];
  return (
    <Loaded of={suggested}>
      {(rows) => (
        <>
          <Table
            label={t('quality.tab.suggested')}
            columns={columns}
            rows={rows}
            rowId={(row) => row.conversation_id}
            empty={
              <EmptyState icon={Sparkle} title={t('quality.none_suggested.title')}>
                {t('quality.none_suggested.text')}
              </EmptyState>
            }
          />
          {scored ? (
            <ScorecardDialog
              conversationId={scored.conversation_id}
              agentName={scored.agent_name ?? ''}
              isOpen
              onOpenChange={(open) => {
                if (open) return;
                setScored(null);
                void cache.invalidateQueries({ queryKey: ['scorecards'] });
              }}
            />
          ) : null}
        </>
      )}
    </Loaded>
  );
}
