//! What was read from a file of evidence: each fact with the words that say it, to be confirmed or rejected, and hints
//! of tampering.

import { Badge, Button, Icon, type Tone } from '@ombud/ui';
import type { Schema } from '@ombud/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, ScanText, ShieldAlert, X } from 'lucide-react';
import { api } from '../app/services.ts';
import { useTriage } from '../context/queries.ts';
import { useT, useWord } from '../words/index.ts';

const STATUS: Record<Schema.FactStatus, Tone> = {
  extracted: 'neutral',
  confirmed_by_rule: 'success',
  confirmed_by_person: 'success',
  rejected: 'danger',
};
const WEIGHT: Record<Schema.FlagWeight, string> = { weak: 'neutral', notable: 'warning', serious: 'danger' };

interface Answer {
  field: Schema.FactField;
  confirm: boolean;
}

/** Asks the server to confirm or reject a fact, and everything that may follow from it again. */
function useAnswer(dispute_id: string, evidence_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ field, confirm }: Answer) =>
      api.post('/v1/disputes/{dispute_id}/evidence/{evidence_id}/facts/{field}', {
        path: { dispute_id, evidence_id, field },
        body: { confirm },
      }),
    onSuccess: () =>
      Promise.all(
        ['triage', 'dispute', 'outlook', 'explanation'].map((name) =>
          cache.invalidateQueries({ queryKey: [name, dispute_id] }),
        ),
      ),
  });
}

export function ReadingOf({ dispute, item }: { dispute: Schema.Dispute; item: Schema.EvidenceItem }) {
  const t = useT();
  const word = useWord();
  const { data: triage } = useTriage(dispute.id);
  const answer = useAnswer(dispute.id, item.id);
  const reading = triage?.readings.find((one) => one.evidence_id === item.id);
  if (!reading) {
    return triage?.waiting.includes(item.id) ? (
      <p className="o-small o-faint">{t('reading.waiting')}</p>
    ) : null;
  }
  return (
    <section className="o-stack d-reading" aria-label={t('reading.title')}>
      {reading.unread ? (
        <p className="o-small o-soft">{t('reading.unread', { why: word('unread', reading.unread) })}</p>
      ) : null}
      {reading.is_cut ? <p className="o-small o-soft">{t('reading.cut')}</p> : null}
      {reading.flags.map((flag) => (
        <p key={`${flag.kind} ${flag.detail ?? ''}`} className="d-brief-line" data-tone={WEIGHT[flag.weight]}>
          <Icon of={ShieldAlert} size={14} />
          <span>
            {word('document_flag', flag.kind)} {flag.detail ? <code>{flag.detail}</code> : null}
          </span>
        </p>
      ))}
      {reading.facts.map((fact) => (
        <Fact
          key={fact.field}
          fact={fact}
          isPending={answer.isPending}
          onAnswer={
            dispute.state === 'closed'
              ? undefined
              : (confirm) => answer.mutate({ field: fact.field, confirm })
          }
        />
      ))}
      {answer.error ? (
        <p role="alert" className="d-brief-line" data-tone="danger">
          {t('reading.failed')}
        </p>
      ) : null}
    </section>
  );
}

function Fact(props: {
  fact: Schema.DocumentFact;
  isPending: boolean;
  onAnswer: ((confirm: boolean) => void) | undefined;
}) {
  const t = useT();
  const word = useWord();
  const { fact, isPending, onAnswer } = props;
  const name = word('fact', fact.field);
  return (
    <div className="d-fact">
      <span className="o-row o-spread">
        <span className="o-row">
          <Icon of={ScanText} size={14} />
          <span className="o-soft">{name}</span> <strong>{fact.value}</strong>
        </span>
        <Badge tone={STATUS[fact.status]}>{word('fact_status', fact.status)}</Badge>
      </span>
      <span className="o-small o-faint">
        <q>{fact.quote}</q> {fact.page > 0 ? t('reading.place', { page: fact.page, line: fact.line }) : null}{' '}
        {fact.books === 'silent' ? null : word('books', fact.books)}
      </span>
      {onAnswer ? (
        <span className="o-row">
          <Button
            size="s"
            icon={Check}
            isDisabled={isPending || fact.status.startsWith('confirmed')}
            aria-label={t('reading.confirm_fact', { fact: name })}
            onPress={() => onAnswer(true)}
          >
            {t('reading.confirm')}
          </Button>
          <Button
            size="s"
            variant="quiet"
            icon={X}
            isDisabled={isPending || fact.status === 'rejected'}
            aria-label={t('reading.reject_fact', { fact: name })}
            onPress={() => onAnswer(false)}
          >
            {t('reading.reject')}
          </Button>
        </span>
      ) : null}
    </div>
  );
}
