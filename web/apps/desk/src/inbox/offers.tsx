//! Work that is offered to this person, with the time left to answer.

import { clock } from '@ombud/client';
import { Badge, Button, Icon, useFormat } from '@ombud/ui';
import { useNavigate } from '@tanstack/react-router';
import { BellRing } from 'lucide-react';
import { useEffect, useState } from 'react';
import { reasonWords } from '../context/brief.ts';
import { useT, type DeskKey } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { useConversation, useOffers } from './hooks.ts';
import { customerName } from './list.tsx';
import type { Offer } from './store.ts';

/** Seconds until a moment, counted down on the page; never below zero. */
function useSecondsUntil(until: string): number {
  const left = () => Math.max(0, Math.ceil((new Date(until).getTime() - clock.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [until]);
  return seconds;
}

export function Offers() {
  const t = useT();
  const offers = useOffers();
  return (
    <section className="d-offers" aria-label={t('offer.region')} aria-live="assertive">
      {offers.map((offer) => (
        <OfferCard key={offer.conversation} offer={offer} />
      ))}
    </section>
  );
}

function OfferCard({ offer }: { offer: Offer }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const actions = useConversationActions();
  const conversation = useConversation(offer.conversation);
  const seconds = useSecondsUntil(offer.until);
  if (!conversation || seconds === 0) return null;
  const name = customerName(conversation, t('who.visitor'));
  const accept = async () => {
    if (await actions.accept(conversation)) {
      void navigate({ to: '/inbox/$view/$id', params: { view: 'mine', id: conversation.id } });
    }
  };
  return (
    <div className="d-offer">
      <Icon of={BellRing} size={20} />
      <div className="o-grow">
        <strong>{t('offer.title', { name })}</strong>{' '}
        {conversation.priority.level === 'normal' ? null : (
          <Badge tone="danger">{t(`level.${conversation.priority.level}` as DeskKey)}</Badge>
        )}
        <div className="o-small">
          {t(`channel.${conversation.channel}` as DeskKey)}
          {' · '}
          {format.language(conversation.language)}
          {' · '}
          {reasonWords(conversation.priority.reasons[0]?.because ?? conversation.last?.preview ?? '')}
        </div>
      </div>
      <span className="d-countdown o-num" aria-hidden="true">
        {t('offer.left', { seconds })}
      </span>
      <Button variant="quiet" onPress={() => void actions.decline(conversation)}>
        {t('offer.decline')}
      </Button>
      <Button variant="primary" onPress={() => void accept()}>
        {t('offer.accept')}
      </Button>
    </div>
  );
}
