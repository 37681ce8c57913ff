//! One complaint: what was said, how long is left, and the letter that answers it.

import type { Schema } from '@ombud/client';
import { Badge, Button, Card, DateTime, EmptyState, Facts, PageHead, useFormat, useToast } from '@ombud/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { Loaded } from '../app/asked.tsx';
import { api } from '../app/services.ts';
import { useCustomerName } from '../context/queries.ts';
import { LetterSheet } from '../context/letter-sheet.tsx';
import { useProblemToast } from '../inbox/actions.ts';
import { useT, useWho, useWord, type DeskKey } from '../words/index.ts';
import { isOpen } from './complaints/clocks.ts';
import { LetterEditor } from './complaints/letter-editor.tsx';
import { PendingAnswer, usePendingAnswer } from './complaints/pending.tsx';
import { Term } from './complaints/term.tsx';
import { ComplaintState } from './complaints.tsx';

export function ComplaintPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const complaint = useQuery({
    queryKey: ['complaints', id],
    queryFn: () => api.get('/v1/complaints/{complaint_id}', { path: { complaint_id: id } }),
    retry: false,
  });
  if (complaint.error) {
    return (
      <div className="o-page">
        <EmptyState icon={SearchX} title={t('complaint.missing')} />
      </div>
    );
  }
  return (
    <div className="o-page">
      <Loaded of={complaint}>{(known) => <ComplaintFile complaint={known} />}</Loaded>
    </div>
  );
}

function ComplaintFile({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const who = useWho();
  const pending = usePendingAnswer(complaint);
  const name = useCustomerName(complaint.customer_id) ?? who(complaint.customer_id);
  return (
    <>
      <PageHead title={t('complaints.of', { customer: name })} actions={<Deeds complaint={complaint} />}>
        <span className="o-row">
          <ComplaintState complaint={complaint} />
          <Link to="/complaints">{t('complaint.all')}</Link>
        </span>
      </PageHead>
      <div className="d-bench">
        <div className="o-stack">
          <Card title={t('complaint.text')}>
            <blockquote className="d-quote">{complaint.text}</blockquote>
          </Card>
          <Clocks complaint={complaint} />
        </div>
        <aside aria-label={t('dispute.facts')}>
          <FactsCard complaint={complaint} />
        </aside>
      </div>
      {pending ? <PendingAnswer complaint={complaint} task={pending} /> : null}
      {isOpen(complaint) && !pending ? <LetterEditor complaint={complaint} /> : null}
      <SentLetters complaint={complaint} />
    </>
  );
}

function Deeds({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const cache = useQueryClient();
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
  const isOver = complaint.state === 'closed' || complaint.state === 'withdrawn';
  const mayClose = !isOver && !isOpen(complaint);
  return (
    <>
      {complaint.acknowledged_at || !isOpen(complaint) ? null : (
        <Button isPending={deed.isPending} onPress={() => deed.mutate('acknowledge')}>
          {t('complaints.acknowledge')}
        </Button>
      )}
      {mayClose ? (
        <Button isPending={deed.isPending} onPress={() => deed.mutate('close')}>
          {t('complaints.close')}
        </Button>
      ) : null}
    </>
  );
}

function Clocks({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const isAnswered = !isOpen(complaint);
  const terms = [
    ['acknowledge_by', complaint.acknowledge_by, Boolean(complaint.acknowledged_at) || isAnswered],
    ['summary_until', complaint.summary_until, isAnswered],
    ['respond_by', complaint.respond_by, isAnswered],
  ] as const;
  return (
    <Card title={t('dispute.clocks')}>
      <div className="o-stack">
        {terms.map(([name, until, isMet]) => (
          <Term
            key={name}
            label={t(`complaints.${name}`)}
            from={complaint.received_at}
            until={until}
            jurisdiction={complaint.jurisdiction}
            isMet={isMet}
          />
        ))}
      </div>
    </Card>
  );
}

function FactsCard({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  const who = useWho();
  const name = useCustomerName(complaint.customer_id) ?? who(complaint.customer_id);
  const word = useWord();
  const format = useFormat();
  return (
    <Card title={t('dispute.facts')}>
      <Facts
        items={[
          [
            t('dispute.customer'),
            <Link key="customer" to="/customers/$id" params={{ id: complaint.customer_id }}>
              {name}
            </Link>,
          ],
          [t('money.order'), complaint.order_id ? <code key="order">{complaint.order_id}</code> : null],
          [
            t('context.dispute'),
            complaint.dispute_id ? (
              <Link key="dispute" to="/disputes/$id" params={{ id: complaint.dispute_id }}>
                {t('event.open_dispute')}
              </Link>
            ) : null,
          ],
          [t('complaint.received'), <DateTime key="at" at={complaint.received_at} show="full" />],
          [
            t('complaint.acknowledged'),
            complaint.acknowledged_at ? (
              <DateTime key="word" at={complaint.acknowledged_at} show="full" />
            ) : null,
          ],
          [t('customer.country'), format.region(complaint.jurisdiction)],
          [t('complaints.finding'), complaint.finding ? word('finding', complaint.finding) : null],
        ]}
      />
    </Card>
  );
}

/** What the customer got, word for word where it was written here. */
function SentLetters({ complaint }: { complaint: Schema.Complaint }) {
  const t = useT();
  if (complaint.letters.length === 0) return null;
  return (
    <Card title={t('complaint.letters')}>
      <div className="o-stack">
        {complaint.letters.map((sent) => (
          <details key={`${sent.letter} ${sent.at}`} className="d-sent">
            <summary className="o-row">
              <Badge tone="success">{t(`letter.${sent.letter}` as DeskKey)}</Badge>
              <DateTime at={sent.at} show="full" />
            </summary>
            {sent.written ? (
              <LetterSheet letter={sent.written} to="consumer" />
            ) : (
              <p className="o-soft">{t('complaint.written_elsewhere')}</p>
            )}
          </details>
        ))}
      </div>
    </Card>
  );
}
