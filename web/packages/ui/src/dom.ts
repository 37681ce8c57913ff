//! Making elements where no framework is loaded. Never markup from text: what people write is a text node.

type Value = string | number | boolean | null | undefined | ((event: Event) => void);
export type Child = Node | string | false | null | undefined;

/** Makes an element. A function is a listener (`onclick`), `true` an empty attribute, `false` none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== false && child !== null && child !== undefined));
  return element;
}

/** A drawing of 24 by 24 in lines; `path` is its `d`. Heard by nobody. */
export function drawing(path: string): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const lines = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  lines.setAttribute('d', path);
  svg.append(lines);
  return svg;
}
