//! The picture of the other side's page, from its frames. Every number is held against the closed lists of the wire; what
//! does not fit is a `WireError`, and changes nothing more.

import { FLAG, FRAME, KIND, KIND_MAX, LIMIT, OP, Reader, WIRE_VERSION, type Kind } from '../wire/index.ts';
import { readBody, type BodyShown } from './body.ts';
import { readLook, type Look } from './look.ts';

/** A node of the other side's page. Lengths in units, relative to its parent. */
export interface NodeShown {
  id: number;
  kind: Kind;
  flags: number;
  x: number;
  y: number;
  w: number;
  h: number;
  look: number;
  state: number;
  scrollX: number;
  scrollY: number;
  body: BodyShown | null;
  parent: NodeShown | null;
  children: NodeShown[];
}

/** What a frame changed: the nodes that are new, other or gone. */
export interface Change {
  added: Set<NodeShown>;
  changed: Set<NodeShown>;
  removed: Set<NodeShown>;
  view: boolean;
}

const HASH_BYTES = 32;

export class Model {
  readonly nodes = new Map<number, NodeShown>();
  readonly looks: Look[] = [];
  root: NodeShown | null = null;
  view = { width: 0, height: 0, ratio: 100 };
  policy = '';
  isReady = false;
  /** SHA-256 of each asset, in hexadecimal digits; asset 1 is the first. */
  readonly assets: string[] = [];
  /** Where the customer's pointer is in the page, in units. */
  pointer: { x: number; y: number } | null = null;
  private ids = 0;
  private isCheckpoint = false;
  private expected = 0;
  private parent: NodeShown | null = null;
  private after: NodeShown | null = null;
  private change: Change = { added: new Set(), changed: new Set(), removed: new Set(), view: false };

  /** Takes the next frame. Throws `WireError`. */
  take(frame: Uint8Array): Change {
    const from = new Reader(frame);
    if (from.byte() !== WIRE_VERSION) throw from.fail('another version of the wire');
    const kind = from.byte();
    const sequence = from.whole();
    this.change = { added: new Set(), changed: new Set(), removed: new Set(), view: false };
    this.isCheckpoint = kind === FRAME.checkpoint;
    // What begins, or holds everything, fits after anything.
    if (kind === FRAME.start ? sequence === 0 : this.isCheckpoint) {
      this.forget();
      this.expected = sequence;
      this.policy = hex(from.raw(HASH_BYTES));
    } else if (sequence !== this.expected)
      throw from.fail(`frame ${sequence} where ${this.expected} was due`);
    else if (kind !== FRAME.ops) throw from.fail('an unknown kind of frame');
    this.expected += 1;
    this.parent = null;
    this.after = null;
    while (!from.done) this.operation(from);
    return this.change;
  }

  /** The number of the last frame that was taken; −1 before the first. */
  get sequence(): number {
    return this.expected - 1;
  }

  private forget(): void {
    for (const node of this.nodes.values()) this.change.removed.add(node);
    this.nodes.clear();
    this.looks.length = 0;
    this.assets.length = 0;
    this.root = null;
    this.pointer = null;
    this.isReady = false;
    this.ids = 0;
  }

  private operation(from: Reader): void {
    const op = from.byte();
    switch (op) {
      case OP.look:
        this.looks.push(readLook(from, this.assets.length));
        break;
      case OP.node:
        this.node(from);
        break;
      case OP.enter:
        if (!this.after) throw from.fail('nothing to go into');
        this.parent = this.after;
        this.after = null;
        break;
      case OP.leave:
        if (!this.parent) throw from.fail('nothing to leave');
        this.after = this.parent;
        this.parent = this.parent.parent;
        break;
      case OP.at: {
        const parent = from.whole();
        const after = from.whole();
        this.parent = parent === 0 ? null : this.known(parent, from);
        this.after = after === 0 ? null : this.known(after, from);
        if (this.after && this.after.parent !== this.parent) throw from.fail('a sibling of other parents');
        break;
      }
      case OP.view:
        this.view = { width: from.whole(), height: from.whole(), ratio: from.whole() };
        this.change.view = true;
        break;
      case OP.ready:
        this.isReady = true;
        this.change.view = true;
        break;
      case OP.next:
        if (!this.isCheckpoint) throw from.fail('a number of a node outside of a checkpoint');
        this.ids = from.whole() - 1;
        break;
      case OP.asset:
        if (this.assets.length >= LIMIT.assets) throw from.fail('too many assets');
        this.assets.push(hex(from.raw(HASH_BYTES)));
        break;
      case OP.pointer:
        this.pointer = from.upTo(1) === 1 ? { x: from.signed(), y: from.signed() } : null;
        break;
      default:
        this.about(op, from);
    }
  }

  private about(op: number, from: Reader): void {
    const node = this.known(from.whole(), from);
    this.change.changed.add(node);
    switch (op) {
      case OP.remove:
        this.removed(node);
        break;
      case OP.move: {
        const after = from.whole();
        this.unlink(node);
        this.link(node, node.parent, after === 0 ? null : this.known(after, from), from);
        this.parent = null;
        this.after = null;
        break;
      }
      case OP.rect:
        node.x = from.signed();
        node.y = from.signed();
        node.w = from.whole();
        node.h = from.whole();
        break;
      case OP.size:
        node.w += from.signed();
        node.h += from.signed();
        if (node.w < 0 || node.h < 0) throw from.fail('a size below zero');
        break;
      case OP.shift: {
        const count = from.whole();
        const [dx, dy] = [from.signed(), from.signed()];
        const siblings = node.parent?.children ?? [];
        const first = siblings.indexOf(node);
        if (first < 0 || first + count > siblings.length) throw from.fail('a shift of more than there are');
        for (const one of siblings.slice(first, first + count)) {
          one.x += dx;
          one.y += dy;
          this.change.changed.add(one);
        }
        break;
      }
      case OP.wear:
        node.look = this.look(from);
        break;
      case OP.flags:
        node.flags = from.byte();
        break;
      case OP.state:
        node.state = from.byte();
        break;
      case OP.scroll:
        node.scrollX = from.whole();
        node.scrollY = from.whole();
        break;
      case OP.body:
        node.body = from.byte() === 1 ? this.body(from) : null;
        break;
      default:
        throw from.fail(`an unknown operation ${op}`);
    }
  }

  private node(from: Reader): void {
    const head = from.byte();
    const kind = head & 15;
    if (kind > KIND_MAX) throw from.fail(`an unknown kind ${kind}`);
    const flags = head >> 4;
    this.ids += 1;
    const { parent, after } = this;
    const node: NodeShown = {
      id: this.ids,
      kind: kind as Kind,
      flags: flags & ~FLAG.body,
      x: from.signed(),
      y: from.signed() + (after ? after.y + after.h : 0),
      w: (parent?.w ?? 0) - from.signed(),
      h: from.whole(),
      look: this.look(from),
      state: kind >= KIND.field && kind <= KIND.button ? from.byte() : 0,
      scrollX: 0,
      scrollY: 0,
      body: flags & FLAG.body ? this.body(from) : null,
      parent,
      children: [],
    };
    if (node.w < 0) throw from.fail('a width below zero');
    if (node.id < 1 || this.nodes.has(node.id)) throw from.fail(`node ${node.id} is there already`);
    this.nodes.set(node.id, node);
    if (parent) this.link(node, parent, after, from);
    else this.root = node;
    this.change.added.add(node);
    this.after = node;
  }

  private body(from: Reader): BodyShown {
    return readBody(from, this.looks.length, this.assets.length);
  }

  private look(from: Reader): number {
    const look = from.whole();
    if (look > this.looks.length) throw from.fail(`look ${look} is not known`);
    return look;
  }

  private known(id: number, from: Reader): NodeShown {
    const node = this.nodes.get(id);
    if (!node) throw from.fail(`node ${id} is not known`);
    return node;
  }

  private link(node: NodeShown, parent: NodeShown | null, after: NodeShown | null, from: Reader): void {
    if (!parent) throw from.fail('nothing to stand in');
    const place = after ? parent.children.indexOf(after) + 1 : 0;
    if (after && place === 0) throw from.fail('a sibling of other parents');
    parent.children.splice(place, 0, node);
  }

  private unlink(node: NodeShown): void {
    const siblings = node.parent?.children;
    if (siblings) siblings.splice(siblings.indexOf(node), 1);
  }

  private removed(node: NodeShown): void {
    this.unlink(node);
    if (node === this.root) this.root = null;
    const forget = (one: NodeShown): void => {
      this.nodes.delete(one.id);
      this.change.removed.add(one);
      one.children.forEach(forget);
    };
    forget(node);
    this.parent = null;
    this.after = null;
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
