//! What the larger client tells in released places: pictures, drawings, what styles draw before and after an element,
//! gradients, fonts by their file and how full a bar is. Loaded when something is released.

import {
  BODY,
  DECORATIONS,
  KIND,
  FILTERS,
  FONTS,
  LINE_STYLES,
  PROP,
  TRANSFORMS,
  UNITS_PER_PX,
  type Writer,
  signed,
} from '../../wire/index.ts';
import { type Body } from '../bodies.ts';
import { type Around, type Details, type Extra, type Ground } from '../details.ts';
import { fine, parts, shadowOf, units } from '../looks.ts';
import { type Release } from '../policy.ts';
import { Arounds } from './around.ts';
import { controlOf } from './controls.ts';
import { Fonts } from './fonts.ts';
import { Layers } from './layers.ts';
import { Pictures } from './pictures.ts';
import { Vectors } from './vector.ts';

export const makeDetails = (ground: Ground): Details => new Full(ground);

const NAMES = new Map(FONTS.map((name, at) => [name.toLowerCase(), at]));
const LEVEL = 1_000;
const FILTERS_MAX = 8;

class Full implements Details {
  private readonly layers: Layers;
  private readonly fonts: Fonts;
  private readonly pictures: Pictures;
  private readonly vectors: Vectors;
  private readonly arounds: Arounds;
  private scales = new Map<Element, number>();

  constructor(private readonly ground: Ground) {
    const { colours } = ground.looks;
    this.layers = new Layers(colours, (address) => ground.asset(address));
    this.fonts = new Fonts(ground);
    this.pictures = new Pictures(ground);
    this.vectors = new Vectors(colours, (element, above) => ground.releaseOf(element, above));
    this.arounds = new Arounds(ground, this.fonts);
  }

  end(): void {
    this.pictures.end();
  }

  beginPass(isAllNew: boolean): void {
    if (this.scales.size > 0) this.scales = new Map();
    if (!isAllNew) return;
    this.fonts.forget();
    this.arounds.forget();
  }

  box(style: CSSStyleDeclaration, element: Element | null, box: DOMRect, made: number[]): boolean {
    let isSeen = false;
    const { colours } = this.ground.looks;
    if (style.backgroundImage !== 'none') isSeen = this.layers.add(PROP.layers, style, box, made);
    if (style.maskImage && style.maskImage !== 'none') this.layers.add(PROP.mask, style, box, made);
    const clip = ['border-box', 'padding-box', 'content-box', 'text'].indexOf(style.backgroundClip);
    if (clip > 0) made.push(PROP.clip, clip);
    if (style.outlineStyle !== 'none') {
      const width = units(style.outlineWidth);
      const kind = style.outlineStyle === 'auto' ? 1 : BORDERS.indexOf(style.outlineStyle);
      if (width > 0)
        made.push(
          PROP.outline,
          signed(units(style.outlineOffset)),
          width,
          Math.max(1, kind),
          colours.word(style.outlineColor),
        );
    }
    if (style.filter !== 'none') filter(style.filter, made);
    const accent = style.accentColor;
    if (accent && accent !== 'auto') made.push(PROP.accent, colours.word(accent));
    if (element?.tagName === 'IMG' || element?.tagName === 'CANVAS') isSeen = true;
    return isSeen;
  }

  text(style: CSSStyleDeclaration, element: Element | null, made: number[], scale: number): void {
    const { colours } = this.ground.looks;
    const transform = TRANSFORMS.indexOf(style.textTransform);
    if (transform > 0) made.push(PROP.transform, transform);
    const spacing = Math.round(fine(style.letterSpacing) * scale);
    if (spacing) made.push(PROP.spacing, signed(spacing));
    if (style.textShadow !== 'none') {
      const shadows = parts(style.textShadow).slice(0, 16);
      made.push(PROP.textShadow, shadows.length);
      for (const shadow of shadows) {
        const [colour, [x = 0, y = 0, blur = 0]] = shadowOf(shadow);
        made.push(signed(x), signed(y), Math.max(0, blur), colours.word(colour));
      }
    }
    const lined = element && decorated(element, style);
    const { textDecorationLine } = lined || style;
    const lines = DECORATIONS.reduce(
      (bits, line, at) => (textDecorationLine.includes(line) ? bits | (1 << at) : bits),
      0,
    );
    if (lines) made.push(PROP.decoration, lines);
    if (lined) {
      const kind = LINE_STYLES.indexOf(lined.textDecorationStyle);
      const width = Math.round(fine(lined.textDecorationThickness) / 16);
      made.push(PROP.line, Math.max(0, kind), colours.word(lined.textDecorationColor), Math.max(0, width));
    }
    if (style.textAlign === 'justify') made.push(PROP.justified);
    if (style.fontVariantCaps === 'small-caps') made.push(PROP.smallCaps);
  }

  font(name: string, style: CSSStyleDeclaration): number {
    const known = NAMES.get(name);
    return known === undefined ? this.fonts.of(name, style) : 2 * known;
  }

  control(
    element: Element,
    kind: number,
    style: CSSStyleDeclaration,
    box: DOMRect,
    look: number[],
  ): [number, number, number, number] {
    return controlOf(element, kind, style, box, look, this.ground.looks.colours);
  }

  body(
    element: Element,
    kind: number,
    style: CSSStyleDeclaration,
    box: DOMRect,
    release: Release,
  ): Body | null {
    if (style.visibility !== 'visible') return null;
    if (kind === KIND.bar) return level(element, release);
    if (kind === KIND.drawing)
      return this.ground.hasPixels(release) && element instanceof SVGSVGElement
        ? this.vectors.of(element, box, release)
        : null;
    return this.pictures.of(element, style, box, release);
  }

  around(element: Element, style: CSSStyleDeclaration, box: DOMRect, release: Release): Around | null {
    return this.arounds.of(element, style, box, release);
  }

  extra(node: Text): Extra | undefined {
    return this.arounds.extra(node);
  }

  scale(element: Element): number {
    const known = this.scales.get(element);
    if (known !== undefined) return known;
    const { transform, scale } = getComputedStyle(element);
    let own = scale && scale !== 'none' ? Number.parseFloat(scale.split(' ').at(-1) ?? '1') : 1;
    if (transform !== 'none') {
      const matrix = new DOMMatrix(transform);
      own *= Math.hypot(matrix.c, matrix.d);
    }
    const made = own * (element.parentElement ? this.scale(element.parentElement) : 1);
    this.scales.set(element, made);
    return made;
  }
}

const BORDERS = ['none', 'solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset'];

/** The style that says how the line under or through a text looks: an element's own, or of one that it stands in. */
function decorated(element: Element, style: CSSStyleDeclaration): CSSStyleDeclaration | null {
  let of = style;
  for (let at = element; ;) {
    if (of.textDecorationLine !== 'none') return of;
    const isApart = /inline-|^(grid|flex)$/.test(of.display) || /absolute|fixed/.test(of.position);
    const parent = at.parentElement;
    if (isApart || of.float !== 'none' || !parent || parent.tagName === 'BODY') return null;
    at = parent;
    of = getComputedStyle(at);
  }
}

function filter(value: string, made: number[]): void {
  const found = [...value.matchAll(/([a-z-]+)\((-?[\d.]+)(px|%|deg|rad)?\)/g)].flatMap(
    ([, name = '', number = '', unit]) => {
      const kind = FILTERS.indexOf(name);
      if (kind < 0) return [];
      const scale = unit === 'px' ? UNITS_PER_PX : unit === 'deg' ? 1 : unit === '%' ? LEVEL / 100 : LEVEL;
      return [[kind, Math.max(0, Math.round(Number(number) * scale))]];
    },
  );
  if (found.length > 0)
    made.push(PROP.filter, Math.min(found.length, FILTERS_MAX), ...found.slice(0, FILTERS_MAX).flat());
}

/** How full a bar is. */
function level(element: Element, release: Release): Body | null {
  const bar = element as HTMLMeterElement;
  const min = Number(bar.min) || 0;
  const max =
    element.tagName === 'METER' || element.tagName === 'PROGRESS' ? bar.max : Number(bar.max || 100);
  if (element.tagName === 'PROGRESS' && (element as HTMLProgressElement).position < 0) return null;
  const thousandths = Math.round(((Number(bar.value) - min) / (max - min || 1)) * LEVEL);
  const told = Math.min(LEVEL, Math.max(0, thousandths));
  return {
    key: `${release}%${told}`,
    look: null,
    write(out: Writer): void {
      out.byte(BODY.level);
      out.whole(release);
      out.whole(told);
    },
  };
}
