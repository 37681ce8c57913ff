//! Follows the page, and says when its picture is compared: at once after quiet, in slices, never for longer than a share
//! of the time that the page has for itself.

import { FRAME, OP, WIRE_VERSION, Writer } from '../wire/index.ts';
import { type MakeMore } from './details.ts';
import { type Assets } from './assets.ts';
import { Mirror, type Outcome } from './mirror.ts';
import { REDACTED, rulesOf, type Policy } from './policy.ts';
import { Watch, type Heard } from './watch.ts';

export interface CaptureOptions {
  /** What is released. Without one: what is inside an element with the attribute `data-ombud-show`. */
  policy?: Policy | null;
  /** What of the site may be named by its hash: the manifest that the site's build made. */
  assets?: Assets;
  /** Gets each frame as it is made; the bytes are the receiver's. */
  onFrame: (frame: Uint8Array) => void;
  /** Something went wrong, and the capture has ended: it fails closed. */
  onError?: (error: unknown) => void;
}

/** A slice of work, in milliseconds; the page can do something of its own between two. */
const SLICE_MS = 16;
/** Release by attributes has no policy. */
const NO_HASH = '0'.repeat(64);
/** After a pass the page has its time, so many times, for itself, and so many milliseconds for each change that was heard:
 * one change is told at once, a storm of them a few times a second. A sweep is seldom enough by itself: what changes after
 * it does not wait for it. */
const REST_FACTOR = 16;
const REST_MS_A_CHANGE = 5;
/** Between the slices of one. */
const SLICE_REST_FACTOR = 3;
const REST_MS_MAX = 250;
const SLOW_MS = 100;
/** Styles change in ways of which no event tells: now and then everything is asked again, for a small share of the time. */
const SWEEP_EVERY_MS = 4_000;
const SWEEP_FACTOR = 200;

/**
 * Begins to send what is drawn on this page. Gives a function that ends it.
 * Throws `PolicyError` for a policy that cannot be read; then nothing is sent.
 */
export function capture(options: CaptureOptions, more: MakeMore | null = null): () => void {
  const rules = rulesOf(options.policy);
  const session = new Capture(options, rules, more);
  session.begin();
  return () => session.end();
}

/** A capture that goes on; the customer's side of a session looks into it. */
export class Capture {
  readonly #out = new Writer();
  readonly mirror: Mirror;
  readonly #watch: Watch;
  /** The number of the next frame. */
  sequence = 0;
  /** Frames come at least so far apart, in milliseconds. */
  everyMs = 0;
  #timer = 0;
  #frame = 0;
  #took = 0;
  /** Since the last pass. */
  #changes = 0;
  #dueAt = Infinity;
  /** A pass comes as soon as one may. */
  #isAwake = false;
  #notBefore = 0;
  #isReady = false;
  #isLate = false;
  #isAllNew = false;
  /** Something changed while a pass went on in slices: what that moved was perhaps measured before. */
  #isMoved = false;
  #isEnded = false;
  #sweepAt = 0;
  #spent = 0;
  #view = '';
  readonly #scrolled = new Set<Node>();

  readonly #options: CaptureOptions;
  readonly rules: ReturnType<typeof rulesOf>;

  constructor(options: CaptureOptions, rules: ReturnType<typeof rulesOf>, more: MakeMore | null) {
    this.#options = options;
    this.rules = rules;
    const heard: Heard = {
      stale: (node, how, isSlow) => {
        this.#changes += 1;
        const sent = this.mirror.mark(node, how);
        this.#isMoved ||= this.#isLate;
        this.#wake(isSlow && (sent?.release ?? 0) <= REDACTED ? SLOW_MS : 0);
      },
      all: () => {
        this.#isAllNew = true;
        this.#wake(0);
      },
      scrolled: (node) => {
        this.#scrolled.add(node);
        this.#wake(0);
      },
      asks: (attribute) => rules.asks(attribute),
    };
    this.#watch = new Watch(heard);
    this.mirror = new Mirror(rules, this.#out, this.#watch, more, options.assets ?? {}, heard);
  }

  begin(): void {
    this.rules.arrive(location.pathname);
    this.#watch.begin();
    this.#guarded(() => this.#start());
    this.#wake(0);
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#watch.end();
    this.mirror.end();
    this.#sleep();
  }

  #sleep(): void {
    this.#dueAt = Infinity;
    this.#isAwake = false;
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #start(): void {
    this.#head(FRAME.start);
    this.#out.hex(this.#options.policy?.hash ?? NO_HASH);
    this.#send();
  }

  #head(kind: number): void {
    this.#out.byte(WIRE_VERSION);
    this.#out.byte(kind);
    this.#out.whole(this.sequence);
    this.sequence += 1;
  }

  #send(): void {
    this.#options.onFrame(this.#out.take());
  }

  /** Asks for a pass in so many milliseconds; at 0 after quiet, as soon as the page has done what it does now. */
  #wake(inMs: number): void {
    if (this.#isEnded || this.#isAwake) return;
    const now = performance.now();
    const at = Math.max(now + inMs, this.#notBefore);
    if (at >= this.#dueAt) return;
    this.#sleep();
    this.#dueAt = at;
    this.#isAwake = inMs === 0;
    if (at <= now) this.#timer = window.setTimeout(() => this.pass());
    else this.#timer = window.setTimeout(() => this.#atFrame(), at - now);
  }

  /** When a frame was drawn everything lies where it does: to measure it then costs the page no layout of its own. */
  #atFrame(): void {
    // A page that is not seen draws no frames.
    const inMs = document.hidden ? 0 : SLOW_MS;
    this.#timer = window.setTimeout(() => this.pass(), inMs);
    if (inMs === 0) return;
    this.#frame = requestAnimationFrame(() => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.pass());
    });
  }

  /** Compares now. */
  pass(): void {
    this.#sleep();
    this.#guarded(() => this.#compare());
  }

  #compare(): void {
    if (this.#isEnded) return;
    this.#watch.take();
    if (this.rules.arrive(location.pathname)) this.#isAllNew = true;
    const begun = performance.now();
    if (this.#isReady && !this.#isLate && begun >= this.#sweepAt) this.#isAllNew = true;
    this.#head(FRAME.ops);
    const empty = this.#out.length;
    this.#window();
    if (this.#scrolled.size > 0) this.mirror.near.open();
    for (const node of this.#scrolled) this.mirror.scroll(node);
    this.#scrolled.clear();
    const wants = { isAllNew: this.#isAllNew, isContinued: this.#isLate && !this.#isAllNew };
    this.#isAllNew = false;
    const outcome = this.mirror.update(begun, begun + SLICE_MS, wants);
    if (outcome !== 'late' && !this.#isReady) {
      this.#isReady = true;
      this.#out.byte(OP.ready);
    }
    if (this.#out.length > empty) this.#send();
    else {
      this.#out.take();
      this.sequence -= 1;
    }
    const now = performance.now();
    this.#next(outcome, now, now - begun);
  }

  /** When the next pass is due: the slower this one was, the later. */
  #next(outcome: Outcome, now: number, took: number): void {
    this.#isLate = outcome === 'late';
    this.#spent += took;
    const isSweep = now >= this.#sweepAt;
    // Of two passes the shorter counts: the other was perhaps held up by somebody else.
    const usual = isSweep ? 0 : Math.min(took, this.#took) * REST_FACTOR;
    const rest = this.#isLate ? took * SLICE_REST_FACTOR : Math.max(usual, this.#changes * REST_MS_A_CHANGE);
    this.#took = took;
    this.#changes = 0;
    this.#notBefore = now + (this.#isReady ? Math.max(this.everyMs, Math.min(REST_MS_MAX, rest)) : 0);
    if (this.#isLate) {
      this.#wake(0);
      return;
    }
    if (isSweep) this.#sweepAt = now + Math.max(SWEEP_EVERY_MS, this.#spent * SWEEP_FACTOR);
    this.#spent = 0;
    this.#wake(this.#isMoved ? 0 : outcome === 'soon' ? SLOW_MS : this.#sweepAt - now);
    this.#isMoved = false;
  }

  #window(): void {
    const view = [innerWidth, innerHeight, Math.round(devicePixelRatio * 100)];
    if (this.#view === view.join()) return;
    this.#view = view.join();
    this.#out.byte(OP.view);
    for (const one of view) this.#out.whole(one);
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.end();
      try {
        this.#options.onError?.(error);
      } catch {
        // Whoever was told is none of the page.
      }
    }
  }
}
