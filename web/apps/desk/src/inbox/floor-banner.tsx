//! Who may speak to the customer now. Taking the word and giving it back are deeds, never side effects.

import type { Conversation } from '@ombud/client';
import { Button, Icon, useFormat, type Tone } from '@ombud/ui';
import { Mic, MicOff, Sparkles, UserRound, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { keys, useKeys } from '../keys/use-keys.ts';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';

export type Floor = 'you' | 'other' | 'ai' | 'nobody';

/** Who has the floor, from where this user stands. */
export function floorOf(conversation: Conversation, userId: string | null | undefined): Floor {
  const { holder, user_id } = conversation.floor;
  if (holder === 'ai') return 'ai';
  if (holder === 'nobody') return 'nobody';
  const speaker = user_id ?? conversation.assignment.user_id;
  return speaker === userId ? 'you' : 'other';
}

const LOOK: Record<Floor, { tone: Tone; icon: LucideIcon }> = {
  you: { tone: 'accent', icon: Mic },
  other: { tone: 'info', icon: UserRound },
  ai: { tone: 'ai', icon: Sparkles },
  nobody: { tone: 'neutral', icon: MicOff },
};

export function useTakeFloor(conversation: Conversation): () => Promise<boolean> {
  const session = useSession();
  const actions = useConversationActions();
  const isMine =
    conversation.assignment.user_id === session.user_id && conversation.assignment.state === 'assigned';
  return () => (isMine ? actions.floor(conversation, 'person') : actions.take(conversation));
}

export function FloorBanner({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const format = useFormat();
  const session = useSession();
  const actions = useConversationActions();
  const take = useTakeFloor(conversation);
  const [isBusy, setBusy] = useState(false);
  const floor = floorOf(conversation, session.user_id);
  const { tone, icon } = LOOK[floor];
  const run = async (work: () => Promise<boolean>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  useKeys({ take_floor: () => (floor === 'you' ? undefined : void run(take)) });
  if (conversation.state === 'resolved') return null;
  const { queue } = conversation;
  return (
    <div className="d-floor" data-tone={tone} role="status">
      <Icon of={icon} />
      <span className="o-grow">
        <strong>{t(`floor.${floor}`, { name: conversation.assignment.user_name ?? '' })}</strong>{' '}
        <span className="o-small d-floor-more">
          {queue && conversation.assignment.state === 'waiting'
            ? t('floor.queue', { position: queue.position, wait: format.duration(queue.expected_wait_s) })
            : t(`floor.${floor}.more`)}
        </span>
      </span>
      {floor === 'you' ? (
        <>
          <Button
            size="s"
            variant="quiet"
            isPending={isBusy}
            onPress={() => void run(() => actions.floor(conversation, 'nobody'))}
          >
            {t('floor.pause')}
          </Button>
          <Button
            size="s"
            icon={Sparkles}
            isPending={isBusy}
            onPress={() => void run(() => actions.floor(conversation, 'ai'))}
          >
            {t('floor.return')}
          </Button>
        </>
      ) : (
        <Button
          size="s"
          variant="primary"
          icon={Mic}
          isPending={isBusy}
          onPress={() => void run(take)}
          aria-keyshortcuts={keys('take_floor')}
        >
          {t('floor.take')}
        </Button>
      )}
    </div>
  );
}
