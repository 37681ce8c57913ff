//! What an agent asks to be done on this page: held against every rule on the element that is there now, and done only if
//! none forbids it. The relay has held it against its own; this side does not count on that.

import { HIDDEN, pathPattern, REDACTED } from '../capture/policy.ts';
import { type Sent } from '../capture/record.ts';
import { isSecretField, sensitiveIn } from '../capture/sensitive.ts';
import { actOn, Guard } from './act.ts';
import { type Follow } from './follow.ts';
import { HOST } from './stage.ts';
import {
  type Act,
  type Grant,
  type Intent,
  type Outcome,
  type SessionPolicy,
  type Where,
  type Why,
} from './messages.ts';
import { controlOf, isClear, nameOf, whatItDoes, within, type Does } from './target.ts';

/** What the intents stand in. */
export interface Around {
  readonly follow: Follow | null;
  readonly grants: readonly Grant[];
  readonly policy: SessionPolicy | null;
  /** Whether something of Ombud's own waits for an answer. */
  readonly isAsking: boolean;
  /** Asks the customer. */
  confirm: (agent: string, name: string, does: Does) => Promise<boolean>;
}

/** Intents of one seat. */
const PER_SECOND_MAX = 10;
const TEXT_CHARACTERS_MAX = 4_000;
const WRITABLE = 'data-ombud-writable';
/** The types of controls on which each act is done that writes. */
const WRITES: Record<string, RegExp> = {
  type: /^(text(area)?|search|email|tel|url|number|date|time|month|week|datetime-local)$/,
  select: /^select/,
  check: /^(checkbox|radio)$/,
};
const FIELD = 'input, textarea, select';

/** It is not to be done. */
class Refused extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

function must(isSo: boolean, why: Why): asserts isSo {
  if (!isSo) throw new Refused(why);
}

export class Intents {
  readonly #recent = new Map<number, number[]>();

  constructor(private readonly around: Around) {}

  /** Does it, or says why not. Settles with one outcome, whatever happens. */
  async run(intent: Intent): Promise<Outcome> {
    try {
      return await this.#attempt(intent);
    } catch (error) {
      return { outcome: 'refused', why: error instanceof Refused ? error.why : 'kind' };
    }
  }

  async #attempt(intent: Intent): Promise<Outcome> {
    const { act, agent, frame } = intent;
    const follow = this.#allowed(intent);
    must(!follow.isBehind(frame), 'stale');
    if (act.do === 'scroll') {
      this.#scroll(follow, intent, act);
      return { outcome: 'done' };
    }
    const element = this.#target(follow, intent, frame);
    const does = this.#doesOf(element, act);
    if (!does) return this.#finish(element, act);
    const asked = follow.last;
    const name = nameOf(element);
    if (!(await this.around.confirm(agent, name, does))) return { outcome: 'declined' };
    // Meanwhile all may have changed: it is asked again, and must still be what the customer said yes to.
    const now = this.#allowed(intent, false);
    must(now === follow, 'stale');
    must(this.#target(follow, intent, asked) === element && nameOf(element) === name, 'stale');
    must(JSON.stringify(this.#doesOf(element, act)) === JSON.stringify(does), 'stale');
    return this.#finish(element, act, does);
  }

  /** Grant, rate and shape: what needs no look at the page. */
  #allowed({ seat, act, frame, node }: Intent, isCounted = true): Follow {
    const now = performance.now();
    const recent = (this.#recent.get(seat) ?? []).filter((at) => now - at < 1_000);
    if (isCounted) {
      this.#recent.set(seat, [...recent, now]);
      must(recent.length < PER_SECOND_MAX, 'rate');
    }
    must(isShaped(act) && Number.isInteger(node) && Number.isInteger(frame) && frame >= 0, 'kind');
    must(this.around.grants.includes(act.do === 'scroll' ? 'scroll' : 'control'), 'grant');
    const follow = this.around.follow;
    must(follow !== null, 'grant');
    must(!this.around.isAsking && !document.hidden, 'hidden');
    return follow;
  }

  /** The node of the wire as it is now; one that changed since the frame is not what the agent meant. */
  #sentAt(follow: Follow, node: number, frame: number): { sent: Sent; element: Element } {
    follow.refresh();
    const sent = follow.find(node);
    must(sent !== null && sent.node.isConnected, 'gone');
    must(sent.stale === 0 && follow.changedAt(sent) <= frame, 'stale');
    const element = sent.node.nodeType === Node.TEXT_NODE ? sent.node.parentElement : (sent.node as Element);
    must(element !== null, 'gone');
    must(element.ownerDocument === document, 'redacted');
    must(within(element, HOST) === null, 'sensitive');
    return { sent, element };
  }

  /** The element that is acted on. */
  #target(follow: Follow, { act, node }: Intent, frame: number): HTMLElement {
    const { sent, element } = this.#sentAt(follow, node, frame);
    const isClick = act.do === 'click';
    const own = isClick ? controlOf(element) : element;
    must(own instanceof HTMLElement && !/^(IFRAME|FRAME|OBJECT|EMBED)$/.test(own.tagName), 'kind');
    const above = follow.sentOf(own);
    must(above !== undefined && above.stale === 0 && follow.changedAt(above) <= frame, 'stale');
    this.#field(follow, own, act);
    // What a label is for is acted on as well.
    const labelled = own.closest('label')?.control;
    if (labelled && labelled !== own) {
      must(isClick, 'kind');
      this.#field(follow, labelled, act);
      must(isOn(labelled), 'kind');
    }
    must(isOn(own), 'kind');
    must(WRITES[act.do]?.test((own as HTMLInputElement).type) ?? true, 'kind');
    const isReleased = sent.release > REDACTED && follow.releaseOf(own) > REDACTED;
    must(isReleased || (!isClick && this.#isWritable(own)), 'redacted');
    must(isClear(own), 'hidden');
    return own;
  }

  /** The rules for what can hold something of the customer's. */
  #field(follow: Follow, element: HTMLElement, act: Act): void {
    must(follow.releaseOf(element) !== HIDDEN, 'redacted');
    must(!element.isContentEditable, 'kind');
    if (!element.matches(FIELD)) return;
    must(!isSecretField(element), 'sensitive');
    const { value, type, readOnly } = element as HTMLInputElement;
    must(value.includes('@') || sensitiveIn(value).length === 0, 'sensitive');
    const isToggled = act.do === 'click' && WRITES.check?.test(type);
    if (isToggled || act.do in WRITES) must(this.#isWritable(element) && !readOnly, 'writable');
  }

  #isWritable(element: Element): boolean {
    const policy = this.around.policy;
    return policy
      ? isUnder(element, policy.writable ?? [], false)
      : within(element, `[${WRITABLE}]`) !== null;
  }

  /** What the customer is asked about before; null if nothing. Throws where even a yes would not do. */
  #doesOf(element: HTMLElement, act: Act): Does | null {
    const policy = this.around.policy;
    const isMarked =
      within(element, '[data-ombud-confirm]') !== null ||
      (policy !== null && isUnder(element, policy.confirm ?? [], true));
    const does = whatItDoes(element, act);
    must(does !== 'forbidden', 'origin');
    return does ?? (isMarked && act.do !== 'focus' ? { weighty: true } : null);
  }

  async #finish(element: HTMLElement, act: Act, does: Does | null = null): Promise<Outcome> {
    const guard = new Guard(does);
    const isDone = actOn(element, act);
    const isKept = await guard.settled();
    must(isDone, 'kind');
    must(isKept, 'origin');
    return { outcome: 'done' };
  }

  #scroll(follow: Follow, { node, frame }: Intent, act: { x: number; y: number }): void {
    let element: Element | null = document.scrollingElement;
    if (node !== 0) {
      ({ element } = this.#sentAt(follow, node, frame));
      must(follow.releaseOf(element) !== HIDDEN, 'redacted');
    }
    must(element !== null, 'gone');
    element.scrollTo({ left: act.x / 4, top: act.y / 4 });
  }
}

function isShaped(act: Act): boolean {
  switch (act.do) {
    case 'click':
    case 'focus':
      return true;
    case 'type':
      return typeof act.text === 'string' && act.text.length <= TEXT_CHARACTERS_MAX;
    case 'select':
      return Number.isInteger(act.index);
    case 'check':
      return typeof act.on === 'boolean';
  }
  return act.do === 'scroll' && Number.isFinite(act.x) && Number.isFinite(act.y);
}

/** Whether a person could use it. */
function isOn(element: HTMLElement): boolean {
  return !element.matches(':disabled') && !within(element, '[aria-disabled="true"], [inert]');
}

/** Whether an element stands below one of the selectors that hold on this path. */
function isUnder(element: Element, places: readonly Where[], whenUnreadable: boolean): boolean {
  return places.some(({ selector, paths }) => {
    try {
      const isHere = paths === undefined || paths.some((path) => pathPattern(path).test(location.pathname));
      return isHere && within(element, selector) !== null;
    } catch {
      // A selector that this browser cannot read.
      return whenUnreadable;
    }
  });
}
