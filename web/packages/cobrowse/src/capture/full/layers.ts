//! Pictures behind a box, from computed values: gradients of every kind, and files that the manifest knows.

import {
  BOXES,
  EXTENTS,
  LIMIT,
  PERCENT_SCALE,
  PROP,
  REPEATS,
  SOURCE,
  UNITS_PER_PX,
  signed,
} from '../../wire/index.ts';
import { parts, type Colours } from '../looks.ts';

const TENTHS = 10;
const TURN_TENTHS = 3_600;
const SIDES: Record<string, number> = { 'to top': 0, 'to right': 90, 'to bottom': 180, 'to left': 270 };
const EMPTY = [0, 0];

/** A length of the wire as the whole number that it is written as; null for what is none. */
export function lengthOf(value: string): number | null {
  const number = Number.parseFloat(value);
  if (!Number.isFinite(number)) return null;
  if (value.endsWith('%')) return 2 * signed(Math.round(number * PERCENT_SCALE)) + 1;
  return value.endsWith('px') || number === 0 ? 2 * signed(Math.round(number * UNITS_PER_PX)) : null;
}

const lengthsOf = (value: string): number[] => parts(value, ' ').map((part) => lengthOf(part) ?? 0);

export class Layers {
  constructor(
    private readonly colours: Colours,
    private readonly asset: (address: string) => number,
  ) {}

  /** Adds a property with the pictures of a background or a mask; false if there are none that can be told. */
  add(prop: number, style: CSSStyleDeclaration, box: DOMRect, made: number[]): boolean {
    const isMask = prop === PROP.mask;
    const images = parts(isMask ? style.maskImage : style.backgroundImage);
    const of = (name: string): string[] =>
      parts(style.getPropertyValue(`${isMask ? 'mask' : 'background'}-${name}`));
    const lists = { size: of('size'), position: of('position'), repeat: of('repeat') };
    const boxes = { origin: of('origin'), clip: of('clip') };
    const at = (list: string[], place: number): string => list[place % list.length] ?? '';
    const layers = images.flatMap((image, place) => {
      const source = this.source(image, box);
      if (!source) return [];
      const repeat = parts(at(lists.repeat, place), ' ');
      const [x = 'repeat', y = x] = TWO_WAYS[repeat[0] ?? ''] ?? repeat;
      const made = [
        ...source,
        ...sizing(at(lists.size, place)),
        ...positionOf(at(lists.position, place), at(lists.size, place), box),
      ];
      made.push(index(REPEATS, x), index(REPEATS, y));
      made.push(Math.min(2, index(BOXES, at(boxes.origin, place))), index(BOXES, at(boxes.clip, place)));
      return [made];
    });
    if (layers.length === 0) return false;
    made.push(prop, Math.min(layers.length, LIMIT.layers), ...layers.slice(0, LIMIT.layers).flat());
    return true;
  }

  private source(image: string, box: DOMRect): number[] | null {
    const address = addressIn(image);
    if (address !== null) {
      const asset = this.asset(address);
      return asset > 0 ? [SOURCE.asset, asset] : null;
    }
    const [, repeating = '', kind = '', inside = ''] =
      /^(?:-webkit-)?(repeating-)?(linear|radial|conic)-gradient\((.*)\)$/.exec(image) ?? [];
    if (kind === '') return null;
    const [first = '', ...rest] = parts(inside);
    const isHead = !/^[a-z-]+\(/.test(first) || first.startsWith('calc(');
    const head = isHead ? first.replace(/\s*in [a-z0-9-]+( (shorter|longer) hue)?/, '') : '';
    const stops = this.stops(isHead ? rest : [first, ...rest]);
    const more = repeating ? SOURCE.repeats : 0;
    if (kind === 'linear') return [SOURCE.linear + more, angleOf(head, box), ...stops];
    const [, where = '50% 50%'] = /at (.*)$/.exec(head) ?? [];
    const centre = pair(lengthsOf(where));
    if (kind === 'conic') {
      const from = /from (-?[\d.]+)deg/.exec(head)?.[1] ?? '0';
      return [SOURCE.conic + more, tenths(Number(from)), ...centre, ...stops];
    }
    const shape = head.replace(/\s*at .*$/, '');
    const radii = shape.match(/-?[\d.]+(px|%)/g);
    const isCircle = shape.includes('circle') || radii?.length === 1;
    const extent = Math.max(
      0,
      EXTENTS.findIndex((one) => shape.includes(one)),
    );
    const sizes = radii ? radii.slice(0, isCircle ? 1 : 2).map((one) => lengthOf(one) ?? 0) : [];
    return [
      SOURCE.radial + more,
      isCircle ? 1 : 0,
      radii ? EXTENTS.length - 1 : extent,
      ...sizes,
      ...centre,
      ...stops,
    ];
  }

  private stops(list: string[]): number[] {
    const made: number[] = [];
    let count = 0;
    for (const stop of list) {
      const [colour = '', ...places] = parts(stop, ' ');
      // A hint between two colours is left out.
      if (/^-?[\d.]/.test(colour)) continue;
      for (const place of places.length > 0 ? places : ['']) {
        if (count >= LIMIT.list) break;
        count += 1;
        const degrees = /^(-?[\d.]+)deg$/.exec(place)?.[1];
        const length = lengthOf(degrees === undefined ? place : `${Number(degrees) / 3.6}%`);
        made.push(this.colours.word(colour), ...(length === null ? [0] : [1, length]));
      }
    }
    return [count, ...made];
  }
}

const TWO_WAYS: Record<string, string[]> = {
  'repeat-x': ['repeat', 'no-repeat'],
  'repeat-y': ['no-repeat', 'repeat'],
};

/** The address in `url("…")`; null where there is none. */
export function addressIn(value: string): string | null {
  return /^url\("((?:[^"\\]|\\.)*)"\)$/s.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? null;
}

/** Two lengths; an offset from the right or bottom is one from the left or top, where the size of the picture is known. */
function positionOf(value: string, size: string, box: DOMRect): number[] {
  const words = parts(value, ' ');
  if (words.length < 4) return pair(lengthsOf(value));
  const [x = '', offsetX = '', y = '', offsetY = ''] = words;
  const [wide = 'auto', high = 'auto'] = parts(size, ' ');
  const from = (side: string, offset: string, own: string, all: number): number => {
    const length = lengthOf(offset) ?? 0;
    if (side === 'left' || side === 'top') return length;
    const isKnown = own.endsWith('px') && offset.endsWith('px');
    return (
      (isKnown
        ? lengthOf(`${all - Number.parseFloat(own) - Number.parseFloat(offset)}px`)
        : lengthOf('100%')) ?? 0
    );
  };
  return [from(x, offsetX, wide, box.width), from(y, offsetY, high, box.height)];
}

function pair(lengths: number[]): number[] {
  const [x = EMPTY[0] ?? 0, y = lengthOf('50%') ?? 0] = lengths;
  return [x, y];
}

function sizing(value: string): number[] {
  if (value === 'cover') return [1];
  if (value === 'contain') return [2];
  const [x = 'auto', y = 'auto'] = parts(value, ' ');
  const [wide, high] = [lengthOf(x), lengthOf(y)];
  if (wide !== null) return high === null ? [4, wide] : [3, wide, high];
  return high === null ? [0] : [5, high];
}

function index(list: readonly string[], value: string): number {
  return Math.max(0, list.indexOf(value));
}

function tenths(degrees: number): number {
  return ((Math.round(degrees * TENTHS) % TURN_TENTHS) + TURN_TENTHS) % TURN_TENTHS;
}

/** Tenths of a degree, from the top clockwise. Towards a corner, it depends on the box (CSS Images 3, 3.1.1). */
function angleOf(head: string, box: DOMRect): number {
  const degrees = /^(-?[\d.]+)deg/.exec(head)?.[1];
  if (degrees !== undefined) return tenths(Number(degrees));
  const side = SIDES[head];
  if (side !== undefined) return side * TENTHS;
  if (!head.startsWith('to ')) return 180 * TENTHS;
  const corner = (Math.atan2(box.height, box.width) * 180) / Math.PI;
  if (head.includes('top')) return tenths(head.includes('right') ? corner : -corner);
  return tenths(head.includes('right') ? 180 - corner : 180 + corner);
}
