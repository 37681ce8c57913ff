//! Who may speak to the customer now. Taking the word and giving it back are deeds, never side effects.

import type { Conversation, Session } from '@ombud/client';
import { Button, Icon, useFormat, type Tone } from '@ombud/ui';
import { Mic, MicOff, Sparkles, UserRound, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { leads, useSession } from '../app/session.tsx';
import { keys, useKeys } from '../keys/use-keys.ts';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { draftsAreNotesOnly } from './views.ts';

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

/** Takes the word: from nobody or the assistant, or, for those who lead, from a colleague. */
export function useTakeFloor(conversation: Conversation): () => Promise<boolean> {
  const session = useSession();
  const actions = useConversationActions();
  const isColleagues =
    conversation.assignment.state === 'assigned' && conversation.assignment.user_id !== session.user_id;
  return () => (isColleagues ? actions.takeOver(conversation) : actions.take(conversation));
}

/** Whether this person may take the word at all. */
export function mayTakeFloor(conversation: Conversation, session: Session): boolean {
  return floorOf(conversation, session.user_id) !== 'other' || leads(session);
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
  const mayTake = mayTakeFloor(conversation, session);
  const run = async (work: () => Promise<boolean>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  useKeys({ take_floor: () => (floor === 'you' || !mayTake ? undefined : void run(take)) });
  if (conversation.state === 'resolved') return null;
  const { queue } = conversation;
  return (
    <div className="d-floor" data-tone={tone} role="status">
      <Icon of={icon} />
      <span className="o-grow">
        <strong>{t(`floor.${floor}`, { name: conversation.assignment.user_name ?? '' })}</strong>{' '}
        <span className="o-small d-floor-more">
          {queue && conversation.assignment.state === 'waiting'
            ? queue.expected_wait_s === undefined || queue.expected_wait_s === null
              ? t('floor.queue.place', { position: queue.position })
              : t('floor.queue', { position: queue.position, wait: format.duration(queue.expected_wait_s) })
            : t(`floor.${floor}.more`)}
        </span>
      </span>
      {/* The assistant takes it back only when a person has answered what a person was asked for, and never in a
          critical moment. */}
      {floor === 'you' &&
      (conversation.human_requested_at || draftsAreNotesOnly(conversation)) ? null : floor === 'you' ? (
        <Button
          size="s"
          icon={Sparkles}
          isPending={isBusy}
          onPress={() => void run(() => actions.giveBack(conversation))}
        >
          {t('floor.return')}
        </Button>
      ) : mayTake ? (
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
      ) : null}
    </div>
  );
}
