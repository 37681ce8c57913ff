//! Where Ombud's own things are shown: one element beside the page's, with a closed shadow, above all else. The capture
//! knows its name and passes it over; the page's styles do not reach it.

/// <reference types="vite/client" />
import { h, isThere, type Child } from './dom.ts';
import style from './style.css?inline';

/** The name of the element; the capture leaves it out (`UNDRAWN` in capture/record.ts). */
export const HOST = 'ombud-cobrowse';
const KEPT = 'click pointerdown mousedown keydown keyup input change focusin'.split(' ');
const LOOKED_AFTER_EVERY_MS = 400;

export class Stage {
  /** What everything is put into. */
  readonly root: HTMLElement;
  readonly #host = document.createElement(HOST);
  readonly #shadow: ShadowRoot;
  #timer = 0;
  /** A dialog that waits for an answer. */
  #dialog: HTMLDialogElement | null = null;

  constructor(language: string) {
    this.root = h('div', { class: 'root', lang: language });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.#shadow = this.#host.attachShadow({ mode: 'closed' });
    this.#shadow.adoptedStyleSheets = [sheet];
    this.#shadow.append(this.root);
    this.#host.setAttribute('data-ombud-hide', '');
    this.#host.popover = 'manual';
    // What is done in here is no business of the page's.
    for (const type of KEPT) this.#shadow.addEventListener(type, (event) => event.stopPropagation());
  }

  /** Puts it above the page, and keeps it there. */
  raise(): void {
    this.#stay();
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => this.#stay(), LOOKED_AFTER_EVERY_MS);
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#host.remove();
  }

  get isAsking(): boolean {
    return this.#dialog !== null;
  }

  /** Opens a dialog: nothing else on the page can be used until it is closed. */
  open(dialog: HTMLDialogElement): void {
    this.raise();
    this.#dialog = dialog;
    this.root.append(dialog);
    dialog.showModal();
  }

  close(dialog: HTMLDialogElement): void {
    dialog.close();
    dialog.remove();
    if (this.#dialog === dialog) this.#dialog = null;
  }

  /** Shows other things in an element; what had the keyboard keeps it, by its `data-k`. */
  fill(element: HTMLElement, ...children: Child[]): void {
    const held = this.#shadow.activeElement?.getAttribute('data-k');
    element.replaceChildren(...children.filter(isThere));
    if (held) element.querySelector<HTMLElement>(`[data-k="${held}"]`)?.focus();
  }

  /** A page's own modal dialog makes all else dead: then it is in there that this stands. */
  #stay(): void {
    const modals = [...document.querySelectorAll('dialog:modal')];
    const home = modals.at(-1) ?? (document.documentElement as Element | null);
    // A page that writes itself anew has none for a moment.
    if (!home) return;
    const host = this.#host;
    const dialog = this.#dialog;
    if (host.parentNode !== home) {
      home.append(host);
      dialog?.close();
      dialog?.showModal();
    }
    if (!host.matches(':popover-open')) host.showPopover();
  }
}
