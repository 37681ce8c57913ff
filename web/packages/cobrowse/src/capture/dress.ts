//! What a node looks like and holds, compared with what was sent.

import { KIND } from '../wire/index.ts';
import { hasState, type Bodies, type Body } from './bodies.ts';
import { type Around, type Details } from './details.ts';
import { type Looks } from './looks.ts';
import { type Pen } from './pen.ts';
import { type Places } from './places.ts';
import { REDACTED } from './policy.ts';
import { isOpaque, type Sent } from './record.ts';

export class Dress {
  readonly #pen: Pen;
  readonly #places: Places;
  readonly #looks: Looks;
  readonly #bodies: Bodies;
  readonly #details: Details | null;

  constructor(pen: Pen, places: Places, looks: Looks, bodies: Bodies, details: Details | null) {
    this.#pen = pen;
    this.#places = places;
    this.#looks = looks;
    this.#bodies = bodies;
    this.#details = details;
  }

  around(sent: Sent, node: Element, box: DOMRect): Around | null {
    if (!this.#details || sent.release <= REDACTED || sent.kind === KIND.frame) return null;
    return this.#details.around(node, getComputedStyle(node), box, sent.release);
  }

  bodyOf(sent: Sent, element: Element, style: CSSStyleDeclaration, box: DOMRect): Body | null {
    const { kind, release } = sent;
    if (release <= REDACTED || !isOpaque(kind, element)) return null;
    if (hasState(sent)) return this.#bodies.ofControl(element, kind, style, box, release);
    return this.#details?.body(element, kind, style, box, release) ?? null;
  }

  refreshed(sent: Sent, element: Element, style: CSSStyleDeclaration, box: DOMRect, flags: number): void {
    this.#places.endRun();
    if (flags !== sent.flags) {
      sent.flags = flags;
      this.#pen.flags(sent);
    }
    const look = this.#pen.look(this.#looks.ofBox(style, element, box, sent.release > REDACTED));
    if (look !== sent.look) {
      sent.look = look;
      this.#pen.wear(sent);
    }
    const state = hasState(sent) ? this.#bodies.stateOf(element, sent.kind, sent.release) : 0;
    if (state !== sent.state) {
      sent.state = state;
      this.#pen.state(sent);
    }
    const body = this.bodyOf(sent, element, style, box);
    if ((body?.key ?? '') === sent.body) return;
    sent.body = body?.key ?? '';
    this.#pen.body(sent, body);
  }
}
