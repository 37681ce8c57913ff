//! The customer's page in a stage: scaled, with the marks of all seats over it.

import { h } from './dom.ts';
import { onPicture, scaleOf, type Lie, type Zoom } from './geometry.ts';
import { Marks, type SeatLook } from './marks.ts';
import { Mirror } from './mirror.ts';
import { type AssetSource } from '../view/index.ts';
import { type SeatMark } from './protocol.ts';

/** The customer's own seat. */
export const CUSTOMER_SEAT = 0;
const SEAT_COLORS = 6;

export interface StageOptions {
  title: string;
  assets?: AssetSource;
  /** The name that is written beside a seat's pointer. */
  nameOf: (seat: number) => string;
  /** The clock of the marks, in milliseconds. */
  now: () => number;
  onStart?: () => void;
  onPicture?: () => void;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export class Stage {
  readonly mirror: Mirror;
  readonly marks = new Marks();
  readonly surface = h('div', { class: 'surface' });
  readonly canvas = h('canvas', { class: 'marks', 'aria-hidden': 'true' });
  readonly hint = h('div', { class: 'hint', hidden: true, 'aria-hidden': 'true' });
  readonly paper: HTMLElement;
  readonly element: HTMLElement;
  zoom: Zoom = 'fit';
  scale = 1;
  private frame = 0;
  private readonly sizes: ResizeObserver;
  private colors: string[] = [];
  private light = '';

  constructor(private readonly options: StageOptions) {
    this.mirror = new Mirror({
      title: options.title,
      assets: options.assets,
      onView: () => {
        this.fit();
        options.onPicture?.();
      },
      onStart: options.onStart,
    });
    this.paper = h(
      'div',
      { class: 'paper', hidden: true },
      this.mirror.element,
      this.canvas,
      this.hint,
      this.surface,
    );
    this.element = h('div', { class: 'stage' }, this.paper);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.element);
  }

  stop(): void {
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
    this.mirror.clear();
    this.marks.reset();
  }

  take(bytes: Uint8Array): void {
    this.mirror.take(bytes);
    this.follow();
  }

  rebuild(frames: Iterable<Uint8Array>): void {
    this.mirror.rebuild(frames);
    this.follow();
  }

  mark(mark: SeatMark): void {
    this.marks.take(mark, this.options.now());
    this.wake();
  }

  /** How the picture lies on the screen; null where there is none. */
  lie(): Lie | null {
    if (this.paper.hidden) return null;
    const { left, top } = this.paper.getBoundingClientRect();
    return { left, top, scale: this.scale, scroll: this.mirror.scroll };
  }

  /** Where a node is on the picture, in CSS pixels from its corner. */
  boxOf(node: number): Box | null {
    const rect = this.mirror.drawn?.drawing.elementOf(node)?.getBoundingClientRect();
    if (!rect) return null;
    const { scale } = this;
    return { x: rect.x * scale, y: rect.y * scale, width: rect.width * scale, height: rect.height * scale };
  }

  /** Puts a frame around something on the picture; null takes it away. */
  point(box: Box | null, tone = ''): void {
    this.hint.hidden = box === null;
    this.hint.className = `hint ${tone}`;
    if (box) place(this.hint, box);
  }

  setZoom(zoom: Zoom): void {
    this.zoom = zoom;
    this.element.dataset.zoom = zoom;
    this.fit();
  }

  fit(): void {
    const { view } = this.mirror;
    this.paper.hidden = view.width === 0;
    const { clientWidth, clientHeight } = this.element;
    this.scale = scaleOf(view, { width: clientWidth, height: clientHeight }, this.zoom);
    const size = { width: view.width * this.scale, height: view.height * this.scale };
    this.paper.style.width = `${size.width}px`;
    this.paper.style.height = `${size.height}px`;
    this.mirror.element.style.transform = `scale(${this.scale})`;
    this.canvas.width = Math.round(size.width * devicePixelRatio);
    this.canvas.height = Math.round(size.height * devicePixelRatio);
    this.wake();
  }

  /** Paints at the next frame. */
  wake(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.paint()) this.wake();
    });
  }

  look(seat: number): SeatLook {
    if (this.colors.length === 0) {
      const style = getComputedStyle(this.element);
      this.colors = Array.from({ length: SEAT_COLORS }, (_one, at) =>
        style.getPropertyValue(`--seat-${at}`).trim(),
      );
      this.light = style.getPropertyValue('--seat-light').trim();
    }
    const at = seat === CUSTOMER_SEAT ? 0 : 1 + ((seat - 1) % (SEAT_COLORS - 1));
    return { color: this.colors[at] ?? '', name: this.options.nameOf(seat) };
  }

  private follow(): void {
    const { x, y } = this.mirror.customerPointer ?? { x: null, y: null };
    this.mark({ t: 'pointer', seat: CUSTOMER_SEAT, x, y });
    this.wake();
  }

  private paint(): boolean {
    const lie = this.lie();
    const context = this.canvas.getContext('2d');
    if (!lie || !context) return false;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.look(CUSTOMER_SEAT);
    return this.marks.paint(
      {
        context,
        place: (point) => onPicture(lie, point),
        look: (seat) => this.look(seat),
        light: this.light,
      },
      this.options.now(),
    );
  }
}

/** Lays an element over a box. */
export function place(element: HTMLElement, box: Box): void {
  element.style.left = `${box.x}px`;
  element.style.top = `${box.y}px`;
  element.style.width = `${box.width}px`;
  element.style.height = `${box.height}px`;
}
