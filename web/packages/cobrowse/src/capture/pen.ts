//! Writes operations: what is placed where, in as few bytes as the order of a tree allows.

import { FLAG, OP, type Writer } from '../wire/index.ts';
import { type Body, hasState } from './bodies.ts';
import { type Looks } from './looks.ts';
import { type Sent } from './record.ts';

export class Pen {
  /** Told of what is written about a node, where somebody wants to know. */
  heard?: (op: number, sent: Sent) => void;
  /** Where the next node goes: into `parent`, after `after`. */
  #parent: Sent | null = null;
  #after: Sent | null = null;

  readonly #out: Writer;
  readonly #looks: Looks;

  constructor(out: Writer, looks: Looks) {
    this.#out = out;
    this.#looks = looks;
  }

  /** Each frame stands for itself: its cursor begins nowhere. */
  begin(): void {
    this.#parent = null;
    this.#after = null;
  }

  /** The number of a look; a new one is written before. */
  look(made: readonly number[]): number {
    return this.#looks.number(made, this.#out, OP.look);
  }

  node(sent: Sent, after: Sent | null, body: Body | null): void {
    const bodyLook = body?.look ? this.look(body.look) : 0;
    this.#place(sent.parent, after);
    this.heard?.(OP.node, sent);
    const out = this.#out;
    out.byte(OP.node);
    out.byte(sent.kind | ((sent.flags | (body ? FLAG.body : 0)) << 4));
    // Most things follow the one before them, and are as wide as what they are in.
    out.signed(sent.x);
    out.signed(sent.y - (after ? after.y + after.h : 0));
    out.signed((sent.parent?.w ?? 0) - sent.w);
    out.whole(sent.h);
    out.whole(sent.look);
    if (hasState(sent)) out.byte(sent.state);
    body?.write(out, bodyLook);
    this.#after = sent;
  }

  remove(sent: Sent): void {
    this.#about(OP.remove, sent);
  }

  move(sent: Sent, after: Sent | null): void {
    this.#about(OP.move, sent);
    this.#out.whole(after?.id ?? 0);
  }

  rect(sent: Sent): void {
    this.#about(OP.rect, sent);
    this.#out.signed(sent.x);
    this.#out.signed(sent.y);
    this.#out.whole(sent.w);
    this.#out.whole(sent.h);
  }

  /** Wider and higher by so much. */
  size(sent: Sent, dw: number, dh: number): void {
    this.#about(OP.size, sent);
    this.#out.signed(dw);
    this.#out.signed(dh);
  }

  /** `count` siblings from `first` on moved by the same distance. */
  shift(first: Sent, count: number, dx: number, dy: number): void {
    this.#about(OP.shift, first);
    this.#out.whole(count);
    this.#out.signed(dx);
    this.#out.signed(dy);
  }

  wear(sent: Sent): void {
    this.#about(OP.wear, sent);
    this.#out.whole(sent.look);
  }

  flags(sent: Sent): void {
    this.#about(OP.flags, sent);
    this.#out.byte(sent.flags);
  }

  state(sent: Sent): void {
    this.#about(OP.state, sent);
    this.#out.byte(sent.state);
  }

  scroll(sent: Sent): void {
    this.#about(OP.scroll, sent);
    this.#out.whole(sent.scrollX);
    this.#out.whole(sent.scrollY);
  }

  /** Another body, or none. */
  body(sent: Sent, body: Body | null): void {
    const look = body?.look ? this.look(body.look) : 0;
    this.#about(OP.body, sent);
    this.#out.byte(body ? 1 : 0);
    body?.write(this.#out, look);
  }

  #about(op: number, sent: Sent): void {
    this.heard?.(op, sent);
    this.#out.byte(op);
    this.#out.whole(sent.id);
    // What was moved or removed must not be where the next node goes.
    if (op === OP.remove || op === OP.move) this.begin();
  }

  #place(parent: Sent | null, after: Sent | null): void {
    if (this.#parent === parent && this.#after === after && parent) return;
    if (parent && after === null && this.#after === parent) {
      this.#out.byte(OP.enter);
    } else {
      let climbed = 0;
      let at = this.#parent;
      while (at && at !== after) {
        climbed += 1;
        at = at.parent;
      }
      if (at && at === after && at.parent === parent) {
        for (let left = climbed; left >= 0; left -= 1) this.#out.byte(OP.leave);
      } else {
        this.#out.byte(OP.at);
        this.#out.whole(parent?.id ?? 0);
        this.#out.whole(after?.id ?? 0);
      }
    }
    this.#parent = parent;
    this.#after = after;
  }
}
