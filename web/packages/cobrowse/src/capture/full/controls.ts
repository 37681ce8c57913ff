//! Where in its box a control writes, and how.

import { ALIGNS, KIND, PROP, UNITS_PER_PX } from '../../wire/index.ts';
import { fine, units, type Colours } from '../looks.ts';

type Place = [x: number, y: number, wide: number, high: number];

/** A line of a control, of the size of its letters. */
const LINE_PER_FONT = 1.25;

/** Adds to the look of its words, and gives their place in units. */
export function controlOf(
  element: Element,
  kind: number,
  style: CSSStyleDeclaration,
  box: DOMRect,
  look: number[],
  colours: Colours,
): Place {
  const isArea = kind === KIND.area;
  const isEmpty = (element as HTMLInputElement).value === '';
  if (isEmpty && kind !== KIND.choice)
    look[1] = colours.word(getComputedStyle(element, '::placeholder').color);
  const align = ALIGNS.indexOf(style.textAlign.replace('right', 'end'));
  if (align > 0) look.push(PROP.align, align);
  if (isArea && style.lineHeight !== 'normal') look.push(PROP.leading, fine(style.lineHeight));
  const place = contentOf(style, box);
  // What is too high for the inside of its box stands about the middle of it.
  const least = Math.ceil(units(style.fontSize) * LINE_PER_FONT);
  const over = Math.ceil((least - place[3]) / 2);
  if (over > 0 && !isArea) {
    place[1] = Math.max(0, place[1] - over);
    place[3] = least;
  }
  return place;
}

/** The inside of a control's box, where it writes: x, y, width and height in units. */
export function contentOf(style: CSSStyleDeclaration, box: DOMRect): [number, number, number, number] {
  const x = units(style.borderLeftWidth) + units(style.paddingLeft);
  const y = units(style.borderTopWidth) + units(style.paddingTop);
  const right = units(style.borderRightWidth) + units(style.paddingRight);
  const bottom = units(style.borderBottomWidth) + units(style.paddingBottom);
  const wide = Math.round(box.width * UNITS_PER_PX) - x - right;
  const high = Math.round(box.height * UNITS_PER_PX) - y - bottom;
  return [x, y, Math.max(0, wide), Math.max(0, high)];
}
