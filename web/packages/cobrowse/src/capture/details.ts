//! What the larger client tells beyond boxes, words and controls. The smallest has none of it.

import { type Writer } from '../wire/index.ts';
import { type Body } from './bodies.ts';
import { type Looks } from './looks.ts';
import { type Release } from './policy.ts';
import { type Box } from './record.ts';

/** Something that is drawn and is no node of the page. */
export interface Extra {
  box: Box;
  look: number[];
  body: Body | null;
}

/** What is drawn in an element before and after its children: each a node that stands for it, and is in no document. */
export interface Around {
  before: Text[];
  after: Text[];
}

/** Asked only of what is released. */
export interface Details {
  /** More properties of a box; true if its corners are seen in them. `element` is null of what is no element. */
  box(style: CSSStyleDeclaration, element: Element | null, box: DOMRect, made: number[]): boolean;
  /** More of the look of words that are drawn `scale` times as large as their font says. */
  text(style: CSSStyleDeclaration, element: Element | null, made: number[], scale: number): void;
  /** A font of the closed list, or by its file: the code of the wire, or −1. */
  font(name: string, style: CSSStyleDeclaration): number;
  /** Where in its box a control writes (x, y, width and height in units), and more of the look of its words. */
  control(
    element: Element,
    kind: number,
    style: CSSStyleDeclaration,
    box: DOMRect,
    look: number[],
  ): [number, number, number, number];
  /** What a picture, drawing or bar shows. */
  body(
    element: Element,
    kind: number,
    style: CSSStyleDeclaration,
    box: DOMRect,
    release: Release,
  ): Body | null;
  /** Null where nothing is drawn around the children. */
  around(element: Element, style: CSSStyleDeclaration, box: DOMRect, release: Release): Around | null;
  /** What one of those nodes stands for. */
  extra(node: Text): Extra | undefined;
  /** How much larger the words in an element are drawn than their font says. */
  scale(element: Element): number;
  /** All is asked anew: style sheets may be others. */
  beginPass(isAllNew: boolean): void;
  end(): void;
}

/** What the details stand on. */
export interface Ground {
  /** The frame that is being made; for whole operations at the beginning of a pass. */
  out: Writer;
  looks: Looks;
  /** The number of an asset of the company's manifest, by its address; 0: it is in none. */
  asset(address: string): number;
  /** How an element stands, of which the one above stands like this. */
  releaseOf(element: Element, above: Release): Release;
  /** Whether a rule releases pictures of which no manifest knows. */
  hasPixels(release: Release): boolean;
  /** A node has something new to show. */
  again(node: Node): void;
  /** Everything may have something new to show. */
  all(): void;
}

export type MakeDetails = (ground: Ground) => Details;

/** What a larger client does in a capture. Its details come when something is released, and are then in the looks. */
export interface More {
  /** `isAllNew`: style sheets may be others. */
  beginPass(isAllNew: boolean): void;
  /** Something is released. */
  want(): void;
  end(): void;
}

export type MakeMore = (ground: Ground) => More;
