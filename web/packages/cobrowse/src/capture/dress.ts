//! What a node looks like and holds, compared with what was sent.

import { KIND } from '../wire/index.ts';
import { hasState, type Bodies, type Body } from './bodies.ts';
import { type Around } from './details.ts';
import { type Looks } from './looks.ts';
import { type Pen } from './pen.ts';
import { type Places } from './places.ts';
import { REDACTED } from './policy.ts';
import { isOpaque, type Sent } from './record.ts';

export class Dress {
  readonly #pen: Pen;
  readonly #tell: (made: number[]) => number;
  readonly #places: Places;
  readonly #looks: Looks;
  readonly #bodies: Bodies;

  constructor(pen: Pen, places: Places, looks: Looks, bodies: Bodies) {
    this.#pen = pen;
    this.#tell = (made) => pen.look(made);
    this.#places = places;
    this.#looks = looks;
    this.#bodies = bodies;
  }

  /** The number of the look of its box. */
  lookOf(sent: Sent, element: Element, style: CSSStyleDeclaration, box: DOMRect): number {
    return this.#looks.ofElement(style, element, box, sent.release > REDACTED, this.#tell);
  }

  around(sent: Sent, node: Element, box: DOMRect): Around | null {
    if (!this.#looks.details || sent.release <= REDACTED || sent.kind === KIND.frame) return null;
    return this.#looks.details.around(node, getComputedStyle(node), box, sent.release);
  }

  bodyOf(sent: Sent, element: Element, style: CSSStyleDeclaration, box: DOMRect): Body | null {
    const { kind, release } = sent;
    if (release <= REDACTED || !isOpaque(kind, element)) return null;
    if (hasState(sent)) return this.#bodies.ofControl(element, kind, style, box, release);
    return this.#looks.details?.body(element, kind, style, box, release) ?? null;
  }

  refreshed(sent: Sent, element: Element, style: CSSStyleDeclaration, box: DOMRect, flags: number): void {
    this.#places.endRun();
    if (flags !== sent.flags) {
      sent.flags = flags;
      this.#pen.flags(sent);
    }
    const look = this.lookOf(sent, element, style, box);
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
