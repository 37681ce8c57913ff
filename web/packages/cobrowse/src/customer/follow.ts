//! The capture of this page as the session sees it: which element a number of the wire means, whether it is still as the
//! other side knows it, and whether it is released where it stands.

import { Capture } from '../capture/capture.ts';
import { more } from '../capture/full/index.ts';
import { HIDDEN, REDACTED, rulesOf, type Release } from '../capture/policy.ts';
import { type Sent } from '../capture/record.ts';
import { OP, STATE } from '../wire/codes.ts';
import { files } from './manifest.ts';
import { type SessionPolicy } from './messages.ts';

/** What the other side does not have after so long, it acted without. */
export const BEHIND_MS_MAX = 5_000;
/** Of a capture that begins anew, an intent may still mean the one before: numbers begin again. */
const BEGUN_MS_MIN = 1_500;
const MS_PER_S = 1_000;

/** Where something lies is not what it is: an intent names an element and no place. */
const OF_PLACE = new Set<number>([OP.rect, OP.shift, OP.scroll, OP.wear]);

export class Follow {
  readonly #capture: Capture;
  /** The frame that told last of each node, and its state then. */
  readonly #told = new WeakMap<Sent, { frame: number; state: number }>();
  /** When each frame was sent. */
  readonly #sentAt: number[] = [];

  /** Begins. Throws `PolicyError` for a policy that cannot be read. */
  constructor(
    policy: SessionPolicy | null,
    onFrame: (frame: Uint8Array) => void,
    onError: (error: unknown) => void,
    private readonly isFirst: boolean,
  ) {
    const rules = rulesOf(policy);
    const send = (frame: Uint8Array): void => {
      this.#sentAt.push(performance.now());
      onFrame(frame);
    };
    this.#capture = new Capture({ policy, assets: files, onFrame: send, onError }, rules, more);
    this.#capture.mirror.pen.heard = (op, sent) => this.#note(op, sent);
    this.#capture.begin();
  }

  stop(): void {
    this.#capture.end();
  }

  /** The most frames a second. */
  rate(hz: number): void {
    this.#capture.everyMs = MS_PER_S / hz;
  }

  /** Sends at once what changed. */
  refresh(): void {
    this.#capture.pass();
  }

  /** The number of the last frame. */
  get last(): number {
    return this.#capture.sequence - 1;
  }

  /** What was sent under this number, if it is there. */
  find(id: number, below: Sent | null = this.#capture.mirror.root): Sent | null {
    if (!below || below.id === id) return below;
    for (const child of below.children) {
      const found = this.find(id, child);
      if (found) return found;
    }
    return null;
  }

  sentOf(element: Element): Sent | undefined {
    return this.#capture.mirror.sentOf(element);
  }

  /** The last frame that told of this node, or of anything below it. */
  changedAt(sent: Sent): number {
    return Math.max(this.#told.get(sent)?.frame ?? 0, ...sent.children.map((child) => this.changedAt(child)));
  }

  /** Whether who saw this frame last knows too little of what there is now. */
  isBehind(frame: number): boolean {
    const now = performance.now();
    const next = this.#sentAt[frame + 1];
    if (frame > this.last || (next !== undefined && now - next > BEHIND_MS_MAX)) return true;
    return !this.isFirst && now - (this.#sentAt[0] ?? now) < BEGUN_MS_MIN;
  }

  /** How an element is released now, asked of the page and not of what was sent. */
  releaseOf(element: Element): Release {
    const { rules } = this.#capture;
    let release = REDACTED;
    for (const one of chainOf(element)) {
      release = rules.of(one, release);
      // What is drawn in a slot is hidden where the slot is.
      for (let slot = one.assignedSlot; slot; slot = slot.assignedSlot)
        if (chainOf(slot).reduce((at, above) => rules.of(above, at), REDACTED) === HIDDEN) return HIDDEN;
    }
    return release;
  }

  #note(op: number, sent: Sent): void {
    const before = this.#told.get(sent);
    if (before && OF_PLACE.has(op)) return;
    const { state } = sent;
    const isFocus = op === OP.state && before && ((before.state ^ state) & ~STATE.focused) === 0;
    this.#told.set(sent, { frame: isFocus ? before.frame : this.last, state });
  }
}

/** An element and those that it stands in, from the page's root down. */
function chainOf(element: Element): Element[] {
  const chain: Element[] = [];
  for (let at: Node | null = element; at; at = at.parentNode ?? ((at as ShadowRoot).host as Element | null))
    if (at.nodeType === Node.ELEMENT_NODE) chain.unshift(at as Element);
  return chain;
}
