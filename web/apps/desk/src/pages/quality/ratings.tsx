//! What customers say when a conversation is resolved: how often each rating, and their own words.

import { collect, type Conversation } from '@ombud/client';
import { Badge, Card, DateTime, EmptyState, Meter, useFormat } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Smile } from 'lucide-react';
import { asConversations } from '../../api/wire.ts';
import { Loaded } from '../../app/asked.tsx';
import { api } from '../../app/services.ts';
import { customerName } from '../../inbox/list.tsx';
import { useT } from '../../words/index.ts';

const SCORES = [5, 4, 3, 2, 1] as const;
const UNHAPPY_MAX = 2;
const PAGE_ROWS = 100;
/** The newest resolved conversations; a rating is rarely given later. */
const READ_MAX = 500;
const COMMENTS_MAX = 30;

type Rated = Conversation & { csat: NonNullable<Conversation['csat']> };

export function Ratings() {
  const rated = useQuery({
    queryKey: ['ratings'],
    queryFn: async () => {
      const read = (cursor?: string) =>
        api.get('/v1/conversations', { query: { view: 'resolved', cursor, limit: PAGE_ROWS } });
      const all = asConversations(await collect<object>(read, READ_MAX));
      return all.filter((one): one is Rated => Boolean(one.csat));
    },
    retry: false,
  });
  return <Loaded of={rated}>{(all) => <Whole rated={all} />}</Loaded>;
}

function Whole({ rated }: { rated: readonly Rated[] }) {
  const t = useT();
  const format = useFormat();
  if (rated.length === 0) {
    return (
      <div className="o-card">
        <EmptyState icon={Smile} title={t('csat.none.title')}>
          {t('csat.none.text')}
        </EmptyState>
      </div>
    );
  }
  const mean = rated.reduce((sum, one) => sum + one.csat.score, 0) / rated.length;
  const commented = rated.filter((one) => one.csat.comment).slice(0, COMMENTS_MAX);
  return (
    <div className="d-bench d-bench-left">
      <Card title={t('csat.spread')}>
        <div className="o-stack">
          <p className="o-soft">
            {t('csat.of', { count: rated.length, mean: format.number(Math.round(mean * 10) / 10) })}
          </p>
          {SCORES.map((score) => {
            const count = rated.filter((one) => one.csat.score === score).length;
            return (
              <Meter
                key={score}
                label={t('csat.stars', { score })}
                share={count / rated.length}
                text={format.number(count)}
                tone={score <= UNHAPPY_MAX ? 'warning' : 'success'}
              />
            );
          })}
        </div>
      </Card>
      <Card title={t('csat.comments')}>
        <ul className="d-comments">
          {commented.map((one) => (
            <li key={one.id}>
              <span className="o-row o-spread">
                <Badge tone={one.csat.score <= UNHAPPY_MAX ? 'warning' : 'success'} icon={null}>
                  {t('csat.stars', { score: one.csat.score })}
                </Badge>
                <span className="o-small o-soft">
                  <Link to="/inbox/$view/$id" params={{ view: 'resolved', id: one.id }}>
                    {customerName(one, t('who.visitor'))} #{one.number}
                  </Link>{' '}
                  · <DateTime at={one.updated_at} show="day" />
                </span>
              </span>
              <blockquote>{one.csat.comment}</blockquote>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
