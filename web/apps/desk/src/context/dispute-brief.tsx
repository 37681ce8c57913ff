//! A dispute beside the thread: where it stands, its clocks, what is missing, and the way to the workbench.

import { Badge, ButtonLink, DateTime, Facts, Icon, Money, Skeleton, useNow } from '@ombud/ui';
import { Flag } from 'lucide-react';
import type { Schema } from '@ombud/client';
import { useT, useWord } from '../words/index.ts';
import { useDispute } from './queries.ts';

export function Clocks({ clocks }: { clocks: readonly Schema.Clock[] }) {
  const t = useT();
  const word = useWord();
  const now = useNow();
  if (clocks.length === 0) return <p className="o-soft">{t('dispute.no_clocks')}</p>;
  return (
    <ul className="d-clocks">
      {[...clocks]
        .sort((a, b) => a.due_at.localeCompare(b.due_at))
        .map((clock) => {
          const isOver = new Date(clock.due_at).getTime() < now.getTime();
          return (
            <li key={clock.id} className="o-row o-spread" data-tone={isOver ? 'danger' : 'neutral'}>
              <span>{word('clock', clock.kind)}</span>
              <span className="o-row">
                <DateTime at={clock.due_at} show="full" />
                <Badge tone={isOver ? 'danger' : 'neutral'}>
                  <DateTime at={clock.due_at} show="relative" />
                </Badge>
              </span>
            </li>
          );
        })}
    </ul>
  );
}

export function DisputeBrief({ id }: { id: string }) {
  const t = useT();
  const word = useWord();
  const { data: dispute, isPending } = useDispute(id);
  if (isPending) return <Skeleton lines={5} />;
  if (!dispute) return null;
  return (
    <section className="o-stack" aria-label={t('context.dispute')}>
      <div className="o-row">
        <Icon of={Flag} size={16} />
        <strong>{word('reason', dispute.reason)}</strong>
        <Badge tone={dispute.state === 'closed' ? 'success' : 'warning'}>
          {word('state', dispute.state)}
        </Badge>
        {dispute.needs_person ? <Badge tone="accent">{t('dispute.needs_person')}</Badge> : null}
      </div>
      <Facts
        items={[
          [t('dispute.claimed'), <Money key="claimed" value={dispute.claimed} />],
          [t('dispute.shop'), dispute.merchant_name ?? dispute.merchant_id],
          [t('dispute.evidence_count'), String(dispute.evidence.length)],
          [t('dispute.still_missing'), dispute.merchant_missing.map((one) => one.words).join(' ') || null],
        ]}
      />
      <Clocks clocks={dispute.clocks} />
      <ButtonLink href={`/disputes/${id}`} variant="soft">
        {t('dispute.open_workbench')}
      </ButtonLink>
    </section>
  );
}
