//! The widget's own elements.

import { drawing, h } from '@ombud/ui/dom';

export { h, type Child } from '@ombud/ui/dom';

/** The shapes of the icons, 24 by 24, drawn with lines. */
const SHAPES = {
  chat: 'M4 5h16v11H9l-5 4z',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  send: 'M4 12l16-7-6 16-3-7z',
  clip: 'M20 11l-8.5 8.5a5 5 0 01-7-7L13 4a3.4 3.4 0 015 5l-8.500 8.500a1.700 1.700 0 01-2.500-2.500L14 8',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c1-4 4-6 8-6s7 2 8 6',
  box: 'M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9',
  turn: 'M9 14l-5-4 5-4M4 10h10a6 6 0 010 12h-3',
  flag: 'M5 21V4h13l-3 4.500 3 4.500H5',
  pause: 'M8 5v14M16 5v14',
  done: 'M5 12.500l4.500 4.500L19 7',
  phone: 'M5 4h4l2 5-2.500 1.500a11 11 0 005 5L15 13l5 2v4a2 2 0 01-2 2A16 16 0 013 6a2 2 0 012-2z',
} as const;
export type Icon = keyof typeof SHAPES;

export const icon = (name: Icon): SVGElement => drawing(SHAPES[name]);

/** A pressable thing: its words, and perhaps an icon before them. */
export function button(
  label: string,
  press: () => void,
  more: { icon?: Icon; class?: string } = {},
): HTMLButtonElement {
  const shown = more.icon ? icon(more.icon) : null;
  return h(
    'button',
    { type: 'button', class: more.class ?? 'b', onclick: press },
    shown,
    h('span', {}, label),
  );
}

/** A button that is only an icon; its words are heard. */
export function iconButton(label: string, name: Icon, press: () => void): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'i', 'aria-label': label, title: label, onclick: press },
    icon(name),
  );
}

/** A field with its label above. */
export function field(label: string, input: HTMLElement): HTMLLabelElement {
  return h('label', { class: 'f' }, h('span', {}, label), input);
}
