// The frame: what opens it, the panel with its one view, and the way to a person, which is always there and
// always in the same place. It lives in a closed shadow root, so that neither page nor widget restyles the
// other, and uses no inline style and no markup from text, so that a strict content policy allows it.

import { Api } from '@ombud/client/api';
import { Chat } from '@ombud/client/chat';
import type { Company } from '@ombud/client/contract';
import { itemsOf } from '@ombud/client/contract';
import { webStorage } from '@ombud/client/outbox';
import { Socket, socketUrl } from '@ombud/client/socket';
import tokens from '@ombud/ui/tokens.css?inline';
import { attempt, wordsOfError, type App, type View } from './app.ts';
import { chatView } from './conversation.ts';
import { button, h, icon, iconButton } from './dom.ts';
import { homeView } from './home.ts';
import { OriginCheck } from './origin.ts';
import { Identity, Keeper } from './session.ts';
import style from './style.css?inline';
import { Together } from './together.ts';
import { wordsOf } from './words.ts';

export interface WidgetOptions {
  /** Where the API is. */
  base: string;
  tenant?: string;
  locale: string;
  theme?: string;
  company?: string;
  /** False where the page has its own button that calls `open()`. */
  hasLauncher: boolean;
}
export type WidgetEvent = 'open' | 'close' | 'unread' | 'identified' | 'error';

export class Widget {
  readonly #options: WidgetOptions;
  readonly #app: App;
  readonly #launcher: HTMLButtonElement;
  readonly #panel: HTMLElement;
  readonly #title: HTMLElement;
  readonly #back: HTMLButtonElement;
  readonly #body: HTMLElement;
  readonly #told: HTMLElement;
  readonly #person: HTMLButtonElement;
  readonly #offer = h('section', { class: 'offer', 'aria-live': 'polite', hidden: true });
  readonly #listeners = new Map<WidgetEvent, Set<(value?: unknown) => void>>();
  #view: View | undefined;
  #before: HTMLElement | null = null;
  #chat: Chat | undefined;
  #socket: Socket | undefined;
  #unread = 0;
  /** Which offer is on the screen. */
  #offered = '';

  constructor(options: WidgetOptions) {
    this.#options = options;
    const words = wordsOf(options.locale);
    const keeper = new Keeper(`ombud.${options.tenant ?? ''}.`);
    const identity = new Identity(keeper, options.tenant, words.language);
    const token = (): string | undefined => identity.token;
    const { fetch } = new OriginCheck(
      options.base,
      location.origin,
      (input, init) => window.fetch(input, init),
      // For whoever puts the widget on a page, who looks nowhere else.
      // eslint-disable-next-line no-console
      (text) => console.error(text),
    );
    this.#app = {
      words,
      identity,
      api: new Api({ base: options.base, token, fetch, onSignedOut: () => identity.forget() }),
      together: new Together(
        { server: options.base, language: words.language, authorization: () => identity.token ?? '' },
        new Api({ base: options.base, token, fetch }),
      ),
      company: { tenant: options.tenant ?? '', name: options.company ?? '', languages: [] },
      portal: `${options.base}/portal/`,
      chat: () => this.#chat,
      needChat: () => this.#needChat(keeper),
      go: (view) => this.#show(view(this.#app)),
      home: () => this.#show(homeView(this.#app)),
      tell: (text) => (this.#told.textContent = text),
    };
    this.#launcher = h('button', {
      type: 'button',
      class: 'launcher',
      'aria-haspopup': 'dialog',
      onclick: () => this.open(),
    });
    this.#title = h('strong', { id: 'title' });
    this.#back = iconButton(words('back'), 'back', () => this.#app.home());
    this.#body = h('div', { class: 'body' });
    this.#told = h('div', { class: 'told', role: 'alert' });
    this.#person = button(words('person'), () => void this.#askPerson(), { icon: 'person' });
    this.#panel = h(
      'section',
      { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
      h(
        'div',
        { class: 'head' },
        this.#back,
        this.#title,
        iconButton(words('close'), 'close', () => this.close()),
      ),
      this.#told,
      this.#body,
      h('div', { class: 'foot' }, this.#person),
    );
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.close();
    });
    this.#attach();
    this.#showUnread();
    this.#app.together.goOn();
    // A conversation that was begun goes on: its messages are counted on every page.
    if (identity.session) void this.#needChat(keeper).catch(() => undefined);
  }

  get isOpen(): boolean {
    return !this.#panel.hidden;
  }

  open(): void {
    if (this.isOpen) return;
    this.#before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.#panel.hidden = false;
    this.#launcher.hidden = true;
    void this.#loadCompany();
    const goesOn = this.#chat?.conversation && (this.#unread > 0 || this.#chat.isWaitingForPerson);
    if (goesOn) this.#app.go(chatView);
    else this.#app.home();
    this.#emit('open');
  }

  close(): void {
    if (!this.isOpen) return;
    this.#panel.hidden = true;
    this.#leaveView();
    this.#launcher.hidden = !this.#options.hasLauncher;
    if (this.#options.hasLauncher) this.#launcher.focus();
    else this.#before?.focus();
    this.#emit('close');
  }

  /** The company's page says who this is. The token is a JWT that its server signed. */
  async identify(token: string): Promise<void> {
    const { identity, api } = this.#app;
    const before = identity.session?.customer_id;
    try {
      const session = await identity.identify(api, token);
      if (before && before !== session.customer_id) this.#leaveChat();
      this.#emit('identified');
      await this.#app.needChat();
      if (this.isOpen && this.#view?.element.querySelector('.hello')) this.#app.home();
    } catch (error) {
      this.#emit('error', error);
    }
  }

  /** The person signed out of the company's page: nothing of theirs stays. */
  forget(): void {
    this.#app.together.stop();
    this.#leaveChat();
    this.#app.identity.forget();
    this.close();
  }

  on(name: WidgetEvent, listener: (value?: unknown) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  #attach(): void {
    const host = document.createElement('ombud-help');
    const { theme, hasLauncher } = this.#options;
    if (theme) host.dataset.theme = theme;
    host.lang = this.#app.words.locale;
    const root = host.attachShadow({ mode: 'closed' });
    const sheet = new CSSStyleSheet();
    root.adoptedStyleSheets = [sheet];
    root.append(h('div', { class: 'root' }, this.#launcher, this.#offer, this.#panel));
    this.#launcher.hidden = !hasLauncher;
    document.body.append(host);
    // `medium` is what the reader chose in the browser, whatever the page did to its root.
    sheet.replaceSync(':host { font-size: medium !important }');
    const rem = parseFloat(getComputedStyle(host).fontSize) || 16;
    sheet.replaceSync(
      (tokens + style).replace(/([\d.]+)rem/g, (_, size: string) => `${Number(size) * rem}px`),
    );
    window.addEventListener('online', () => this.#socket?.retryNow());
  }

  #show(view: View): void {
    this.#leaveView();
    this.#view = view;
    this.#told.textContent = '';
    this.#title.textContent = this.#app.company.name || view.focus ? view.title : this.#app.words('open');
    this.#back.hidden = Boolean(view.element.querySelector('.hello'));
    this.#body.replaceChildren(view.element);
    const focus = view.focus ?? view.element.querySelector<HTMLElement>('h2') ?? this.#panel;
    focus.focus({ preventScroll: true });
    this.#showPerson();
  }

  #leaveView(): void {
    this.#view?.stop?.();
    this.#view = undefined;
  }

  async #askPerson(): Promise<void> {
    await attempt(this.#app, this.#person, async () => {
      const chat = await this.#app.needChat();
      await chat.askPerson();
      this.#app.go(chatView);
    });
    this.#showPerson();
  }

  async #needChat(keeper: Keeper): Promise<Chat> {
    const { identity, api, words } = this.#app;
    await identity.need(api);
    if (this.#chat) return this.#chat;
    const socket = new Socket({
      url: socketUrl(this.#options.base),
      token: () => identity.token,
      storage: webStorage(keeper, 'unsent'),
      refetch: async (conversation, after) => {
        const path = { conversation_id: conversation };
        return itemsOf(
          await api.get('/v1/conversations/{conversation_id}/events', { path, query: { after } }),
        );
      },
    });
    const chat = new Chat({
      api,
      socket,
      language: words.language,
      isWatched: () =>
        this.isOpen &&
        document.visibilityState === 'visible' &&
        Boolean(this.#view?.element.querySelector('.log')),
    });
    this.#socket = socket;
    this.#chat = chat;
    chat.onChange(() => {
      this.#showOffer();
      this.#showUnread();
      this.#showPerson();
    });
    socket.on('ended', () => identity.forget());
    socket.connect();
    socket.customer();
    await chat.load();
    return chat;
  }

  #leaveChat(): void {
    this.#chat?.close();
    this.#socket?.close();
    this.#chat = undefined;
    this.#socket = undefined;
    this.#showOffer();
    this.#showUnread();
  }

  async #loadCompany(): Promise<void> {
    if (this.#app.company.languages.length > 0) return;
    try {
      const company: Company = await this.#app.api.get('/v1/company', {
        query: { tenant: this.#options.tenant },
      });
      Object.assign(this.#app.company, company);
      if (this.#view && !this.#view.focus)
        this.#title.textContent = this.#app.words('title', { company: company.name });
    } catch {
      // Without it the widget has no name to show, and works.
    }
  }

  #showUnread(): void {
    const count = this.#chat?.unread ?? 0;
    const { words } = this.#app;
    const badge = count > 0 ? h('span', { class: 'badge', 'aria-hidden': 'true' }, String(count)) : null;
    this.#launcher.replaceChildren(icon('chat'), h('span', {}, words('open')), ...(badge ? [badge] : []));
    this.#launcher.setAttribute('aria-label', count > 0 ? words('openUnread', { count }) : words('open'));
    if (count !== this.#unread) this.#emit('unread', count);
    this.#unread = count;
  }

  /** Somebody of the desk asks to look at the page: it begins when the customer says so, and never by itself. */
  #showOffer(): void {
    const together = this.#chat?.together;
    const { words, together: way } = this.#app;
    const isInvited = together?.state === 'invited';
    const shown = together && (isInvited || together.state === 'answered') ? together : undefined;
    const now = shown ? `${shown.session_id} ${shown.state}` : '';
    if (now === this.#offered) return;
    this.#offered = now;
    this.#offer.hidden = !shown;
    if (!shown) return this.#offer.replaceChildren();
    const { session_id: id, user_name: name } = shown;
    const press = (run: () => Promise<unknown>) => () =>
      void run().catch((error: unknown) => {
        said.textContent = wordsOfError(this.#app, error);
      });
    const said = h('p', {}, words(isInvited ? 'showOffer' : 'showComing', { name: name || words('team') }));
    const no = button(
      words(isInvited ? 'showNo' : 'showEnd'),
      press(() => way.decline(id)),
      { class: 'b small' },
    );
    const yes = button(
      words('showYes'),
      press(() => way.join(id)),
      { class: 'b main small' },
    );
    this.#offer.setAttribute('aria-label', words('showTitle'));
    this.#offer.replaceChildren(said, h('div', { class: 'row' }, isInvited ? yes : null, no));
  }

  #showPerson(): void {
    const isAsked = this.#chat?.isWaitingForPerson ?? false;
    const label = this.#person.querySelector('span');
    if (label) label.textContent = this.#app.words(isAsked ? 'personAsked' : 'person');
  }

  #emit(name: WidgetEvent, value?: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(value);
  }
}
