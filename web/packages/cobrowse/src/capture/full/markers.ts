//! Markers of list items: a disc, circle or square as a box; numbers and letters as words. Where a marker lies is as
//! Chromium draws it; browsers tell nothing of it.

import { PROP } from '../../wire/index.ts';
import { wordsBody } from '../bodies.ts';
import { type Extra } from '../details.ts';
import { type Looks } from '../looks.ts';
import { type Release } from '../policy.ts';
import { type Fonts } from './fonts.ts';

const BULLETS = /^(disc|circle|square)$/;
/** Between a bullet and what it stands before, in CSS pixels. */
const BULLET_GAP_PX = 7;
const ROUND = -50;
const LETTERS = 26;
const LOOKED_AT_MAX = 20;
const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

export function markerOf(
  element: Element,
  style: CSSStyleDeclaration,
  box: DOMRect,
  looks: Looks,
  fonts: Fonts,
  release: Release,
): Extra | null {
  const kind = style.listStyleType;
  if (kind === 'none' || style.listStyleImage !== 'none') return null;
  const made = getComputedStyle(element, '::marker');
  const heights = fonts.heights(style);
  const left = box.left + Number.parseFloat(style.borderLeftWidth) + Number.parseFloat(style.paddingLeft);
  const first = firstLine(element);
  const top = first
    ? first.top + (first.height - heights.ascent - heights.descent) / 2
    : box.top + Number.parseFloat(style.paddingTop);
  if (BULLETS.test(kind)) {
    const size = Math.trunc((heights.ascent * 2) / 3);
    const wide = Math.trunc((size + 1) / 2);
    const x =
      style.listStylePosition === 'inside' && first ? first.left - size - 1 : left - size - BULLET_GAP_PX;
    const y = Math.trunc(top) + Math.trunc((3 * (heights.ascent - size)) / 2);
    const colour = looks.colours.word(made.color);
    const look =
      kind === 'circle'
        ? [PROP.border, ...Array.from({ length: 4 }, () => [4, 1, colour]).flat()]
        : [PROP.background, colour];
    if (kind !== 'square') look.push(PROP.radius, ...Array.from({ length: 4 }, () => -2 * ROUND - 1));
    return { box: new DOMRect(x, y, wide, wide), look, body: null };
  }
  const words = wordsOf(element, kind);
  if (words === '') return null;
  const wide = fonts.width(words, style);
  const x = style.listStylePosition === 'inside' && first ? first.left - wide : left - wide;
  const rect = new DOMRect(x, top, wide, heights.ascent + heights.descent);
  const line = { left: x, top, width: wide, height: rect.height, text: words };
  const look = looks.ofText(style, null);
  look[1] = looks.colours.word(made.color);
  return { box: rect, look: [], body: wordsBody([line], rect, release, look) };
}

function firstLine(element: Element): DOMRect | null {
  const range = element.ownerDocument.createRange();
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let looked = 0; looked < LOOKED_AT_MAX && walker.nextNode(); looked += 1) {
    range.selectNodeContents(walker.currentNode);
    const rect = range.getClientRects()[0];
    if (rect && rect.width > 0) return rect;
  }
  return null;
}

/** The number of an item as it is written; nothing for kinds of writing that are not known. */
function wordsOf(element: Element, kind: string): string {
  const number = numberOf(element as HTMLLIElement);
  switch (kind) {
    case 'decimal':
      return `${number}. `;
    case 'decimal-leading-zero':
      return `${String(number).padStart(2, '0')}. `;
    case 'lower-alpha':
    case 'lower-latin':
      return `${letters(number)}. `;
    case 'upper-alpha':
    case 'upper-latin':
      return `${letters(number).toUpperCase()}. `;
    case 'lower-roman':
      return `${roman(number)}. `;
    case 'upper-roman':
      return `${roman(number).toUpperCase()}. `;
    default:
      return '';
  }
}

function numberOf(item: HTMLLIElement): number {
  let number = 0;
  for (let at: Element | null = item; at; at = at.previousElementSibling) {
    if (at.tagName !== 'LI') continue;
    if (at.hasAttribute('value')) return (at as HTMLLIElement).value + number;
    number += 1;
  }
  const list = item.parentElement as HTMLOListElement | null;
  return (list?.tagName === 'OL' ? list.start : 1) + number - 1;
}

function letters(number: number): string {
  let left = number;
  let made = '';
  while (left > 0) {
    left -= 1;
    made = String.fromCharCode(97 + (left % LETTERS)) + made;
    left = Math.floor(left / LETTERS);
  }
  return made;
}

function roman(number: number): string {
  let left = number;
  let made = '';
  for (const [value, sign] of ROMAN)
    while (left >= value) {
      made += sign;
      left -= value;
    }
  return made;
}
