// The conversation. The same one as in the widget and with the desk: nothing has to be told twice.

import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_TYPES,
  ATTACHMENTS_MAX,
  base64Of,
  MESSAGE_CHARS_MAX,
  type Attachment,
  type Chat,
  type ChatItem,
} from '@ombud/client';
import {
  Avatar,
  Banner,
  Button,
  IconButton,
  InLanguage,
  RadioGroup,
  TextField,
  useFormat,
  useLanguage,
  useToast,
} from '@ombud/ui';
import { ChosenFile } from '@ombud/ui/files';
import { Paperclip, SendHorizontal } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { api } from '../app/backend.ts';
import { useSession } from '../app/session.tsx';
import { CATALOGS, useWords, type Key } from '../app/words.ts';
import { useChat } from '../parts/chat.ts';
import { DraftKeeper } from '../parts/draft.ts';
import { useFailure } from '../parts/failure.ts';
import { FileLink } from '../parts/file-link.tsx';
import { Page } from '../parts/page.tsx';
import { SaidText } from '../parts/together.tsx';

const MEGABYTE = 1_000_000;

export function Messages() {
  const say = useWords();
  const { chat, changes } = useChat();
  const items = chat.items();
  useEffect(() => chat.read(), [chat, changes]);
  // Where the conversation scrolls with the page, what is last stands above where one writes: the wait with it.
  const last = useRef<HTMLDivElement>(null);
  const lastKey = items.at(-1)?.key;
  const { isWaitingForPerson, queue } = chat;
  const hasQueue = queue !== undefined;
  useLayoutEffect(() => {
    if (lastKey !== undefined) last.current?.scrollIntoView({ block: 'nearest' });
  }, [lastKey, isWaitingForPerson, hasQueue]);
  return (
    <Page isPrivate title={say('nav.messages')} lead={say('chat.lead')}>
      <div className="p-chat">
        <Connection chat={chat} />
        <Log chat={chat} items={items} />
        <Waiting chat={chat} />
        {chat.isResolved && chat.conversation ? <Rating chat={chat} /> : null}
        <div ref={last} className="p-chat-end" />
        <Composer chat={chat} />
      </div>
    </Page>
  );
}

function Connection({ chat }: { chat: Chat }) {
  const say = useWords();
  if (!chat.conversation || chat.state === 'online' || chat.state === 'connecting') return null;
  return (
    <Banner tone="info" live>
      {say(chat.state === 'ended' ? 'failed.signedOut' : 'chat.offline')}
    </Banner>
  );
}

function Log({ chat, items }: { chat: Chat; items: ChatItem[] }) {
  const say = useWords();
  const end = useRef<HTMLDivElement>(null);
  // Of the newest only: what is loaded from before moves nobody away from it.
  const lastKey = items.at(-1)?.key;
  useLayoutEffect(() => {
    if (lastKey !== undefined) end.current?.scrollIntoView({ block: 'nearest' });
  }, [lastKey]);
  return (
    <div className="p-log-wrap">
      {chat.hasEarlier ? (
        <Button variant="quiet" size="s" onPress={() => void chat.loadEarlier()}>
          {say('chat.earlier')}
        </Button>
      ) : null}
      {/* What scrolls must be reachable by the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="p-log" role="log" aria-label={say('nav.messages')} tabIndex={0}>
        {items.length === 0 ? <p className="p-log-empty">{say('chat.empty')}</p> : null}
        <InLanguage language={chat.conversation?.language} catalogs={CATALOGS}>
          <Items chat={chat} items={items} />
        </InLanguage>
        <div ref={end} />
      </div>
    </div>
  );
}

/** What was said, and the words around it, in the language of the conversation: it may be another than the page's. */
function Items({ chat, items }: { chat: Chat; items: ChatItem[] }) {
  const { locale } = useLanguage();
  return (
    <ol className="p-log-items" lang={locale}>
      {items.map((item) =>
        item.kind === 'notice' ? (
          <Notice key={item.key} item={item} />
        ) : (
          <Message key={item.key} chat={chat} item={item} />
        ),
      )}
    </ol>
  );
}

/** What became of a wish to be called. The number itself is not kept in the conversation. */
const CALL_BACKS: Record<string, Key> = {
  asked: 'chat.ev.call_back.asked',
  done: 'chat.ev.call_back.done',
  cancelled: 'chat.ev.call_back.cancelled',
};
const NOTICES = new Set(['human_requested', 'assigned', 'transferred', 'resolved', 'reopened', 'complaint']);

function Notice({ item }: { item: Extract<ChatItem, { kind: 'notice' }> }) {
  const say = useWords();
  const { event } = item;
  // Where help is at once: the words are the service's own, in the language of the conversation.
  if (event.kind === 'signpost') return <li className="p-waiting">{String(event.body.text ?? '')}</li>;
  // Whoever accepted an offer is here as much as who took the conversation.
  const kind = event.kind === 'accepted' ? 'assigned' : event.kind;
  if (kind === 'call_back') {
    const key = CALL_BACKS[String(event.body.state)];
    const end = String(event.body.phone_end ?? '').replace('…', '');
    return key ? <li className="p-notice">{say(key, { end })}</li> : null;
  }
  if (!NOTICES.has(kind)) return null;
  const name = event.by.kind === 'person' && event.by.name ? event.by.name : say('chat.team');
  return <li className="p-notice">{say(`chat.ev.${kind}` as Key, { name })}</li>;
}

function Message({ chat, item }: { chat: Chat; item: Extract<ChatItem, { kind: 'message' }> }) {
  const say = useWords();
  const write = useFormat();
  const isMine = item.by === 'customer';
  const who = isMine
    ? say('chat.you')
    : item.by === 'ai'
      ? say('chat.assistant')
      : item.name || say('chat.team');
  const { clientId } = item;
  return (
    <li className="p-message" data-by={item.by}>
      {isMine ? null : <Avatar name={who} kind={item.by === 'ai' ? 'ai' : 'person'} size={28} />}
      <div className="p-message-body">
        <span className={isMine ? 'o-hidden' : 'p-message-who'}>{who}</span>
        {item.text ? (
          <p className={item.receipt ? 'p-bubble p-receipt' : 'p-bubble'} dir="auto">
            {item.receipt ? <span className="p-receipt-head">{say('chat.receipt')}</span> : null}
            <SaidText text={item.text} />
            {item.source ? (
              <span className="p-source">{say('chat.source', { source: item.source })}</span>
            ) : null}
          </p>
        ) : null}
        {item.choices ? (
          <div className="p-choices" role="group" aria-label={say('chat.choices')}>
            {item.choices.map((choice) => (
              <Button key={choice} size="s" onPress={() => void chat.say(choice)}>
                {choice}
              </Button>
            ))}
          </div>
        ) : null}
        {item.attachments.map((file) => (
          <FileLink
            key={file.id}
            path={`/v1/attachments/${encodeURIComponent(file.id)}`}
            name={file.name}
            icon={Paperclip}
          />
        ))}
        <span className="p-message-meta">
          {item.state ? say(`chat.${item.state}`) : item.at ? write.dateTime(item.at) : ''}
        </span>
        {item.state === 'failed' && clientId ? (
          <span className="o-row">
            <Button size="s" onPress={() => chat.resend(clientId)}>
              {say('again')}
            </Button>
            <Button size="s" variant="quiet" onPress={() => chat.discard(clientId)}>
              {say('chat.discard')}
            </Button>
          </span>
        ) : null}
      </div>
    </li>
  );
}

/** How long it takes, as honestly as it is known, and who is writing. */
function Waiting({ chat }: { chat: Chat }) {
  const say = useWords();
  const format = useFormat();
  const toast = useToast();
  const failure = useFailure();
  const [phone, setPhone] = useState('');
  const [called, setCalled] = useState(false);
  const { queue, typing } = chat;
  const texts: string[] = [];
  if (chat.isWaitingForPerson) {
    if (queue) {
      texts.push(queue.position <= 1 ? say('chat.next') : say('chat.queue', { position: queue.position }));
      const { expected_wait_s: usual, high_s: high } = queue;
      if (usual !== undefined) {
        const [low, most] = [format.duration(usual), high === undefined ? '' : format.duration(high)];
        texts.push(
          most && most !== low ? say('chat.waitRange', { low, high: most }) : say('chat.wait', { time: low }),
        );
      }
    }
    texts.push(say('chat.leave'));
  }
  if (typing)
    texts.push(
      say('chat.typing', {
        name:
          typing === 'ai'
            ? say('chat.assistant')
            : (chat.conversation?.assignment.user_name ?? say('chat.team')),
      }),
    );
  return (
    <>
      <div role="status" className={texts.length > 0 ? 'p-waiting' : undefined}>
        {texts.join(' ')}
      </div>
      {called ? (
        <Banner tone="success" live>
          {say('chat.called', { phone })}
        </Banner>
      ) : null}
      {queue?.call_back_offered && chat.isWaitingForPerson && !called ? (
        <form
          className="p-call"
          onSubmit={(event) => {
            event.preventDefault();
            chat.callBack(phone.trim()).then(
              () => setCalled(true),
              (error: unknown) => toast({ tone: 'danger', text: failure(error) }),
            );
          }}
        >
          <TextField
            label={say('chat.call')}
            type="tel"
            autoComplete="tel"
            value={phone}
            onChange={setPhone}
            isRequired
          />
          <Button type="submit">{say('chat.callMe')}</Button>
        </form>
      ) : null}
    </>
  );
}

function Rating({ chat }: { chat: Chat }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const [score, setScore] = useState<string>();
  const [comment, setComment] = useState('');
  if (chat.conversation?.csat) return <Banner tone="success">{say('csat.thanks')}</Banner>;
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    if (!score) return;
    chat
      .rate(Number(score), comment.trim() || undefined)
      .catch((error: unknown) => toast({ tone: 'danger', text: failure(error) }));
  };
  return (
    <form className="p-add" onSubmit={send}>
      <RadioGroup
        label={say('csat.title')}
        value={score}
        onChange={setScore}
        choices={(['5', '4', '3', '2', '1'] as const).map((id) => ({ id, label: say(`csat.${id}`) }))}
      />
      <TextField label={say('csat.words')} value={comment} onChange={setComment} rows={2} maxLength={1_000} />
      <div>
        <Button type="submit" isDisabled={!score}>
          {say('csat.send')}
        </Button>
      </div>
    </form>
  );
}

function Composer({ chat }: { chat: Chat }) {
  const say = useWords();
  const toast = useToast();
  const failure = useFailure();
  const { session, customerId } = useSession();
  const [draft] = useState(() => new DraftKeeper(customerId));
  const [text, setText] = useState(() => draft.read());
  const [files, setFiles] = useState<File[]>([]);
  const [isSending, setSending] = useState(false);
  const pick = useRef<HTMLInputElement>(null);

  const add = (added: FileList | null) => {
    const fits: File[] = [];
    for (const file of added ?? []) {
      if (!ATTACHMENT_TYPES.includes(file.type)) toast({ tone: 'danger', text: say('chat.kind') });
      else if (file.size > ATTACHMENT_BYTES_MAX)
        toast({ tone: 'danger', text: say('chat.big', { size: ATTACHMENT_BYTES_MAX / MEGABYTE }) });
      else fits.push(file);
    }
    setFiles((before) => [...before, ...fits].slice(0, ATTACHMENTS_MAX));
    if (pick.current) pick.current.value = '';
  };
  const send = async () => {
    const words = text.trim();
    if ((words === '' && files.length === 0) || isSending) return;
    setSending(true);
    try {
      const uploaded: Attachment[] = [];
      for (const file of files) {
        const body = { name: file.name, media_type: file.type, content_base64: await base64Of(file) };
        uploaded.push(await api.post('/v1/attachments', { body }));
      }
      await chat.say(words, uploaded, { customer_id: session.customer_id ?? undefined });
      setText('');
      draft.write('');
      setFiles([]);
    } catch (error) {
      toast({ tone: 'danger', text: failure(error) });
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      className="p-composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="o-row">
        {files.map((file) => (
          <ChosenFile
            key={file.name + file.size}
            name={file.name}
            onRemove={() => setFiles(files.filter((one) => one !== file))}
          />
        ))}
      </div>
      <TextField
        label={say('chat.write')}
        value={text}
        onChange={(value) => {
          setText(value);
          draft.write(value);
          chat.write();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
        rows={2}
        maxLength={MESSAGE_CHARS_MAX}
      />
      <div className="o-row o-spread">
        <input
          ref={pick}
          type="file"
          hidden
          multiple
          accept={ATTACHMENT_TYPES.join()}
          onChange={(event) => add(event.target.files)}
        />
        <IconButton icon={Paperclip} label={say('chat.attach')} onPress={() => pick.current?.click()} />
        <Button type="submit" variant="primary" icon={SendHorizontal} isPending={isSending}>
          {say('chat.send')}
        </Button>
      </div>
    </form>
  );
}
