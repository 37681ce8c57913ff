//! A small form on the picture: what is to be typed, which option, why something must be seen.

import { h } from './dom.ts';
import { type Box } from './stage.ts';

export interface Question {
  label: string;
  hint: string;
  /** `lines`: of several lines; Enter answers there too, with Shift it makes a new line. */
  kind: 'text' | 'number' | 'lines';
  value?: string;
  isEmptyFine?: boolean;
  characters_max: number;
}

const WIDTH_PX = 300;
const HEIGHT_PX = 110;

export class Popup {
  readonly element = h('form', { class: 'popup', hidden: true });
  private back: HTMLElement | null = null;

  /** `paper`: in which it lies. */
  constructor(private readonly paper: HTMLElement) {
    this.element.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || !(event.target instanceof HTMLTextAreaElement)) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
    for (const name of ['pointerdown', 'pointermove', 'pointerup'])
      this.element.addEventListener(name, (event) => event.stopPropagation());
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Asks at a box of the picture; `back` gets the focus afterwards. */
  ask(question: Question, box: Box, back: HTMLElement, answer: (value: string) => void): void {
    const input = fieldFor(question);
    this.back = back;
    this.element.replaceChildren(
      h('label', {}, h('span', {}, question.label), input),
      h('p', {}, question.hint),
    );
    this.element.onsubmit = (event) => {
      event.preventDefault();
      const { value } = input;
      this.close();
      answer(value);
    };
    this.element.hidden = false;
    const { clientHeight } = this.paper;
    const isBelow = box.y + box.height + HEIGHT_PX < clientHeight;
    const top = isBelow ? box.y + box.height + 6 : Math.max(4, box.y - HEIGHT_PX);
    // It stays in the picture when that becomes narrower.
    this.element.style.left = `max(4px, min(${box.x}px, 100% - ${WIDTH_PX + 4}px))`;
    this.element.style.top = `${top}px`;
    input.focus();
    input.select();
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.back?.focus();
  }
}

function fieldFor(question: Question): HTMLInputElement | HTMLTextAreaElement {
  const { kind, value = '', isEmptyFine = false, characters_max: most } = question;
  const shared = { required: !isEmptyFine, autocomplete: 'off' };
  if (kind === 'lines') {
    const field = h('textarea', { ...shared, rows: 3, maxlength: most });
    field.value = value;
    return field;
  }
  const isNumber = kind === 'number';
  return h('input', {
    ...shared,
    type: kind,
    value,
    min: isNumber && 1,
    maxlength: !isNumber && most,
  });
}
