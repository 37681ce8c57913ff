//! Where one answers: to the customer or to colleagues, now or later, with macros, mentions and files.

import {
  base64Of,
  clock,
  itemsOf,
  randomId,
  type Attachment,
  type Conversation,
  type User,
} from '@ombud/client';
import { Badge, Button, IconButton, Menu, Segments, useFormat, useToast } from '@ombud/ui';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock, ChevronDown, Mic, Paperclip, Send, StickyNote, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { FileTrigger, TextArea, TextField } from 'react-aria-components';
import { useSession } from '../app/session.tsx';
import { api, socket, store } from '../app/services.ts';
import { keys, useKeys } from '../keys/use-keys.ts';
import type { Suggestion } from '../api/shapes.ts';
import { useT } from '../words/index.ts';
import { useProblemToast } from './actions.ts';
import { completionAt, mentionsOf, type Completion } from './completion.ts';
import { Completions } from './completions.tsx';
import { useColleagues, WhenDialog } from './dialogs.tsx';
import { fillMacro, keepDraft, readDraft, type Mode } from './draft.ts';
import { floorOf, mayTakeFloor, useTakeFloor } from './floor-banner.tsx';
import { Suggestions, useBecame } from './suggestions.tsx';
import { withReply } from './suggestions.ts';
import { laterFrom } from './times.ts';
import { DraftTranslation } from './translations.tsx';
import { draftsAreNotesOnly } from './views.ts';

const MESSAGE_CHARACTERS_MAX = 10_000;
const FILE_BYTES_MAX = 7_000_000;

function useMacros() {
  return useQuery({
    queryKey: ['macros'],
    queryFn: async () => itemsOf(await api.get('/v1/macros')),
    staleTime: 300_000,
    retry: false,
  });
}

const readDrafts = (conversation: string) => ({
  conversation,
  reply: readDraft(localStorage, conversation, 'reply'),
  note: readDraft(localStorage, conversation, 'note'),
});

/** The text of one mode, kept as it is typed. Another conversation brings its own drafts. */
function useDraft(conversation: string, mode: Mode): [string, (text: string, of?: Mode) => void] {
  const [kept, setDrafts] = useState(() => readDrafts(conversation));
  const drafts = kept.conversation === conversation ? kept : readDrafts(conversation);
  if (drafts !== kept) setDrafts(drafts);
  const write = (text: string, of = mode) => {
    keepDraft(localStorage, conversation, of, text);
    setDrafts((all) => ({ ...all, [of]: text }));
  };
  return [drafts[mode], write];
}

/** Files of the message that is being written; they stay behind when another conversation is opened. */
function useFiles(conversation: string) {
  const t = useT();
  const toast = useToast();
  const problem = useProblemToast();
  const [kept, setKept] = useState<{ of: string; files: Attachment[] }>({ of: conversation, files: [] });
  const files = kept.of === conversation ? kept.files : [];
  const setFiles = (next: (files: Attachment[]) => Attachment[]) =>
    setKept((now) => ({ of: conversation, files: next(now.of === conversation ? now.files : []) }));
  const add = async (chosen: FileList | null) => {
    for (const file of chosen ?? []) {
      if (file.size > FILE_BYTES_MAX) {
        toast({ tone: 'danger', text: t('file.too_large', { name: file.name }) });
        continue;
      }
      try {
        const body = {
          name: file.name,
          media_type: file.type || 'application/octet-stream',
          content_base64: await base64Of(file),
        };
        const attachment = await api.post('/v1/attachments', { body });
        setFiles((all) => [...all, attachment]);
      } catch (error) {
        problem(error);
      }
    }
  };
  return {
    files,
    add,
    remove: (id: string) => setFiles((all) => all.filter((one) => one.id !== id)),
    clear: () => setFiles(() => []),
  };
}

export function Composer({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const session = useSession();
  const problem = useProblemToast();
  const [mode, setMode] = useState<Mode>('reply');
  const [text, setText] = useDraft(conversation.id, mode);
  const [isChoosingTime, setChoosingTime] = useState(false);
  const [completion, setCompletion] = useState<Completion | null>(null);
  const files = useFiles(conversation.id);
  const area = useRef<HTMLTextAreaElement>(null);
  /** Who was chosen under a name that several may have. */
  const called = useRef(new Map<string, string>());
  /** The suggestion that the reply was made of, with the conversation that it is for. */
  const made = useRef<{ of: string; number: number } | null>(null);
  const became = useBecame(conversation.id);
  const take = useTakeFloor(conversation);
  const { data: macros = [] } = useMacros();
  const { data: colleagues = [] } = useColleagues();
  const mayReply = floorOf(conversation, session.user_id) === 'you' && conversation.state !== 'resolved';
  const isBlocked = mode === 'reply' && !mayReply;
  const isEmpty = text.trim() === '' && files.files.length === 0;

  const focus = (next: Mode) => {
    setMode(next);
    // At once: what is typed next belongs in here, and must not be taken for a shortcut.
    area.current?.focus();
  };
  const change = (value: string) => {
    setText(value);
    if (mode === 'reply') socket.typing(conversation.id, value !== '');
    setCompletion(completionAt(value, area.current?.selectionStart ?? value.length, mode));
  };
  const clear = () => {
    setText('');
    files.clear();
    setCompletion(null);
  };
  const sendNote = async (note: string) => {
    const mentions = mentionsOf(note, colleagues, called.current);
    clear();
    try {
      const path = { conversation_id: conversation.id };
      await api.post('/v1/conversations/{conversation_id}/notes', {
        path,
        body: { client_id: randomId(), text: note, mentions },
      });
    } catch (error) {
      setText(note);
      problem(error);
    }
  };
  const send = () => {
    if (isEmpty || isBlocked) return;
    if (mode === 'note') return void sendNote(text.trim());
    if (made.current?.of === conversation.id)
      became.mutate({ number: made.current.number, text: text.trim() });
    made.current = null;
    socket.send({
      conversation: conversation.id,
      text: text.trim(),
      attachments: files.files.map((file) => file.id),
      epoch: conversation.floor.epoch,
    });
    clear();
  };
  const schedule = async (at: Date) => {
    const body = {
      client_id: randomId(),
      text: text.trim(),
      attachments: files.files.map((file) => file.id),
      send_at: at.toISOString(),
    };
    try {
      await api.post('/v1/conversations/{conversation_id}/messages', {
        path: { conversation_id: conversation.id },
        body,
      });
      clear();
    } catch (error) {
      problem(error);
    }
  };
  /** Put in to be read and changed, never sent by itself. */
  const insert = (one: Suggestion) => {
    const written = mode === 'reply' ? text : readDraft(localStorage, conversation.id, 'reply');
    made.current = { of: conversation.id, number: one.number };
    focus('reply');
    setText(withReply(written, one.text), 'reply');
  };
  /** The server knows all facts of a macro's places, and the customer's language; without it, what is known here. */
  const filled = async (value: string, macro_id: string | undefined): Promise<string> => {
    if (macro_id === undefined) return value;
    try {
      const body = { conversation_id: conversation.id };
      return (await api.post('/v1/macros/{macro_id}/render', { path: { macro_id }, body })).text;
    } catch {
      const known = store.conversation(conversation.id) ?? conversation;
      return fillMacro(value, {
        'customer.name': known.customer.name,
        'order.id': known.order_id,
        'agent.name': session.name,
      });
    }
  };
  const complete = async (value: string, { macroId, colleague }: { macroId?: string; colleague?: User }) => {
    if (!completion) return;
    if (colleague) called.current.set(colleague.name, colleague.id);
    const { from, to } = completion;
    setCompletion(null);
    area.current?.focus();
    const put = await filled(value, macroId);
    setText(text.slice(0, from) + put + text.slice(to));
  };
  useKeys({ reply: () => focus('reply'), note: () => focus('note'), send });

  return (
    <footer className="d-composer" data-mode={mode}>
      {mayReply ? <Suggestions conversation={conversation} onInsert={insert} /> : null}
      <div className="o-row o-spread">
        <Segments<Mode>
          label={t('composer.mode')}
          value={mode}
          onChange={setMode}
          choices={[
            { id: 'reply', label: t('composer.reply') },
            { id: 'note', label: t('composer.note'), icon: StickyNote },
          ]}
        />
        {isBlocked && conversation.state !== 'resolved' && mayTakeFloor(conversation, session) ? (
          <Button size="s" variant="soft" icon={Mic} onPress={() => void take()}>
            {t('composer.take_to_reply')}
          </Button>
        ) : (
          <span className="o-small o-faint d-hint">
            {draftsAreNotesOnly(conversation)
              ? t('composer.hint.critical')
              : mode === 'reply'
                ? t('composer.hint.reply')
                : t('composer.hint.note')}
          </span>
        )}
      </div>
      <div className="d-write">
        <TextField
          aria-label={mode === 'reply' ? t('composer.reply') : t('composer.note')}
          value={text}
          onChange={change}
        >
          <TextArea
            ref={area}
            className="d-area"
            rows={3}
            maxLength={MESSAGE_CHARACTERS_MAX}
            placeholder={mode === 'reply' ? t('composer.placeholder.reply') : t('composer.placeholder.note')}
            onBlur={() => setTimeout(() => setCompletion(null), 150)}
            onKeyDown={(event) => completion && Completions.onKey(event)}
          />
        </TextField>
        {completion ? (
          <Completions
            completion={completion}
            macros={macros}
            colleagues={colleagues}
            language={conversation.language}
            onChoose={(value, of) => void complete(value, of)}
            onClose={() => setCompletion(null)}
          />
        ) : null}
      </div>
      {mode === 'reply' && mayReply ? (
        <DraftTranslation conversation={conversation} written={text} onWrite={setText} />
      ) : null}
      {files.files.length > 0 ? (
        <div className="o-row">
          {files.files.map((file) => (
            <span key={file.id} className="o-row">
              <Badge icon={Paperclip}>{file.name}</Badge>
              <IconButton
                icon={X}
                size="s"
                label={t('file.remove', { name: file.name })}
                onPress={() => files.remove(file.id)}
              />
            </span>
          ))}
        </div>
      ) : null}
      <div className="o-row o-spread">
        <FileTrigger allowsMultiple onSelect={(chosen) => void files.add(chosen)}>
          <IconButton icon={Paperclip} label={t('composer.attach')} isDisabled={mode === 'note'} />
        </FileTrigger>
        <SendButtons
          mode={mode}
          isDisabled={isEmpty || isBlocked}
          onSend={send}
          onSchedule={(at) => void schedule(at)}
          onOther={() => setChoosingTime(true)}
        />
      </div>
      <WhenDialog
        title={t('composer.schedule')}
        confirm={t('composer.schedule')}
        isOpen={isChoosingTime}
        onOpenChange={setChoosingTime}
        onChosen={(at) => void schedule(at)}
      />
    </footer>
  );
}

function SendButtons(props: {
  mode: Mode;
  isDisabled: boolean;
  onSend: () => void;
  onSchedule: (at: Date) => void;
  onOther: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const later = laterFrom(new Date(clock.now()));
  return (
    <div className="o-row d-send">
      {props.mode === 'reply' ? (
        <Menu
          label={t('composer.schedule')}
          trigger={
            <Button
              variant="quiet"
              icon={CalendarClock}
              isDisabled={props.isDisabled}
              aria-label={t('composer.schedule')}
            >
              <ChevronDown size={14} aria-hidden="true" />
            </Button>
          }
          items={[
            ...later.map((one) => ({ id: one.id, label: t(one.label, { at: format.dateTime(one.at) }) })),
            { id: 'other', label: t('later.other'), apart: true },
          ]}
          onAction={(id) => {
            const at = later.find((one) => one.id === id)?.at;
            if (at) props.onSchedule(at);
            else props.onOther();
          }}
        />
      ) : null}
      <Button
        variant="primary"
        icon={props.mode === 'reply' ? Send : StickyNote}
        isDisabled={props.isDisabled}
        onPress={props.onSend}
        aria-keyshortcuts={keys('send')}
      >
        {props.mode === 'reply' ? t('composer.send') : t('composer.add_note')}
      </Button>
    </div>
  );
}
