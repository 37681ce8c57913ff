//! Making elements. Never markup from text: what people write is always a text node.

type Value = string | boolean | undefined | ((event: Event) => void);
export type Child = Node | string | false | null | undefined;

export function isThere(child: Child): child is Node | string {
  return Boolean(child);
}

/** Makes an element. A function is a listener that hears only what a person did, not what a script did. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      element.addEventListener(name, (event) => {
        if (event.isTrusted) value(event);
      });
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(isThere));
  return element;
}

/** A thing to press. */
export function button(
  click: () => void,
  attributes: Record<string, Value>,
  ...children: Child[]
): HTMLButtonElement {
  return h('button', { type: 'button', click, ...attributes }, ...children);
}

export function svg(tag: string, attributes: Record<string, string>, ...children: Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Shapes of 24 by 24, drawn with lines. */
const SHAPES = {
  draw: 'M4 20l1-5L16 4l4 4L9 19z',
  scroll: 'M12 4v16M8 8l4-4 4 4M8 16l4 4 4-4',
  control: 'M6 4l12 7-5 1.5-2 5.5z',
  record: 'M12 5a7 7 0 100 14 7 7 0 000-14zM12 11v2',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 016 0v3',
} as const;
export type Icon = keyof typeof SHAPES;

export function icon(name: Icon): SVGElement {
  return svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: SHAPES[name] }));
}
