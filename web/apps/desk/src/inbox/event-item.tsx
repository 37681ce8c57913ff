//! One event of a thread, drawn as what it is: something said, a note, a draft that came to nothing, or a sentence.

import { messageOf, type Conversation, type ConversationEvent, type Waiting } from '@ombud/client';
import { Badge, Button, Icon, useFormat } from '@ombud/ui';
import { Link } from '@tanstack/react-router';
import {
  AlarmClock,
  ArrowRightLeft,
  CheckCheck,
  CircleSlash,
  Clock,
  Hand,
  Import,
  LifeBuoy,
  Link2,
  MailX,
  Megaphone,
  MessageSquareWarning,
  Mic,
  Phone,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  Reply,
  Sparkles,
  Star,
  StickyNote,
  Tag,
  TriangleAlert,
  UserCheck,
  type LucideIcon,
} from 'lucide-react';
import { socket } from '../app/services.ts';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
import { Bubble, Stamp } from './bubble.tsx';
import type { Delivery } from './delivery.ts';
import { useUserName } from './dialogs.tsx';
import { nameOf, sentenceOf } from './sentences.ts';

const SENTENCE_ICONS: Record<string, LucideIcon> = {
  floor: Mic,
  human_requested: Hand,
  offered: Megaphone,
  accepted: UserCheck,
  assigned: UserCheck,
  declined: CircleSlash,
  offer_expired: AlarmClock,
  released: ArrowRightLeft,
  transferred: ArrowRightLeft,
  resolved: CheckCheck,
  reopened: Reply,
  snoozed: Clock,
  woken: AlarmClock,
  merged: Link2,
  linked: Link2,
  tagged: Tag,
  priority: TriangleAlert,
  complaint: MessageSquareWarning,
  call: Phone,
  call_back: PhoneForwarded,
  delivery: MailX,
  imported: Import,
  csat: Star,
  handed_over: Sparkles,
  signpost: LifeBuoy,
  breach: AlarmClock,
};

const CALL_ICONS: Record<string, LucideIcon> = {
  ringing: PhoneIncoming,
  answered: PhoneCall,
  ended: PhoneOff,
  missed: PhoneMissed,
};

const iconOf = (event: ConversationEvent): LucideIcon =>
  (event.kind === 'call' ? CALL_ICONS[String(event.body.state)] : undefined) ??
  SENTENCE_ICONS[event.kind] ??
  Clock;

/** Kinds that must not be overlooked, some of them in one state alone. */
const LOUD = new Set(['human_requested', 'complaint', 'breach', 'delivery failed', 'call missed']);
/** Messages by the same person within this time stand under one name. */
const TOGETHER_MS = 180_000;

function isTogether(event: ConversationEvent, previous: ConversationEvent | undefined): boolean {
  return (
    previous !== undefined &&
    previous.kind === event.kind &&
    previous.by.kind === event.by.kind &&
    previous.by.id === event.by.id &&
    new Date(event.at).getTime() - new Date(previous.at).getTime() < TOGETHER_MS
  );
}

export function EventItem(props: {
  event: ConversationEvent;
  previous: ConversationEvent | undefined;
  conversation: Conversation;
  /** What became of it as a letter. */
  delivery: Delivery | undefined;
}) {
  const { event, previous, conversation } = props;
  const message = messageOf(event);
  if (message && !message.discarded) {
    return (
      <Bubble
        event={event}
        message={message}
        isTogether={isTogether(event, previous)}
        conversation={conversation}
        delivery={props.delivery}
      />
    );
  }
  if (event.kind === 'note') return <Note event={event} text={String(event.body.text ?? '')} />;
  if (event.kind === 'draft_discarded' || message?.discarded)
    return <Discarded event={event} text={message?.text ?? String(event.body.text ?? '')} />;
  if (event.kind === 'scheduled') return <Scheduled event={event} conversation={conversation} />;
  return <Sentence event={event} />;
}

function Note({ event, text }: { event: ConversationEvent; text: string }) {
  const t = useT();
  return (
    <article className="d-note" data-tone="note">
      <header className="d-by">
        <Icon of={StickyNote} size={14} />
        <span className="o-strong">{t('note.by', { name: nameOf(event, t) })}</span>
        <Stamp event={event} />
      </header>
      <div className="d-plain">{text}</div>
    </article>
  );
}

/** What the assistant would have said after somebody took the floor. The customer never saw it. */
function Discarded({ event, text }: { event: ConversationEvent; text: string }) {
  const t = useT();
  return (
    <article className="d-note" data-tone="ai">
      <header className="d-by">
        <Icon of={Sparkles} size={14} />
        <span className="o-strong">{t('note.discarded')}</span>
        <Stamp event={event} />
      </header>
      <div className="d-plain">{text}</div>
    </article>
  );
}

/** A message that waits for its time, and can be taken back until then. */
function Scheduled({ event, conversation }: { event: ConversationEvent; conversation: Conversation }) {
  const t = useT();
  const format = useFormat();
  const actions = useConversationActions();
  const clientId = String(event.body.client_id ?? '');
  const waits = conversation.scheduled?.some((one) => one.client_id === clientId) ?? false;
  return (
    <article className="d-note" data-tone="info">
      <header className="d-by">
        <Icon of={Clock} size={14} />
        <span className="o-strong">
          {t('note.scheduled', { at: format.dateTime(String(event.body.send_at ?? event.at)) })}
        </span>
        {waits ? (
          <Button size="s" variant="quiet" onPress={() => void actions.unschedule(conversation, clientId)}>
            {t('note.unschedule')}
          </Button>
        ) : null}
      </header>
      <div className="d-plain">{String(event.body.text ?? '')}</div>
    </article>
  );
}

/** Where a sentence leads: to the case it speaks of. */
function SentenceLink({ event }: { event: ConversationEvent }) {
  const t = useT();
  const { complaint_id, dispute_id } = event.body;
  if (event.kind === 'complaint' && typeof complaint_id === 'string') {
    return (
      <Link to="/complaints/$id" params={{ id: complaint_id }}>
        {t('event.open_complaint')}
      </Link>
    );
  }
  if (event.kind === 'linked' && typeof dispute_id === 'string') {
    return (
      <Link to="/disputes/$id" params={{ id: dispute_id }}>
        {t('event.open_dispute')}
      </Link>
    );
  }
  return null;
}

function Sentence({ event }: { event: ConversationEvent }) {
  const t = useT();
  const format = useFormat();
  const user = useUserName();
  const isLoud = LOUD.has(event.kind) || LOUD.has(`${event.kind} ${String(event.body.state)}`);
  return (
    <p className="d-sentence" data-loud={isLoud}>
      <Icon of={iconOf(event)} size={14} />
      <span>
        {sentenceOf(event, t, format, user)} <SentenceLink event={event} />
      </span>
      <Stamp event={event} />
    </p>
  );
}

/** A message of this page on its way, or refused. */
export function WaitingMessage({ message }: { message: Waiting }) {
  const t = useT();
  return (
    <article
      className={message.private ? 'd-note' : 'd-message'}
      data-by="person"
      data-tone="note"
      data-waiting="true"
    >
      {message.private ? null : <span className="d-avatar-gap" />}
      <div className="d-bubble-box">
        <div className={message.private ? 'd-plain' : 'd-bubble'}>{message.text}</div>
        <div className="d-by">
          {message.refused ? (
            <>
              <Badge tone="danger">{t('send.refused')}</Badge>
              <span className="o-small">{message.refused.detail}</span>
              <Button size="s" variant="quiet" onPress={() => socket.resend(message.client_id)}>
                {t('send.again')}
              </Button>
              <Button size="s" variant="quiet" onPress={() => socket.discard(message.client_id)}>
                {t('send.discard')}
              </Button>
            </>
          ) : (
            <Badge icon={Clock}>{t('send.sending')}</Badge>
          )}
        </div>
      </div>
    </article>
  );
}
