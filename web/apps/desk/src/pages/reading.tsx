//! What was read from a file of evidence: each fact with the words that say it, to be confirmed or rejected, and hints
//! of tampering.

import { Badge, Button, Icon, IconButton, useFormat, type Tone } from '@ombud/ui';
import type { Schema } from '@ombud/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, CheckCheck, ShieldAlert, X } from 'lucide-react';
import { Fragment, useRef } from 'react';
import { api } from '../app/services.ts';
import { useTriage } from '../context/queries.ts';
import { useT, useWord } from '../words/index.ts';
import { CaseLink } from './case-link.tsx';
import { clearOnes, hintOf, readValue } from './facts-read.ts';

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

/** Asks the server to confirm or reject facts one by one, and everything that may follow from them again. */
function useAnswer(dispute_id: string, evidence_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (answers: readonly Answer[]) => {
      for (const { field, confirm } of answers) {
        await api.post('/v1/disputes/{dispute_id}/evidence/{evidence_id}/facts/{field}', {
          path: { dispute_id, evidence_id, field },
          body: { confirm },
        });
      }
    },
    // Also where one of them failed: those before it are answered.
    onSettled: () =>
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
  const section = useRef<HTMLElement>(null);
  const reading = triage?.readings.find((one) => one.evidence_id === item.id);
  if (!reading) {
    return triage?.waiting.includes(item.id) ? (
      <p className="o-small o-faint">{t('reading.waiting')}</p>
    ) : null;
  }
  const isOpen = dispute.state !== 'closed';
  const clear = clearOnes(reading.facts);
  return (
    <section ref={section} tabIndex={-1} className="o-stack d-reading" aria-label={t('reading.title')}>
      {reading.unread ? (
        <p className="o-small o-soft">{t('reading.unread', { why: word('unread', reading.unread) })}</p>
      ) : null}
      {reading.is_cut ? <p className="o-small o-soft">{t('reading.cut')}</p> : null}
      {reading.flags.map((flag) => (
        <p key={`${flag.kind} ${flag.detail ?? ''}`} className="d-brief-line" data-tone={WEIGHT[flag.weight]}>
          <Icon of={ShieldAlert} size={14} />
          <span>
            {word('document_flag', flag.kind)} {flag.detail ? <Hint detail={flag.detail} /> : null}
          </span>
        </p>
      ))}
      {isOpen && reading.facts.length > 0 ? <p className="o-small o-soft">{t('reading.about')}</p> : null}
      <ul className="d-plain-list">
        {reading.facts.map((fact) => (
          <Fact
            key={fact.field}
            fact={fact}
            isPending={answer.isPending}
            onAnswer={isOpen ? (confirm) => answer.mutate([{ field: fact.field, confirm }]) : undefined}
          />
        ))}
      </ul>
      {isOpen && clear.length > 1 ? (
        <div className="o-row">
          <Button
            size="s"
            icon={CheckCheck}
            isPending={answer.isPending}
            onPress={() =>
              answer.mutate(
                clear.map(({ field }) => ({ field, confirm: true })),
                // The button goes with what it did: who works by keyboard stays at the document.
                { onSuccess: () => section.current?.focus() },
              )
            }
          >
            {t('reading.confirm_all', { count: clear.length })}
          </Button>
          <span className="o-small o-soft">{t('reading.confirm_all.about')}</span>
        </div>
      ) : null}
      {answer.error ? (
        <p role="alert" className="d-brief-line" data-tone="danger">
          {t('reading.failed')}
        </p>
      ) : null}
    </section>
  );
}

/** A value as the reader's language writes it. */
function Value({ text }: { text: string }) {
  const format = useFormat();
  const value = readValue(text);
  if (value.kind === 'money') return format.money(value.money);
  if (value.kind === 'day') return format.day(value.at);
  if (value.kind === 'dispute') return <CaseLink id={value.id} />;
  return value.kind === 'moment' ? format.dateTime(value.at) : value.text;
}

function Hint({ detail }: { detail: string }) {
  const word = useWord();
  const { field, values } = hintOf(detail);
  return (
    <span className="o-strong">
      {field ? `${word('fact', field)}: ` : null}
      {values.map((value, at) => (
        <Fragment key={value}>
          {at > 0 ? ' → ' : null}
          <Value text={value} />
        </Fragment>
      ))}
    </span>
  );
}

/** A fact with the words that say it, and on the same line what a person says of it. */
function Fact(props: {
  fact: Schema.DocumentFact;
  isPending: boolean;
  onAnswer: ((confirm: boolean) => void) | undefined;
}) {
  const t = useT();
  const word = useWord();
  const { fact, isPending, onAnswer } = props;
  const name = word('fact', fact.field);
  const isAnswered = fact.status !== 'extracted';
  return (
    <li className="d-fact">
      <span>
        <span className="o-soft">{name}</span>{' '}
        <strong>
          <Value text={fact.value} />
        </strong>{' '}
        {isAnswered ? (
          <Badge tone={STATUS[fact.status]}>{word('fact_status', fact.status)}</Badge>
        ) : fact.confidence === 'likely' ? (
          <Badge>{t('reading.likely')}</Badge>
        ) : null}{' '}
        <span className="o-small o-faint">
          <q>{fact.quote}</q>{' '}
          {fact.page > 0 ? t('reading.place', { page: fact.page, line: fact.line }) : null}{' '}
          {fact.books === 'silent' ? null : word('books', fact.books)}
        </span>
      </span>
      {onAnswer ? (
        <span className="d-fact-do">
          <IconButton
            size="s"
            icon={Check}
            isDisabled={isPending || fact.status.startsWith('confirmed')}
            label={t('reading.confirm_fact', { fact: name })}
            onPress={() => onAnswer(true)}
          />
          <IconButton
            size="s"
            icon={X}
            isDisabled={isPending || fact.status === 'rejected'}
            label={t('reading.reject_fact', { fact: name })}
            onPress={() => onAnswer(false)}
          />
        </span>
      ) : null}
    </li>
  );
}
