// Why nothing comes from the service, for whoever puts the widget on a page. A browser hides from a page whether a call was
// refused for its origin or never arrived, so it is asked a second time without wanting to read the answer.

/** Hears of calls that came to nothing, and says once in the console what to mend. */
export class OriginCheck {
  readonly #base: string;
  readonly #own: string;
  readonly #fetch: typeof fetch;
  readonly #say: (text: string) => void;
  #isAsked = false;

  constructor(base: string, own: string, ask: typeof fetch, say: (text: string) => void) {
    this.#base = base;
    this.#own = own;
    this.#fetch = ask;
    this.#say = say;
  }

  /** As `fetch`; a call that came to nothing is looked into beside it, and fails as before. */
  readonly fetch: typeof fetch = async (input, init) => {
    try {
      return await this.#fetch(input, init);
    } catch (error) {
      if (!init?.signal?.aborted) void this.#explain();
      throw error;
    }
  };

  async #explain(): Promise<void> {
    if (this.#isAsked || this.#base === this.#own) return;
    this.#isAsked = true;
    try {
      await this.#fetch(`${this.#base}/v1/company`, { mode: 'no-cors', credentials: 'omit' });
    } catch {
      this.#say(
        `Ombud: ${this.#base} cannot be reached from this page. Where the page has a Content-Security-Policy, its ` +
          `connect-src must name ${this.#base} and ${this.#base.replace(/^http/, 'ws')}.`,
      );
      return;
    }
    this.#say(
      `Ombud: ${this.#base} does not answer pages of ${this.#own}. Add it to its configuration: ` +
        `[web] origins = ["${this.#own}"]. See docs/widget.md.`,
    );
  }
}
