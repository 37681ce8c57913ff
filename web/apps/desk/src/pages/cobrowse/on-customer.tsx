//! Co-browsing on the page of one customer: each session, with whom, what was allowed and how it ended.

import { Badge, Card, DateTime, Icon, useFormat } from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import { MonitorPlay } from 'lucide-react';
import { useCustomerTimeline } from '../../context/queries.ts';
import { useT, useWord } from '../../words/index.ts';
import { detailOf } from './detail.ts';

export function CobrowsedCard({ customerId }: { customerId: string }) {
  const t = useT();
  const word = useWord();
  const format = useFormat();
  const { data: timeline = [] } = useCustomerTimeline(customerId);
  const sessions = timeline.filter((entry) => entry.kind === 'cobrowse');
  if (sessions.length === 0) return null;
  return (
    <Card title={t('customer.cobrowsed')}>
      <ul className="d-needs">
        {sessions.map((entry) => {
          const detail = detailOf(entry.detail);
          return (
            <li key={entry.at + detail.id} className="o-row">
              <Icon of={MonitorPlay} size={16} />
              <span className="o-grow">
                {t('customer.cobrowsed.with', { names: format.list(detail.names) })}{' '}
                {detail.isRecorded ? (
                  <Link to="/cobrowse" search={{ recording: detail.id }}>
                    {t('customer.cobrowsed.watch')}
                  </Link>
                ) : null}
                <span className="o-small o-soft d-block">
                  {detail.granted.length > 0
                    ? format.list(detail.granted.map((grant) => word('cobrowse_grant', grant)))
                    : t('customer.cobrowsed.refused')}
                  {detail.seconds === null ? null : <> · {format.exactly(detail.seconds)}</>}
                  {detail.end ? <> · {word('cobrowse_end', detail.end)}</> : null} ·{' '}
                  <DateTime at={entry.at} show="day" />
                </span>
              </span>
              <Badge>{word('cobrowse_state', entry.title)}</Badge>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
