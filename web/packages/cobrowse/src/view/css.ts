//! Looks as CSS, from numbers only.

import { BORDER_STYLES, DECORATIONS, FAMILIES, TRANSFORMS, UNITS_PER_PX } from '../wire/index.ts';
import { type Look } from './look.ts';

const STOP_FREE = 65_535;
const px = (units: number): string => `${units / UNITS_PER_PX}px`;
const colour = (rgba: number): string => `#${rgba.toString(16).padStart(8, '0')}`;
const corner = (radius: number): string => (radius < 0 ? `${-radius}%` : px(radius));

/** The style of a box. */
export function styleOf(look: Look | undefined, isFixed: boolean): string {
  if (!look) return '';
  const css: string[] = [];
  if (look.isUnseen) css.push('visibility:hidden');
  if (look.background !== undefined) css.push(`background-color:${colour(look.background)}`);
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
  if (look.gradient) {
    const stops = look.gradient.stops.map(
      (stop) => colour(stop.color) + (stop.place === STOP_FREE ? '' : ` ${stop.place / 10}%`),
    );
    css.push(`background-image:linear-gradient(${look.gradient.angle}deg,${stops.join(',')})`);
  }
  if (look.opacity !== undefined) css.push(`opacity:${look.opacity / 255}`);
  if (look.isPositioned && !isFixed) css.push('position:relative');
  if (look.order !== undefined) css.push(`z-index:${look.order}`);
  return css.map((one) => `${one};`).join('');
}

/** The style of released words. */
export function textStyleOf(look: Look | undefined): string {
  if (!look) return '';
  const css = [
    `color:${colour(look.color ?? 255)}`,
    `font-size:${px(look.size ?? 64)}`,
    `font-family:${FAMILIES[look.family ?? 0] ?? 'sans-serif'}`,
  ];
  if (look.weight) css.push(`font-weight:${look.weight * 100}`);
  if (look.isItalic) css.push('font-style:italic');
  if (look.transform) css.push(`text-transform:${TRANSFORMS[look.transform] ?? 'none'}`);
  if (look.spacing) css.push(`letter-spacing:${px(look.spacing)}`);
  const lines = DECORATIONS.filter((_line, at) => ((look.decoration ?? 0) >> at) & 1);
  if (lines.length > 0) css.push(`text-decoration:${lines.join(' ')}`);
  return css.map((one) => `${one};`).join('');
}
