//! What was last sent of each node of the page, and what kind of thing an element is.

import { FLAG, KIND, type Kind } from '../wire/index.ts';
import { type Origin } from './places.ts';
import { REDACTED, type Release } from './policy.ts';

/** What has to be looked at again: the thing itself, all below it, something below it, or the rest of its children. */
export const STALE = { self: 1, deep: 2, path: 4, rest: 8 } as const;

/** Types of nodes: asked so often that their names cost. */
export const ELEMENT = 1;
export const TEXT = 3;
export const DOCUMENT = 9;

/** What a pass is to do. */
export interface Wants {
  /** Every release and look is asked again. */
  isAllNew?: boolean;
  /** Goes on where the time ran out. */
  isContinued?: boolean;
}

/** Where something lies in the window, in CSS pixels. */
export type Box = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/** A node as the other side knows it. Lengths in units, relative to the parent's box. */
export class Sent {
  x = 0;
  y = 0;
  w = 0;
  h = 0;
  look = 0;
  flags = 0;
  state = 0;
  /** What its body was made of, to tell whether it changed. */
  body = '';
  /** When its body was last sent, in milliseconds of the page's clock. */
  bodyAt = 0;
  scrollX = 0;
  scrollY = 0;
  children: Sent[] = [];
  /** Its place among its siblings. */
  index = 0;
  /** The pass that saw it last, and the look at its siblings that did. */
  pass = 0;
  lookedIn = 0;
  /** Whether it is as wide as what is in it. */
  isInline = false;
  stale = 0;
  release: Release = REDACTED;
  isAlive = true;

  constructor(
    readonly id: number,
    public node: Node,
    readonly kind: Kind,
    readonly parent: Sent | null,
  ) {}

  /** Marks it, and the way to it. */
  mark(how: number): void {
    this.stale |= how;
    for (let above = this.parent; above && !(above.stale & STALE.path); above = above.parent)
      above.stale |= STALE.path;
  }
}

/** Where something stands, and how: what an element takes from those above and before it. */
export interface Place {
  parent: Sent | null;
  after: Sent | null;
  origin: Origin;
  release: Release;
  /** Whether everything below is to be asked anew. */
  isDeep: boolean;
}

/** Elements of which nothing is drawn; the last is what Ombud itself shows to the customer. */
const UNDRAWN = new Set(
  'SCRIPT STYLE TEMPLATE NOSCRIPT HEAD LINK META TITLE BASE DATALIST OMBUD-COBROWSE'.split(' '),
);
/** Elements whose children are drawn by the browser, by a plug-in or by nobody: they are boxes, whatever is in them. */
const OPAQUE = new Set<Kind>([
  KIND.field,
  KIND.area,
  KIND.choice,
  KIND.check,
  KIND.radio,
  KIND.image,
  KIND.media,
  KIND.drawing,
  KIND.bar,
]);
const KINDS: Record<string, Kind> = {
  TEXTAREA: KIND.area,
  SELECT: KIND.choice,
  BUTTON: KIND.button,
  SUMMARY: KIND.button,
  IMG: KIND.image,
  VIDEO: KIND.media,
  AUDIO: KIND.media,
  CANVAS: KIND.media,
  OBJECT: KIND.media,
  EMBED: KIND.media,
  IFRAME: KIND.frame,
  METER: KIND.bar,
  PROGRESS: KIND.bar,
};
const INPUTS: Record<string, Kind> = {
  checkbox: KIND.check,
  radio: KIND.radio,
  submit: KIND.button,
  button: KIND.button,
  reset: KIND.button,
  image: KIND.image,
  range: KIND.bar,
};

export function isUndrawn(element: Element): boolean {
  return UNDRAWN.has(element.tagName);
}

/** What an element is asked by name; found once. No browser lists the names that stand for fields. */
const ASKED: string[] = [];

/** Whether fields of a form stand for what it is asked by their names (DOM clobbering): then nothing is told of it. */
export function isClobbered(element: Element): boolean {
  const tag: unknown = element.tagName;
  if (tag !== 'FORM') return typeof tag !== 'string';
  if (ASKED.length === 0)
    for (const name in Element.prototype) if (/[A-Z]|matches|contains|closest/.test(name)) ASKED.push(name);
  return ASKED.some((name) => Object.hasOwn(element, name));
}

/** What an element is; an unknown one is a box. */
export function kindOf(element: Element): Kind {
  const { namespaceURI, tagName: tag } = element;
  if (namespaceURI !== 'http://www.w3.org/1999/xhtml')
    return namespaceURI === 'http://www.w3.org/2000/svg' ? KIND.drawing : KIND.media;
  if (tag === 'INPUT') return INPUTS[(element as HTMLInputElement).type] ?? KIND.field;
  if (tag === 'A' && element.hasAttribute('href')) return KIND.link;
  return KINDS[tag] ?? KIND.box;
}

export function isOpaque(kind: Kind, element: Element): boolean {
  return OPAQUE.has(kind) || (kind === KIND.button && element.tagName === 'INPUT');
}

/** The children that are drawn below an element where they are not its own: those of its shadow, or of a slot. */
export function drawnBelow(element: Element): ArrayLike<Node> | null {
  const { shadowRoot, tagName } = element;
  if (shadowRoot) return shadowRoot.childNodes;
  if (tagName === 'SLOT' && 'assignedNodes' in element) {
    const assigned = (element as HTMLSlotElement).assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  if (tagName === 'IFRAME') {
    const inside = documentIn(element as HTMLIFrameElement);
    return inside?.documentElement ? [inside.documentElement] : [];
  }
  if (tagName === 'DETAILS' && !(element as HTMLDetailsElement).open)
    return [...element.children].filter((child) => child.tagName === 'SUMMARY').slice(0, 1);
  return null;
}

/** The document of a frame of the same origin. */
export function documentIn(frame: HTMLIFrameElement): Document | null {
  return frame.contentDocument;
}

/** How an element lies: whether it clips what is in it, stays where the window is, or lies above all else. */
export function flagsOf(element: Element, style: CSSStyleDeclaration): number {
  let flags = 0;
  const { tagName } = element;
  // The overflow of a page's root and body is that of the window.
  if (style.overflowX !== 'visible' && tagName !== 'HTML' && tagName !== 'BODY') flags |= FLAG.clip;
  if (style.position === 'fixed') flags |= FLAG.fixed;
  if ((tagName === 'DIALOG' || element.hasAttribute('popover')) && element.matches(':modal, :popover-open'))
    flags |= FLAG.top;
  return flags;
}

/** It and all below it are no longer there. */
export function forget(sent: Sent): void {
  sent.isAlive = false;
  for (const below of sent.children) forget(below);
}

/** The node above, out of shadows and frames too. */
export function above(node: Node): Node | null {
  if (node.parentNode) return node.parentNode;
  if (node.nodeType === DOCUMENT) return (node as Document).defaultView?.frameElement ?? null;
  return (node as ShadowRoot).host ?? null;
}
