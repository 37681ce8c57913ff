//! The letter as it would be sent now, and what law still asks of it.

import type { Schema } from '@ombud/client';
import { Banner, EmptyState, Skeleton, useFormat } from '@ombud/ui';
import { MailQuestion } from 'lucide-react';
import { LetterSheet } from '../../context/letter-sheet.tsx';
import { useT, useWord } from '../../words/index.ts';
import { refusalOf } from '../../words/problem.ts';

/** What only the company's own details can bring into a letter. */
const OF_COMPANY = 'ombudsman_';

export function LetterDraft(props: {
  draft: Schema.ComplaintDraft | undefined;
  error: Error | null;
  isWhole: boolean;
  isFetching: boolean;
}) {
  const t = useT();
  const { draft, error } = props;
  return (
    <section
      className="o-stack"
      aria-label={t('complaints.draft')}
      aria-live="polite"
      aria-busy={props.isFetching}
    >
      <h3 className="d-mini">{t('complaints.draft')}</h3>
      {!props.isWhole ? (
        <EmptyState icon={MailQuestion} level={3} title={t('complaints.draft.none.title')}>
          {t('complaints.draft.none.text')}
        </EmptyState>
      ) : error ? (
        <DraftProblem error={error} />
      ) : draft ? (
        <>
          {draft.lacks.length > 0 ? <Lacks lacks={draft.lacks} /> : null}
          <LetterSheet letter={draft.letter} to="consumer" />
        </>
      ) : (
        <Skeleton lines={8} />
      )}
    </section>
  );
}

function Lacks({ lacks }: { lacks: readonly string[] }) {
  const t = useT();
  const word = useWord();
  return (
    <Banner tone="warning" title={t('complaints.lacks')}>
      <ul className="d-points">
        {lacks.map((one) => (
          <li key={one}>{word('contents', one)}</li>
        ))}
      </ul>
      {lacks.some((one) => one.startsWith(OF_COMPANY)) ? <p>{t('complaints.lacks.company')}</p> : null}
    </Banner>
  );
}

function DraftProblem({ error }: { error: Error }) {
  const t = useT();
  const format = useFormat();
  const { text, detail } = refusalOf(error, t, format);
  return (
    <Banner tone="danger" title={t('complaints.draft.failed')}>
      {[text, detail].filter(Boolean).join(' ')}
    </Banner>
  );
}
