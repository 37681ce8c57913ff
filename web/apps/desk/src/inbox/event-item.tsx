//! One event of a thread, drawn as what it is: something said, a note, a draft that came to nothing, or a sentence.

import {
  messageOf,
  type Attachment,
  type Conversation,
  type ConversationEvent,
  type Waiting,
} from '@ombud/client';
import { Avatar, Badge, Button, Icon, useFormat } from '@ombud/ui';
import {
  AlarmClock,
  ArrowRightLeft,
  CheckCheck,
  CircleSlash,
  Clock,
  Hand,
  LifeBuoy,
  Link2,
  Megaphone,
  MessageSquareWarning,
  Mic,
  Paperclip,
  Phone,
  Reply,
  Sparkles,
  Star,
  StickyNote,
  Tag,
  TriangleAlert,
  UserCheck,
  type LucideIcon,
} from 'lucide-react';
import { api, socket } from '../app/services.ts';
import { useT } from '../words/index.ts';
import { useConversationActions } from './actions.ts';
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
  csat: Star,
  handed_over: Sparkles,
  signpost: LifeBuoy,
  breach: AlarmClock,
};

const LOUD = new Set(['human_requested', 'complaint', 'breach']);
/** Messages by the same person within this time stand under one name. */
const TOGETHER_MS = 180_000;

/** A file of a message: described, or by its id alone. */
function fileOf(file: Attachment | string): Attachment {
  return typeof file === 'string' ? { id: file, name: file, media_type: 'application/octet-stream' } : file;
}

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
  all: ReadonlyMap<string, ConversationEvent>;
}) {
  const { event, previous, conversation } = props;
  const message = messageOf(event);
  if (message && !message.discarded) {
    return (
      <Bubble
        event={event}
        isTogether={isTogether(event, previous)}
        text={message.text}
        attachments={message.attachments?.map(fileOf)}
        language={message.language}
      />
    );
  }
  if (event.kind === 'note') return <Note event={event} text={String(event.body.text ?? '')} />;
  if (event.kind === 'draft_discarded' || message?.discarded)
    return <Discarded event={event} text={message?.text ?? String(event.body.text ?? '')} />;
  if (event.kind === 'scheduled') return <Scheduled event={event} conversation={conversation} />;
  return <Sentence event={event} />;
}

function Stamp({ event }: { event: ConversationEvent }) {
  const format = useFormat();
  return (
    <time className="d-stamp o-num" dateTime={event.at} title={format.dateTime(event.at)}>
      {format.time(event.at)}
    </time>
  );
}

function Bubble(props: {
  event: ConversationEvent;
  isTogether: boolean;
  text: string;
  attachments?: Attachment[];
  language?: string;
}) {
  const t = useT();
  const { event } = props;
  const name = nameOf(event, t);
  return (
    <article className="d-message" data-by={event.by.kind} data-together={props.isTogether}>
      {props.isTogether ? (
        <span className="d-avatar-gap" />
      ) : (
        <Avatar
          name={name}
          kind={event.by.kind === 'ai' ? 'ai' : event.by.kind === 'system' ? 'system' : 'person'}
        />
      )}
      <div className="d-bubble-box">
        <header className={props.isTogether ? 'o-hidden' : 'd-by'}>
          <span className="o-strong">{name}</span>
          {event.by.kind === 'ai' ? <Badge tone="ai">{t('who.ai_mark')}</Badge> : null}
          <Stamp event={event} />
        </header>
        <div className="d-bubble" lang={props.language}>
          {props.text}
        </div>
        {props.attachments?.map((file) => (
          <AttachmentLink key={file.id} file={file} />
        ))}
      </div>
    </article>
  );
}

/** A file, fetched with the session and handed to the browser to save. */
function AttachmentLink({ file }: { file: Attachment }) {
  const save = async () => {
    const blob = await api.file(`/v1/attachments/${encodeURIComponent(file.id)}`);
    const url = URL.createObjectURL(blob);
    const link = Object.assign(document.createElement('a'), { href: url, download: file.name });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button size="s" icon={Paperclip} onPress={() => void save()}>
      {file.name}
    </Button>
  );
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

function Sentence({ event }: { event: ConversationEvent }) {
  const t = useT();
  const format = useFormat();
  return (
    <p className="d-sentence" data-loud={LOUD.has(event.kind)}>
      <Icon of={SENTENCE_ICONS[event.kind] ?? Clock} size={14} />
      <span>{sentenceOf(event, t, format)}</span>
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
