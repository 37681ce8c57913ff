//! A recording with what belongs beside it: its reviews, a new one, its proof, its export, and who opened it.

import type { Player } from '@ombud/cobrowse/agent';
import { Button, Card, DateTime } from '@ombud/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Card as Scorecard, Review } from '../../api/cobrowse.ts';
import { Loaded } from '../../app/asked.tsx';
import { may } from '../../app/places.ts';
import { api } from '../../app/services.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../words/index.ts';
import { ReviewCard } from './review-card.tsx';
import { ReviewForm, type Moments } from './review-form.tsx';
import { Proof } from './proof.tsx';
import { RecordingView } from './session-view.tsx';

export function WatchView({ session }: { session: string }) {
  const t = useT();
  const leads = may(useSession(), 'cobrowse.lead');
  const cache = useQueryClient();
  const player = useRef<Player | null>(null);
  const moments = useMemo(
    (): Moments => ({
      now: () => player.current?.atMs ?? 0,
      show: (ms) => {
        player.current?.pause();
        player.current?.seek(ms);
      },
    }),
    [],
  );
  return (
    <div className="d-watch">
      <h1 className="o-hidden">{t('cobrowse.recording')}</h1>
      <RecordingView
        session={session}
        onPlayer={(next) => (player.current = next)}
        onOpened={() => void cache.invalidateQueries({ queryKey: ['cobrowse', 'watches', session] })}
      />
      <aside className="o-stack" aria-label={t('reviews.tab')}>
        <Beside session={session} moments={moments} leads={leads} />
        <Proof session={session} leads={leads} />
        {leads ? <Watches session={session} /> : null}
      </aside>
    </div>
  );
}

function Beside(props: { session: string; moments: Moments; leads: boolean }) {
  const card = useQuery({
    queryKey: ['cobrowse', 'card'],
    queryFn: () => api.get('/v1/cobrowse/reviews/card'),
    retry: false,
  });
  const reviews = useQuery({
    queryKey: ['cobrowse', 'reviews', props.session],
    queryFn: () =>
      api.get('/v1/cobrowse/sessions/{cobrowse_id}/reviews', { path: { cobrowse_id: props.session } }),
    retry: false,
  });
  return (
    <Loaded of={card} lines={4}>
      {(known) => (
        <Loaded of={reviews} lines={4}>
          {(written) => <Reviewed {...props} card={known} reviews={written} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Reviewed(props: {
  session: string;
  card: Scorecard;
  reviews: Review[];
  moments: Moments;
  leads: boolean;
}) {
  const t = useT();
  const own = useSession().user_id;
  const [isWriting, setWriting] = useState(false);
  const mine = props.reviews.find((one) => one.reviewer_id === own);
  return (
    <>
      {isWriting ? (
        <Card title={t('reviews.form')}>
          <ReviewForm {...props} before={mine} onDone={() => setWriting(false)} />
        </Card>
      ) : props.leads ? (
        <div>
          <Button icon={ClipboardCheck} onPress={() => setWriting(true)}>
            {mine ? t('reviews.new_version') : t('reviews.write')}
          </Button>
        </div>
      ) : null}
      {props.reviews.length === 0 ? <p className="o-soft">{t('reviews.none')}</p> : null}
      {props.reviews.map((review) => (
        <ReviewCard
          key={review.id}
          review={review}
          card={props.card}
          moments={props.moments}
          isOwn={review.user_id === own}
        />
      ))}
    </>
  );
}

function Watches({ session }: { session: string }) {
  const t = useT();
  const watches = useQuery({
    queryKey: ['cobrowse', 'watches', session],
    queryFn: () =>
      api.get('/v1/cobrowse/sessions/{cobrowse_id}/recording/watches', {
        path: { cobrowse_id: session },
      }),
    retry: false,
  });
  return (
    <Card title={t('watches.title')}>
      <div className="o-stack">
        <p className="o-small o-soft">{t('watches.about')}</p>
        <Loaded of={watches} lines={2}>
          {(known) =>
            known.length === 0 ? (
              <p>{t('watches.none')}</p>
            ) : (
              <ul className="d-needs">
                {known.map((watch, index) => (
                  <li key={`${watch.at}-${index}`} className="o-row">
                    <span className="o-grow">
                      {t(`watches.${watch.deed}`, { name: watch.name ?? t('watches.key') })}
                    </span>
                    <DateTime at={watch.at} show="full" />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Card>
  );
}
