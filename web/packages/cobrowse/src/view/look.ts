//! How a thing looks, read from the wire.

import { PROP, type Reader } from '../wire/index.ts';

export interface Shadow {
  inset: boolean;
  x: number;
  y: number;
  blur: number;
  spread: number;
  color: number;
}

export interface Side {
  width: number;
  style: number;
  color: number;
}

/** Lengths in units, colours as red, green, blue and alpha, a byte each. */
export interface Look {
  background?: number;
  border?: Side[];
  radius?: number[];
  shadow?: Shadow[];
  opacity?: number;
  isUnseen?: boolean;
  order?: number;
  isPositioned?: boolean;
  gradient?: { angle: number; stops: { color: number; place: number }[] };
  color?: number;
  size?: number;
  weight?: number;
  isItalic?: boolean;
  family?: number;
  transform?: number;
  decoration?: number;
  spacing?: number;
}

const LIST_MAX = 16;

/** Reads properties until their end. */
export function readLook(from: Reader): Look {
  const look: Look = {};
  for (;;) {
    const prop = from.byte();
    switch (prop) {
      case PROP.end:
        return look;
      case PROP.background:
        look.background = from.word();
        break;
      case PROP.border:
        look.border = Array.from({ length: 4 }, () => side(from));
        break;
      case PROP.radius:
        look.radius = Array.from({ length: 4 }, () => from.signed());
        break;
      case PROP.shadow:
        look.shadow = list(from, () => ({
          inset: from.byte() === 1,
          x: from.signed(),
          y: from.signed(),
          blur: from.whole(),
          spread: from.signed(),
          color: from.word(),
        }));
        break;
      case PROP.gradient: {
        const angle = from.whole();
        look.gradient = { angle, stops: list(from, () => ({ color: from.word(), place: from.whole() })) };
        break;
      }
      case PROP.opacity:
        look.opacity = from.whole();
        break;
      case PROP.unseen:
        look.isUnseen = true;
        break;
      case PROP.order:
        look.order = from.signed();
        break;
      case PROP.positioned:
        look.isPositioned = true;
        break;
      case PROP.color:
        look.color = from.word();
        break;
      case PROP.size:
        look.size = from.whole();
        break;
      case PROP.weight:
        look.weight = from.whole();
        break;
      case PROP.italic:
        look.isItalic = true;
        break;
      case PROP.family:
        look.family = from.whole();
        break;
      case PROP.transform:
        look.transform = from.whole();
        break;
      case PROP.decoration:
        look.decoration = from.whole();
        break;
      case PROP.spacing:
        look.spacing = from.signed();
        break;
      default:
        throw from.fail(`an unknown property ${prop}`);
    }
  }
}

function side(from: Reader): Side {
  const width = from.whole();
  return width === 0 ? { width, style: 0, color: 0 } : { width, style: from.byte(), color: from.word() };
}

function list<T>(from: Reader, one: () => T): T[] {
  const count = from.whole();
  if (count > LIST_MAX) throw from.fail(`a list of ${count}`);
  return Array.from({ length: count }, one);
}
