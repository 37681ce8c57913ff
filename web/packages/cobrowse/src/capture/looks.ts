//! How a thing looks, as numbers: only properties of a closed list leave, and only values of their grammar. No text of a
//! style sheet is ever sent, neither selectors nor names nor addresses; what is sent is what the browser made of it.

import { type Details } from './details.ts';
import {
  BORDER_STYLES,
  FAMILIES,
  FINE_PER_PX,
  NATIVES,
  PROP,
  UNITS_PER_PX,
  signed,
  type Writer,
} from '../wire/index.ts';

const LOOKS_MAX = 20_000;
const NUMBER = /[\d.e-]+/g;

/** Whole units of the wire in a computed length; percentages and words are 0. */
export function units(length: string): number {
  return length.endsWith('px') ? Math.round(Number.parseFloat(length) * UNITS_PER_PX) : 0;
}

/** 64ths of a pixel in a computed length. */
export function fine(length: string): number {
  return Math.round((Number.parseFloat(length) || 0) * FINE_PER_PX);
}

/** Added to a number that is written in four bytes. */
const WORD = 2 ** 40;

/** Colours as computed values write them, to red, green, blue and alpha, a byte each. */
export class Colours {
  readonly #known = new Map<string, number>();
  #canvas: OffscreenCanvasRenderingContext2D | null = null;

  /** The four bytes of a colour, as a look holds them. */
  word(value: string): number {
    return WORD + this.of(value);
  }

  of(value: string): number {
    const parts = /^rgba?\(/.test(value) ? (value.match(NUMBER) ?? []).map(Number) : [];
    const [red, green, blue, alpha = 1] = parts;
    if (red !== undefined && green !== undefined && blue !== undefined)
      return ((byte(red) << 24) | (byte(green) << 16) | (byte(blue) << 8) | byte(alpha * 255)) >>> 0;
    return this.#drawn(value);
  }

  /** Spaces such as `oklch()` are left to the browser: the colour is drawn on one pixel, and read. */
  #drawn(value: string): number {
    if (!/^[a-z-]+\(/.test(value)) return 0;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    this.#canvas ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!this.#canvas) return 0;
    this.#canvas.clearRect(0, 0, 1, 1);
    this.#canvas.fillStyle = 'transparent';
    this.#canvas.fillStyle = value;
    this.#canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.#canvas.getImageData(0, 0, 1, 1).data;
    const colour = ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0;
    if (this.#known.size < LOOKS_MAX) this.#known.set(value, colour);
    return colour;
  }
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;
/** From top left, clockwise. */
const CORNERS = ['TopLeft', 'TopRight', 'BottomRight', 'BottomLeft'] as const;
const WEIGHT_STEP = 100;
const SHADOWS_MAX = 16;
const FONTS_MAX = 8;
/** What the browser draws by itself is one of these. */
/** Their state is told where they are released only. */
const TOGGLES = /^(checkbox|radio)$/;
const NATIVE_TAGS = /^(INPUT|SELECT|PROGRESS|METER)$/;
const TRANSPARENT = 'rgba(0, 0, 0, 0)';

/** The looks that were sent, each by what it is made of: the numbers of the wire, one after the other. */
export class Looks {
  readonly colours = new Colours();
  readonly #known = new Map<string, number>();
  /** Numbers of redacted boxes, by the values that the browser gives: most boxes look like one before. */
  readonly #boxes = new Map<string, number>();

  /** Tells more of a look than the smallest client knows. */
  details: Details | null = null;

  /** The number of the look of an element's own box; `tell` writes one that is new. */
  ofElement(
    style: CSSStyleDeclaration,
    element: Element,
    box: DOMRect,
    isReleased: boolean,
    tell: (made: number[]) => number,
  ): number {
    const key = isReleased || NATIVE_TAGS.test(element.tagName) ? null : boxKey(style, element);
    const known = key === null ? undefined : this.#boxes.get(key);
    if (known !== undefined) return known;
    const number = tell(this.ofBox(style, element, box, isReleased));
    if (key !== null && this.#boxes.size < LOOKS_MAX) this.#boxes.set(key, number);
    return number;
  }

  /** The look of an element's own box; 0 is a box of which nothing is seen. */
  ofBox(style: CSSStyleDeclaration, element: Element | null, box: DOMRect, isReleased: boolean): number[] {
    const made: number[] = [];
    if (style.visibility !== 'visible') {
      made.push(PROP.unseen);
      return made;
    }
    // Of several lines, each has its box.
    if (
      isReleased &&
      this.details &&
      element &&
      style.display === 'inline' &&
      element.getClientRects().length > 1
    )
      return made;
    // How a style draws a tick box that is redacted would tell whether it is checked.
    if (isReleased || !TOGGLES.test((element as HTMLInputElement | null)?.type ?? ''))
      this.#surface(style, element, box, isReleased, made);
    const { opacity } = style;
    if (opacity !== '1') made.push(PROP.opacity, byte(Number(opacity) * 255));
    const isStatic = style.position === 'static';
    if (!isStatic) made.push(PROP.positioned);
    const order = style.zIndex;
    if (order !== 'auto' && !(isStatic && element && !isItem(element)))
      made.push(PROP.order, signed(Number(order)));
    if (element && NATIVE_TAGS.test(element.tagName)) this.#native(element, style, made);
    return made;
  }

  #surface(
    style: CSSStyleDeclaration,
    element: Element | null,
    box: DOMRect,
    isReleased: boolean,
    made: number[],
  ): void {
    const behind = style.backgroundColor;
    const background = behind === TRANSPARENT ? 0 : this.colours.of(behind);
    if (background & 255) made.push(PROP.background, WORD + background);
    const hasBorder = style.borderWidth !== '0px' && this.#border(style, made);
    const shadow = style.boxShadow;
    if (shadow !== 'none') this.#shadow(shadow, made);
    const hasMore = isReleased && this.details?.box(style, element, box, made);
    if (hasBorder || shadow !== 'none' || background & 255 || hasMore || style.overflowX !== 'visible')
      radius(style, made);
  }

  /** The look of a released text, from the element that it stands in. */
  ofText(style: CSSStyleDeclaration, element: Element | null, scale = 1): number[] {
    const made: number[] = [
      PROP.color,
      this.colours.word(style.webkitTextFillColor),
      PROP.size,
      Math.round(fine(style.fontSize) * scale),
    ];
    const weight = Number(style.fontWeight);
    if (weight !== 400) made.push(PROP.weight, Math.round(weight / WEIGHT_STEP));
    if (style.fontStyle !== 'normal') made.push(PROP.italic);
    this.#fonts(style, made);
    this.details?.text(style, element, made, scale);
    return made;
  }

  /** The number of a look on the wire; one that is new is written first. */
  number(made: readonly number[], out: Writer, define: number): number {
    if (made.length === 0) return 0;
    const key = made.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= LOOKS_MAX) return 0;
    const number = this.#known.size + 1;
    this.#known.set(key, number);
    out.byte(define);
    for (const value of made) {
      if (value >= WORD) out.word(value - WORD);
      else out.whole(value);
    }
    out.byte(PROP.end);
    return number;
  }

  #border(style: CSSStyleDeclaration, made: number[]): boolean {
    const widths = SIDES.map((side) => units(style[`border${side}Width`]));
    if (widths.every((width) => width === 0)) return false;
    made.push(PROP.border);
    SIDES.forEach((side, at) => {
      const width = widths[at] ?? 0;
      made.push(width);
      if (width === 0) return;
      made.push(Math.max(0, BORDER_STYLES.indexOf(style[`border${side}Style`])));
      made.push(this.colours.word(style[`border${side}Color`]));
    });
    return true;
  }

  #shadow(value: string, made: number[]): void {
    const shadows = parts(value).slice(0, SHADOWS_MAX);
    made.push(PROP.shadow, shadows.length);
    for (const one of shadows) {
      const [colour, [x = 0, y = 0, blur = 0, spread = 0]] = shadowOf(one);
      made.push(one.includes('inset') ? 1 : 0, signed(x), signed(y), blur, signed(spread));
      made.push(this.colours.word(colour));
    }
  }

  /** Names of a closed list only; the last is what all of them are like. */
  #fonts(style: CSSStyleDeclaration, made: number[]): void {
    const fonts: number[] = [];
    // Where a list says nothing of what the font is like, browsers take one with serifs.
    let family = FAMILIES.indexOf('serif');
    for (const font of style.fontFamily.split(',')) {
      const name = font.replace(/["']/g, '').trim().toLowerCase();
      const generic = FAMILIES.indexOf(name.replace(/^ui-/, ''));
      if (generic >= 0) {
        family = generic;
        break;
      }
      const number = this.details?.font(name, style) ?? -1;
      if (number >= 0 && fonts.length < FONTS_MAX) fonts.push(number);
    }
    if (family > 0) made.push(PROP.family, family);
    if (fonts.length > 0) made.push(PROP.fonts, fonts.length, ...fonts);
  }

  /** What the browser draws by itself. */
  #native(element: Element, style: CSSStyleDeclaration, made: number[]): void {
    const name = (element as HTMLInputElement).type ?? element.tagName.toLowerCase();
    const native = NATIVES.indexOf(name);
    // How a style draws the parts of a slider no browser tells.
    if (native <= 0 || (style.appearance === 'none' && name !== 'range')) return;
    made.push(PROP.native, native);
  }
}

/** What a redacted box looks like, as the browser writes it. */
function boxKey(style: CSSStyleDeclaration, element: Element): string {
  if (style.visibility !== 'visible') return '';
  const { backgroundColor, borderWidth, boxShadow, overflowX, opacity, position, zIndex } = style;
  let key = `${backgroundColor}|${boxShadow}|${opacity}|${position}|${zIndex}|`;
  if (borderWidth !== '0px') key += `${borderWidth}${style.borderStyle}${style.borderColor}|`;
  if (zIndex !== 'auto' && position === 'static' && isItem(element)) key += '+';
  const isSeen = backgroundColor !== TRANSPARENT || borderWidth !== '0px' || boxShadow !== 'none';
  return isSeen || overflowX !== 'visible' ? `${key}${overflowX !== 'visible'}${style.borderRadius}` : key;
}

/** Whether a box lies as its parent's layout says: then it has an order without being positioned. */
function isItem(element: Element): boolean {
  const parent = element.parentElement;
  return parent !== null && /flex|grid/.test(getComputedStyle(parent).display);
}

/** Colour and lengths of a shadow, in units. */
export function shadowOf(value: string): [colour: string, lengths: number[]] {
  const colour = /[a-z-]+\([^)]*\)/.exec(value)?.[0] ?? '';
  return [colour, (value.replace(colour, '').match(/-?[\d.]+px/g) ?? []).map(units)];
}

/** The parts of a list between commas, or other signs, that stand in no bracket. */
export function parts(value: string, between = ','): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= value.length; at += 1) {
    const sign = value[at];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === undefined || (sign === between && depth === 0)) {
      found.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found;
}

/** Corners in units; a percentage is sent as it is, below zero. */
function radius(style: CSSStyleDeclaration, made: number[]): void {
  if (style.borderRadius === '0px') return;
  const corners = CORNERS.map((at) => style[`border${at}Radius`]).map((corner) =>
    corner.endsWith('%') ? -Math.round(Number.parseFloat(corner)) : units(corner.split(' ')[0] ?? ''),
  );
  made.push(PROP.radius, ...corners.map(signed));
}
