//! How a thing looks, read from the wire.

import {
  ALIGNS,
  BORDER_STYLES,
  BOXES,
  EXTENTS,
  FAMILIES,
  FILTERS,
  FONTS,
  LIMIT,
  LINE_STYLES,
  NATIVES,
  PROP,
  REPEATS,
  SOURCE,
  TRANSFORMS,
  type Reader,
} from '../wire/index.ts';

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

/** Quarters of a CSS pixel, or hundredths of a percent. */
export interface Length {
  value: number;
  isPercent: boolean;
}

export interface Stop {
  color: number;
  /** Null: where the ones around it leave it. */
  place: Length | null;
}

/** Where a picture comes from: a gradient, or a file of the company's manifest. */
export type Source =
  | { from: 'linear'; repeats: boolean; angle: number; stops: Stop[] }
  | {
      from: 'radial';
      repeats: boolean;
      isCircle: boolean;
      extent: number;
      radii: Length[];
      centre: Length[];
      stops: Stop[];
    }
  | { from: 'conic'; repeats: boolean; angle: number; centre: Length[]; stops: Stop[] }
  | { from: 'asset'; asset: number };

/** A picture behind a box. Angles in tenths of a degree. */
export interface Layer {
  source: Source;
  /** 0 as it is, 1 cover, 2 contain, 3 both lengths, 4 a width, 5 a height. */
  sizing: number;
  size: Length[];
  position: Length[];
  repeat: [x: number, y: number];
  origin: number;
  clip: number;
}

/** Lengths in units, of text in 64ths of a pixel; colours as red, green, blue and alpha, a byte each. */
export interface Look {
  background?: number;
  border?: Side[];
  radius?: number[];
  shadow?: Shadow[];
  opacity?: number;
  isUnseen?: boolean;
  order?: number;
  isPositioned?: boolean;
  filter?: { kind: number; amount: number }[];
  layers?: Layer[];
  turn?: number[];
  outline?: Side & { offset: number };
  mask?: Layer[];
  native?: number;
  accent?: number;
  clip?: number;
  color?: number;
  size?: number;
  weight?: number;
  isItalic?: boolean;
  family?: number;
  transform?: number;
  decoration?: number;
  spacing?: number;
  /** Twice the number of a known name, or twice that of an asset and one. */
  fonts?: number[];
  textShadow?: Omit<Shadow, 'inset' | 'spread'>[];
  line?: Side;
  isJustified?: boolean;
  align?: number;
  leading?: number;
  isSmallCaps?: boolean;
}

const OPACITY_MAX = 255;
const WEIGHT_MAX = 10;
const DECORATION_MAX = 7;
const ANGLE_MAX = 3_599;

type Read = (look: Look, from: Reader, assets: number) => void;

const READ: Record<number, Read> = {
  [PROP.background]: (look, from) => (look.background = from.word()),
  [PROP.border]: (look, from) => (look.border = times(4, () => side(from))),
  [PROP.radius]: (look, from) => (look.radius = times(4, () => from.signed())),
  [PROP.shadow]: (look, from) =>
    (look.shadow = from.list(LIMIT.list, () => ({
      inset: from.upTo(1) === 1,
      x: from.signed(),
      y: from.signed(),
      blur: from.whole(),
      spread: from.signed(),
      color: from.word(),
    }))),
  [PROP.opacity]: (look, from) => (look.opacity = from.upTo(OPACITY_MAX)),
  [PROP.unseen]: (look) => (look.isUnseen = true),
  [PROP.order]: (look, from) => (look.order = from.signed()),
  [PROP.positioned]: (look) => (look.isPositioned = true),
  [PROP.filter]: (look, from) =>
    (look.filter = from.list(LIMIT.layers, () => ({
      kind: from.upTo(FILTERS.length - 1),
      amount: from.whole(),
    }))),
  [PROP.layers]: (look, from, assets) => (look.layers = from.list(LIMIT.layers, () => layer(from, assets))),
  [PROP.turn]: (look, from) => (look.turn = times(4, () => from.signed())),
  [PROP.outline]: (look, from) => (look.outline = { offset: from.signed(), ...side(from) }),
  [PROP.mask]: (look, from, assets) => (look.mask = from.list(LIMIT.layers, () => layer(from, assets))),
  [PROP.native]: (look, from) => (look.native = from.upTo(NATIVES.length - 1)),
  [PROP.accent]: (look, from) => (look.accent = from.word()),
  [PROP.clip]: (look, from) => (look.clip = from.upTo(BOXES.length - 1)),
  [PROP.color]: (look, from) => (look.color = from.word()),
  [PROP.size]: (look, from) => (look.size = from.whole()),
  [PROP.weight]: (look, from) => (look.weight = from.upTo(WEIGHT_MAX)),
  [PROP.italic]: (look) => (look.isItalic = true),
  [PROP.family]: (look, from) => (look.family = from.upTo(FAMILIES.length - 1)),
  [PROP.transform]: (look, from) => (look.transform = from.upTo(TRANSFORMS.length - 1)),
  [PROP.decoration]: (look, from) => (look.decoration = from.upTo(DECORATION_MAX)),
  [PROP.spacing]: (look, from) => (look.spacing = from.signed()),
  [PROP.fonts]: (look, from, assets) =>
    (look.fonts = from.list(LIMIT.layers, () => {
      const font = from.whole();
      const isKnown = font % 2 === 0 ? font / 2 < FONTS.length : font > 1 && (font - 1) / 2 <= assets;
      if (!isKnown) throw from.fail('an unknown font');
      return font;
    })),
  [PROP.textShadow]: (look, from) =>
    (look.textShadow = from.list(LIMIT.list, () => ({
      x: from.signed(),
      y: from.signed(),
      blur: from.whole(),
      color: from.word(),
    }))),
  [PROP.line]: (look, from) =>
    (look.line = { style: from.upTo(LINE_STYLES.length - 1), color: from.word(), width: from.whole() }),
  [PROP.justified]: (look) => (look.isJustified = true),
  [PROP.align]: (look, from) => (look.align = from.upTo(ALIGNS.length - 1)),
  [PROP.leading]: (look, from) => (look.leading = from.whole()),
  [PROP.smallCaps]: (look) => (look.isSmallCaps = true),
};

/** Reads properties until their end. `assets`: how many are known. */
export function readLook(from: Reader, assets: number): Look {
  const look: Look = {};
  for (;;) {
    const prop = from.byte();
    if (prop === PROP.end) return look;
    const read = READ[prop];
    if (!read) throw from.fail(`an unknown property ${prop}`);
    read(look, from, assets);
  }
}

export function length(from: Reader): Length {
  const code = from.whole();
  const doubled = Math.floor(code / 2);
  return {
    value: doubled % 2 === 1 ? -(doubled + 1) / 2 : doubled / 2,
    isPercent: code % 2 === 1,
  };
}

export function assetOf(from: Reader, assets: number): number {
  const asset = from.whole();
  if (asset === 0 || asset > assets) throw from.fail(`asset ${asset} is not known`);
  return asset;
}

function layer(from: Reader, assets: number): Layer {
  const source = sourceOf(from, assets);
  const sizing = from.upTo(5);
  const size = times(sizing < 3 ? 0 : sizing === 3 ? 2 : 1, () => length(from));
  const position = times(2, () => length(from));
  const repeat: [number, number] = [from.upTo(REPEATS.length - 1), from.upTo(REPEATS.length - 1)];
  return {
    source,
    sizing,
    size,
    position,
    repeat,
    origin: from.upTo(2),
    clip: from.upTo(BOXES.length - 1),
  };
}

function sourceOf(from: Reader, assets: number): Source {
  const code = from.upTo(SOURCE.conic + SOURCE.repeats);
  if (code === SOURCE.asset) return { from: 'asset', asset: assetOf(from, assets) };
  const repeats = code >= SOURCE.repeats;
  switch (code % SOURCE.repeats) {
    case SOURCE.linear:
      return { from: 'linear', repeats, angle: from.upTo(ANGLE_MAX), stops: stops(from) };
    case SOURCE.radial: {
      const isCircle = from.upTo(1) === 1;
      const extent = from.upTo(EXTENTS.length - 1);
      const radii = times(extent === EXTENTS.length - 1 ? (isCircle ? 1 : 2) : 0, () => length(from));
      const centre = times(2, () => length(from));
      return { from: 'radial', repeats, isCircle, extent, radii, centre, stops: stops(from) };
    }
    default: {
      const angle = from.upTo(ANGLE_MAX);
      return { from: 'conic', repeats, angle, centre: times(2, () => length(from)), stops: stops(from) };
    }
  }
}

function stops(from: Reader): Stop[] {
  return from.list(LIMIT.list, () => ({
    color: from.word(),
    place: from.upTo(1) === 1 ? length(from) : null,
  }));
}

function side(from: Reader): Side {
  const width = from.whole();
  if (width === 0) return { width, style: 0, color: 0 };
  return { width, style: from.upTo(BORDER_STYLES.length - 1), color: from.word() };
}

function times<T>(count: number, one: () => T): T[] {
  return Array.from({ length: count }, one);
}
