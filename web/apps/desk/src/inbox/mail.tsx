//! A message as a letter: what became of ours, and how far one can believe theirs.

import type { Conversation, ConversationEvent, Schema } from '@ombud/client';
import { Badge, Banner, Button, Explain, Icon, useFormat } from '@ombud/ui';
import { Clock, FileX, MailCheck, MailX, RotateCw, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useSession } from '../app/session.tsx';
import { socket } from '../app/services.ts';
import { useT } from '../words/index.ts';
import type { Delivery } from './delivery.ts';
import { floorOf } from './floor-banner.tsx';

/** Whether our letter went out. One that failed is not tried again by itself: sending it anew is a person's deed. */
export function DeliveryState({
  delivery,
  event,
  conversation,
}: {
  delivery: Delivery;
  event: ConversationEvent;
  conversation: Conversation;
}) {
  const t = useT();
  const format = useFormat();
  const session = useSession();
  if (delivery.state === 'queued') {
    return (
      <span className="d-delivery">
        <Icon of={Clock} size={14} />
        {t('mail.queued')}
        <Explain label={t('mail.queued.label')}>{t('mail.queued.text')}</Explain>
      </span>
    );
  }
  if (delivery.state === 'sent') {
    return (
      <span className="d-delivery">
        <Icon of={MailCheck} size={14} />
        {t('mail.sent', { at: delivery.at ? format.time(delivery.at) : '' })}
        <Explain label={t('mail.sent.label')}>{t('mail.sent.text')}</Explain>
      </span>
    );
  }
  const maySend = floorOf(conversation, session.user_id) === 'you' && conversation.state !== 'resolved';
  const again = () =>
    socket.send({
      conversation: conversation.id,
      text: String(event.body.text ?? ''),
      epoch: conversation.floor.epoch,
      attachments: attachmentsOf(event),
    });
  return (
    <Banner
      tone="danger"
      icon={MailX}
      title={t('mail.failed')}
      actions={
        maySend ? (
          <Button size="s" icon={RotateCw} onPress={again}>
            {t('mail.again')}
          </Button>
        ) : null
      }
    >
      <p>{t('mail.failed.text')}</p>
      {delivery.why ? <p className="o-small">{t('mail.failed.why', { why: delivery.why })}</p> : null}
    </Banner>
  );
}

function attachmentsOf(event: ConversationEvent): string[] {
  const files = event.body.attachments;
  if (!Array.isArray(files)) return [];
  return files.map((file: string | { id: string }) => (typeof file === 'string' ? file : file.id));
}

/** Who a letter says it is from, and what that proves. Stands above its words. */
export function MailSender({ email, name }: { email: Schema.MessageByEmail; name: string }) {
  const t = useT();
  if (!email.verified) {
    return (
      <Banner tone="warning" icon={ShieldAlert} title={t('mail.unverified', { from: email.from })}>
        {t('mail.unverified.text', { name })}
      </Banner>
    );
  }
  return (
    <span className="d-delivery">
      <Icon of={ShieldCheck} size={14} />
      {t('mail.verified', { from: email.from })}
      <Explain label={t('mail.verified.label')}>{t('mail.verified.text')}</Explain>
    </span>
  );
}

/** What came with a letter beside what was written: the letter it answers, folded, and files that were not taken. */
export function MailRest({ email }: { email: Schema.MessageByEmail }) {
  const t = useT();
  const refused = email.refused_files ?? [];
  return (
    <>
      {email.quoted ? (
        <details className="d-quoted">
          <summary>{t('mail.quoted')}</summary>
          <div className="d-plain o-small">{email.quoted}</div>
        </details>
      ) : null}
      {refused.length > 0 ? (
        <ul className="d-refused" aria-label={t('mail.refused')}>
          {refused.map((file) => (
            <li key={file.name} className="o-row">
              <Badge tone="warning" icon={FileX}>
                {file.name}
              </Badge>
              <span className="o-small o-soft">{t('mail.refused.why', { why: file.why })}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
