//! Texts that make up something sensitive together with those beside them.

import { HIDE } from './policy.ts';
import { ELEMENT } from './record.ts';
import { identitiesIn, numbersIn, plain, type Place } from './shapes.ts';

/** The pieces of a number may stand in elements of their own, within so many characters and levels. */
const AROUND_CHARACTERS_MAX = 600;
const AROUND_LEVELS_MAX = 12;
/** Texts, and elements too (`NodeFilter`). */
const TEXTS = 4;
const SHOWN = 5;

interface Piece {
  node: Node;
  text: string;
}

export class Beside {
  /** The nodes of a part of the page that take part in something that is never sent; found once in a pass. */
  #found = new Map<Node, Set<Node>>();
  #small = new Map<Node, boolean>();

  beginPass(): void {
    this.#found.clear();
    this.#small.clear();
  }

  /** Whether a text or field is a piece of something that is never sent. */
  isPiece(node: Node): boolean {
    const scope = this.#scopeOf(node);
    let found = this.#found.get(scope);
    if (!found) this.#found.set(scope, (found = piecesIn(scope)));
    return found.has(node);
  }

  /** What is read together with a node: the block that it stands in, and all around it as long as that is small. */
  #scopeOf(node: Node): Node {
    let scope = node.parentNode ?? node;
    for (let level = 0; level < AROUND_LEVELS_MAX; level += 1) {
      const above = scope.parentNode;
      if (!above || (!isInline(scope) && !this.#isSmall(above))) break;
      scope = above;
    }
    return scope;
  }

  #isSmall(part: Node): boolean {
    let isSmall = this.#small.get(part);
    if (isSmall === undefined) this.#small.set(part, (isSmall = isOfFew(part)));
    return isSmall;
  }
}

/** Whether the texts below have few characters; it reads no more of them than it must. */
function isOfFew(part: Node): boolean {
  const walker = walk(part, TEXTS);
  let left = AROUND_CHARACTERS_MAX;
  while (left >= 0 && walker.nextNode()) left -= (walker.currentNode as Text).length;
  return left >= 0;
}

/** The nodes below one that make up something sensitive, read one after the other: all of them, and those alone that
 * somebody sees. */
function piecesIn(scope: Node): Set<Node> {
  const all: Piece[] = [];
  const found = new Set<Node>();
  const walker = walk(scope, SHOWN);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const told =
      node.nodeValue ?? ((node as Element).tagName === 'INPUT' && (node as HTMLInputElement).value);
    const text = plain(`${told || ''}`).trim();
    if (text) all.push({ node, text });
  }
  // Less is no number of anything.
  if (!/@|\bat\b|(\d\D*){8}/is.test(all.map(({ text }) => text).join(' '))) return found;
  const range = new Range();
  const seen = all.filter(({ node }) => isSeen(node, range));
  for (const pieces of seen.length < all.length ? [all, seen] : [all])
    for (const joint of ['', ' ']) look(pieces, joint, found);
  return found;
}

/** What is below a node. A form of that name may stand for the document's own. */
function walk(from: Node, what: number): TreeWalker {
  return Document.prototype.createTreeWalker.call(document, from, what);
}

function look(pieces: readonly Piece[], joint: string, found: Set<Node>): void {
  let all = '';
  const starts = pieces.map(({ text }) => {
    const start = all.length;
    all += text + joint;
    return start;
  });
  const note = ([from, to]: Place, isIdentity: boolean): void => {
    const parts = pieces.filter(
      ({ text }, at) => (starts[at] ?? 0) < to && (starts[at] ?? 0) + text.length > from,
    );
    if (!isIdentity || isNear(parts, !joint)) for (const { node } of parts) found.add(node);
  };
  for (const place of numbersIn(all, true)) note(place, false);
  for (const place of identitiesIn(all)) note(place, true);
}

/** Short numbers stand beside each other in every table: pieces of one stand in one line of words. */
function isNear(parts: readonly Piece[], isTight: boolean): boolean {
  const holders = parts.map(({ node }) => node.parentNode as Node);
  const [first] = holders;
  return (
    holders.every((holder) => holder === first || isInline(holder)) ||
    (!isTight && holders.every((holder) => holder.parentNode === first?.parentNode))
  );
}

function isInline(node: Node): boolean {
  return node.nodeType === ELEMENT && getComputedStyle(node as Element).display.startsWith('inline');
}

/** Whether any of it is drawn, and not hidden among what is released. */
function isSeen(node: Node, range: Range): boolean {
  const holder = node.parentElement;
  if (holder && Element.prototype.closest.call(holder, `[${HIDE}]`)) return false;
  if (holder?.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) === false) return false;
  range.selectNode(node);
  return range.getBoundingClientRect().width > 0;
}
