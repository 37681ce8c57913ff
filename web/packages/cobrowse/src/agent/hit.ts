//! What lies under the agent's mouse: asked of the picture itself, so that what covers and what clips counts as it does for
//! the customer.

import { type Drawing, type Model, type NodeShown } from '../view/index.ts';
import { FLAG, KIND, STATE, type Kind } from '../wire/index.ts';

/** A picture in which something is looked for. */
export interface Drawn {
  page: Document;
  drawing: Drawing;
  model: Model;
}

/** Things that a click is meant for, whatever in them it meets. */
const MEANT = new Set<Kind>([
  KIND.field,
  KIND.area,
  KIND.choice,
  KIND.check,
  KIND.radio,
  KIND.button,
  KIND.link,
]);
const HIDDEN_WITHOUT_BODY = new Set<Kind>([
  KIND.field,
  KIND.area,
  KIND.choice,
  KIND.image,
  KIND.media,
  KIND.frame,
  KIND.drawing,
  KIND.bar,
]);
const LABEL_CHARACTERS_MAX = 40;

/** The node of an element of the picture. Filled when an element is not in it: nodes keep their elements. */
const NODES = new WeakMap<Element, NodeShown>();

function nodeOf(drawn: Drawn, element: Element): NodeShown | null {
  const known = NODES.get(element);
  if (known && drawn.model.nodes.get(known.id) === known) return known;
  for (const node of drawn.model.nodes.values()) {
    const of = drawn.drawing.elementOf(node.id);
    if (of) NODES.set(of, node);
  }
  return NODES.get(element) ?? null;
}

/** The uppermost node at a place of the customer's window, in CSS pixels. */
export function nodeAt(drawn: Drawn, x: number, y: number): NodeShown | null {
  for (let at = drawn.page.elementFromPoint(x, y); at; at = at.parentElement) {
    const node = nodeOf(drawn, at);
    if (node) return node;
  }
  return null;
}

/** What a click on a node is meant for: the control or link around it, else the box that holds the text. */
export function meantBy(node: NodeShown): NodeShown {
  for (let at: NodeShown | null = node; at; at = at.parent) if (MEANT.has(at.kind)) return at;
  return node.kind === KIND.text && node.parent ? node.parent : node;
}

/** What scrolls around a node; null for the page. */
export function scrollerOf(node: NodeShown | null): NodeShown | null {
  for (let at = node; at?.parent; at = at.parent) if (at.flags & FLAG.clip && isLonger(at)) return at;
  return null;
}

/** Whether what is in a node reaches over its edge, or was scrolled. */
function isLonger(node: NodeShown): boolean {
  if (node.scrollX > 0 || node.scrollY > 0) return true;
  return node.children.some((child) => child.y + child.h > node.h + 4 || child.x + child.w > node.w + 4);
}

/** Whether something of the node itself is not shown to the agent. */
export function isRedacted(node: NodeShown): boolean {
  if (node.body) return node.body.kind === 'bars';
  return HIDDEN_WITHOUT_BODY.has(node.kind);
}

/** What a field holds, where that is released; what it shows while it is empty is not its value. */
export function valueOf(field: NodeShown): string {
  if (field.body?.kind !== 'lines' || (field.state & STATE.filled) === 0) return '';
  return field.body.lines.map((line) => line.text).join('\n');
}

/** The released words in a node, at most a few; empty where there are none. */
export function saysOf(node: NodeShown): string {
  const words: string[] = [];
  const read = (one: NodeShown): void => {
    if (one.body?.kind === 'lines') words.push(...one.body.lines.map((line) => line.text));
    if (words.join(' ').length < LABEL_CHARACTERS_MAX) one.children.forEach(read);
  };
  read(node);
  const all = words.join(' ').replace(/\s+/g, ' ').trim();
  return all.length > LABEL_CHARACTERS_MAX ? `${all.slice(0, LABEL_CHARACTERS_MAX - 1)}…` : all;
}
