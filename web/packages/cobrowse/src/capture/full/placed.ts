//! Where a box lies that a style made before or after what is in an element. It is the first or last thing in it: what
//! lies beside it is measured, and its own size is told by its style.

import { type Fonts, type Metrics } from './fonts.ts';

/** Border and padding together, and the margins, in CSS pixels. */
export interface Edges {
  top: number;
  right: number;
  bottom: number;
  left: number;
  margin: { top: number; right: number; bottom: number; left: number };
}

export interface Asked {
  element: Element;
  style: CSSStyleDeclaration;
  box: DOMRect;
  /** The style of the made box. */
  made: CSSStyleDeclaration;
  own: Edges;
  isBefore: boolean;
  hasWords: boolean;
  /** How wide its words are. */
  wide: number;
  heights: Metrics;
  fonts: Fonts;
}

export interface Placed {
  /** Before it is turned. */
  rect: DOMRect;
  turn: [number, number, number, number] | null;
}

const number = (value: string): number => Number.parseFloat(value) || 0;
/** How high small letters are, of the size of a font. */
const X_HEIGHT = 0.5;
const LOOKED_AT_MAX = 40;

export function edges(style: CSSStyleDeclaration): Edges {
  return {
    top: number(style.borderTopWidth) + number(style.paddingTop),
    right: number(style.borderRightWidth) + number(style.paddingRight),
    bottom: number(style.borderBottomWidth) + number(style.paddingBottom),
    left: number(style.borderLeftWidth) + number(style.paddingLeft),
    margin: {
      top: number(style.marginTop),
      right: number(style.marginRight),
      bottom: number(style.marginBottom),
      left: number(style.marginLeft),
    },
  };
}

export function placed(asked: Asked): Placed | null {
  const [wide, high] = sizeOf(asked);
  const at = /absolute|fixed/.test(asked.made.position) ? absolute(asked) : flowing(asked, wide, high);
  if (!at) return null;
  let [x, y] = at;
  if (asked.made.position === 'relative') {
    x += number(asked.made.left);
    y += number(asked.made.top);
  }
  return turned(asked.made, new DOMRect(x, y, wide, high));
}

function sizeOf({ made, own, wide, heights }: Asked): [number, number] {
  const isBorderBox = made.boxSizing === 'border-box';
  const across = own.left + own.right;
  const down = own.top + own.bottom;
  const width = made.width.endsWith('px') ? number(made.width) + (isBorderBox ? 0 : across) : wide + across;
  const height = made.height.endsWith('px')
    ? number(made.height) + (isBorderBox ? 0 : down)
    : heights.ascent + heights.descent + down;
  return [Math.max(width, across), Math.max(height, down)];
}

function absolute({ element, style, box, made, own }: Asked): [number, number] | null {
  const [left, top] = [Number.parseFloat(made.left), Number.parseFloat(made.top)];
  if (!Number.isFinite(left) || !Number.isFinite(top)) return null;
  const from = (holder: Element, of: DOMRect): [number, number] => [
    of.left + holder.clientLeft + left + own.margin.left - holder.scrollLeft,
    of.top + holder.clientTop + top + own.margin.top - holder.scrollTop,
  ];
  if (made.position === 'fixed') return [left + own.margin.left, top + own.margin.top];
  if (style.position !== 'static' || style.transform !== 'none') return from(element, box);
  const holder = (element as HTMLElement).offsetParent;
  if (!holder || holder.tagName === 'BODY')
    return [left + own.margin.left - scrollX, top + own.margin.top - scrollY];
  return from(holder, holder.getBoundingClientRect());
}

/** What is in the element beside the made box: the first or the last thing with a place. */
interface Beside {
  rect: DOMRect;
  /** Of a text: how far its letters reach above its line; else null. */
  ascent: number | null;
}

function beside({ element, isBefore, fonts }: Asked): Beside | null {
  const range = element.ownerDocument.createRange();
  const walker = element.ownerDocument.createTreeWalker(
    element,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
  );
  let node = isBefore ? walker.nextNode() : lastOf(walker);
  for (let looked = 0; node && looked < LOOKED_AT_MAX; looked += 1) {
    if (node.nodeType === Node.TEXT_NODE) {
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const rect = isBefore ? rects[0] : rects[rects.length - 1];
      if (rect && node.parentElement)
        return { rect, ascent: fonts.heights(getComputedStyle(node.parentElement)).ascent };
    } else if (/^(IMG|svg|INPUT|SELECT|BUTTON|CANVAS|VIDEO)$/.test((node as Element).tagName)) {
      const rect = (node as Element).getBoundingClientRect();
      if (rect.width > 0) return { rect, ascent: null };
    }
    node = isBefore ? walker.nextNode() : walker.previousNode();
    if (node === element) return null;
  }
  return null;
}

function lastOf(walker: TreeWalker): Node | null {
  let last: Node | null = null;
  for (let next = walker.lastChild(); next; next = walker.lastChild()) last = next;
  return last;
}

function flowing(asked: Asked, wide: number, high: number): [number, number] | null {
  const { style, box, made, own, isBefore } = asked;
  const { margin } = own;
  const outer = edges(style);
  const left = box.left + outer.left;
  const top = box.top + outer.top;
  const right = box.right - outer.right;
  const bottom = box.bottom - outer.bottom;
  if (made.float === 'right') return [right - wide - margin.right, top + margin.top];
  if (made.float === 'left') return [left + margin.left, top + margin.top];
  if (/flex|grid/.test(style.display)) return item(asked, wide, high, { left, top, right, bottom });
  if (/^(block|table|flex|grid|list-item|flow-root)/.test(made.display))
    return [left + margin.left, isBefore ? top + margin.top : bottom - high - margin.bottom];
  const next = beside(asked);
  const alone = (): number => {
    if (style.textAlign === 'center') return (left + right - wide) / 2;
    return /right|end/.test(style.textAlign) ? right - wide - margin.right : left + margin.left;
  };
  const x = !next ? alone() : isBefore ? next.rect.left - wide - margin.right : next.rect.right + margin.left;
  return [x, lineTop(asked, high, next, top, bottom)];
}

/** Where a box of a line begins above. */
function lineTop(asked: Asked, high: number, next: Beside | null, top: number, bottom: number): number {
  const { made, own, style, heights, hasWords, fonts } = asked;
  const letters = heights.ascent + heights.descent;
  const isInline = made.display === 'inline';
  const lift = made.verticalAlign.endsWith('px') ? number(made.verticalAlign) : 0;
  // From the top of the box to the line that its letters stand on.
  const inside = Math.max(letters, high - own.top - own.bottom);
  const lineHigh = Math.min(inside, number(made.lineHeight) || letters);
  const base = hasWords
    ? own.top + (isInline ? heights.ascent : (lineHigh - letters) / 2 + heights.ascent)
    : high + own.margin.bottom;
  if (!next || next.ascent === null) {
    const middle = next ? (next.rect.top + next.rect.bottom) / 2 : (top + bottom) / 2;
    const parent = fonts.heights(style);
    if (hasWords && !next) {
      const line = middle - (parent.ascent + parent.descent) / 2 + parent.ascent;
      return line - base - lift;
    }
    return middle - high / 2 - lift;
  }
  const line = next.rect.top + next.ascent;
  if (made.verticalAlign === 'middle') return line - (number(style.fontSize) * X_HEIGHT) / 2 - high / 2;
  if (made.verticalAlign === 'super') return line - base - number(style.fontSize) / 3;
  return line - base - lift;
}

interface Inside {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Of a row or column whose children stand one after the other. */
function item(asked: Asked, wide: number, high: number, inside: Inside): [number, number] {
  const { element, style, made, own, isBefore } = asked;
  const { margin } = own;
  const others = [...element.children].filter(
    (one) => !/absolute|fixed/.test(getComputedStyle(one).position),
  );
  const other = (isBefore ? others[0] : others[others.length - 1])?.getBoundingClientRect();
  const near = other ?? beside(asked)?.rect;
  const isColumn = style.flexDirection.startsWith('column');
  const align = made.alignSelf === 'auto' ? style.alignItems : made.alignSelf;
  const across = (from: number, to: number, size: number, before: number, after: number): number => {
    if (align === 'center') return (from + before + to - after - size) / 2;
    return /end/.test(align) ? to - size - after : from + before;
  };
  const gap = number(isColumn ? style.rowGap : style.columnGap);
  if (isColumn) {
    const x = across(inside.left, inside.right, wide, margin.left, margin.right);
    if (!near) return [x, inside.top + margin.top];
    return [x, isBefore ? near.top - gap - margin.bottom - high : near.bottom + gap + margin.top];
  }
  const y = across(inside.top, inside.bottom, high, margin.top, margin.bottom);
  if (!near) {
    const x =
      style.justifyContent === 'center' ? (inside.left + inside.right - wide) / 2 : inside.left + margin.left;
    return [x, y];
  }
  const isApart = /between/.test(style.justifyContent) || margin.left > gap + 4;
  if (isBefore) return [isApart ? inside.left + margin.left : near.left - gap - margin.right - wide, y];
  return [isApart ? inside.right - margin.right - wide : near.right + gap + margin.left, y];
}

/** Moves a box by its transform, and keeps what turns it about its middle. */
function turned(made: CSSStyleDeclaration, rect: DOMRect): Placed {
  if (made.transform === 'none') return { rect, turn: null };
  const matrix = new DOMMatrix(made.transform);
  const [originX = 0, originY = 0] = made.transformOrigin.split(' ').map(number);
  const [x, y] = [rect.width / 2 - originX, rect.height / 2 - originY];
  const moved = new DOMPoint(x, y).matrixTransform(matrix);
  const { a, b, c, d } = matrix;
  const isTurned = Math.abs(a - 1) + Math.abs(b) + Math.abs(c) + Math.abs(d - 1) > 0.001;
  return {
    rect: new DOMRect(rect.x + moved.x - x, rect.y + moved.y - y, rect.width, rect.height),
    turn: isTurned ? [a, b, c, d] : null,
  };
}
