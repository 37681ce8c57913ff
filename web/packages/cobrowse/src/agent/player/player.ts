//! Plays a recording: as it was, faster, or from any moment.

import { type AssetSource } from '../../view/index.ts';
import { Card } from '../bar.ts';
import { h } from '../dom.ts';
import { type SeatMark } from '../protocol.ts';
import { mount } from '../root.ts';
import { Stage } from '../stage.ts';
import { wordsFor, type Words } from '../words.ts';
import { Controls, SPEEDS } from './controls.ts';
import { Tape, type RecordRead } from './tape.ts';
import { Timeline } from './timeline.ts';

export interface PlayOptions {
  /** Where the player goes; it fills it. */
  element: HTMLElement;
  /** Gives the records in their order, all at once or as they come. */
  load: () =>
    | Iterable<RecordRead>
    | AsyncIterable<RecordRead>
    | Promise<Iterable<RecordRead> | AsyncIterable<RecordRead>>;
  /** Gives pictures and fonts of the company's manifest by their hash. Without it they are left out. */
  assets?: AssetSource;
  /** The language of the words. The page's own where it is absent. */
  locale?: string;
}

/** What a host page holds of a player. Moments are milliseconds since the recording began. */
export interface Player {
  readonly atMs: number;
  readonly endMs: number;
  readonly isPlaying: boolean;
  /** All records have been read. Rejects where they cannot be. */
  readonly loaded: Promise<void>;
  play(): void;
  pause(): void;
  seek(ms: number): void;
  setSpeed(speed: number): void;
  close(): void;
}

/** What is idle for longer is skipped, and shown for this long. */
const IDLE_MS = 2_000;
const IDLE_SHOWN_MS = 500;
const STEP_MS = 5_000;
const POINTED_MS = 2_000;
/** After so many records the page has a moment for itself. */
const READ_AT_ONCE = 500;

/** Shows a recording in an element. */
export function play(options: PlayOptions): Player {
  return new Deck(options);
}

class Deck implements Player {
  readonly loaded: Promise<void>;
  atMs = 0;
  isPlaying = false;
  private readonly tape = new Tape();
  private readonly words: Words;
  private readonly timeline: Timeline;
  private readonly stage: Stage;
  private readonly controls: Controls;
  private readonly card = new Card();
  private readonly names = new Map<number, string>();
  private readonly root: { host: HTMLElement; remove: () => void };
  private told = 0;
  private shown: number | null = null;
  private speed = 1;
  private skipsIdle = true;
  private frame = 0;
  private tickedAt = 0;
  private isClosed = false;

  constructor(options: PlayOptions) {
    const words = wordsFor([options.locale, document.documentElement.lang, ...navigator.languages]);
    this.words = words;
    this.timeline = new Timeline(words);
    this.stage = new Stage({
      title: words('page'),
      assets: options.assets,
      nameOf: (seat) => this.names.get(seat) ?? '',
      now: () => this.atMs,
    });
    this.controls = new Controls({
      words,
      toggle: () => (this.isPlaying ? this.pause() : this.play()),
      seek: (ms) => this.seek(ms),
      speed: (speed) => this.setSpeed(speed),
      skipIdle: (isOn) => (this.skipsIdle = isOn),
    });
    const area = h(
      'div',
      { class: 'area', tabindex: '0', role: 'group', 'aria-label': words('page') },
      this.stage.element,
      this.card.element,
    );
    this.card.show({ icon: 'wait', title: words('loading'), text: '' });
    const middle = h('div', { class: 'player' }, area, this.controls.side);
    this.root = mount(options.element, words('player'), words.language, middle, this.controls.element);
    this.root.host.addEventListener('keydown', (event) => this.key(event));
    this.loaded = this.read(options.load);
    this.loaded.catch(() =>
      this.card.show({ icon: 'lost', title: words('failed'), text: words('failedText') }),
    );
  }

  get endMs(): number {
    return this.tape.endMs;
  }

  play(): void {
    if (this.isPlaying || !this.tape.hasPicture) return;
    if (this.atMs >= this.endMs) this.seek(0);
    this.isPlaying = true;
    this.tickedAt = performance.now();
    this.next();
    this.tell();
  }

  pause(): void {
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
    this.tell();
  }

  /** Shows the picture of a moment. */
  seek(ms: number): void {
    const to = Math.max(0, Math.min(this.endMs, ms));
    this.stage.marks.reset();
    for (const { ms: at, mark } of this.tape.marksAt(to)) this.stage.marks.take(mark, at);
    this.atMs = to;
    this.draw();
    this.tell();
  }

  setSpeed(speed: number): void {
    this.speed = SPEEDS.find((one) => one === speed) ?? 1;
    this.tell();
  }

  close(): void {
    this.isClosed = true;
    cancelAnimationFrame(this.frame);
    this.stage.stop();
    this.root.remove();
  }

  private async read(load: PlayOptions['load']): Promise<void> {
    let count = 0;
    for await (const record of await load()) {
      if (this.isClosed) return;
      this.tape.add(record);
      count += 1;
      if (count % READ_AT_ONCE === 0) {
        this.grown();
        await new Promise((done) => setTimeout(done, 0));
      }
    }
    this.grown();
    if (!this.tape.hasPicture) this.card.show({ icon: 'blind', title: this.words('empty'), text: '' });
  }

  /** More of the recording is there. */
  private grown(): void {
    for (const event of this.tape.events.slice(this.told)) {
      this.timeline.add(event);
      const { people } = event.fields;
      for (const one of Array.isArray(people) ? (people as unknown[]) : []) {
        const { seat, name } = (one ?? {}) as { seat?: unknown; name?: unknown };
        if (typeof seat === 'number' && typeof name === 'string') this.names.set(seat, name);
      }
    }
    this.told = this.tape.events.length;
    this.controls.list(this.timeline.lines, this.endMs);
    if (this.tape.hasPicture) this.card.show(null);
    this.draw();
    this.tell();
  }

  /** Brings the picture to the present moment. */
  private draw(): void {
    // Who opens a recording sees its first page, not the nothing before it.
    const way = this.tape.way(this.shown, Math.max(this.atMs, this.tape.openingMs));
    if (way.isAnew && way.pictures.length > 0) this.stage.rebuild(way.pictures);
    else for (const bytes of way.pictures) this.stage.take(bytes);
    this.shown = way.pictures.length > 0 || !way.isAnew ? way.to : this.shown;
    this.point();
    this.stage.wake();
  }

  /** Frames what an agent could not see, or acted on, for a moment. */
  private point(): void {
    const at = this.atMs;
    const event = this.tape.events.findLast(({ ms, fields }) => {
      const isOfNode = fields.t === 'blind' || fields.t === 'intent';
      return isOfNode && ms <= at && at - ms < POINTED_MS;
    });
    const node = event?.fields.node;
    const box = typeof node === 'number' ? this.stage.boxOf(node) : null;
    this.stage.point(box, event?.fields.t === 'blind' ? 'blind' : 'control');
  }

  private next(): void {
    this.frame = requestAnimationFrame(() => this.tick());
  }

  private tick(): void {
    const now = performance.now();
    const from = this.atMs;
    let to = from + (now - this.tickedAt) * this.speed;
    this.tickedAt = now;
    const busy = this.tape.nextBusy(from);
    if (this.skipsIdle && busy !== null && busy - from > IDLE_MS) to = Math.max(to, busy - IDLE_SHOWN_MS);
    to = Math.min(to, this.endMs);
    for (const { ms, mark } of this.tape.marksIn(from, to)) this.take(mark, ms);
    this.atMs = to;
    this.draw();
    if (to >= this.endMs) this.pause();
    else this.next();
    this.tell();
  }

  private take(mark: SeatMark, ms: number): void {
    this.stage.marks.take(mark, ms);
  }

  private tell(): void {
    const { atMs, endMs, isPlaying, speed } = this;
    this.controls.show({ atMs, endMs, isPlaying, speed });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [target] = event.composedPath();
    const isBar = target instanceof HTMLInputElement && target.type === 'range';
    const isButton = target instanceof HTMLButtonElement || (target instanceof HTMLInputElement && !isBar);
    switch (event.key) {
      case ' ':
        if (isButton) return;
        if (this.isPlaying) this.pause();
        else this.play();
        break;
      case 'ArrowLeft':
        this.seek(this.atMs - STEP_MS);
        break;
      case 'ArrowRight':
        this.seek(this.atMs + STEP_MS);
        break;
      case 'Home':
        this.seek(0);
        break;
      case 'End':
        this.seek(this.endMs);
        break;
      default:
        if (!SPEEDS.some((one) => String(one) === event.key)) return;
        this.setSpeed(Number(event.key));
    }
    event.preventDefault();
  }
}
