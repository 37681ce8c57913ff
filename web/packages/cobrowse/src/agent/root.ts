//! The element that a view fills, in a shadow: the page around neither styles it nor is styled by it.

import tokens from '@ombud/ui/tokens.css?inline';
import { h } from './dom.ts';
import look from './style.css?inline';

const REM_PX = 16;

let sheet: CSSStyleSheet | undefined;

/** The page around may have set any size for its root: ours are pixels. */
function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(
      (tokens + look).replace(/([\d.]+)rem/g, (_, size: string) => `${Number(size) * REM_PX}px`),
    );
  }
  return sheet;
}

/** Puts a view into an element. */
export function mount(
  element: HTMLElement,
  label: string,
  language: string,
  ...parts: HTMLElement[]
): { host: HTMLElement; remove: () => void } {
  const host = h('div', { class: 'ombud-cobrowse', lang: language });
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [styles()];
  shadow.append(h('section', { class: 'root', 'aria-label': label }, ...parts));
  element.append(host);
  return { host, remove: () => host.remove() };
}
