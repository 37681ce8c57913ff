//! Keeps the other side's picture of the page: measures what is drawn, compares it with what was last sent, and writes the
//! difference. It reads the page and never changes it. What it cannot name is a box.

import { FLAG, KIND, UNITS_PER_PX, type Kind, type Writer } from '../wire/index.ts';
import { Bodies, hasState, type Body } from './bodies.ts';
import { Looks } from './looks.ts';
import { Pen } from './pen.ts';
import { HIDDEN, REDACTED, type Release, type Rules } from './policy.ts';
import { documentIn, drawnChildren, flagsOf, isOpaque, isUndrawn, kindOf, Sent, STALE } from './record.ts';
import { originIn, Places, type Origin } from './places.ts';

/** Where something stands, and how: what an element takes from those above and before it. */
interface Place {
  parent: Sent | null;
  after: Sent | null;
  origin: Origin;
  release: Release;
  /** Whether everything below is to be asked anew. */
  isDeep: boolean;
}

export interface Wants {
  /** Every release and look is asked again. */
  isAllNew?: boolean;
  /** Goes on where the time ran out. */
  isContinued?: boolean;
  /** What is far from the window is told now. */
  isFilling?: boolean;
}

/** All is told; time ran out; or something is told a little later on purpose. */
export type Outcome = 'done' | 'late' | 'soon';

/** A redacted text is told of at most ten times a second: its rhythm is the writer's. */
export const REDACTED_EVERY_MS = 100;
/** How often the clock is asked. */
const LOOKED_AT_BETWEEN_CLOCKS = 24;
const DEPTH_MAX = 400;
const NODES_MAX = 1_000_000;

/** Follows the roots that are met: documents in frames, and shadows. */
export interface Watcher {
  meet(root: Document | ShadowRoot): void;
}

export class Mirror {
  readonly looks = new Looks();
  private readonly bodies = new Bodies(this.looks);
  readonly pen: Pen;
  private readonly places: Places;
  private readonly known = new WeakMap<Node, Sent>();
  private readonly range = document.createRange();
  /** What sticks where it is while what it is in scrolls. */
  private readonly stuck = new Set<Sent>();
  /** What has children far from the window, of which nothing was told yet. */
  private readonly later = new Set<Sent>();
  private pinned: Set<Node> | null = null;
  private isFilling = false;
  root: Sent | null = null;
  private ids = 0;
  private pass = 0;
  private rounds = 0;
  private now = 0;
  private deadline = 0;
  private looked = 0;
  private depth = 0;
  private isLate = false;
  private isHeldBack = false;
  private isContinued = false;

  constructor(
    private readonly rules: Rules,
    out: Writer,
    private readonly watcher: Watcher,
  ) {
    this.pen = new Pen(out, this.looks);
    this.places = new Places(this.pen);
  }

  /** What was sent of a node. */
  sentOf(node: Node): Sent | undefined {
    const sent = this.known.get(node);
    return sent?.isAlive ? sent : undefined;
  }

  /** Marks what stands for a node, or the nearest thing that holds it. */
  mark(node: Node, how: number): void {
    for (let at: Node | null = node; at; at = above(at)) {
      const sent = this.sentOf(at);
      if (!sent) continue;
      // What is not drawn may be now.
      sent.mark(at === node ? how : STALE.rest);
      return;
    }
  }

  /**
   * Writes what differs, until `deadline`. Where time runs out, call again with `isContinued`: what was reached is not
   * measured again.
   */
  update(now: number, deadline: number, wants: Wants): Outcome {
    this.now = now;
    this.deadline = deadline;
    this.isLate = false;
    this.isHeldBack = false;
    this.isContinued = wants.isContinued ?? false;
    this.isFilling = wants.isFilling ?? false;
    if (!this.isContinued) this.pass += 1;
    if (this.isFilling) this.open();
    this.pinned = this.isFilling ? null : this.pins();
    this.pen.begin();
    this.bodies.beginPass();
    const element = document.documentElement;
    if (this.root && this.root.node !== element) {
      this.drop(this.root);
      this.root = null;
    }
    if (wants.isAllNew) this.root?.mark(STALE.deep);
    const page = { left: -window.scrollX, top: -window.scrollY };
    this.root = this.element(element, {
      parent: null,
      after: null,
      origin: page,
      release: REDACTED,
      isDeep: false,
    });
    this.places.endRun();
    if (this.isLate) return 'late';
    return this.isHeldBack ? 'soon' : 'done';
  }

  /** Whether there are things far from the window of which nothing was told. */
  get isUnfilled(): boolean {
    return this.later.size > 0;
  }

  /** What is far may be near now. */
  open(): void {
    for (const sent of this.later) if (sent.isAlive) sent.mark(STALE.rest);
    if (this.isFilling) this.later.clear();
  }

  /** Elements that are told of at once wherever they are, because something in them is released. */
  private pins(): Set<Node> {
    const pins = new Set<Node>();
    for (const released of this.rules.released(document))
      for (let at: Node | null = released; at && !pins.has(at); at = at.parentNode) pins.add(at);
    return pins;
  }

  private isFar(element: Element, box: DOMRect): boolean {
    const { pinned } = this;
    if (!pinned || pinned.has(element) || element.ownerDocument !== document) return false;
    const [wide, high] = [innerWidth, innerHeight];
    return box.top > 2 * high || box.bottom < -high || box.left > 2 * wide || box.right < -wide;
  }

  /** A scroller was scrolled: only its position is told, and what sticks is measured again. */
  scroll(node: Node): void {
    const sent = this.sentOf(node);
    if (!sent) return;
    this.scrolled(sent, node as Element);
    for (const stuck of this.stuck) {
      if (stuck.isAlive) stuck.parent?.mark(STALE.rest);
      else this.stuck.delete(stuck);
    }
  }

  private element(element: Element, at: Place): Sent | null {
    if (isUndrawn(element)) return null;
    const known = this.sentOf(element);
    const sent = known?.parent === at.parent ? known : undefined;
    const box = element.getBoundingClientRect();
    const isEmpty = box.width === 0 && box.height === 0;
    const release = this.rules.of(element, at.release);
    const isOther = sent?.release !== release;
    const goesDeep = at.isDeep || isOther || ((sent?.stale ?? 0) & STALE.deep) !== 0;
    const isStale = goesDeep || ((sent?.stale ?? 0) & STALE.self) !== 0;
    const style = isStale || isEmpty ? getComputedStyle(element) : null;
    if (isEmpty && style?.display === 'none') return null;
    if (!sent) {
      if (at.parent && release <= REDACTED && this.isFar(element, box)) {
        this.later.add(at.parent);
        return null;
      }
      return this.added(element, style ?? getComputedStyle(element), box, release, at);
    }
    const { stale } = sent;
    sent.stale = 0;
    sent.release = release;
    sent.pass = this.pass;
    const flags = isStale && style ? flagsOf(element, style) : sent.flags;
    this.places.measure(sent, box, flags, at.origin);
    const isOfOtherSize = this.places.isOfOtherSize(sent);
    this.places.tell(sent);
    if (isStale && style) this.refreshed(sent, element, style, flags);
    if (isOpaque(sent.kind, element)) return sent;
    if (goesDeep || isOfOtherSize || stale !== 0) {
      if (flags & FLAG.clip || sent.parent === null) this.scrolled(sent, element);
      this.children(sent, element, originIn(sent, element, box), goesDeep);
    }
    return sent;
  }

  private added(
    element: Element,
    style: CSSStyleDeclaration,
    box: DOMRect,
    release: Release,
    at: Place,
  ): Sent | null {
    if (this.ids >= NODES_MAX) return null;
    const sent = this.made(element, kindOf(element), at.parent);
    sent.release = release;
    sent.flags = flagsOf(element, style);
    sent.isInline = style.display === 'inline';
    if (style.position === 'sticky') this.stuck.add(sent);
    this.places.measure(sent, box, sent.flags, at.origin);
    this.places.settle(sent);
    sent.look = this.pen.look(this.looks.ofBox(style, release > REDACTED));
    let body: Body | null = null;
    if (hasState(sent)) {
      sent.state = this.bodies.stateOf(element, sent.kind, release);
      if (isOpaque(sent.kind, element)) body = this.bodies.ofControl(element, sent.kind, style, release);
      sent.body = body?.key ?? '';
    }
    this.places.endRun();
    this.pen.node(sent, at.after, body);
    if (isOpaque(sent.kind, element)) return sent;
    if (sent.flags & FLAG.clip || sent.parent === null) this.scrolled(sent, element);
    this.children(sent, element, originIn(sent, element, box), false);
    return sent;
  }

  private text(text: Text, at: Place): Sent | null {
    if (!/\S/.test(text.data)) return null;
    const drawn = this.bodies.ofText(text, this.range, at.release);
    if (!drawn) return null;
    const known = this.sentOf(text);
    const sent = known?.parent === at.parent ? known : this.made(text, KIND.text, at.parent);
    this.places.measure(sent, drawn.box, 0, at.origin);
    const { body } = drawn;
    const isNew = sent !== known;
    sent.release = at.release;
    sent.pass = this.pass;
    sent.stale = 0;
    if (isNew) {
      this.places.settle(sent);
      sent.body = body.key;
      sent.bodyAt = this.now;
      this.places.endRun();
      this.pen.node(sent, at.after, body);
      return sent;
    }
    const isSame = sent.body === body.key;
    const isThere = isSame && this.places.isAt(sent);
    if (body.look === null && !isThere && this.now - sent.bodyAt < REDACTED_EVERY_MS) {
      sent.mark(STALE.self);
      this.isHeldBack = true;
      return sent;
    }
    if (!isThere) sent.bodyAt = this.now;
    this.places.tell(sent);
    if (!isSame) {
      sent.body = body.key;
      this.places.endRun();
      this.pen.body(sent, body);
    }
    return sent;
  }

  /** Compares the children that are drawn with those that were sent. */
  private children(sent: Sent, node: Element, origin: Origin, isDeep: boolean): void {
    if (this.depth >= DEPTH_MAX) return;
    this.depth += 1;
    this.rounds += 1;
    const round = this.rounds;
    const below = this.releaseBelow(sent, node);
    const next: Sent[] = [];
    let after: Sent | null = null;
    let furthest = -1;
    const drawn = drawnChildren(node);
    for (let place = 0; place < drawn.length; place += 1) {
      const child = drawn[place] as Node;
      const known = this.sentOf(child);
      const own = known?.parent === sent ? known : undefined;
      let kept: Sent | null = own ?? null;
      const isDone = this.isContinued && own?.pass === this.pass && own.stale === 0;
      if (!isDone && this.isTimeUp) {
        this.leaveRest(sent, next, round, isDeep);
        break;
      }
      if (known && !own) this.drop(known);
      if (own && own.index < furthest) {
        this.places.endRun();
        this.pen.move(own, after);
      } else if (own) furthest = own.index;
      if (!isDone) {
        const release = this.releaseOf(child, node, below);
        const at: Place = { parent: sent, after, origin, release, isDeep };
        if (child.nodeType === Node.TEXT_NODE) kept = this.text(child as Text, at);
        else kept = child.nodeType === Node.ELEMENT_NODE ? this.element(child as Element, at) : null;
      }
      if (!kept) continue;
      kept.round = round;
      next.push(kept);
      after = kept;
    }
    this.places.endRun();
    for (const gone of sent.children) if (gone.isAlive && gone.round !== round) this.drop(gone);
    next.forEach((one, index) => (one.index = index));
    sent.children = next;
    this.depth -= 1;
  }

  /** Time is up: the children that were not reached stay as they are, and are looked at when it goes on. */
  private leaveRest(sent: Sent, next: Sent[], round: number, isDeep: boolean): void {
    for (const rest of sent.children) {
      if (rest.round === round || !rest.isAlive) continue;
      if (isDeep) rest.stale |= STALE.deep;
      rest.round = round;
      next.push(rest);
    }
    sent.mark(STALE.rest);
  }

  /** What is released inside: a frame is a page of its own, and what is released around it says nothing of it. */
  private releaseBelow(sent: Sent, node: Element): Release {
    if (node.shadowRoot) this.watcher.meet(node.shadowRoot);
    if (sent.kind !== KIND.frame) return sent.release;
    const inside = documentIn(node as HTMLIFrameElement);
    if (inside) this.watcher.meet(inside);
    return sent.release === HIDDEN ? HIDDEN : REDACTED;
  }

  /** A node in a slot is released only as its own parent is, and hidden if either says so. */
  private releaseOf(child: Node, drawnIn: Node, release: Release): Release {
    const own = child.parentNode;
    if (own === drawnIn || release === HIDDEN || own?.nodeType !== Node.ELEMENT_NODE) return release;
    return this.sentOf(own)?.release ?? (own.contains(drawnIn) ? release : REDACTED);
  }

  private scrolled(sent: Sent, element: Element): void {
    const isPage = element === element.ownerDocument.documentElement;
    const view = isPage ? element.ownerDocument.defaultView : null;
    const x = Math.max(0, Math.round((view ? view.scrollX : element.scrollLeft) * UNITS_PER_PX));
    const y = Math.max(0, Math.round((view ? view.scrollY : element.scrollTop) * UNITS_PER_PX));
    if (x === sent.scrollX && y === sent.scrollY) return;
    sent.scrollX = x;
    sent.scrollY = y;
    this.places.endRun();
    this.pen.scroll(sent);
  }

  private made(node: Node, kind: Kind, parent: Sent | null): Sent {
    this.ids += 1;
    const sent = new Sent(this.ids, node, kind, parent);
    sent.pass = this.pass;
    this.known.set(node, sent);
    return sent;
  }

  private refreshed(sent: Sent, element: Element, style: CSSStyleDeclaration, flags: number): void {
    this.places.endRun();
    if (flags !== sent.flags) {
      sent.flags = flags;
      this.pen.flags(sent);
    }
    const look = this.pen.look(this.looks.ofBox(style, sent.release > REDACTED));
    if (look !== sent.look) {
      sent.look = look;
      this.pen.wear(sent);
    }
    if (!hasState(sent)) return;
    const state = this.bodies.stateOf(element, sent.kind, sent.release);
    if (state !== sent.state) {
      sent.state = state;
      this.pen.state(sent);
    }
    if (!isOpaque(sent.kind, element)) return;
    const body = this.bodies.ofControl(element, sent.kind, style, sent.release);
    if ((body?.key ?? '') === sent.body) return;
    sent.body = body?.key ?? '';
    this.pen.body(sent, body);
  }

  private drop(sent: Sent): void {
    this.places.endRun();
    this.pen.remove(sent);
    forget(sent);
  }

  private get isTimeUp(): boolean {
    if (this.isLate) return true;
    this.looked += 1;
    if (this.looked % LOOKED_AT_BETWEEN_CLOCKS === 0) this.isLate = performance.now() > this.deadline;
    return this.isLate;
  }
}

/** It and all below it are no longer there. */
function forget(sent: Sent): void {
  sent.isAlive = false;
  for (const below of sent.children) forget(below);
}

/** The node above, out of shadows and frames too. */
function above(node: Node): Node | null {
  if (node.parentNode) return node.parentNode;
  if (node.nodeType === Node.DOCUMENT_NODE) return (node as Document).defaultView?.frameElement ?? null;
  return (node as ShadowRoot).host ?? null;
}
