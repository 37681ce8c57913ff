// The conversation: what was said, who is writing, how long it takes until a person comes.

import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_TYPES,
  ATTACHMENTS_MAX,
  MESSAGE_CHARS_MAX,
  type Chat,
  type ChatItem,
} from '@ombud/client/chat';
import { base64Of } from '@ombud/client/api';
import { invitationIn } from '@ombud/client/invitation';
import type { Attachment, Queue } from '@ombud/client/contract';
import { attempt, type App, type View } from './app.ts';
import { button, field, h, icon, iconButton } from './dom.ts';
import type { Words } from './words.ts';

const MEGABYTE = 1_000_000;
const LINES_SHOWN_MAX = 6;

export function chatView(app: App): View {
  const { words } = app;
  const log = h('ol', { class: 'log' });
  const status = h('div', { class: 'queue', role: 'status' });
  const after = h('div', { class: 'after' });
  const composer = composerOf(app);
  const heard = h('div', { role: 'log', 'aria-label': words('messages'), 'aria-live': 'polite' }, log);
  const scroll = h('div', { class: 'scroll', tabindex: 0 }, heard, after);
  const element = h('div', { class: 'view chat' }, scroll, status, composer.element);
  const rows = new Map<string, { item: string; row: HTMLElement }>();
  let stop = (): void => undefined;
  let parts = '';
  let calledOn = '';

  const show = (chat: Chat): void => {
    const isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
    showItems(app, chat, log, rows);
    showStatus(app, chat, status);
    // Forms are made anew only when what they are about changes, so that nobody loses what they typed.
    const now = `${chat.conversation?.id} ${chat.isResolved} ${Boolean(chat.conversation?.csat)} ${chat.queue?.call_back_offered ?? false} ${calledOn}`;
    if (now !== parts) {
      parts = now;
      const onCall = (phone: string): void => {
        calledOn = phone;
        show(chat);
      };
      after.replaceChildren(...askAfter(app, chat, calledOn, onCall));
    }
    if (isAtEnd) scroll.scrollTop = scroll.scrollHeight;
    chat.read();
  };
  const follow = (chat: Chat): void => {
    stop();
    stop = chat.onChange(() => show(chat));
    show(chat);
  };
  composer.onChat = follow;
  const known = app.chat();
  if (known) follow(known);
  return { title: words('messages'), element, focus: composer.input, stop: () => stop() };
}

function showItems(
  app: App,
  chat: Chat,
  log: HTMLElement,
  rows: Map<string, { item: string; row: HTMLElement }>,
): void {
  const items = chat.items();
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, { row }] of rows) {
    if (!wanted.has(key)) {
      row.remove();
      rows.delete(key);
    }
  }
  items.forEach((item, at) => {
    const known = rows.get(item.key);
    const text = JSON.stringify(item);
    let row = known?.row;
    if (!row || known?.item !== text) {
      const fresh = rowOf(app, chat, item);
      if (row) row.replaceWith(fresh);
      row = fresh;
      rows.set(item.key, { item: text, row });
    }
    if (log.children[at] !== row) log.insertBefore(row, log.children[at] ?? null);
  });
}

function rowOf(app: App, chat: Chat, item: ChatItem): HTMLElement {
  const { words } = app;
  if (item.kind === 'notice') {
    const { kind, body } = item.event;
    const key = kind === 'call_back' ? `ev.call_back.${String(body.state)}` : `ev.${kind}`;
    // Where help is at once: the words are the service's own, in the language of the conversation.
    if (item.event.kind === 'signpost')
      return h('li', { class: 'box', dir: 'auto' }, String(item.event.body.text ?? ''));
    const name = item.event.by.kind === 'person' ? item.event.by.name : undefined;
    const text = words.has(key) ? words(key, { name: name || words('team') }) : '';
    return h('li', { class: 'notice' }, text);
  }
  const isMine = item.by === 'customer';
  const who = isMine ? words('you') : item.by === 'ai' ? words('assistant') : item.name || words('team');
  const state = item.state && words(item.state);
  const head = h(
    'span',
    { class: isMine ? 'hidden' : 'who' },
    who,
    item.at ? h('span', { class: 'hidden' }, `, ${words.time(item.at)}`) : null,
  );
  const { clientId } = item;
  return h(
    'li',
    { class: `msg ${isMine ? 'mine' : item.by}` },
    head,
    item.text
      ? h('p', { class: item.receipt ? 'bubble receipt' : 'bubble', dir: 'auto' }, ...saidOf(app, item.text))
      : null,
    item.choices ? choicesOf(app, chat, item.choices) : null,
    ...item.attachments.map((file) => fileChip(app, file)),
    h('span', { class: 'meta' }, state ?? (item.at ? words.time(item.at) : '')),
    item.state === 'failed' && clientId
      ? h(
          'span',
          { class: 'row' },
          button(words('again'), () => chat.resend(clientId), { class: 'b small' }),
          button(words('discard'), () => chat.discard(clientId), { class: 'b small' }),
        )
      : null,
  );
}

/** What was said. The link of an invitation in it is followed on this page. */
function saidOf(app: App, text: string): (string | HTMLElement)[] {
  const invitation = invitationIn(text);
  if (!invitation) return [text];
  const { before, token, after } = invitation;
  const come = button(
    app.words('showLink'),
    () => void attempt(app, come, () => app.together.follow(token)),
    { class: 'b small' },
  );
  return [before, come, after];
}

/** Answers to press instead of writing. */
function choicesOf(app: App, chat: Chat, choices: string[]): HTMLElement {
  const all = choices.map((choice) => button(choice, () => void chat.say(choice), { class: 'b small' }));
  return h('div', { class: 'row choices', role: 'group', 'aria-label': app.words('choices') }, ...all);
}

function fileChip(app: App, file: Attachment): HTMLElement {
  const press = (): void =>
    void attempt(app, undefined, async () => {
      const url = URL.createObjectURL(await app.api.file(`/v1/attachments/${encodeURIComponent(file.id)}`));
      const link = h('a', { href: url, download: file.name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
  return h('button', { type: 'button', class: 'chip', onclick: press }, icon('clip'), file.name);
}

function showStatus(app: App, chat: Chat, into: HTMLElement): void {
  const { words } = app;
  const lines: string[] = [];
  if (chat.state === 'offline') lines.push(words('offline'));
  else if (chat.state === 'ended') lines.push(words('expired'));
  else if (chat.isWaitingForPerson) {
    const { queue } = chat;
    if (queue) {
      lines.push(queue.position <= 1 ? words('queueNext') : words('queue', { position: queue.position }));
      lines.push(...waitWords(words, queue));
    } else lines.push(words('personAsked'));
    lines.push(words('queueStay'));
  }
  const { typing } = chat;
  if (typing)
    lines.push(
      words('typing', { name: typing === 'ai' ? words('assistant') : nameOfPerson(chat) || words('team') }),
    );
  const text = lines.join(' ');
  if (into.textContent !== text) into.textContent = text;
}

/** An honest wait: what is usual, and how long at most for nine of ten; nothing where it is not known. */
function waitWords(words: Words, queue: Queue): string[] {
  const { expected_wait_s: usual, high_s: high } = queue;
  if (usual === undefined) return [];
  const isRange = high !== undefined && words.span(usual) !== words.span(high);
  return [
    isRange
      ? words('waitRange', { low: words.span(usual), high: words.span(high) })
      : words('wait', { time: words.span(usual) }),
  ];
}

const nameOfPerson = (chat: Chat): string => chat.conversation?.assignment.user_name ?? '';

/** What is asked after the messages: whether to be called instead, and how it was. */
function askAfter(app: App, chat: Chat, calledOn: string, onCall: (phone: string) => void): HTMLElement[] {
  const { words } = app;
  const asks: HTMLElement[] = [];
  if (calledOn) asks.push(h('p', { class: 'box', role: 'status' }, words('callAsked', { phone: calledOn })));
  else if (chat.queue?.call_back_offered && chat.isWaitingForPerson)
    asks.push(callBackForm(app, chat, onCall));
  if (chat.isResolved && chat.conversation) {
    asks.push(
      chat.conversation.csat ? h('p', { class: 'notice' }, words('csatThanks')) : csatForm(app, chat),
    );
  }
  return asks;
}

function callBackForm(app: App, chat: Chat, onCall: (phone: string) => void): HTMLElement {
  const { words } = app;
  const phone = h('input', { type: 'tel', autocomplete: 'tel', required: true, maxlength: 30 });
  const submit = h('button', { type: 'submit', class: 'b' }, icon('phone'), words('callMe'));
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    void attempt(app, submit, async () => {
      await chat.callBack(phone.value.trim());
      onCall(phone.value.trim());
    });
  };
  return h(
    'form',
    { class: 'box stack', onsubmit },
    h('p', {}, words('callBack')),
    field(words('phone'), phone),
    submit,
  );
}

function csatForm(app: App, chat: Chat): HTMLElement {
  const { words } = app;
  const radios = [1, 2, 3, 4, 5].map((score) =>
    h('input', { type: 'radio', name: 'csat', value: score, required: true }),
  );
  const rows = radios.map((radio, at) =>
    h('label', { class: 'score' }, radio, h('span', {}, words(`csat.${at + 1}` as 'csat.1'))),
  );
  const comment = h('textarea', { rows: 2, maxlength: 1_000 });
  const submit = h('button', { type: 'submit', class: 'b' }, words('send'));
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    const score = radios.findIndex((radio) => radio.checked) + 1;
    void attempt(app, submit, () => chat.rate(score, comment.value.trim() || undefined));
  };
  const scores = h('fieldset', { class: 'scores' }, h('legend', {}, words('csat')), ...rows);
  return h('form', { class: 'box stack', onsubmit }, scores, field(words('csatWords'), comment), submit);
}

interface Composer {
  element: HTMLElement;
  input: HTMLTextAreaElement;
  onChat: (chat: Chat) => void;
}

function composerOf(app: App): Composer {
  const { words } = app;
  const chosen: File[] = [];
  const files = h('ul', { class: 'files' });
  const pick = h('input', { type: 'file', multiple: true, accept: ATTACHMENT_TYPES.join(), hidden: true });
  const input = h('textarea', {
    rows: 1,
    maxlength: MESSAGE_CHARS_MAX,
    'aria-label': words('message'),
    placeholder: words('message'),
  });
  const send = h(
    'button',
    { type: 'submit', class: 'i solid', 'aria-label': words('send'), title: words('send') },
    icon('send'),
  );
  const composer: Composer = { element: h('form', { class: 'composer' }), input, onChat: () => undefined };

  const showFiles = (): void => {
    files.replaceChildren(
      ...chosen.map((file, at) => {
        const remove = iconButton(words('remove', { name: file.name }), 'close', () => {
          chosen.splice(at, 1);
          showFiles();
          input.focus();
        });
        return h('li', { class: 'chip' }, file.name, remove);
      }),
    );
  };
  const add = (added: Iterable<File>): void => {
    for (const file of added) {
      if (!ATTACHMENT_TYPES.includes(file.type)) app.tell(words('attachKind'));
      else if (file.size > ATTACHMENT_BYTES_MAX)
        app.tell(words('attachBig', { name: file.name, size: ATTACHMENT_BYTES_MAX / MEGABYTE }));
      else if (chosen.length >= ATTACHMENTS_MAX) app.tell(words('attachMany', { count: ATTACHMENTS_MAX }));
      else chosen.push(file);
    }
    pick.value = '';
    showFiles();
  };
  const grow = (): void => {
    input.rows = Math.min(LINES_SHOWN_MAX, input.value.split('\n').length);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const text = input.value.trim();
    if ((text === '' && chosen.length === 0) || send.disabled) return;
    void attempt(app, send, async () => {
      const chat = await app.needChat();
      composer.onChat(chat);
      const uploaded: Attachment[] = [];
      for (const file of chosen) uploaded.push(await upload(app, file));
      await chat.say(text, uploaded);
      input.value = '';
      chosen.length = 0;
      showFiles();
      grow();
    });
  };
  pick.addEventListener('change', () => add(pick.files ?? []));
  input.addEventListener('paste', (event) => add(event.clipboardData?.files ?? []));
  input.addEventListener('input', () => {
    grow();
    app.chat()?.write();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  composer.element.addEventListener('submit', submit);
  composer.element.append(
    files,
    h(
      'div',
      { class: 'write' },
      iconButton(words('attach'), 'clip', () => pick.click()),
      pick,
      input,
      send,
    ),
  );
  return composer;
}

async function upload(app: App, file: File): Promise<Attachment> {
  const body = { name: file.name, media_type: file.type, content_base64: await base64Of(file) };
  return app.api.post('/v1/attachments', { body });
}
