//! Doing what was allowed, as the page's own scripts expect it, and keeping back what comes of it that was not.

import { type Act } from './messages.ts';
import { type Does } from './target.ts';

/** What a page does because of an act, it does within these. */
const GUARDED_MS = 1_000;
/** After these the agent is told. */
const TOLD_MS = 60;

/** What the Navigation API tells; not every browser has it. */
interface Leaving extends Event {
  readonly userInitiated: boolean;
  readonly formData: FormData | null;
  readonly destination: { readonly url: string };
}

/** One keeps watch at a time: what it keeps back is told of its own act. */
let newest: AbortController | null = null;

/** For a moment after an act, the page sends no form and goes to no other site unless the customer said yes to that. */
export class Guard {
  readonly #ended = new AbortController();
  readonly #open = window.open;
  #isKept = true;
  #told: () => void = () => undefined;

  constructor(private readonly does: Does | null) {
    newest?.abort();
    newest = this.#ended;
    const options = { capture: true, signal: this.#ended.signal };
    const customer = (event: Event): void => {
      if (event.isTrusted) this.#ended.abort();
    };
    addEventListener('submit', (event) => !this.does?.sends && this.#keep(event), options);
    const { navigation } = window as { navigation?: EventTarget };
    navigation?.addEventListener('navigate', (event) => this.#leaving(event as Leaving), options);
    addEventListener('beforeunload', () => this.#told(), options);
    // From now on it is the customer who acts.
    addEventListener('pointerdown', customer, options);
    addEventListener('keydown', customer, options);
    if (!does)
      window.open = () => {
        this.#isKept = false;
        return null;
      };
    setTimeout(() => this.#ended.abort(), GUARDED_MS);
  }

  /** Call when the act is done. False if something was kept back. */
  async settled(): Promise<boolean> {
    window.open = this.#open;
    await new Promise<void>((done) => {
      this.#told = done;
      setTimeout(done, TOLD_MS);
    });
    return this.#isKept;
  }

  #keep(event: Event): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#isKept = false;
  }

  #leaving(event: Leaving): void {
    if (event.userInitiated || !event.cancelable) return;
    const { origin, host } = new URL(event.destination.url);
    const isOther = origin !== location.origin && host !== this.does?.leaves;
    if (isOther || (event.formData && !this.does?.sends)) this.#keep(event);
  }
}

/** Does it; false if this element cannot take it. */
export function actOn(element: HTMLElement, act: Act): boolean {
  switch (act.do) {
    case 'click':
      press(element);
      return true;
    case 'focus':
      element.focus();
      return document.activeElement === element || element.matches(':focus');
    case 'check': {
      const box = element as HTMLInputElement;
      if (box.checked !== act.on) press(box);
      return box.checked === act.on;
    }
    case 'select': {
      const choice = element as HTMLSelectElement;
      const option = choice.options[act.index];
      if (!option || option.matches(':disabled')) return false;
      choice.focus();
      set(choice, 'selectedIndex', act.index);
      return told(choice, new Event('input', BUBBLES));
    }
    case 'type': {
      const field = element as HTMLInputElement;
      if (field.maxLength >= 0 && act.text.length > field.maxLength) return false;
      field.focus();
      set(field, 'value', act.text);
      const data = { ...BUBBLES, inputType: 'insertReplacementText', data: act.text };
      return told(field, new InputEvent('input', data));
    }
    default:
      return false;
  }
}

const BUBBLES = { bubbles: true, composed: true, cancelable: true };

/** The page hears of a new value as it does of one that was typed. */
function told(element: HTMLElement, input: Event): true {
  element.dispatchEvent(input);
  element.dispatchEvent(new Event('change', BUBBLES));
  return true;
}

/** By the browser's own setter: libraries that watch a field replace that of the element. */
function set(element: HTMLElement, name: string, value: unknown): void {
  const { set: own } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), name) ?? {};
  own?.call(element, value);
}

function press(element: HTMLElement): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const at = { ...BUBBLES, pointerType: 'mouse', clientX: left + width / 2, clientY: top + height / 2 };
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup']) {
    element.dispatchEvent(new PointerEvent(type, at));
    if (type === 'mousedown') element.focus({ preventScroll: true });
  }
  element.click();
}
