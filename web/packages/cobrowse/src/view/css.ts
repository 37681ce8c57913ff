//! Looks as CSS, from numbers only.

import {
  ALIGNS,
  BORDER_STYLES,
  BOXES,
  DECORATIONS,
  EXTENTS,
  FAMILIES,
  FILTERS,
  FINE_PER_PX,
  FONTS,
  LINE_STYLES,
  PERCENT_SCALE,
  REPEATS,
  TRANSFORMS,
  UNITS_PER_PX,
} from '../wire/index.ts';
import { type Layer, type Length, type Look, type Stop } from './look.ts';

/** Where an asset can be had in the drawing's own page; null while it is not there. */
export type UrlOf = (asset: number) => string | null;

const OPACITY = 255;
const THOUSAND = 1_000;
const TENTHS = 10;
const px = (units: number): string => `${units / UNITS_PER_PX}px`;
const fine = (length: number): string => `${length / FINE_PER_PX}px`;
const colour = (rgba: number): string => `#${rgba.toString(16).padStart(8, '0')}`;
const corner = (radius: number): string => (radius < 0 ? `${-radius}%` : px(radius));

export function lengthCss({ value, isPercent }: Length): string {
  return isPercent ? `${value / PERCENT_SCALE}%` : px(value);
}

/** The style of a box. */
export function styleOf(look: Look | undefined, isFixed: boolean, urlOf: UrlOf): string {
  if (!look) return '';
  const css: string[] = [];
  if (look.isUnseen) css.push('visibility:hidden');
  css.push(...behind(look, urlOf));
  look.border?.forEach((side, at) => {
    const name = ['top', 'right', 'bottom', 'left'][at];
    css.push(
      `border-${name}:${px(side.width)} ${BORDER_STYLES[side.style] ?? 'solid'} ${colour(side.color)}`,
    );
  });
  if (look.radius) css.push(`border-radius:${look.radius.map(corner).join(' ')}`);
  if (look.shadow)
    css.push(
      `box-shadow:${look.shadow.map((one) => `${one.inset ? 'inset ' : ''}${px(one.x)} ${px(one.y)} ${px(one.blur)} ${px(one.spread)} ${colour(one.color)}`).join(',')}`,
    );
  if (look.mask) css.push(...layered('mask', look.mask, urlOf));
  if (look.filter) css.push(`filter:${look.filter.map(filter).join(' ')}`);
  if (look.turn) css.push(`transform:matrix(${look.turn.map((one) => one / THOUSAND).join()},0,0)`);
  if (look.outline) {
    const { width, style, color, offset } = look.outline;
    css.push(`outline:${px(width)} ${BORDER_STYLES[style] ?? 'solid'} ${colour(color)}`);
    css.push(`outline-offset:${px(offset)}`);
  }
  if (look.opacity !== undefined) css.push(`opacity:${look.opacity / OPACITY}`);
  if (look.isPositioned && !isFixed) css.push('position:relative');
  if (look.order !== undefined) css.push(`z-index:${look.order}`);
  return css.map((one) => `${one};`).join('');
}

/** What is behind a box: its colour and pictures. */
export function behind(look: Look, urlOf: UrlOf): string[] {
  const css: string[] = [];
  if (look.layers) css.push(...layered('background', look.layers, urlOf));
  if (look.background !== undefined) css.push(`background-color:${colour(look.background)}`);
  if (look.clip !== undefined && !look.layers)
    css.push(`background-clip:${BOXES[look.clip] ?? 'border-box'}`);
  return css;
}

function layered(name: string, layers: readonly Layer[], urlOf: UrlOf): string[] {
  const list = (of: (layer: Layer) => string): string => layers.map(of).join(',');
  const origin = (layer: Layer): string => BOXES[layer.origin] ?? 'padding-box';
  const clip = (layer: Layer): string => BOXES[layer.clip] ?? 'border-box';
  return [
    `${name}-image:${list((layer) => source(layer, urlOf))}`,
    `${name}-size:${list(size)}`,
    `${name}-position:${list((layer) => layer.position.map(lengthCss).join(' '))}`,
    `${name}-repeat:${list((layer) => layer.repeat.map((one) => REPEATS[one] ?? 'repeat').join(' '))}`,
    `${name}-origin:${list(origin)}`,
    `${name}-clip:${list(clip)}`,
  ];
}

function size(layer: Layer): string {
  const lengths = layer.size.map(lengthCss);
  const sizes = ['auto', 'cover', 'contain', lengths.join(' '), `${lengths[0] ?? ''} auto`];
  return sizes[layer.sizing] ?? `auto ${lengths[0] ?? ''}`;
}

function source({ source: from }: Layer, urlOf: UrlOf): string {
  if (from.from === 'asset') {
    const url = urlOf(from.asset);
    return url === null ? 'none' : `url("${url}")`;
  }
  const name = `${from.repeats ? 'repeating-' : ''}${from.from}-gradient`;
  const list = stops(from.stops);
  if (from.from === 'linear') return `${name}(${from.angle / TENTHS}deg,${list})`;
  const centre = from.centre.map(lengthCss).join(' ');
  if (from.from === 'conic') return `${name}(from ${from.angle / TENTHS}deg at ${centre},${list})`;
  const radii = from.radii.map(lengthCss).join(' ');
  const shape = radii || `${from.isCircle ? 'circle' : 'ellipse'} ${EXTENTS[from.extent] ?? ''}`;
  return `${name}(${shape} at ${centre},${list})`;
}

/** A gradient of one colour has it twice: CSS asks for two. */
function stops(list: readonly Stop[]): string {
  const made = list.map((stop) => colour(stop.color) + (stop.place ? ` ${lengthCss(stop.place)}` : ''));
  return made.length === 1 ? [...made, ...made].join() : made.join();
}

function filter({ kind, amount }: { kind: number; amount: number }): string {
  const name = FILTERS[kind] ?? 'opacity';
  if (name === 'blur') return `blur(${px(amount)})`;
  return name === 'hue-rotate' ? `hue-rotate(${amount}deg)` : `${name}(${amount / THOUSAND})`;
}

/** The name that the drawing gives to a font that is an asset. */
export function fontName(asset: number): string {
  return `asset-${asset}`;
}

/** The style of released words. */
export function textStyleOf(look: Look | undefined): string {
  if (!look) return '';
  const css = [
    `color:${colour(look.color ?? 255)}`,
    `font-size:${fine(look.size ?? 16 * FINE_PER_PX)}`,
    `font-family:${families(look)}`,
  ];
  if (look.weight) css.push(`font-weight:${look.weight * 100}`);
  if (look.isItalic) css.push('font-style:italic');
  if (look.isSmallCaps) css.push('font-variant-caps:small-caps');
  if (look.transform) css.push(`text-transform:${TRANSFORMS[look.transform] ?? 'none'}`);
  if (look.spacing) css.push(`letter-spacing:${fine(look.spacing)}`);
  if (look.align) css.push(`text-align:${ALIGNS[look.align] ?? 'start'}`);
  if (look.textShadow)
    css.push(
      `text-shadow:${look.textShadow.map((one) => `${px(one.x)} ${px(one.y)} ${px(one.blur)} ${colour(one.color)}`).join()}`,
    );
  const lines = DECORATIONS.filter((_line, at) => ((look.decoration ?? 0) >> at) & 1);
  if (lines.length > 0) css.push(`text-decoration:${lines.join(' ')}${line(look)}`);
  return css.map((one) => `${one};`).join('');
}

function line({ line: of }: Look): string {
  if (!of) return '';
  return ` ${LINE_STYLES[of.style] ?? 'solid'} ${colour(of.color)}${of.width > 0 ? ` ${px(of.width)}` : ''}`;
}

function families(look: Look): string {
  const names = (look.fonts ?? []).map((font) => {
    const name = font % 2 === 0 ? (FONTS[font / 2] ?? '') : fontName((font - 1) / 2);
    return name.includes(' ') ? `"${name}"` : name;
  });
  return [...names, FAMILIES[look.family ?? 0] ?? 'sans-serif'].join();
}
