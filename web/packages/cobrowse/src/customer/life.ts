//! Whether somebody is at the page: looks at it, does something on it, leaves it, logs out.

export interface LifeHeard {
  /** The page is looked at again. */
  seen: () => void;
  /** Something of this is other than before. */
  sync: () => void;
  /** It was not looked at for a while. */
  away: () => void;
  /** It is being left, and perhaps comes back from where browsers keep pages. */
  left: () => void;
  back: () => void;
  /** Nobody did anything for too long, or somebody logged out. */
  end: (reason: string) => void;
}

const AWAY_AFTER_MS = 10_000;
const LOOKED_AT_EVERY_MS = 1_000;
const IDLE_S = 300;
const MS_PER_S = 1_000;
const ACTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

export class Life {
  #idleMs = IDLE_S * MS_PER_S;
  #actedAt = Date.now();
  #awayTimer = 0;
  readonly #idleTimer: number;
  readonly #ended = new AbortController();

  constructor(private readonly heard: LifeHeard) {
    const options = { capture: true, passive: true, signal: this.#ended.signal };
    for (const act of ACTS) addEventListener(act, (event) => this.#acted(event), options);
    document.addEventListener('visibilitychange', () => this.#looked(), options);
    // Of two windows side by side, the one that is used is looked at.
    addEventListener('focus', (event) => event.target === window && this.isSeen && heard.seen(), options);
    addEventListener('pagehide', () => heard.left(), options);
    addEventListener('pageshow', (event) => event.persisted && heard.back(), options);
    addEventListener('click', (event) => this.#pressed(event), options);
    this.#idleTimer = window.setInterval(() => this.#look(), LOOKED_AT_EVERY_MS);
  }

  set idleS(seconds: number | undefined) {
    this.#idleMs = (seconds ?? IDLE_S) * MS_PER_S;
  }

  get isSeen(): boolean {
    return !document.hidden;
  }

  end(): void {
    this.#ended.abort();
    clearInterval(this.#idleTimer);
    clearTimeout(this.#awayTimer);
  }

  /** Only what a person does counts: agents act as scripts do. */
  #acted(event: Event): void {
    if (!event.isTrusted) return;
    this.#actedAt = Date.now();
  }

  #pressed(event: Event): void {
    const [first] = event.composedPath();
    if (event.isTrusted && first instanceof Element && first.closest('[data-ombud-log-out]'))
      this.heard.end('log_out');
  }

  #looked(): void {
    clearTimeout(this.#awayTimer);
    if (this.isSeen) this.heard.seen();
    else {
      this.heard.sync();
      this.#awayTimer = window.setTimeout(() => this.heard.away(), AWAY_AFTER_MS);
    }
  }

  #look(): void {
    if (Date.now() - this.#actedAt > this.#idleMs) this.heard.end('idle');
  }
}
