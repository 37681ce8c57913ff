//! Complaints and the clocks that law puts on them. The assistant may hear a complaint; it can never close one.

import type { Schema } from '@ombud/client';
import {
  Badge,
  Button,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  Meter,
  PageHead,
  RadioGroup,
  Segments,
  Skeleton,
  TextField,
  useFormat,
  useNow,
  useToast,
} from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquareHeart } from 'lucide-react';
import { useState } from 'react';
import { api } from '../app/services.ts';
import { useProblemToast } from '../inbox/actions.ts';
import { usedShare } from './figures.ts';
import { useT, useWho, useWord, type DeskKey } from '../words/index.ts';

type Filter = 'open' | 'all';
type Letter = 'summary_resolution' | 'final_response';

export function ComplaintsPage() {
  const t = useT();
  const [filter, setFilter] = useState<Filter>('open');
  const { data, isPending } = useQuery({
    queryKey: ['complaints'],
    queryFn: async () => (await api.get('/v1/complaints', { query: { limit: 100 } })).items,
  });
  const rows = (data ?? [])
    .filter((one) => filter === 'all' || !['closed', 'withdrawn'].includes(one.state))
    .sort((a, b) => a.respond_by.localeCompare(b.respond_by));
  return (
    <div className="o-page">
      <PageHead
        title={t('page.complaints')}
        actions={
          <Segments<Filter>
            label={t('disputes.filter')}
            value={filter}
            onChange={setFilter}
            choices={[
              { id: 'open', label: t('disputes.filter.open') },
              { id: 'all', label: t('disputes.filter.all') },
            ]}
          />
        }
      >
        {t('page.complaints.about')}
      </PageHead>
      {isPending ? <Skeleton lines={6} height={32} /> : null}
      {!isPending && rows.length === 0 ? (
        <div className="o-card">
          <EmptyState icon={MessageSquareHeart} title={t('complaints.none.title')}>
            {t('complaints.none.text')}
          </EmptyState>
        </div>
      ) : null}
      {rows.map((complaint) => (
        <ComplaintCard key={complaint.id} complaint={complaint} />
      ))}
    </div>
  );
}

/** Less than this part of a term left is little. */
const NEAR_SHARE = 0.25;

/** A term as the time that is left of it: a full bar has just begun, an empty one is over. */
function Term({ label, from, until, isMet }: { label: string; from: string; until: string; isMet: boolean }) {
  const t = useT();
  const format = useFormat();
  const now = useNow();
  const left = 1 - usedShare(from, until, now.getTime());
  const seconds = (new Date(until).getTime() - now.getTime()) / 1000;
  const text = isMet
    ? t('complaints.met')
    : left <= 0
      ? t('complaints.over', { time: format.duration(-seconds) })
      : t('complaints.left', { time: format.duration(seconds) });
  return (
    <div className="d-term">
      <Meter
        label={label}
        share={isMet ? 1 : left}
        tone={isMet ? 'success' : left <= 0 ? 'danger' : left < NEAR_SHARE ? 'warning' : 'accent'}
        text={text}
      />
      <span className="o-small o-soft">
        <DateTime at={until} show="full" />
      </span>
    </div>
  );
}

function ComplaintCard({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const word = useWord();
  const who = useWho();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [isAnswering, setAnswering] = useState(false);
  const path = { complaint_id: complaint.id };
  const deed = useMutation({
    mutationFn: async (what: 'acknowledge' | 'close') =>
      what === 'acknowledge'
        ? api.post('/v1/complaints/{complaint_id}/acknowledge', { path })
        : api.post('/v1/complaints/{complaint_id}/close', { path, body: { no_reply: false } }),
    onSuccess: () => {
      toast({ tone: 'success', text: t('complaints.saved') });
      void cache.invalidateQueries({ queryKey: ['complaints'] });
    },
    onError: problem,
  });
  const isAnswered = complaint.finding !== null && complaint.finding !== undefined;
  return (
    <article
      className="o-card d-complaint"
      aria-label={t('complaints.of', { customer: who(complaint.customer_id) })}
    >
      <header className="o-row o-spread">
        <span className="o-row">
          <Badge tone={isAnswered ? 'success' : 'warning'}>{word('complaint', complaint.state)}</Badge>
          <Link to="/customers/$id" params={{ id: complaint.customer_id }}>
            {who(complaint.customer_id)}
          </Link>
          <span className="o-small o-faint">
            <DateTime at={complaint.received_at} show="full" /> · {complaint.jurisdiction.toUpperCase()}
          </span>
        </span>
        <span className="o-row">
          {complaint.acknowledged_at ? null : (
            <Button size="s" isPending={deed.isPending} onPress={() => deed.mutate('acknowledge')}>
              {t('complaints.acknowledge')}
            </Button>
          )}
          {isAnswered ? (
            <Button size="s" isPending={deed.isPending} onPress={() => deed.mutate('close')}>
              {t('complaints.close')}
            </Button>
          ) : (
            <Button size="s" variant="primary" onPress={() => setAnswering(true)}>
              {t('complaints.answer')}
            </Button>
          )}
        </span>
      </header>
      <blockquote className="d-quote">{complaint.text}</blockquote>
      <div className="o-grid">
        <Term
          label={t('complaints.acknowledge_by')}
          from={complaint.received_at}
          until={complaint.acknowledge_by}
          isMet={Boolean(complaint.acknowledged_at)}
        />
        <Term
          label={t('complaints.summary_until')}
          from={complaint.received_at}
          until={complaint.summary_until}
          isMet={isAnswered}
        />
        <Term
          label={t('complaints.respond_by')}
          from={complaint.received_at}
          until={complaint.respond_by}
          isMet={isAnswered}
        />
      </div>
      <AnswerDialog complaint={complaint} isOpen={isAnswering} onOpenChange={setAnswering} />
    </article>
  );
}

const FINDINGS = ['upheld', 'partly_upheld', 'rejected'] as const;
const LETTERS: Letter[] = ['summary_resolution', 'final_response'];

function AnswerDialog({
  complaint,
  isOpen,
  onOpenChange,
}: {
  complaint: Schema.Complaint;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
  const [letter, setLetter] = useState<Letter>('final_response');
  const [finding, setFinding] = useState<(typeof FINDINGS)[number]>();
  const [text, setText] = useState('');
  const answer = useMutation({
    mutationFn: () =>
      api.post('/v1/complaints/{complaint_id}/answer', {
        path: { complaint_id: complaint.id },
        body: { letter, finding: finding ?? 'upheld', contents: text.split(/\n{2,}/).filter(Boolean) },
      }),
    onSuccess: (result) => {
      toast({
        tone: 'success',
        text:
          result.result === 'done'
            ? t('complaints.saved')
            : t('action.awaits', { action: t('complaints.answer') }),
      });
      void cache.invalidateQueries({ queryKey: ['complaints'] });
      onOpenChange(false);
    },
    onError: problem,
  });
  return (
    <Dialog
      title={t('complaints.answer')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <Button
          variant="primary"
          isDisabled={!finding || text.trim() === ''}
          isPending={answer.isPending}
          onPress={() => answer.mutate()}
        >
          {t('complaints.send_letter')}
        </Button>
      }
    >
      <Facts
        items={[[t('complaints.respond_by'), <DateTime key="by" at={complaint.respond_by} show="full" />]]}
      />
      <RadioGroup
        label={t('complaints.letter')}
        value={letter}
        onChange={setLetter}
        choices={LETTERS.map((id) => ({ id, label: t(`letter.${id}` as DeskKey) }))}
      />
      <RadioGroup
        label={t('complaints.finding')}
        value={finding}
        onChange={setFinding}
        choices={FINDINGS.map((id) => ({ id, label: t(`finding.${id}` as DeskKey) }))}
      />
      <TextField
        label={t('complaints.contents')}
        description={t('complaints.contents.help')}
        rows={8}
        value={text}
        onChange={setText}
      />
    </Dialog>
  );
}
