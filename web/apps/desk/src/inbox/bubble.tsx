//! Something said, with its name, its files, and how it came or went.

import type { Attachment, Conversation, ConversationEvent, MessageBody } from '@ombud/client';
import { Avatar, Badge, Button, useFormat } from '@ombud/ui';
import { Paperclip } from 'lucide-react';
import { api } from '../app/services.ts';
import { useT } from '../words/index.ts';
import type { Delivery } from './delivery.ts';
import { DeliveryState, MailRest, MailSender } from './mail.tsx';
import { nameOf } from './sentences.ts';
import { MessageTranslation } from './translations.tsx';

/** A file of a message: described, or by its id alone. */
function fileOf(file: Attachment | string): Attachment {
  return typeof file === 'string' ? { id: file, name: file, media_type: 'application/octet-stream' } : file;
}

export function Stamp({ event }: { event: ConversationEvent }) {
  const format = useFormat();
  return (
    <time className="d-stamp o-num" dateTime={event.at} title={format.dateTime(event.at)}>
      {format.time(event.at)}
    </time>
  );
}

export function Bubble(props: {
  event: ConversationEvent;
  message: MessageBody;
  isTogether: boolean;
  conversation: Conversation;
  delivery: Delivery | undefined;
}) {
  const t = useT();
  const { event, message, conversation, delivery } = props;
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
        {message.email ? <MailSender email={message.email} name={name} /> : null}
        <div className="d-bubble" lang={message.language}>
          {message.text}
          {message.source ? (
            <span className="d-source">{t('message.source', { source: message.source })}</span>
          ) : null}
        </div>
        <MessageTranslation event={event} conversation={conversation} />
        {message.attachments?.map(fileOf).map((file) => (
          <AttachmentLink key={file.id} file={file} />
        ))}
        {message.email ? <MailRest email={message.email} /> : null}
        {delivery ? <DeliveryState delivery={delivery} event={event} conversation={conversation} /> : null}
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
