//! The elements of the agent's side.

import { drawing, h } from '@ombud/ui/dom';

export { h, type Child } from '@ombud/ui/dom';

/** The shapes of the icons, 24 by 24, drawn with lines. */
const SHAPES = {
  pointer: 'M5 3l14 8-6 1.500-3 6z',
  laser: 'M12 12m-2 0a2 2 0 104 0a2 2 0 10-4 0M12 3v4M12 17v4M3 12h4M17 12h4',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  box: 'M4 6h16v12H4z',
  arrow: 'M5 19L19 5M10 5h9v9',
  control: 'M9 11V5a2 2 0 014 0v6l5 1.500c1.500.5 2 1.500 1.500 3L18 21h-8l-4-6a1.800 1.800 0 013-2z',
  blind: 'M3 3l18 18M10 6a9 9 0 0111 6 12 12 0 01-3 4M6 8a12 12 0 00-3 4c2 4 5 6 9 6a9 9 0 003-.5',
  clear: 'M4 15L14 5l6 6-8 8H7zM9 10l6 6M10 19h10',
  ask: 'M12 3a9 9 0 110 18a9 9 0 010-18M9.500 9.500a2.500 2.500 0 115 0c0 2-2.500 2-2.500 4M12 17v.01',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  end: 'M6 6l12 12M18 6L6 18',
  play: 'M7 4l13 8-13 8z',
  pause: 'M8 5v14M16 5v14',
  wait: 'M12 3a9 9 0 110 18a9 9 0 010-18M12 7v5l3 3',
  shield: 'M12 3l8 3v6c0 5-3 8-8 9c-5-1-8-4-8-9V6z',
  lost: 'M3 9a14 14 0 0118 0M6 13a9 9 0 0112 0M12 18v.01M4 4l16 16',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
} as const;
export type Icon = keyof typeof SHAPES;

export const icon = (name: Icon): SVGElement => drawing(SHAPES[name]);

/** A button; a bare one shows only its icon, and its words are heard. */
export function button(
  words: string,
  press: () => void,
  more: { icon?: Icon; isBare?: boolean; class?: string } = {},
): HTMLButtonElement {
  const { isBare = false } = more;
  return h(
    'button',
    {
      type: 'button',
      class: more.class ?? (isBare ? 'i' : 'b'),
      'aria-label': isBare && words,
      title: isBare && words,
      onclick: press,
    },
    more.icon ? icon(more.icon) : null,
    isBare ? null : h('span', {}, words),
  );
}
