//! Where the customer's pointer is in the page, told as often as an eye follows.

import { OP, UNITS_PER_PX } from '../../wire/index.ts';
import { type Ground } from '../details.ts';

const EVERY_MS = 60;

export class Pointer {
  private readonly ended = new AbortController();
  /** Where it is and was not told; null: it left. */
  private at: { x: number; y: number } | null | undefined;
  private timer = 0;

  constructor(private readonly ground: Ground) {
    const options = { capture: true, passive: true, signal: this.ended.signal };
    addEventListener('pointermove', (event) => this.moved({ x: event.pageX, y: event.pageY }), options);
    document.documentElement.addEventListener('pointerleave', () => this.moved(null), options);
  }

  end(): void {
    this.ended.abort();
    clearTimeout(this.timer);
  }

  /** Writes it where it is another place. */
  tell(): void {
    const { at } = this;
    if (at === undefined) return;
    this.at = undefined;
    const { out } = this.ground;
    out.byte(OP.pointer);
    out.whole(at ? 1 : 0);
    if (!at) return;
    out.signed(Math.round(at.x * UNITS_PER_PX));
    out.signed(Math.round(at.y * UNITS_PER_PX));
  }

  private moved(at: { x: number; y: number } | null): void {
    this.at = at;
    if (this.timer !== 0) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.ground.again(document.documentElement);
    }, EVERY_MS);
  }
}
