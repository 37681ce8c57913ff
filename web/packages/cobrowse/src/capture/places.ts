//! Where things lie in what they are in, and how that is told: in whole units, measured from corners that were rounded
//! before, so that errors do not add up; what moved together is told together.

import { FLAG, KIND, UNITS_PER_PX } from '../wire/index.ts';
import { type Pen } from './pen.ts';
import { REDACTED } from './policy.ts';
import { documentIn, type Box, type Sent } from './record.ts';
import { bucket } from './text.ts';

/** Where the children of a node are measured from, in CSS pixels of the window. */
export interface Origin {
  left: number;
  top: number;
}

const WINDOW: Origin = { left: 0, top: 0 };
/** Less than this is rounding, and not a movement. */
const JITTER_UNITS = 1;
/** No line of text is higher; what is higher has several. */
const LINE_UNITS_MAX = 24 * UNITS_PER_PX;

export class Places {
  /** Where the box lies that is measured now; one for all, because there are many. */
  readonly #rect = { x: 0, y: 0, w: 0, h: 0 };
  /** Siblings that moved by the same distance, one after the other. */
  #run: { first: Sent; last: Sent; count: number; dx: number; dy: number } | null = null;

  readonly #pen: Pen;

  constructor(pen: Pen) {
    this.#pen = pen;
  }

  /** Puts into `rect` where a box lies in its parent. */
  measure(sent: Sent, box: Box, flags: number, origin: Origin): void {
    const from = flags & FLAG.fixed ? WINDOW : origin;
    const rect = this.#rect;
    rect.x = Math.round(box.left * UNITS_PER_PX) - Math.round(from.left * UNITS_PER_PX);
    rect.y = Math.round(box.top * UNITS_PER_PX) - Math.round(from.top * UNITS_PER_PX);
    rect.w = Math.round(box.width * UNITS_PER_PX);
    rect.h = Math.round(box.height * UNITS_PER_PX);
    // What is as wide as its text must not tell how long that is.
    if (sent.isInline && sent.release <= REDACTED && rect.h > 0)
      rect.w = bucket(rect.w, Math.min(rect.h, LINE_UNITS_MAX));
  }

  isAt(sent: Sent): boolean {
    const rect = this.#rect;
    return (
      isNear(sent.x, rect.x) && isNear(sent.y, rect.y) && isNear(sent.w, rect.w) && isNear(sent.h, rect.h)
    );
  }

  settle(sent: Sent): void {
    const { x, y, w, h } = this.#rect;
    sent.x = x;
    sent.y = y;
    sent.w = w;
    sent.h = h;
  }

  isOfOtherSize(sent: Sent): boolean {
    return !isNear(sent.w, this.#rect.w) || !isNear(sent.h, this.#rect.h);
  }

  /** Tells of a new place, which `rect` holds: its size alone, its movement with siblings that moved by as much. */
  tell(sent: Sent): void {
    if (this.isAt(sent)) return;
    const [run, rect] = [this.#run, this.#rect];
    const [dx, dy] = [rect.x - sent.x, rect.y - sent.y];
    const isMoved = !isNear(dx, 0) || !isNear(dy, 0);
    if (isMoved && !sent.parent) {
      this.settle(sent);
      this.#pen.rect(sent);
      return;
    }
    if (this.isOfOtherSize(sent)) {
      this.#pen.size(sent, rect.w - sent.w, rect.h - sent.h);
      sent.w = rect.w;
      sent.h = rect.h;
    }
    // It stays where it was told to be, also where that is off by a hair.
    if (!isMoved) return;
    sent.x = rect.x;
    sent.y = rect.y;
    const isNext = run && run.last.parent === sent.parent && run.last.index + 1 === sent.index;
    if (isNext && run.dx === dx && run.dy === dy) {
      run.last = sent;
      run.count += 1;
      return;
    }
    this.endRun();
    this.#run = { first: sent, last: sent, count: 1, dx, dy };
  }

  endRun(): void {
    const run = this.#run;
    this.#run = null;
    if (run) this.#pen.shift(run.first, run.count, run.dx, run.dy);
  }
}

/** Where the children of an element are measured from: its own corner, or that of the page in a frame. */
export function originIn(sent: Sent, element: Element, box: Box): Origin {
  if (sent.kind === KIND.frame) {
    const inside = (element as HTMLIFrameElement).contentWindow;
    const [left, top] =
      documentIn(element as HTMLIFrameElement) && inside ? [inside.scrollX, inside.scrollY] : [0, 0];
    return { left: -left - element.clientLeft, top: -top - element.clientTop };
  }
  if (!(sent.flags & FLAG.clip)) return { left: box.left, top: box.top };
  return { left: box.left - element.scrollLeft, top: box.top - element.scrollTop };
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= JITTER_UNITS;
}
