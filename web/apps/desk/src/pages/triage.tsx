//! A first look at a dispute: most likely reason, urgency, linked and past cases. Advice, with its reasons.

import { Badge, Card, Facts, Icon, useFormat, type Tone } from '@ombud/ui';
import type { Schema } from '@ombud/client';
import { Gauge, Link2 } from 'lucide-react';
import { useTriage } from '../context/queries.ts';
import { useT, useWord } from '../words/index.ts';
import { CaseLink } from './case-link.tsx';

const URGENCY: Record<Schema.Urgency, Tone> = { urgent: 'danger', soon: 'warning', normal: 'neutral' };

export function TriageCard({ dispute }: { dispute: Schema.Dispute }) {
  const t = useT();
  const word = useWord();
  const { data: triage } = useTriage(dispute.id);
  if (!triage) return null;
  return (
    <Card title={t('triage.title')}>
      <div className="o-stack">
        <p className="o-row">
          <Badge tone={URGENCY[triage.urgency]} icon={Gauge}>
            {word('urgency', triage.urgency)}
          </Badge>
          {triage.causes.map((cause) => (
            <Badge key={cause}>{word('urgency_cause', cause)}</Badge>
          ))}
        </p>
        <Reasons dispute={dispute} reasons={triage.reasons} />
        <Facts
          items={triage.evidence.map((side) => [
            t(side.party === 'merchant' ? 'evidence.merchant' : 'evidence.consumer'),
            word('completeness', side.completeness),
          ])}
        />
        <Linked cases={triage.linked} />
        <Past cases={triage.past} />
        <p className="o-small o-faint">{t('triage.advice')}</p>
      </div>
    </Card>
  );
}

function Reasons({ dispute, reasons }: { dispute: Schema.Dispute; reasons: Schema.SuggestedReason[] }) {
  const t = useT();
  const word = useWord();
  if (reasons.length === 0) return null;
  return (
    <ul className="o-stack d-plain-list" aria-label={t('triage.reasons')}>
      {reasons.map((one) => (
        <li key={one.reason}>
          <span className="o-row o-spread">
            <span className={one.reason === dispute.reason ? 'o-strong' : undefined}>
              {word('reason', one.reason)}
            </span>
            <Percent value={one.probability} />
          </span>
          {one.because.length > 0 ? (
            <span className="o-small o-soft">{t('triage.because', { words: one.because.join(', ') })}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Percent({ value }: { value: number }) {
  return <span>{useFormat().percent(value)}</span>;
}

function Linked({ cases }: { cases: Schema.LinkedDispute[] }) {
  const t = useT();
  const word = useWord();
  if (cases.length === 0) return null;
  return (
    <ul className="o-stack d-plain-list" aria-label={t('triage.linked')}>
      {cases.map((one) => (
        <li key={one.dispute_id}>
          <span className="o-row">
            <Icon of={Link2} size={14} />
            <CaseLink id={one.dispute_id} />
            {one.is_duplicate ? <Badge tone="warning">{t('triage.duplicate')}</Badge> : null}
            <Percent value={one.score} />
          </span>
          <span className="o-small o-soft">
            {one.signs.map((sign) => word('link_sign', sign.sign)).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Past({ cases }: { cases: Schema.PastDispute[] }) {
  const t = useT();
  const word = useWord();
  if (cases.length === 0) return null;
  return (
    <div>
      <h4 className="o-small o-strong">{t('triage.past')}</h4>
      <ul className="o-stack d-plain-list">
        {cases.map((one) => (
          <li key={one.dispute_id} className="o-small">
            <CaseLink id={one.dispute_id} /> {word('reason', one.reason)}: {word('outcome', one.outcome)}{' '}
            <span className="o-soft">{t('triage.because', { words: one.words.join(', ') })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
