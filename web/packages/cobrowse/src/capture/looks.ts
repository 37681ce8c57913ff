//! How a thing looks, as numbers: only properties of a closed list leave, and only values of their grammar. No text of a
//! style sheet is ever sent, neither selectors nor names nor addresses; what is sent is what the browser made of it.

import {
  BORDER_STYLES,
  DECORATIONS,
  FAMILIES,
  PROP,
  TRANSFORMS,
  UNITS_PER_PX,
  type Writer,
} from '../wire/index.ts';

const LOOKS_MAX = 20_000;
const NUMBER = /-?\d*\.?\d+(?:e[-+]?\d+)?/g;

/** Whole units of the wire in a computed length; percentages and words are 0. */
export function units(length: string): number {
  if (!length.endsWith('px')) return 0;
  const px = Number.parseFloat(length);
  return Number.isFinite(px) ? Math.round(px * UNITS_PER_PX) : 0;
}

/** Colours as computed values write them, to red, green, blue and alpha, a byte each. */
export class Colours {
  private readonly known = new Map<string, number>();
  private canvas: CanvasRenderingContext2D | null = null;

  of(value: string): number {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const colour = this.parse(value);
    if (this.known.size < LOOKS_MAX) this.known.set(value, colour);
    return colour;
  }

  private parse(value: string): number {
    const parts = /^rgba?\(/.test(value) ? (value.match(NUMBER) ?? []).map(Number) : [];
    const [red, green, blue, alpha = 1] = parts;
    if (red !== undefined && green !== undefined && blue !== undefined)
      return ((byte(red) << 24) | (byte(green) << 16) | (byte(blue) << 8) | byte(alpha * 255)) >>> 0;
    return this.drawn(value);
  }

  /** Spaces such as `oklch()` are left to the browser: the colour is drawn on one pixel, and read. */
  private drawn(value: string): number {
    if (!/^[a-z-]+\(/.test(value)) return 0;
    this.canvas ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!this.canvas) return 0;
    this.canvas.clearRect(0, 0, 1, 1);
    this.canvas.fillStyle = 'transparent';
    this.canvas.fillStyle = value;
    this.canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = this.canvas.getImageData(0, 0, 1, 1).data;
    return ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0;
  }
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const;
const WEIGHT_STEP = 100;
const SHADOWS_MAX = 4;
const STOPS_MAX = 16;
const TRANSPARENT = 'rgba(0, 0, 0, 0)';
/** A stop without a place of its own. */
const STOP_FREE = 65_535;

/** The looks that were sent, each by what it is made of. */
export class Looks {
  private readonly known = new Map<string, number>();
  private readonly colours = new Colours();

  /** Forgets all: a new beginning has looks of its own. */
  clear(): void {
    this.known.clear();
  }

  /** The look of an element's own box; 0 is a box of which nothing is seen. Gradients are content: only where released. */
  ofBox(style: CSSStyleDeclaration, isReleased: boolean): number[] {
    const made: number[] = [];
    if (style.visibility !== 'visible') {
      made.push(PROP.unseen);
      return made;
    }
    const behind = style.backgroundColor;
    const background = behind === TRANSPARENT ? 0 : this.colours.of(behind);
    if (background & 255) made.push(PROP.background, background);
    const hasBorder = style.borderWidth !== '0px' && this.border(style, made);
    const shadow = style.boxShadow;
    if (shadow !== 'none') this.shadow(shadow, made);
    if (hasBorder || shadow !== 'none' || background & 255) radius(style, made);
    if (isReleased && style.backgroundImage !== 'none') this.gradient(style.backgroundImage, made);
    const { opacity } = style;
    if (opacity !== '1') made.push(PROP.opacity, byte(Number.parseFloat(opacity) * 255));
    if (style.position !== 'static') made.push(PROP.positioned);
    const order = style.zIndex;
    if (order !== 'auto') made.push(PROP.order, Number.parseInt(order, 10));
    return made;
  }

  /** The look of a released text, from the element that it stands in. */
  ofText(style: CSSStyleDeclaration): number[] {
    const made: number[] = [PROP.color, this.colours.of(style.color), PROP.size, units(style.fontSize)];
    const weight = Number.parseInt(style.fontWeight, 10);
    if (weight !== 400) made.push(PROP.weight, Math.round(weight / WEIGHT_STEP));
    if (style.fontStyle !== 'normal') made.push(PROP.italic);
    const family = familyOf(style.fontFamily);
    if (family > 0) made.push(PROP.family, family);
    const transform = TRANSFORMS.indexOf(style.textTransform);
    if (transform > 0) made.push(PROP.transform, transform);
    const lines = DECORATIONS.reduce(
      (bits, line, at) => (style.textDecorationLine.includes(line) ? bits | (1 << at) : bits),
      0,
    );
    if (lines) made.push(PROP.decoration, lines);
    const spacing = units(style.letterSpacing);
    if (spacing) made.push(PROP.spacing, spacing);
    return made;
  }

  /** The number of a look on the wire; one that is new is written first. */
  number(made: readonly number[], out: Writer, define: number): number {
    if (made.length === 0) return 0;
    const key = made.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size >= LOOKS_MAX) return 0;
    const number = this.known.size + 1;
    this.known.set(key, number);
    out.byte(define);
    write(made, out);
    return number;
  }

  private border(style: CSSStyleDeclaration, made: number[]): boolean {
    const widths = SIDES.map((side) => units(style[`border${side}Width`]));
    if (widths.every((width) => width === 0)) return false;
    made.push(PROP.border);
    SIDES.forEach((side, at) => {
      const width = widths[at] ?? 0;
      made.push(width);
      if (width === 0) return;
      made.push(Math.max(0, BORDER_STYLES.indexOf(style[`border${side}Style`])));
      made.push(this.colours.of(style[`border${side}Color`]));
    });
    return true;
  }

  private shadow(value: string, made: number[]): void {
    const shadows = layers(value).slice(0, SHADOWS_MAX);
    made.push(PROP.shadow, shadows.length);
    for (const one of shadows) {
      const colour = /[a-z-]+\([^)]*\)/.exec(one)?.[0] ?? '';
      const [x = 0, y = 0, blur = 0, spread = 0] = (one.replace(colour, '').match(/-?[\d.]+px/g) ?? []).map(
        units,
      );
      made.push(one.includes('inset') ? 1 : 0, x, y, blur, spread, this.colours.of(colour));
    }
  }

  /** Straight gradients; others are left out. */
  private gradient(value: string, made: number[]): void {
    const parsed = /^linear-gradient\((.*)\)$/.exec(layers(value)[0] ?? '');
    if (!parsed?.[1]) return;
    const parts = layers(parsed[1]);
    const angle = angleOf(parts[0] ?? '');
    const stops = (angle === null ? parts : parts.slice(1)).slice(0, STOPS_MAX);
    made.push(PROP.gradient, angle ?? 180, stops.length);
    for (const stop of stops) {
      const place = / (-?[\d.]+)%/.exec(stop)?.[1];
      made.push(this.colours.of(stop.replace(/ -?[\d.]+(%|px).*$/, '')));
      made.push(
        place === undefined ? STOP_FREE : Math.round(Math.min(1, Math.max(0, Number(place) / 100)) * 1000),
      );
    }
  }
}

const ANGLES: Record<string, number> = { 'to top': 0, 'to right': 90, 'to bottom': 180, 'to left': 270 };

function angleOf(part: string): number | null {
  const degrees = /^(-?[\d.]+)deg$/.exec(part)?.[1];
  if (degrees !== undefined) return ((Math.round(Number(degrees)) % 360) + 360) % 360;
  return ANGLES[part] ?? null;
}

/** The parts of a list between commas that stand in no bracket. */
function layers(value: string): string[] {
  return value.split(/,(?![^(]*\))/).map((part) => part.trim());
}

/** Corners in units; a percentage is sent as it is, below zero. */
function radius(style: CSSStyleDeclaration, made: number[]): void {
  const corners = [
    style.borderTopLeftRadius,
    style.borderTopRightRadius,
    style.borderBottomRightRadius,
    style.borderBottomLeftRadius,
  ].map((corner) =>
    corner.endsWith('%') ? -Math.round(Number.parseFloat(corner)) : units(corner.split(' ')[0] ?? ''),
  );
  if (corners.some((corner) => corner !== 0)) made.push(PROP.radius, ...corners);
}

/** Which of the common families a list of fonts comes nearest to. No name of a font is sent. */
function familyOf(fonts: string): number {
  for (const font of fonts.toLowerCase().split(',')) {
    const name = font.replace(/["']/g, '').trim();
    const generic = FAMILIES.indexOf(name.replace(/^ui-/, ''));
    if (generic >= 0) return generic;
    if (/mono|courier|consolas|menlo/.test(name)) return FAMILIES.indexOf('monospace');
    if (/^(times|georgia|garamond|cambria|palatino)/.test(name)) return FAMILIES.indexOf('serif');
  }
  return 0;
}

/** How the numbers of each property are written. */
function write(made: readonly number[], out: Writer): void {
  let at = 0;
  const next = (): number => made[at++] ?? 0;
  while (at < made.length) {
    const prop = next();
    out.byte(prop);
    switch (prop) {
      case PROP.background:
      case PROP.color:
        out.word(next());
        break;
      case PROP.border:
        for (let side = 0; side < 4; side += 1) {
          const width = next();
          out.whole(width);
          if (width === 0) continue;
          out.byte(next());
          out.word(next());
        }
        break;
      case PROP.radius:
        for (let corner = 0; corner < 4; corner += 1) out.signed(next());
        break;
      case PROP.shadow:
        for (let left = write1(out, next()); left > 0; left -= 1) {
          out.byte(next());
          out.signed(next());
          out.signed(next());
          out.whole(Math.max(0, next()));
          out.signed(next());
          out.word(next());
        }
        break;
      case PROP.gradient:
        out.whole(next());
        for (let left = write1(out, next()); left > 0; left -= 1) {
          out.word(next());
          out.whole(next());
        }
        break;
      case PROP.order:
      case PROP.spacing:
        out.signed(next());
        break;
      case PROP.unseen:
      case PROP.positioned:
      case PROP.italic:
        break;
      default:
        out.whole(next());
    }
  }
  out.byte(PROP.end);
}

/** A count, written and given back. */
function write1(out: Writer, count: number): number {
  out.whole(count);
  return count;
}
