//! What agents point at and draw: on the page, in its coordinates, above it, and in the way of nothing.

import { h, svg } from './dom.ts';
import { type Mark, type Person } from './messages.ts';
import { type Stage } from './stage.ts';

const UNITS_PER_PX = 4;
const FADES_AFTER_MS = 3_000;
/** As in the style sheet. */
const FADING_MS = 700;
/** Of the marks of each seat, one after the other; each can be read on white and has white read on it. */
const COLOURS = ['#a2311f', '#2a5885', '#5c4691', '#8a5700'];

const px = (units: number): number => Math.round(units) / UNITS_PER_PX;

export class Marks {
  readonly #page = h('div', { class: 'page' });
  readonly #canvas = svg('svg', { class: 'ink', 'aria-hidden': 'true' });
  /** Pointers and laser dots by kind and seat. */
  readonly #dots = new Map<string, HTMLElement>();
  readonly #shapes = new Map<string, SVGElement>();
  readonly #fading = new Map<string, number>();
  readonly #ended = new AbortController();

  constructor(stage: Stage) {
    this.#page.append(this.#canvas);
    stage.root.prepend(h('div', { class: 'marks' }, this.#page));
    const { signal } = this.#ended;
    addEventListener('scroll', () => this.#follow(), { capture: true, passive: true, signal });
    this.#follow();
  }

  show(mark: Mark, people: readonly Person[]): void {
    const { seat } = mark;
    switch (mark.t) {
      case 'pointer':
      case 'laser':
        this.#dot(mark.t, seat, mark.x, mark.y ?? 0, people);
        return;
      case 'clear':
        this.clear((key) => key.startsWith(`${seat}/`));
        return;
      case 'ink':
        this.#ink(this.#shape(seat, mark.id), mark.points);
        if (mark.fades) this.#fade(`${seat}/${mark.id}`);
        return;
      case 'box': {
        const { x, y, w, h: high } = mark;
        const box = `M${px(x)} ${px(y)}h${px(w)}v${px(high)}h${px(-w)}z`;
        this.#shape(seat, mark.id).setAttribute('d', box);
        return;
      }
      case 'arrow':
        this.#shape(seat, mark.id).setAttribute('d', arrow(mark.from, mark.to));
    }
  }

  /** Takes away what those drew who are no longer here, or all. */
  clear(isGone: (key: string) => boolean = () => true): void {
    for (const all of [this.#shapes, this.#dots])
      for (const [key, one] of all)
        if (isGone(key)) {
          one.remove();
          all.delete(key);
        }
  }

  leave(): void {
    this.#ended.abort();
    this.#page.parentElement?.remove();
  }

  #follow(): void {
    this.#page.style.transform = `translate(${-scrollX}px, ${-scrollY}px)`;
  }

  #dot(kind: string, seat: number, x: number | null, y: number, people: readonly Person[]): void {
    const key = `${seat}/${kind}`;
    let dot = this.#dots.get(key);
    if (x === null) {
      dot?.remove();
      this.#dots.delete(key);
      return;
    }
    if (!dot) {
      const name = people.find((one) => one.seat === seat)?.name ?? '';
      dot = h('div', { class: kind, 'aria-hidden': 'true' });
      dot.style.color = colourOf(seat);
      if (kind === 'pointer')
        dot.append(
          svg('svg', { viewBox: '0 0 24 24' }, svg('path', { d: 'M3 2l16 9-7 2-3 7z' })),
          h('span', {}, h('b', {}, name)),
        );
      this.#dots.set(key, dot);
      this.#page.append(dot);
    }
    dot.style.transform = `translate(${px(x)}px, ${px(y)}px)`;
  }

  #shape(seat: number, id: string): SVGElement {
    const key = `${seat}/${id}`;
    let shape = this.#shapes.get(key);
    if (!shape) {
      shape = svg('path', { stroke: colourOf(seat) });
      this.#shapes.set(key, shape);
      this.#canvas.append(shape);
    }
    return shape;
  }

  /** A stroke grows: points come as they are drawn. */
  #ink(path: SVGElement, points: readonly [number, number][]): void {
    let line = path.getAttribute('d') ?? '';
    for (const [x, y] of points) line += `${line === '' ? 'M' : 'L'}${px(x)} ${px(y)}`;
    path.setAttribute('d', line);
  }

  /** A stroke goes when nothing was added to it for a while. */
  #fade(key: string): void {
    clearTimeout(this.#fading.get(key));
    const shape = this.#shapes.get(key);
    const go = (): void => {
      shape?.classList.add('fades');
      setTimeout(() => this.clear((one) => one === key && this.#shapes.get(one) === shape), FADING_MS);
    };
    this.#fading.set(key, window.setTimeout(go, FADES_AFTER_MS));
  }
}

const colourOf = (seat: number): string => COLOURS[(seat - 1) % COLOURS.length] ?? 'red';

const HEAD_PX = 14;

/** A line, and the two strokes of its head. */
function arrow(from: readonly number[], to: readonly number[]): string {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [...from, ...to].map(px);
  const part = HEAD_PX / (Math.hypot(x1 - x0, y1 - y0) || 1);
  const [x, y] = [(x0 - x1) * part, (y0 - y1) * part];
  const tip = `L${x1} ${y1}`;
  return `M${x0} ${y0}${tip}m${x - y / 2} ${y + x / 2}${tip}l${x + y / 2} ${y - x / 2}`;
}
