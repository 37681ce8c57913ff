//! What is under and beside a recording: play, the bar of its time, speed, and the list of what happened.

import { button, h, icon } from '../dom.ts';
import { type Words } from '../words.ts';
import { clockOf, type Line } from './timeline.ts';

export const SPEEDS: readonly number[] = [1, 2, 4, 8];

export interface ControlsHost {
  words: Words;
  toggle: () => void;
  seek: (ms: number) => void;
  speed: (speed: number) => void;
  skipIdle: (isOn: boolean) => void;
}

export interface PlayState {
  atMs: number;
  endMs: number;
  isPlaying: boolean;
  speed: number;
}

/** One step of the bar by the keyboard. */
const STEP_MS = 1_000;

export class Controls {
  readonly element: HTMLElement;
  readonly side: HTMLElement;
  private readonly playing: HTMLButtonElement;
  private readonly bar: HTMLInputElement;
  private readonly ticks = h('div', { class: 'ticks', 'aria-hidden': 'true' });
  private readonly time = h('span', { class: 'time' });
  private readonly speeds = new Map<number, HTMLButtonElement>();
  private readonly items = h('ol', {});
  private lines: { ms: number; item: HTMLButtonElement }[] = [];
  private said = '';

  constructor(private readonly host: ControlsHost) {
    const { words } = host;
    this.playing = button(words('play'), host.toggle, { icon: 'play', isBare: true });
    this.bar = h('input', {
      type: 'range',
      min: '0',
      max: '0',
      step: String(STEP_MS),
      value: '0',
      'aria-label': words('seek'),
      oninput: () => host.seek(Number(this.bar.value)),
    });
    for (const speed of SPEEDS)
      this.speeds.set(
        speed,
        button(`${speed}×`, () => host.speed(speed), { class: 'seg' }),
      );
    const idle = h('input', {
      type: 'checkbox',
      checked: true,
      onchange: () => host.skipIdle(idle.checked),
    });
    this.element = h(
      'div',
      { class: 'controls' },
      this.playing,
      h('div', { class: 'seek' }, this.bar, this.ticks),
      this.time,
      h('div', { class: 'zoom', role: 'group', 'aria-label': words('speed') }, ...this.speeds.values()),
      h('label', {}, idle, words('skipIdle')),
    );
    this.side = h('aside', { class: 'side', 'aria-label': words('events') }, h('h3', {}, words('events')));
    this.side.append(this.items);
  }

  /** The lines of what happened, which grow and change while a recording is read. */
  list(lines: readonly Line[], endMs: number): void {
    const { words } = this.host;
    const sorted = [...lines].sort((a, b) => a.ms - b.ms);
    const said = `${endMs}|${sorted.map((line) => `${line.ms} ${line.text}`).join('\n')}`;
    if (said === this.said) return;
    this.said = said;
    this.lines = sorted.map((line) => {
      const item = button(line.text, () => this.host.seek(line.ms), { class: 'item' });
      item.prepend(
        h('span', { class: `dot tone-${line.tone}`, 'aria-hidden': 'true' }),
        h('time', {}, clockOf(line.ms)),
      );
      return { ms: line.ms, item };
    });
    const empty = h('li', {}, h('p', {}, words('noEvents')));
    this.items.replaceChildren(...this.lines.map(({ item }) => h('li', {}, item)));
    if (this.lines.length === 0) this.items.append(empty);
    this.ticks.replaceChildren(
      ...sorted.map((line) => {
        const tick = h('i', { class: `tone-${line.tone}` });
        tick.style.left = `${(100 * line.ms) / Math.max(1, endMs)}%`;
        return tick;
      }),
    );
  }

  show(state: PlayState): void {
    const { words } = this.host;
    const { atMs, endMs, isPlaying, speed } = state;
    const name = words(isPlaying ? 'pause' : 'play');
    if (this.playing.title !== name) {
      this.playing.title = name;
      this.playing.setAttribute('aria-label', name);
      this.playing.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    }
    const said = words('timeOf', { at: clockOf(atMs), all: clockOf(endMs) });
    this.bar.max = String(Math.ceil(endMs / STEP_MS) * STEP_MS);
    this.bar.value = String(atMs);
    this.bar.setAttribute('aria-valuetext', said);
    if (this.time.textContent !== said) this.time.textContent = said;
    for (const [one, element] of this.speeds) element.setAttribute('aria-pressed', String(one === speed));
    let current: HTMLButtonElement | null = null;
    for (const { ms, item } of this.lines) if (ms <= atMs) current = item;
    for (const { item } of this.lines)
      if (item === current) item.setAttribute('aria-current', 'true');
      else item.removeAttribute('aria-current');
  }
}
