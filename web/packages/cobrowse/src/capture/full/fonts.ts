//! Fonts: which file of the site a text is set in, and how large the letters of a font are.

import { type Ground } from '../details.ts';
import { everyRule } from './sheets.ts';

interface Face {
  weight: [low: number, high: number];
  isItalic: boolean;
  address: string;
}

export interface Metrics {
  ascent: number;
  descent: number;
}

const KNOWN_MAX = 2_000;

export class Fonts {
  private faces: Map<string, Face[]> | null = null;
  private readonly context = document.createElement('canvas').getContext('2d');
  private readonly metrics = new Map<string, Metrics>();

  constructor(private readonly ground: Ground) {}

  /** Style sheets may be others. */
  forget(): void {
    this.faces = null;
    this.metrics.clear();
  }

  /** The code of the file that this name of a font means for a style; −1 if no manifest knows one. */
  of(name: string, style: CSSStyleDeclaration): number {
    this.faces ??= facesOf();
    const weight = Number.parseInt(style.fontWeight, 10);
    const isItalic = style.fontStyle !== 'normal';
    let best: Face | null = null;
    let least = Infinity;
    for (const face of this.faces.get(name) ?? []) {
      const [low, high] = face.weight;
      const far = Math.max(0, low - weight, weight - high) + (face.isItalic === isItalic ? 0 : 1_000);
      if (far < least) [best, least] = [face, far];
    }
    const asset = best ? this.ground.asset(best.address) : 0;
    return asset > 0 ? 2 * asset + 1 : -1;
  }

  /** How wide a text is in a style, in CSS pixels. */
  width(text: string, style: CSSStyleDeclaration): number {
    if (!this.context) return 0;
    this.context.font = fontOf(style);
    this.context.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
    return this.context.measureText(text).width;
  }

  /** How far the letters of a style reach above and below their line, in CSS pixels. */
  heights(style: CSSStyleDeclaration): Metrics {
    const font = fontOf(style);
    const known = this.metrics.get(font);
    if (known) return known;
    if (!this.context) return { ascent: 0, descent: 0 };
    this.context.font = font;
    const measured = this.context.measureText('x');
    const metrics = {
      ascent: Math.round(measured.fontBoundingBoxAscent),
      descent: Math.round(measured.fontBoundingBoxDescent),
    };
    if (this.metrics.size < KNOWN_MAX) this.metrics.set(font, metrics);
    return metrics;
  }
}

function fontOf(style: CSSStyleDeclaration): string {
  return `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
}

function facesOf(): Map<string, Face[]> {
  const faces = new Map<string, Face[]>();
  everyRule(document, (rule, sheet) => {
    if (!(rule instanceof CSSFontFaceRule)) return;
    const { style } = rule;
    const name = style.getPropertyValue('font-family').replace(/["']/g, '').trim().toLowerCase();
    const address = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src'))?.[1];
    if (name === '' || address === undefined) return;
    const [low = 400, high = low] = (style.getPropertyValue('font-weight') || '400')
      .replace('normal', '400')
      .replace('bold', '700')
      .split(' ')
      .map(Number);
    const isItalic = /italic|oblique/.test(style.getPropertyValue('font-style'));
    const base = sheet.href ?? document.baseURI;
    const list = faces.get(name) ?? [];
    list.push({ weight: [low, high], isItalic, address: absolute(address, base) });
    faces.set(name, list);
  });
  return faces;
}

function absolute(address: string, base: string): string {
  try {
    return new URL(address, base).href;
  } catch {
    return address;
  }
}
