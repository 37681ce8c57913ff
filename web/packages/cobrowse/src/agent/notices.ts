//! Short words at the foot of the picture, seen and heard, which go by themselves.

import { h } from './dom.ts';

export type Tone = 'plain' | 'good' | 'bad';

const STAYS_MS = 6_000;
const BAD_STAYS_MS = 10_000;
const SHOWN_MAX = 3;

export class Notices {
  readonly element = h('div', { class: 'notices', role: 'status', 'aria-live': 'polite' });
  private readonly shown = new Map<string, { line: HTMLElement; timer: ReturnType<typeof setTimeout> }>();
  private count = 0;

  /** Says something; what was said under the same key is replaced. */
  say(text: string, tone: Tone = 'plain', key = `n${(this.count += 1)}`): void {
    this.forget(key);
    const line = h('p', { class: tone }, text);
    const timer = setTimeout(() => this.forget(key), tone === 'bad' ? BAD_STAYS_MS : STAYS_MS);
    this.shown.set(key, { line, timer });
    this.element.append(line);
    const [oldest] = this.shown.keys();
    if (this.shown.size > SHOWN_MAX && oldest !== undefined) this.forget(oldest);
  }

  stop(): void {
    for (const key of [...this.shown.keys()]) this.forget(key);
  }

  private forget(key: string): void {
    const known = this.shown.get(key);
    if (!known) return;
    clearTimeout(known.timer);
    known.line.remove();
    this.shown.delete(key);
  }
}
