//! The numbers of the wire: frames, operations, kinds, flags and properties. All lists are closed: a decoder refuses a
//! frame with any other number. The format is described in docs/cobrowse-wire.md.

export const WIRE_VERSION = 1;
/** Lengths are whole quarters of a CSS pixel. */
export const UNITS_PER_PX = 4;

export const FRAME = { start: 0, ops: 1 } as const;

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
  flags: 17,
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
export const BODY = { bars: 0, lines: 1 } as const;

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
  gradient: 9,
  color: 16,
  size: 17,
  weight: 18,
  italic: 19,
  family: 20,
  transform: 21,
  decoration: 22,
  spacing: 23,
} as const;

export const BORDER_STYLES = [
  'none',
  'solid',
  'dashed',
  'dotted',
  'double',
  'groove',
  'ridge',
  'inset',
  'outset',
];
export const FAMILIES = ['sans-serif', 'serif', 'monospace', 'cursive', 'fantasy', 'system-ui'];
export const TRANSFORMS = ['none', 'uppercase', 'lowercase', 'capitalize'];
export const DECORATIONS = ['underline', 'overline', 'line-through'];
