//! Keeps the other side's picture of the page: measures what is drawn, compares it with what was last sent, and writes the
//! difference. It reads the page and never changes it. What it cannot name is a box.

import { FLAG, KIND, UNITS_PER_PX, type Kind, type Writer } from '../wire/index.ts';
import { Bodies, hasState } from './bodies.ts';
import { type Extra, type MakeMore, type More } from './details.ts';
import { Looks } from './looks.ts';
import { Pen } from './pen.ts';
import { HIDDEN, REDACTED, type Release, type Rules } from './policy.ts';
import {
  above,
  documentIn,
  drawnBelow,
  ELEMENT,
  flagsOf,
  forget,
  isClobbered,
  isOpaque,
  isUndrawn,
  kindOf,
  type Place,
  Sent,
  STALE,
  TEXT,
  type Wants,
} from './record.ts';
import { assetNumbers, type Assets } from './assets.ts';
import { Dress } from './dress.ts';
import { type Heard, type Watcher } from './watch.ts';
import { Near } from './near.ts';
import { originIn, Places, type Origin } from './places.ts';

/** All is told; time ran out; or something is told a little later on purpose. */
export type Outcome = 'done' | 'late' | 'soon';

/** A redacted text is told of at most ten times a second: its rhythm is the writer's. */
export const REDACTED_EVERY_MS = 100;
/** How often the clock is asked. */
const LOOKED_AT_BETWEEN_CLOCKS = 24;
/** Of a text. */
const NO_LOOK: number[] = [];
const DEPTH_MAX = 400;
const NODES_MAX = 1_000_000;

export class Mirror {
  readonly looks = new Looks();
  readonly #bodies = new Bodies(this.looks);
  readonly pen: Pen;
  readonly #places: Places;
  readonly #known = new WeakMap<Node, Sent>();
  readonly #range = new Range();
  /** What sticks where it is while what it is in scrolls. */
  readonly #stuck = new Set<Sent>();
  readonly near = new Near();
  root: Sent | null = null;
  #ids = 0;
  #pass = 0;
  #rounds = 0;
  #now = 0;
  #deadline = 0;
  #looked = 0;
  #depth = 0;
  #isLate = false;
  #isHeldBack = false;
  #isContinued = false;
  readonly #more: More | null;
  readonly #dress: Dress;

  readonly #rules: Rules;
  readonly #watcher: Watcher;

  constructor(
    rules: Rules,
    out: Writer,
    watcher: Watcher,
    make: MakeMore | null,
    assets: Assets,
    heard: Pick<Heard, 'stale' | 'all'>,
  ) {
    this.#rules = rules;
    this.#bodies.rules = rules;
    this.#watcher = watcher;
    this.pen = new Pen(out, this.looks);
    this.#places = new Places(this.pen);
    const ground = {
      out,
      looks: this.looks,
      asset: /* @__PURE__ */ assetNumbers(assets, out),
      releaseOf: (element: Element, above: Release) => rules.of(element, above),
      hasPixels: (release: Release) => rules.hasPixels(release),
      again: (node: Node) => heard.stale(node, STALE.self, false),
      all: () => heard.all(),
    };
    this.#more = make?.(ground) ?? null;
    this.#dress = new Dress(this.pen, this.#places, this.looks, this.#bodies);
  }

  end(): void {
    this.#more?.end();
  }

  /** What was sent of a node. */
  sentOf(node: Node): Sent | undefined {
    const sent = this.#known.get(node);
    return sent?.isAlive ? sent : undefined;
  }

  /** Marks what stands for a node, or the nearest thing that holds it, which it gives. */
  mark(node: Node, how: number): Sent | null {
    if (how !== STALE.self) this.near.forget();
    // A form's fields may stand for its properties: then there is no way up.
    for (let at: Node | null = node, left = 2 * DEPTH_MAX; at && left > 0; at = above(at), left -= 1) {
      const sent = this.sentOf(at);
      if (!sent) continue;
      // What is not drawn may be now.
      sent.mark(at === node ? how : STALE.rest);
      return sent;
    }
    return null;
  }

  /**
   * Writes what differs, until `deadline`. Where time runs out, call again with `isContinued`: what was reached is not
   * measured again.
   */
  update(now: number, deadline: number, wants: Wants): Outcome {
    this.#now = now;
    this.#deadline = deadline;
    this.#isLate = false;
    this.#isHeldBack = false;
    this.#isContinued = wants.isContinued ?? false;
    if (!this.#isContinued) this.#pass += 1;
    if (wants.isAllNew) this.near.forget(true);
    this.near.begin(this.#rules);
    this.pen.begin();
    this.#bodies.beginPass();
    this.#more?.beginPass(wants.isAllNew ?? false);
    const element = document.documentElement as Element | null;
    if (this.root && this.root.node !== element) {
      this.#drop(this.root);
      this.root = null;
    }
    if (wants.isAllNew) this.root?.mark(STALE.deep);
    const page = { left: -window.scrollX, top: -window.scrollY };
    // While a document is being written anew it has none; and a form may have the name.
    if (element?.parentNode !== document) return 'soon';
    const at: Place = { parent: null, after: null, origin: page, release: REDACTED, isDeep: false };
    this.root = this.#element(element, at, this.sentOf(element));
    if (this.near.isOfOtherHeight(this.root?.h ?? 0)) this.#isHeldBack = true;
    this.#places.endRun();
    if (this.#isLate) return 'late';
    return this.#isHeldBack ? 'soon' : 'done';
  }

  /** A scroller was scrolled: only its position is told, and what sticks is measured again. */
  scroll(node: Node): void {
    const sent = this.sentOf(node);
    if (!sent) return;
    this.#scrolled(sent, node as Element);
    for (const stuck of this.#stuck) {
      if (stuck.isAlive) stuck.parent?.mark(STALE.rest);
      else this.#stuck.delete(stuck);
    }
  }

  #element(element: Element, at: Place, known: Sent | undefined): Sent | null {
    const sent = known?.parent === at.parent ? known : undefined;
    if (isClobbered(element) || (!sent && isUndrawn(element))) return null;
    const box = element.getBoundingClientRect();
    if (!sent && at.parent && at.release <= REDACTED && this.near.isFar(element, box)) {
      this.near.leave(at.parent);
      return null;
    }
    const isEmpty = box.width === 0 && box.height === 0;
    if (sent?.stale === 0 && !at.isDeep && !isEmpty) return this.#moved(sent, element, box, at.origin);
    const release = this.#rules.of(element, at.release);
    const isOther = sent?.release !== release;
    if (isOther && release > REDACTED) this.#more?.want();
    const goesDeep = at.isDeep || isOther || ((sent?.stale ?? 0) & STALE.deep) !== 0;
    const isStale = goesDeep || ((sent?.stale ?? 0) & STALE.self) !== 0;
    const style = isStale || isEmpty ? getComputedStyle(element) : null;
    if (isEmpty && style?.display === 'none') return null;
    if (!sent) return this.#added(element, style ?? getComputedStyle(element), box, release, at);
    const { stale } = sent;
    sent.stale = 0;
    sent.release = release;
    sent.pass = this.#pass;
    const flags = isStale && style ? flagsOf(element, style) : sent.flags;
    this.#places.measure(sent, box, flags, at.origin);
    const isOfOtherSize = this.#places.isOfOtherSize(sent);
    this.#places.tell(sent);
    if (isStale && style) this.#dress.refreshed(sent, element, style, box, flags);
    if (isOpaque(sent.kind, element)) return sent;
    if (goesDeep || isOfOtherSize || stale !== 0) {
      if (flags & FLAG.clip || sent.parent === null) this.#scrolled(sent, element);
      this.#children(sent, element, box, goesDeep);
    }
    return sent;
  }

  /** Nothing about it is other, perhaps its place: what is released in it, and how it looks, need not be asked. */
  #moved(sent: Sent, element: Element, box: DOMRect, origin: Origin): Sent {
    sent.pass = this.#pass;
    this.#places.measure(sent, box, sent.flags, origin);
    const isOfOtherSize = this.#places.isOfOtherSize(sent);
    this.#places.tell(sent);
    if (!isOfOtherSize) return sent;
    if (!isOpaque(sent.kind, element)) {
      if (sent.flags & FLAG.clip || sent.parent === null) this.#scrolled(sent, element);
      this.#children(sent, element, box, false);
    } else if (sent.body !== '')
      this.#dress.refreshed(sent, element, getComputedStyle(element), box, sent.flags);
    return sent;
  }

  #added(
    element: Element,
    style: CSSStyleDeclaration,
    box: DOMRect,
    release: Release,
    at: Place,
  ): Sent | null {
    if (this.#ids >= NODES_MAX) return null;
    const sent = this.#made(element, kindOf(element), at.parent);
    sent.release = release;
    sent.flags = flagsOf(element, style);
    sent.isInline = style.display === 'inline';
    if (style.position === 'sticky') this.#stuck.add(sent);
    this.#places.measure(sent, box, sent.flags, at.origin);
    this.#places.settle(sent);
    sent.look = this.#dress.lookOf(sent, element, style, box);
    if (hasState(sent)) sent.state = this.#bodies.stateOf(element, sent.kind, release);
    const body = this.#dress.bodyOf(sent, element, style, box);
    sent.body = body?.key ?? '';
    this.#places.endRun();
    this.pen.node(sent, at.after, body);
    if (isOpaque(sent.kind, element)) return sent;
    if (sent.flags & FLAG.clip || sent.parent === null) this.#scrolled(sent, element);
    this.#children(sent, element, box, false);
    return sent;
  }

  #text(text: Text, at: Place): Sent | null {
    if (!/\S/.test(text.data)) return null;
    const drawn = this.#bodies.ofText(text, this.#range, at.release);
    return drawn && this.#shown(text, drawn, NO_LOOK, at);
  }

  /** A text, or something that is drawn and is no node of the page. */
  #shown(text: Text, drawn: Omit<Extra, 'look'>, made: number[], at: Place): Sent {
    const known = this.sentOf(text);
    const kind = drawn.body ? KIND.text : KIND.box;
    const sent =
      known?.parent === at.parent && known.kind === kind ? known : this.#made(text, kind, at.parent);
    this.#places.measure(sent, drawn.box, 0, at.origin);
    const { body } = drawn;
    const key = body?.key ?? '';
    const look = this.pen.look(made);
    const isNew = sent !== known;
    sent.release = at.release;
    sent.pass = this.#pass;
    sent.stale = 0;
    if (isNew) {
      this.#places.settle(sent);
      sent.body = key;
      sent.look = look;
      sent.bodyAt = this.#now;
      this.#places.endRun();
      this.pen.node(sent, at.after, body);
      return sent;
    }
    const isSame = sent.body === key;
    const isThere = isSame && this.#places.isAt(sent);
    if (body?.look === null && !isThere && this.#now - sent.bodyAt < REDACTED_EVERY_MS) {
      sent.mark(STALE.self);
      this.#isHeldBack = true;
      return sent;
    }
    if (!isThere) sent.bodyAt = this.#now;
    this.#places.tell(sent);
    if (look !== sent.look) {
      sent.look = look;
      this.#places.endRun();
      this.pen.wear(sent);
    }
    if (!isSame) {
      sent.body = key;
      this.#places.endRun();
      this.pen.body(sent, body);
    }
    return sent;
  }

  /** Compares the children that are drawn with those that were sent. */
  #children(sent: Sent, node: Element, box: DOMRect, isDeep: boolean): void {
    if (this.#depth >= DEPTH_MAX) return;
    const origin = originIn(sent, node, box);
    this.#depth += 1;
    this.#rounds += 1;
    const round = this.#rounds;
    const below = this.#releaseBelow(sent, node);
    const next: Sent[] = [];
    const at: Place = { parent: sent, after: null, origin, release: below, isDeep };
    let furthest = -1;
    const around = this.looks.details && this.#dress.around(sent, node, box);
    const others = drawnBelow(node);
    const drawn = around
      ? [...around.before, ...Array.from(others ?? node.childNodes), ...around.after]
      : others;
    let place = 0;
    // The children of most are their own, one beside the other.
    for (
      let child = drawn ? drawn[0] : node.firstChild;
      child;
      child = drawn ? drawn[(place += 1)] : child.nextSibling
    ) {
      const known = this.sentOf(child) ?? this.#heir(sent.children[next.length], child, round);
      const mine = known?.parent === sent ? known : undefined;
      let kept: Sent | null = mine ?? null;
      const isDone = this.#isContinued && mine?.pass === this.#pass && mine.stale === 0;
      if (!isDone && this.#isTimeUp) {
        this.#leaveRest(sent, next, round, isDeep);
        break;
      }
      if (known && !mine) this.#drop(known);
      if (mine && mine.index < furthest) {
        this.#places.endRun();
        this.pen.move(mine, at.after);
      } else if (mine) furthest = mine.index;
      if (!isDone) {
        const type = child.nodeType;
        const extra = around && this.looks.details?.extra(child as Text);
        at.release = extra ? sent.release : others ? this.#releaseOf(child, node, below) : below;
        if (extra) kept = this.#shown(child as Text, extra, extra.look, at);
        else if (type === TEXT) kept = this.#text(child as Text, at);
        else kept = type === ELEMENT ? this.#element(child as Element, at, mine) : null;
      }
      if (!kept) continue;
      kept.lookedIn = round;
      next.push(kept);
      at.after = kept;
    }
    this.#places.endRun();
    for (const gone of sent.children) if (gone.isAlive && gone.lookedIn !== round) this.#drop(gone);
    for (let index = 0; index < next.length; index += 1) (next[index] as Sent).index = index;
    sent.children = next;
    this.#depth -= 1;
  }

  /** A text in place of one that is gone is told as another body of it. */
  #heir(gone: Sent | undefined, child: Node, round: number): Sent | undefined {
    const isHeir =
      gone?.isAlive &&
      gone.kind === KIND.text &&
      gone.lookedIn !== round &&
      child.nodeType === TEXT &&
      gone.node.parentNode !== child.parentNode;
    if (!isHeir) return undefined;
    this.#known.delete(gone.node);
    this.#known.set(child, gone);
    gone.node = child;
    return gone;
  }

  /** Time is up: the children that were not reached stay as they are, and are looked at when it goes on. */
  #leaveRest(sent: Sent, next: Sent[], round: number, isDeep: boolean): void {
    for (const rest of sent.children) {
      if (rest.lookedIn === round || !rest.isAlive) continue;
      if (isDeep) rest.stale |= STALE.deep;
      rest.lookedIn = round;
      next.push(rest);
    }
    sent.mark(STALE.rest);
  }

  /** What is released inside: a frame is a page of its own, and what is released around it says nothing of it. */
  #releaseBelow(sent: Sent, node: Element): Release {
    if (node.shadowRoot) this.#watcher.meet(node.shadowRoot);
    if (sent.kind !== KIND.frame) return sent.release;
    const inside = documentIn(node as HTMLIFrameElement);
    if (inside) this.#watcher.meet(inside);
    return sent.release === HIDDEN ? HIDDEN : REDACTED;
  }

  /** A node in a slot is released only as its own parent is, and hidden if either says so. */
  #releaseOf(child: Node, drawnIn: Node, release: Release): Release {
    const own = child.parentNode;
    if (own === drawnIn || release === HIDDEN || own?.nodeType !== ELEMENT) return release;
    return this.sentOf(own)?.release ?? (own.contains(drawnIn) ? release : REDACTED);
  }

  #scrolled(sent: Sent, element: Element): void {
    const isPage = element === element.ownerDocument.documentElement;
    const view = isPage ? element.ownerDocument.defaultView : null;
    const x = Math.max(0, Math.round((view ? view.scrollX : element.scrollLeft) * UNITS_PER_PX));
    const y = Math.max(0, Math.round((view ? view.scrollY : element.scrollTop) * UNITS_PER_PX));
    if (x === sent.scrollX && y === sent.scrollY) return;
    sent.scrollX = x;
    sent.scrollY = y;
    this.#places.endRun();
    this.pen.scroll(sent);
  }

  #made(node: Node, kind: Kind, parent: Sent | null): Sent {
    this.#ids += 1;
    const sent = new Sent(this.#ids, node, kind, parent);
    sent.pass = this.#pass;
    this.#known.set(node, sent);
    return sent;
  }

  #drop(sent: Sent): void {
    this.#places.endRun();
    this.pen.remove(sent);
    forget(sent);
  }

  get #isTimeUp(): boolean {
    if (this.#isLate) return true;
    this.#looked += 1;
    if (this.#looked % LOOKED_AT_BETWEEN_CLOCKS === 0) this.#isLate = performance.now() > this.#deadline;
    return this.#isLate;
  }
}
