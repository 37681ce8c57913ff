//! What a node holds, read from the wire: bars for what is redacted; words, pictures and drawings with their rule.

import { BODY, CAPS, FITS, FORMATS, JOINS, LIMIT, SHAPE, STEPS, type Reader } from '../wire/index.ts';
import { assetOf, length, type Length } from './look.ts';

export interface LineShown {
  x: number;
  y: number;
  w: number;
  h: number;
  text: string;
}

/** How a picture lies in its box. `inset`: of the box's edges, top, right, bottom and left, in units. */
export interface FitShown {
  fit: number;
  position: Length[];
  inset: number[];
}

/** Lengths in 64ths of a pixel from the box's corner; each step as its number and absolute coordinates. */
export interface ShapeShown {
  fill: number | null;
  isEvenOdd: boolean;
  stroke: { color: number; width: number; cap: number; join: number; dashes: number[] } | null;
  path: { step: number; at: number[] }[];
}

export type BodyShown =
  | { kind: 'bars'; lines: number; last: number }
  | { kind: 'lines'; rule: number; look: number; lines: LineShown[] }
  | ({ kind: 'picture'; rule: number; asset: number } & FitShown)
  | ({ kind: 'pixels'; rule: number; type: string; bytes: Uint8Array } & FitShown)
  | { kind: 'vector'; rule: number; shapes: ShapeShown[] }
  | { kind: 'level'; rule: number; thousandths: number };

const LEVEL_MAX = 1_000;

/** `looks` and `assets`: how many of each are known. */
export function readBody(from: Reader, looks: number, assets: number): BodyShown {
  const kind = from.byte();
  if (kind === BODY.bars) {
    const lines = from.whole();
    return { kind: 'bars', lines, last: lines > 1 ? from.whole() : 0 };
  }
  if (kind > BODY.level) throw from.fail(`an unknown body ${kind}`);
  const rule = from.whole();
  if (rule === 0) throw from.fail('words that no rule released');
  switch (kind) {
    case BODY.lines: {
      const look = from.upTo(looks);
      return { kind: 'lines', rule, look, lines: from.list(LIMIT.lines, () => line(from)) };
    }
    case BODY.picture:
      return { kind: 'picture', rule, asset: assetOf(from, assets), ...fitted(from) };
    case BODY.pixels: {
      const type = FORMATS[from.upTo(FORMATS.length - 1)] ?? '';
      const bytes = from.raw(from.upTo(LIMIT.pixelsBytes)).slice();
      return { kind: 'pixels', rule, type, bytes, ...fitted(from) };
    }
    case BODY.vector:
      return { kind: 'vector', rule, shapes: shapes(from) };
    default:
      return { kind: 'level', rule, thousandths: from.upTo(LEVEL_MAX) };
  }
}

function line(from: Reader): LineShown {
  return { x: from.whole(), y: from.whole(), w: from.whole(), h: from.whole(), text: from.text() };
}

function fitted(from: Reader): FitShown {
  return {
    fit: from.upTo(FITS.length - 1),
    position: [length(from), length(from)],
    inset: Array.from({ length: 4 }, () => from.whole()),
  };
}

function shapes(from: Reader): ShapeShown[] {
  let left: number = LIMIT.steps;
  return from.list(LIMIT.shapes, () => {
    const flags = from.upTo(SHAPE.fill | SHAPE.stroke | SHAPE.evenOdd);
    const fill = flags & SHAPE.fill ? from.word() : null;
    const stroke = flags & SHAPE.stroke ? strokeOf(from) : null;
    let [x, y] = [0, 0];
    const path = from.list(left, () => {
      const step = from.upTo(STEPS.length - 1);
      const at: number[] = [];
      for (let count = 0; count < (STEPS[step] ?? 0); count += 2)
        at.push(x + from.signed(), y + from.signed());
      if (at.length > 0) [x = 0, y = 0] = at.slice(-2);
      return { step, at };
    });
    left -= path.length;
    return { fill, isEvenOdd: (flags & SHAPE.evenOdd) !== 0, stroke, path };
  });
}

function strokeOf(from: Reader): ShapeShown['stroke'] {
  return {
    color: from.word(),
    width: from.whole(),
    cap: from.upTo(CAPS.length - 1),
    join: from.upTo(JOINS.length - 1),
    dashes: from.list(LIMIT.list, () => from.whole()),
  };
}
