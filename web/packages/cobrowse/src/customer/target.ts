//! What an act of an agent would be done on: whether the customer could see it there, what it is called, and what it would
//! bring about.

import { type Act } from './messages.ts';

/** What an act brings about that the customer is asked for. */
export interface Does {
  /** It sends a form. */
  sends?: true;
  /** The other site that it leads to. */
  leaves?: string;
  /** It is marked as important, or is called like something that is. */
  weighty?: true;
}

/** What is smaller than this or fainter, nobody sees. */
const SIDE_PX_MIN = 4;
const OPACITY_MIN = 0.2;
const NAME_CHARACTERS_MAX = 80;
const CONTROLS =
  'a, area, button, input, select, textarea, label, summary, [onclick], [role=button], [role=link], [role=menuitem]';
/** What is called so costs money, binds or takes away; in the four languages of the dialog. */
const WEIGHTY =
  /\b(pay|buy|order|confirm|transfer|submit|betal|köp|beställ|bekräft|överför|bezahl|kauf|bestell|bestätig|überweis|paga|compra)/i;

/** An element and those that it is drawn in, through slots and shadows, from itself up. */
function drawnIn(element: Element): Element[] {
  const chain: Element[] = [];
  for (let at: Node | null = element; at;) {
    if (at.nodeType === Node.ELEMENT_NODE) chain.push(at as Element);
    at = (at as Element).assignedSlot ?? at.parentNode ?? ((at as ShadowRoot).host as Element | null) ?? null;
  }
  return chain;
}

/** The nearest that matches, itself first. Throws for a selector that the browser cannot read. */
export function within(element: Element, selector: string): Element | null {
  return drawnIn(element).find((one) => one.matches(selector)) ?? null;
}

/** What is pressed where somebody presses on this. */
export function controlOf(element: Element): Element {
  return within(element, CONTROLS) ?? element;
}

/** What a person would call it. */
export function nameOf(element: HTMLElement): string {
  const { value, type } = element as HTMLInputElement;
  const isButton = element.tagName === 'INPUT' && /^(submit|button|reset|image)$/.test(type);
  const said = [
    element.getAttribute('aria-label'),
    isButton ? value : element.innerText,
    element.tagName.toLowerCase(),
  ];
  const name = said.find((one) => one?.trim()) ?? '';
  return name.replace(/\s+/g, ' ').trim().slice(0, NAME_CHARACTERS_MAX);
}

/** Whether the customer sees it, and nothing lies on it. Brings it into the window where it is not. */
export function isClear(element: HTMLElement): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  let opacity = 1;
  for (const one of drawnIn(element)) {
    const style = getComputedStyle(one);
    opacity *= /opacity\(0/.test(style.filter) ? 0 : Number(style.opacity);
  }
  if (opacity < OPACITY_MIN) return false;
  if (isTopmost(element)) return true;
  const { top, bottom } = element.getBoundingClientRect();
  const isOutside = bottom < 0 || top > innerHeight;
  element.scrollIntoView({ block: isOutside ? 'center' : 'nearest', inline: 'nearest', behavior: 'instant' });
  return isTopmost(element);
}

function isTopmost(element: HTMLElement): boolean {
  const boxes = [...element.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height);
  const [box] = boxes;
  if (!box || box.width < SIDE_PX_MIN || box.height < SIDE_PX_MIN) return false;
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  let hit: Element | null = null;
  for (let root: DocumentOrShadowRoot | null | undefined = document; root;) {
    const deeper: Element | null = root.elementFromPoint(x, y);
    root = deeper === hit ? null : deeper?.shadowRoot;
    hit = deeper;
  }
  return hit !== null && drawnIn(hit).includes(element);
}

/** What it brings about, as far as the page says so before; null if nothing to ask about; some things not even a yes allows. */
export function whatItDoes(element: HTMLElement, act: Act): Does | 'forbidden' | null {
  if (act.do !== 'click') return null;
  const pressed = (element as HTMLLabelElement).control ?? element;
  const does: Does = {};
  const link = within(element, 'a, area');
  if (link) {
    const url = addressOf(link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '');
    if (!url) return 'forbidden';
    if (url.origin !== location.origin) does.leaves = url.host;
    const target = link.getAttribute('target') ?? '_self';
    if (target !== '_self' || link.hasAttribute('download')) does.weighty = true;
  }
  const button = within(pressed, 'button, input') as HTMLButtonElement | null;
  if (button?.form && /^(submit|image)$/.test(button.type)) {
    does.sends = true;
    const to = button.getAttribute('formaction') ?? button.form.getAttribute('action') ?? '';
    const url = addressOf(to);
    if (!url) return 'forbidden';
    if (url.origin !== location.origin) does.leaves = url.host;
  }
  if (button?.type === 'reset' || WEIGHTY.test(nameOf(element)) || WEIGHTY.test(nameOf(pressed)))
    does.weighty = true;
  return Object.keys(does).length > 0 ? does : null;
}

/** A page's address; null for scripts, data, mail and the like. */
function addressOf(value: string): URL | null {
  try {
    const url = new URL(value, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
