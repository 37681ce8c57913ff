//! What a text or a field shows: of a redacted one its extent in steps, of a released one what it says. This is the only
//! place from which words of the page leave, and each time the rule goes with them.

import { BODY, KIND, STATE, UNITS_PER_PX, type Writer } from '../wire/index.ts';
import { type Looks } from './looks.ts';
import { Beside } from './beside.ts';
import { HIDDEN, REDACTED, type Release, type Rules } from './policy.ts';
import { type Box, type Sent } from './record.ts';
import { isMailField, isSecretField } from './sensitive.ts';
import { isSensitiveValue, sensitiveIn } from './shapes.ts';
import { bucket, linesOf, readLines, type Line } from './text.ts';

/** A body, ready to be written. */
export interface Body {
  /** Two bodies of the same key are the same. */
  key: string;
  /** How its words look; none where it has no words. */
  look: number[] | null;
  write(out: Writer, look: number): void;
}

/** What is drawn of a text. */
export interface Drawn {
  box: Box;
  body: Body;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const VALUE_CHARACTERS_MAX = 4_000;
/** A control writes where it does. */
const NOWHERE = [0, 0, 0, 0];

export class Bodies {
  /** What is released below a control. */
  rules: Rules | null = null;
  readonly #beside = new Beside();
  /** Fields that held such a thing: they stay hidden until they are emptied, or it could be read while it is deleted. */
  readonly #held = new WeakSet<Element>();

  readonly #looks: Looks;

  constructor(looks: Looks) {
    this.#looks = looks;
  }

  beginPass(): void {
    this.#beside.beginPass();
  }

  /** Extent and body of a text; null if nothing of it is drawn. */
  ofText(text: Text, range: Range, release: Release): Drawn | null {
    const parent = text.parentElement ?? (text.parentNode as ShadowRoot | null)?.host;
    if (parent && release > REDACTED && !this.#isSensitive(text, parent))
      return this.#words(text, parent, range, release);
    return bars(text, range);
  }

  /** What a released control says; null if it is redacted or says nothing. */
  ofControl(
    element: Element,
    kind: number,
    style: CSSStyleDeclaration,
    box: DOMRect,
    release: Release,
  ): Body | null {
    // The value of a tick box is not drawn.
    if (release <= REDACTED || isToggle(kind) || isSecretField(element) || isDisguised(style)) return null;
    const field = element as Field;
    const value = this.#valueOf(field, kind, release);
    if (!value) return null;
    const isArea = kind === KIND.area;
    const look = this.#looks.ofText(style, element);
    const place = this.#looks.details?.control(element, kind, style, box, look) ?? NOWHERE;
    return linesBody([place], [isArea ? value : value.replace(/\s+/g, ' ')], release, look);
  }

  /** What is told of a control: that it holds something, not what. Whether it is checked is what it holds. */
  stateOf(element: Element, kind: number, release: Release): number {
    let state = 0;
    const field = element as HTMLInputElement;
    if (isToggle(kind) && field.checked && release > REDACTED) state |= STATE.checked;
    if (!isToggle(kind) && kind !== KIND.button && typeof field.value === 'string' && field.value !== '')
      state |= STATE.filled;
    if (field.disabled) state |= STATE.disabled;
    if (field.matches(':focus')) state |= STATE.focused;
    return state;
  }

  #valueOf(field: Field, kind: number, release: Release): string | null {
    const value = kind === KIND.choice ? this.#chosen(field as HTMLSelectElement, release) : field.value;
    if (value === '') this.#held.delete(field);
    if (kind !== KIND.button && value !== '') {
      if (sensitiveIn(value).length > 0) this.#held.add(field);
      const isTyped = kind !== KIND.choice && field.matches(':focus');
      if (this.#held.has(field) || isMailField(field) || isSensitiveValue(value, isTyped)) return null;
    }
    const told = value === '' && kind !== KIND.choice ? (field as HTMLInputElement).placeholder : value;
    const isTold = told && sensitiveIn(told).length === 0 && !this.#beside.isPiece(field);
    return isTold ? told.slice(0, VALUE_CHARACTERS_MAX) : null;
  }

  /** What is chosen, less what is hidden among the choices. */
  #chosen(field: HTMLSelectElement, release: Release): string {
    const rules = this.rules;
    const shown = [...field.selectedOptions].filter((option) => {
      const group = option.parentElement;
      const above = group && group !== field ? rules?.of(group, release) : release;
      return rules?.of(option, above ?? HIDDEN) !== HIDDEN;
    });
    return shown.map((option) => option.label).join(', ');
  }

  #words(text: Text, parent: Element, range: Range, rule: number): Drawn | null {
    // What is put into a slot looks as the slot says.
    const style = getComputedStyle(text.assignedSlot ?? parent);
    if (isDisguised(style)) return null;
    const scale = this.#looks.details?.scale(parent);
    const lines = readLines(range, text, /^(pre|break-spaces)/.test(style.whiteSpace));
    const box = around(lines);
    return box && { box, body: wordsBody(lines, box, rule, this.#looks.ofText(style, parent, scale)) };
  }

  /** Whether this text, or it together with what stands around it, holds something that is never sent. */
  #isSensitive(text: Text, parent: Element): boolean {
    const isTyped = (parent as HTMLElement).isContentEditable && parent.closest(':focus') !== null;
    return isSensitiveValue(text.data, isTyped) || this.#beside.isPiece(text);
  }
}

/** What is not seen, or drawn as dots: a password is one whatever field it stands in. */
function isDisguised(style: CSSStyleDeclaration): boolean {
  const dots = style.getPropertyValue('-webkit-text-security');
  return style.visibility !== 'visible' || (dots !== '' && dots !== 'none');
}

/** The body of a redacted text: how many lines it has, and how wide the last is. */
class Bars implements Body {
  readonly look = null;
  readonly key: string;

  constructor(
    private readonly lines: number,
    private readonly lastWide: number,
  ) {
    this.key = `${lines}/${lastWide}`;
  }

  write(out: Writer): void {
    out.byte(BODY.bars);
    out.whole(this.lines);
    if (this.lines > 1) out.whole(this.lastWide);
  }
}

/** Most texts have one line: they all have one body. */
const BAR = new Bars(1, 0);

function bars(text: Text, range: Range): Drawn | null {
  const lines = linesOf(range, text);
  const box = around(lines);
  if (!box) return null;
  const count = lines.length;
  const steps = ({ width }: Box): number =>
    bucket(width * UNITS_PER_PX, (lines[0] as Box).height * UNITS_PER_PX);
  box.width = steps(box) / UNITS_PER_PX;
  return { box, body: count > 1 ? new Bars(count, steps(lines[count - 1] as Box)) : BAR };
}

/** The box around lines, from the first to the last; null where there are none. */
function around(lines: readonly Box[]): Box | null {
  const [first] = lines;
  if (!first) return null;
  const { top } = first;
  let { left, width, height } = first;
  for (const line of lines) {
    const right = Math.max(left + width, line.left + line.width);
    left = Math.min(left, line.left);
    width = right - left;
    height = line.top + line.height - top;
  }
  return { left, top, width, height };
}

export function wordsBody(lines: Line[], box: Box, rule: number, look: number[]): Body {
  const places = lines.map(({ left, top, width, height }) =>
    [left - box.left, top - box.top, width, height].map((length) => Math.round(length * UNITS_PER_PX)),
  );
  return linesBody(
    places,
    lines.map((line) => line.text),
    rule,
    look,
  );
}

function linesBody(places: number[][], texts: string[], rule: number, look: number[]): Body {
  return {
    key: [rule, look, places, texts.join('\n')].join('|'),
    look,
    write(out, number) {
      out.byte(BODY.lines);
      for (const one of [rule, number, texts.length]) out.whole(one);
      texts.forEach((text, at) => {
        for (const one of places[at] ?? []) out.whole(one);
        out.text(text);
      });
    },
  };
}

function isToggle(kind: number): boolean {
  return kind === KIND.check || kind === KIND.radio;
}

/** Whether a control's state is told at all. */
export function hasState(sent: Sent): boolean {
  return sent.kind >= KIND.field && sent.kind <= KIND.button;
}
