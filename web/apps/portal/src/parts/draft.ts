// A message that is being written: kept in this tab until it is sent, so that a reload or a look at another page loses
// nothing. Not in what a browser keeps for good: a phone may be shared.

const KEY = 'ombud.portal.draft.';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The draft of one customer: who signs in next on this device does not find it. */
export class DraftKeeper {
  readonly #key: string;
  readonly #store: () => Store;

  constructor(customer: string, store: () => Store = () => sessionStorage) {
    this.#key = KEY + customer;
    this.#store = store;
  }

  read(): string {
    try {
      return this.#store().getItem(this.#key) ?? '';
    } catch {
      return '';
    }
  }

  write(text: string): void {
    try {
      if (text === '') this.#store().removeItem(this.#key);
      else this.#store().setItem(this.#key, text);
    } catch {
      // A browser that keeps nothing loses the draft with the page.
    }
  }
}
