//! What stands on the page while a session goes on: the code, the frame around the page, the bar, and short notices.

import { button, h, icon, type Child } from './dom.ts';
import { EXTRAS, type Grant, type Person } from './messages.ts';
import { type Stage } from './stage.ts';
import { type Words } from './words.ts';

/** What can be pressed. */
export interface Pressed {
  pause: () => void;
  resume: () => void;
  end: (reason?: string) => void;
  revoke: (grant: Grant) => void;
}

/** What is to be seen. */
export interface Shown {
  kind: 'nothing' | 'code' | 'active' | 'paused' | 'lost';
  code: string;
  /** Milliseconds since 1970. */
  codeExpiresAt: number;
  grants: readonly Grant[];
  people: readonly Person[];
}

const NOTICE_MS = 8_000;
const TICK_MS = 10_000;
const MS_PER_MIN = 60_000;

export class Bar {
  readonly #frame = h('div', { class: 'frame' });
  readonly #place = h('section', { 'aria-label': 'Ombud' });
  readonly #notice = h('div', { class: 'notice', role: 'status' });
  #shown = '';
  #tick = 0;
  #noticeTimer = 0;

  constructor(
    private readonly stage: Stage,
    private readonly words: Words,
    private readonly pressed: Pressed,
  ) {
    stage.root.append(this.#frame, this.#notice, this.#place);
  }

  show(shown: Shown): void {
    clearInterval(this.#tick);
    const left = Math.ceil((shown.codeExpiresAt - Date.now()) / MS_PER_MIN);
    if (shown.kind === 'code') {
      this.#tick = window.setInterval(() => this.show(shown), TICK_MS);
      // What nobody asked for in time is over.
      if (left <= 0) this.pressed.end();
    }
    // Nothing is drawn anew that is there already: a screen reader would say it again.
    const key = JSON.stringify([shown, left]);
    if (key === this.#shown) return;
    this.#shown = key;
    const { kind } = shown;
    this.#frame.className = `frame ${kind}`;
    this.#place.className = kind;
    if (kind === 'nothing') this.#place.replaceChildren();
    else if (kind === 'code') this.stage.fill(this.#place, ...this.#code(shown.code, left));
    else this.stage.fill(this.#place, ...this.#bar(shown));
    this.#rest();
  }

  /** Says something for a few seconds. */
  say(text: string): void {
    this.#notice.replaceChildren(text);
    this.stage.raise();
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = window.setTimeout(() => {
      this.#notice.replaceChildren();
      this.#rest();
    }, NOTICE_MS);
  }

  /** Takes all away. */
  leave(): void {
    clearInterval(this.#tick);
    clearTimeout(this.#noticeTimer);
    this.stage.leave();
  }

  /** Nothing stays on the page that shows nothing. */
  #rest(): void {
    const isEmpty = !this.#place.hasChildNodes() && !this.#notice.hasChildNodes() && !this.stage.isAsking;
    if (isEmpty) this.stage.leave();
    else this.stage.raise();
  }

  #code(code: string, left: number): Child[] {
    const { words } = this;
    const groups = code.match(/.{1,3}/g) ?? [];
    const copy = button(() => void this.#copy(code, copy), {}, words('copy'));
    const how = { class: 'digits', role: 'img', 'aria-label': [...code].join(' ') };
    return [
      h('h2', {}, words('codeTitle')),
      h('p', how, ...groups.map((group) => h('span', {}, group))),
      h(
        'div',
        { class: 'row' },
        h('p', { class: 'left' }, words('codeLeft', { min: String(left) })),
        copy,
        this.#stop(),
      ),
    ];
  }

  async #copy(code: string, pressed: HTMLElement): Promise<void> {
    await navigator.clipboard?.writeText(code);
    pressed.textContent = '✓';
  }

  #bar({ kind, grants, people }: Shown): Child[] {
    const { words, pressed } = this;
    const names = people.map(({ name }) => name);
    const agent = new Intl.ListFormat(words.language).format(names);
    const chips = EXTRAS.filter((grant) => grants.includes(grant)).map((grant) => {
      const name = words(grant);
      const click = (): void => pressed.revoke(grant);
      const label = `${words('stop')}: ${name}`;
      const how = { class: 'chip', 'data-k': grant, 'aria-label': label };
      return button(click, how, icon(grant), name, h('span', { 'aria-hidden': 'true' }, '×'));
    });
    const isPaused = kind === 'paused';
    const sees = names.length > 1 ? 'see' : 'sees';
    const said = words(kind === 'active' ? sees : 'paused', { agent });
    const turn = (): void => (isPaused ? pressed.resume() : pressed.pause());
    return [
      h('p', { class: 'said', role: 'status' }, said),
      chips.length > 0 && h('div', { class: 'chips' }, ...chips),
      h(
        'div',
        { class: 'row' },
        button(turn, { 'data-k': 'pause' }, words(isPaused ? 'resume' : 'pause')),
        this.#stop(),
      ),
    ];
  }

  #stop(): HTMLElement {
    const { words, pressed } = this;
    return button(() => pressed.end(), { class: 'stop', 'data-k': 'end' }, words('stop'));
  }
}
