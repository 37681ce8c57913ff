//! Hears what changes on the page, its frames and its shadows. It changes nothing of the page: no function of the browser
//! is replaced.

import { DOCUMENT, ELEMENT, STALE } from './record.ts';
import { passwords } from './sensitive.ts';

export interface Heard {
  /** Something is no longer as it was sent. A slow one tells of what is redacted: its rhythm is nobody's business. */
  stale: (node: Node, how: number, isSlow: boolean) => void;
  /** Anything may have changed. */
  all: () => void;
  scrolled: (node: Node) => void;
  /** Whether what is released depends on an attribute of this name. */
  asks: (attribute: string) => boolean;
}

const MUTATIONS: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeOldValue: true,
};
/** Of what happens to one element. */
const OF_ONE = 'input change focusin focusout toggle transitionend transitioncancel animationend'.split(' ');
const UNDER_POINTER = 'pointerover pointerout pointerdown pointerup'.split(' ');

/** Follows the roots that are met: documents in frames, and shadows. */
export interface Watcher {
  meet(root: Document | ShadowRoot): void;
}

export class Watch implements Watcher {
  readonly #met = new WeakSet<Node>();
  readonly #ended = new AbortController();
  readonly #observer = new MutationObserver((records) => this.#hear(records));

  readonly #heard: Heard;

  constructor(heard: Heard) {
    this.#heard = heard;
  }

  begin(): void {
    const { signal } = this.#ended;
    this.meet(document);
    addEventListener('resize', () => this.#heard.all(), { signal });
    document.fonts?.addEventListener('loadingdone', () => this.#heard.all(), { signal });
  }

  end(): void {
    this.#observer.disconnect();
    this.#ended.abort();
  }

  /** Hears at once what was not told yet. */
  take(): void {
    this.#hear(this.#observer.takeRecords());
  }

  meet(root: Document | ShadowRoot): void {
    if (this.#met.has(root)) return;
    this.#met.add(root);
    this.#observer.observe(root, MUTATIONS);
    const options = { capture: true, passive: true, signal: this.#ended.signal };
    const on = (types: string[], hear: (target: Node) => void): void => {
      for (const type of types)
        addEventListener.call(
          root,
          type,
          (event) => hear((event.composedPath()[0] ?? event.target) as Node),
          options,
        );
    };
    on(OF_ONE, (target) => this.#heard.stale(target, STALE.self, true));
    on(UNDER_POINTER, (target) => this.#around(target));
    on(['load'], (target) => this.#loaded(target));
    on(['transitionrun', 'animationstart'], (target) => this.#heard.stale(target, STALE.deep, false));
    on(['scroll'], (target) => {
      const page = target.nodeType === DOCUMENT ? (target as Document).documentElement : target;
      this.#heard.scrolled(page);
    });
    if (root.nodeType === DOCUMENT && root !== document)
      (root as Document).defaultView?.addEventListener(
        'resize',
        () => this.#heard.stale(root, STALE.deep, false),
        {
          signal: this.#ended.signal,
        },
      );
  }

  #howStale(attribute: string): number {
    return OF_ITSELF.test(attribute) && !this.#heard.asks(attribute) ? STALE.self : STALE.deep;
  }

  /** What the pointer is on looks otherwise, and so may what is around it. */
  #around(target: Node): void {
    const holder =
      target.nodeType === ELEMENT ? Element.prototype.closest.call(target, 'a, button, label, li, tr') : null;
    this.#heard.stale(holder ?? target, STALE.deep, true);
  }

  #loaded(target: Node): void {
    const name = (target as Element).tagName;
    if (name === 'LINK' || name === 'STYLE') this.#heard.all();
    else if (target.nodeType === ELEMENT) this.#heard.stale(target, STALE.deep, false);
  }

  #hear(records: readonly MutationRecord[]): void {
    for (const record of records) {
      const { target, type, attributeName } = record;
      // Nobody may have looked at it while it was one.
      if (attributeName === 'type' && record.oldValue?.toLowerCase() === 'password')
        passwords.add(target as Element);
      const holder = type === 'characterData' ? target.parentNode : target;
      if (holder && (holder as Element).tagName === 'STYLE') {
        this.#heard.all();
        return;
      }
      if (type === 'childList') {
        if (isInHead(target)) {
          this.#heard.all();
          return;
        }
        this.#heard.stale(target, STALE.rest, false);
      } else if (type === 'characterData') this.#heard.stale(target, STALE.self, true);
      else this.#heard.stale(target, this.#howStale(attributeName ?? ''), false);
    }
  }
}

/** Attributes that change at most the look of what bears them. Where a style says otherwise, the sweep finds it. */
const OF_ITSELF = /^(data-|aria-|(title|alt|name|value|for|role|tabindex)$)/;

/** Style sheets come and go there. */
function isInHead(node: Node): boolean {
  return (node as Element).tagName === 'HEAD';
}
