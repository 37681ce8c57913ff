//! What the palette finds beside commands: conversations, people, orders and disputes, by what one has of them.

import type { Command } from '@ombud/ui';
import { useNavigate } from '@tanstack/react-router';
import { MessageCircle, Scale, ShoppingBag, UserRound } from 'lucide-react';
import { useState } from 'react';
import { store } from './services.ts';
import { customerName } from '../inbox/list.tsx';
import { useT, useWord } from '../words/index.ts';
import { useFound } from './find.ts';

const PEOPLE_MAX = 5;
const CONVERSATIONS_MAX = 8;

export function useFoundCommands(): { commands: Command[]; setTyped: (typed: string) => void } {
  const t = useT();
  const word = useWord();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const { found } = useFound(typed);
  const { order, dispute } = found;
  return {
    setTyped,
    commands: [
      ...(order
        ? [
            {
              id: `order-${order.id}`,
              label: order.title,
              about: t('palette.order', { order: order.id }),
              icon: ShoppingBag,
              run: () =>
                void navigate({
                  to: '/customers/$id',
                  params: { id: order.customer_id },
                  search: { order: order.id },
                }),
            },
          ]
        : []),
      ...(dispute
        ? [
            {
              id: `dispute-${dispute.id}`,
              label: word('reason', dispute.reason),
              about: t('context.dispute'),
              icon: Scale,
              run: () => void navigate({ to: '/disputes/$id', params: { id: dispute.id } }),
            },
          ]
        : []),
      ...found.people.slice(0, PEOPLE_MAX).map((person) => ({
        id: `person-${person.id}`,
        label: person.name ?? person.id,
        about: t('who.customer'),
        icon: UserRound,
        run: () => void navigate({ to: '/customers/$id', params: { id: person.id } }),
      })),
      ...found.conversations.slice(0, CONVERSATIONS_MAX).map((one) => ({
        id: `conversation-${one.id}`,
        label: `#${one.number} ${customerName(one, t('who.visitor'))}`,
        about: one.last?.preview ?? one.subject ?? undefined,
        icon: MessageCircle,
        run: () => {
          store.take(one);
          void navigate({ to: '/inbox/$view/$id', params: { view: 'open', id: one.id } });
        },
      })),
    ],
  };
}
