//! What is far from the window is told when it comes near, unless something in it is released.

import { type Rules } from './policy.ts';
import { above, documentIn, STALE, type Sent } from './record.ts';

export class Near {
  /** What has children of which nothing was told yet. */
  readonly #later = new Set<Sent>();
  /** What is told at once wherever it is: released, or around something released. */
  #pinned: Set<Node> | null = null;
  /** What is released in shadows and frames, which no selector finds: looked for now and then. */
  #inside: Element[] | null = null;
  /** A quarter of the window: as much on each side of it is near. */
  #wide = 0;
  #high = 0;
  /** Of the page, when it was last asked. */
  #pageHigh = 0;

  begin(rules: Rules): void {
    this.#wide = innerWidth / 4;
    this.#high = innerHeight / 4;
    if (this.#pinned) return;
    this.#pinned = new Set();
    // The names of forms may stand for what a document does, never for what its root does.
    const root = (document.documentElement as Element | null) ?? document;
    this.#inside ??= insideOf(root, rules);
    for (const one of [...rules.released(root), ...this.#inside])
      for (let at: Node | null = one; at && !this.#pinned.has(at); at = above(at)) this.#pinned.add(at);
  }

  /** Other things may be released. */
  forget(isAll = false): void {
    this.#pinned = null;
    if (isAll) this.#inside = null;
  }

  isFar(element: Element, box: DOMRect): boolean {
    const [wide, high] = [this.#wide, this.#high];
    const isNear = box.top <= 5 * high && box.bottom >= -high && box.left <= 5 * wide && box.right >= -wide;
    return !isNear && !this.#pinned?.has(element) && element.ownerDocument === document;
  }

  leave(parent: Sent): void {
    this.#later.add(parent);
  }

  /** What is far may be near now. */
  open(): void {
    for (const sent of this.#later) if (sent.isAlive) sent.mark(STALE.rest);
    this.#later.clear();
  }

  /** On a page of another height, other things are near: whether there is something to look at again. */
  isOfOtherHeight(high: number): boolean {
    const isMore = high !== this.#pageHigh && this.#later.size > 0;
    this.#pageHigh = high;
    if (isMore) this.open();
    return isMore;
  }
}

function insideOf(root: ParentNode, rules: Rules): Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const inside =
      element.shadowRoot ??
      (element.tagName === 'IFRAME' && documentIn(element as HTMLIFrameElement)?.documentElement);
    return inside ? [...rules.released(inside), ...insideOf(inside, rules)] : [];
  });
}
