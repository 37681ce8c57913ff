//! The numbers of the wire: frames, operations, kinds, flags and properties. All lists are closed: a decoder refuses a
//! frame with any other number. The format is described in docs/cobrowse-wire.md.

export const WIRE_VERSION = 1;
/** Lengths are whole quarters of a CSS pixel. */
export const UNITS_PER_PX = 4;

/** Fonts, letter spacing, drawings: 64ths of a CSS pixel, as fine as browsers lay out. */
export const FINE_PER_PX = 64;

/** A checkpoint is made by the relay for whoever joins late. */
export const FRAME = { start: 0, ops: 1, checkpoint: 2 } as const;

export const OP = {
  end: 0,
  /** Defines the next look: properties, then 0. */
  look: 1,
  /** Adds a node at the cursor, which then stands after it. */
  node: 2,
  /** The cursor goes into the node that it stands after. */
  enter: 3,
  /** The cursor goes out of its parent, and stands after it. */
  leave: 4,
  /** The cursor goes into `parent`, after `sibling` (0: first). */
  at: 5,
  remove: 6,
  move: 7,
  rect: 8,
  /** Moves `count` siblings, from one on, by the same distance. */
  shift: 9,
  /** Another look for a node. */
  wear: 10,
  /** What a text or field shows anew. */
  body: 11,
  state: 12,
  scroll: 13,
  view: 14,
  /** All that was there when the capture began is sent. */
  ready: 15,
  /** Wider and higher by so much, at the same place. */
  size: 16,
  flags: 17,
  /** Of a checkpoint: the number of the next node. */
  next: 18,
  /** Defines the next asset: the SHA-256 of its bytes. */
  asset: 19,
  /** Where the customer's pointer is in the page. */
  pointer: 20,
} as const;

/** What a node is. No name of an element is sent. */
export const KIND = {
  box: 0,
  text: 1,
  field: 2,
  area: 3,
  choice: 4,
  check: 5,
  radio: 6,
  button: 7,
  link: 8,
  image: 9,
  media: 10,
  frame: 11,
  drawing: 12,
  bar: 13,
} as const;
export const KIND_MAX = 13;
export type Kind = (typeof KIND)[keyof typeof KIND];

export const FLAG = { clip: 1, fixed: 2, top: 4, body: 8 } as const;

/** What is told of a control that is redacted: never what it holds. */
export const STATE = { filled: 1, focused: 2, disabled: 4, checked: 8 } as const;

/** What a body is made of. */
export const BODY = { bars: 0, lines: 1, picture: 2, pixels: 3, vector: 4, level: 5 } as const;

/** Properties of a look, each with the shape of its value. */
export const PROP = {
  end: 0,
  background: 1,
  border: 2,
  radius: 3,
  shadow: 4,
  opacity: 5,
  unseen: 6,
  order: 7,
  positioned: 8,
  filter: 9,
  layers: 10,
  turn: 11,
  outline: 12,
  mask: 13,
  native: 14,
  accent: 15,
  color: 16,
  size: 17,
  weight: 18,
  italic: 19,
  family: 20,
  transform: 21,
  decoration: 22,
  spacing: 23,
  fonts: 24,
  textShadow: 25,
  line: 26,
  justified: 27,
  align: 28,
  leading: 29,
  smallCaps: 30,
  /** Of a box: up to where its colour reaches. */
  clip: 32,
} as const;

export const BORDER_STYLES =
  /* @__PURE__ */ 'none solid dashed dotted double groove ridge inset outset'.split(' ');
export const FAMILIES = /* @__PURE__ */ 'sans-serif serif monospace cursive fantasy system-ui'.split(' ');
/** Names of fonts that say nothing of a page; any other name is not sent. */
export const FONTS = [
  'Arial',
  'Helvetica',
  'Helvetica Neue',
  'Verdana',
  'Tahoma',
  'Trebuchet MS',
  'Segoe UI',
  'Roboto',
  'Noto Sans',
  'Open Sans',
  'Liberation Sans',
  'DejaVu Sans',
  'Ubuntu',
  'Cantarell',
  'Oxygen',
  'Lato',
  'Inter',
  'Times New Roman',
  'Times',
  'Georgia',
  'Cambria',
  'Garamond',
  'Palatino',
  'Noto Serif',
  'Liberation Serif',
  'Courier New',
  'Courier',
  'Menlo',
  'Monaco',
  'Consolas',
  'SFMono-Regular',
  'Liberation Mono',
  'DejaVu Sans Mono',
  'Lucida Console',
  '-apple-system',
  'BlinkMacSystemFont',
  'Apple Color Emoji',
  'Segoe UI Emoji',
  'Noto Color Emoji',
  'Impact',
  'Comic Sans MS',
];
export const TRANSFORMS = /* @__PURE__ */ 'none uppercase lowercase capitalize'.split(' ');
export const DECORATIONS = /* @__PURE__ */ 'underline overline line-through'.split(' ');
export const LINE_STYLES = ['solid', 'double', 'dotted', 'dashed', 'wavy'];
export const ALIGNS = ['start', 'center', 'end'];
/** Where the picture of a background comes from; 4 is added to a gradient that repeats. */
export const SOURCE = { linear: 0, radial: 1, conic: 2, asset: 3, repeats: 4 } as const;
export const EXTENTS = ['farthest-corner', 'closest-side', 'closest-corner', 'farthest-side', 'explicit'];
export const REPEATS = ['repeat', 'no-repeat', 'space', 'round'];
export const BOXES = ['border-box', 'padding-box', 'content-box', 'text'];
export const FITS = ['fill', 'contain', 'cover', 'none', 'scale-down'];
/** Drawn by the browser itself: no style says how. */
export const NATIVES = /* @__PURE__ */ ' checkbox radio select-one range progress meter date color'.split(
  ' ',
);
export const FILTERS = [
  'blur',
  'brightness',
  'contrast',
  'grayscale',
  'hue-rotate',
  'invert',
  'opacity',
  'saturate',
  'sepia',
];
export const FORMATS = ['image/webp', 'image/png'];
/** How a length of the wire counts: quarters of a pixel, or hundredths of a percent of what it is measured against. */
export const PERCENT_SCALE = 100;

export const SHAPE = { fill: 1, stroke: 2, evenOdd: 4 } as const;
export const CAPS = ['butt', 'round', 'square'];
export const JOINS = ['miter', 'round', 'bevel'];
/** Steps of a path: how many numbers each has. */
export const STEPS = [0, 2, 2, 4, 6];

export const LIMIT = {
  list: 16,
  layers: 8,
  lines: 500,
  shapes: 500,
  steps: 20_000,
  pixelsBytes: 256 * 1024,
  assets: 4_096,
} as const;
