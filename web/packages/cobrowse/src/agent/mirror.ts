//! The customer's page, drawn. A new start, a checkpoint or a jump in a recording is drawn behind the old picture, which
//! stays until the new one is whole.

import {
  Drawing,
  EMPTY_PAGE,
  Model,
  SANDBOX,
  type AssetSource,
  type Change,
  type NodeShown,
} from '../view/index.ts';
import { FRAME, Reader, UNITS_PER_PX } from '../wire/index.ts';

/** The kind and number of a frame. Throws `WireError`. */
export function headOf(frame: Uint8Array): { kind: number; sequence: number } {
  const from = new Reader(frame);
  from.byte();
  return { kind: from.byte(), sequence: from.whole() };
}

/** Everything that a model holds, as a change that draws it: parents before children, siblings in order. */
export function whole(model: Model): Change {
  const added = new Set<NodeShown>();
  const add = (node: NodeShown): void => {
    added.add(node);
    node.children.forEach(add);
  };
  if (model.root) add(model.root);
  return { added, changed: new Set(), removed: new Set(), view: true };
}

/** A new picture that never says that it is whole is shown after this. */
const PATIENCE_MS = 1_500;

/** One frame with one drawing. Changes before its document has loaded are drawn when it has. */
class Layer {
  readonly frame = document.createElement('iframe');
  model = new Model();
  drawing: Drawing | null = null;

  constructor(title: string, assets: AssetSource | null, loaded: (layer: Layer) => void) {
    this.frame.setAttribute('sandbox', SANDBOX);
    this.frame.setAttribute('referrerpolicy', 'no-referrer');
    this.frame.title = title;
    this.frame.tabIndex = -1;
    this.frame.srcdoc = EMPTY_PAGE;
    this.frame.addEventListener(
      'load',
      () => {
        this.drawing = new Drawing(this.model, this.frame, assets);
        this.drawing.apply(whole(this.model));
        loaded(this);
      },
      { once: true },
    );
  }

  take(bytes: Uint8Array): void {
    const change = this.model.take(bytes);
    this.drawing?.apply(change);
  }

  end(): void {
    this.drawing?.end();
    this.frame.remove();
  }
}

export interface MirrorOptions {
  title: string;
  /** Pictures and fonts of the company's manifest; without it they are left out. */
  assets?: AssetSource;
  /** The picture has another size, or another picture is shown. */
  onView: () => void;
  /** A new start has come: what was drawn over the old page no longer belongs there. */
  onStart?: () => void;
}

export class Mirror {
  readonly element = document.createElement('div');
  private front: Layer | null = null;
  private back: Layer | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private size = '';

  constructor(private readonly options: MirrorOptions) {
    this.element.className = 'mirror';
  }

  /** The page that is shown; null before the first. */
  get model(): Model | null {
    return this.front?.model ?? null;
  }

  get sequence(): number {
    return this.front?.model.sequence ?? 0;
  }

  /** Of the customer's window, in CSS pixels. */
  get view(): { width: number; height: number } {
    return this.front?.model.view ?? { width: 0, height: 0 };
  }

  /** How far the picture is scrolled, in CSS pixels. */
  get scroll(): { x: number; y: number } {
    const inside = this.front?.frame.contentWindow;
    return { x: inside?.scrollX ?? 0, y: inside?.scrollY ?? 0 };
  }

  /** Where the customer's pointer is in the page, in units; null where it is not told. */
  get customerPointer(): { x: number; y: number } | null {
    return this.front?.model.pointer ?? null;
  }

  /** The document and drawing that are shown, for finding what lies where. */
  get drawn(): { page: Document; drawing: Drawing; model: Model } | null {
    const page = this.front?.frame.contentDocument;
    if (!this.front?.drawing || !page) return null;
    return { page, drawing: this.front.drawing, model: this.front.model };
  }

  /** Takes a frame as it comes. Throws `WireError`: then a new start is needed. */
  take(bytes: Uint8Array): void {
    const { kind } = headOf(bytes);
    if (kind !== FRAME.ops) {
      if (kind === FRAME.start && this.front) this.options.onStart?.();
      this.begin();
    }
    const layer = this.back ?? this.front;
    if (!layer) return;
    layer.take(bytes);
    this.settle(layer);
  }

  /** Shows what these frames come to; the first is a start or a checkpoint. */
  rebuild(frames: Iterable<Uint8Array>): void {
    const layer = this.begin();
    for (const bytes of frames) layer.take(bytes);
    layer.model.isReady = true;
    this.settle(layer);
  }

  /** Takes the picture away. */
  clear(): void {
    clearTimeout(this.timer);
    this.front?.end();
    this.back?.end();
    this.front = null;
    this.back = null;
    this.size = '';
    this.options.onView();
  }

  private begin(): Layer {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.swap(), PATIENCE_MS);
    // One that has not loaded yet can still become any picture: dragging through a recording makes no heap of them.
    if (this.back && !this.back.drawing) {
      this.back.model = new Model();
      return this.back;
    }
    this.back?.end();
    const layer = new Layer(this.options.title, this.options.assets ?? null, (loaded) => this.settle(loaded));
    layer.frame.classList.add('behind');
    this.element.append(layer.frame);
    this.back = layer;
    return layer;
  }

  private settle(layer: Layer): void {
    const { model } = layer;
    if (layer === this.back) {
      // Where there is no picture yet, a growing one is better than none.
      const isEnough = model.isReady || (!this.front && model.root !== null);
      if (layer.drawing && isEnough) this.swap();
      return;
    }
    const size = `${model.view.width}x${model.view.height}`;
    if (size === this.size) return;
    this.size = size;
    this.options.onView();
  }

  private swap(): void {
    const { back } = this;
    clearTimeout(this.timer);
    if (!back?.drawing) {
      if (back) this.timer = setTimeout(() => this.swap(), PATIENCE_MS);
      return;
    }
    back.frame.classList.remove('behind');
    this.front?.end();
    this.front = back;
    this.back = null;
    this.size = `${back.model.view.width}x${back.model.view.height}`;
    this.options.onView();
  }
}

/** Units as CSS pixels. */
export const pxOf = (units: number): number => units / UNITS_PER_PX;
