//! Pointers, laser, ink, boxes and arrows over the picture: what is there, and how it is painted.

import { type Point, type SeatMark } from './protocol.ts';
import { type Spot } from './geometry.ts';

/** Fading ink stays so long after its last point, and is gone after that much more. In milliseconds. */
export const INK_STAYS_MS = 2_500;
export const INK_FADES_MS = 1_000;
const TRAIL_MS = 500;
/** A pointer that said nothing for so long is not there any more. */
const POINTER_MS = 10_000;
const SHAPES_MAX = 500;
const POINTS_MAX = 5_000;

interface Shape {
  seat: number;
  mark: Extract<SeatMark, { t: 'ink' | 'box' | 'arrow' }>;
  points: Point[];
  at: number;
}

interface Finger {
  kind: 'pointer' | 'laser';
  trail: { point: Point; at: number }[];
}

/** How a seat is shown. A name is written beside its pointer. */
export interface SeatLook {
  color: string;
  name: string;
}

export interface Paper {
  context: CanvasRenderingContext2D;
  /** Where a place of the page is, in pixels of the context. */
  place: (point: Point) => Spot;
  look: (seat: number) => SeatLook;
  /** Of text on a seat's colour, and around lines. */
  light: string;
}

export class Marks {
  private readonly shapes = new Map<string, Shape>();
  private readonly fingers = new Map<number, Finger>();

  /** `now` is any clock in milliseconds, the same one for `paint`. */
  take(mark: SeatMark, now: number): void {
    switch (mark.t) {
      case 'pointer':
      case 'laser':
        this.finger(mark.seat, mark.t, mark.x === null || mark.y === null ? null : [mark.x, mark.y], now);
        break;
      case 'clear':
        this.clear(mark.seat);
        break;
      default:
        this.shape(mark, now);
    }
  }

  clear(seat: number): void {
    for (const [key, shape] of this.shapes) if (shape.seat === seat) this.shapes.delete(key);
  }

  /** Forgets everything. */
  reset(): void {
    this.shapes.clear();
    this.fingers.clear();
  }

  /** Whether a seat has drawn something that stays until it is cleared. */
  holds(seat: number): boolean {
    return [...this.shapes.values()].some((one) => one.seat === seat);
  }

  /** Paints what is there. Whether something will look other soon without a new mark. */
  paint(paper: Paper, now: number): boolean {
    let isMoving = false;
    for (const [key, shape] of this.shapes) {
      const left = strengthOf(shape, now);
      if (left <= 0) this.shapes.delete(key);
      else {
        if (shape.mark.t === 'ink' && shape.mark.fades) isMoving = true;
        paintShape(paper, shape, left);
      }
    }
    for (const [seat, finger] of this.fingers) {
      const last = finger.trail.at(-1);
      if (!last || now - last.at > POINTER_MS) this.fingers.delete(seat);
      else {
        if (finger.trail.length > 1) isMoving = true;
        if (finger.kind === 'laser') paintLaser(paper, seat, finger, now);
        else paintPointer(paper, seat, last.point);
      }
    }
    return isMoving;
  }

  private finger(seat: number, kind: Finger['kind'], point: Point | null, now: number): void {
    const known = this.fingers.get(seat);
    if (!point) {
      if (known?.kind === kind) this.fingers.delete(seat);
      return;
    }
    const isTrail = kind === 'laser' && known?.kind === kind;
    const trail = isTrail ? known.trail.filter((one) => now - one.at < TRAIL_MS) : [];
    this.fingers.set(seat, { kind, trail: [...trail, { point, at: now }] });
  }

  /** Ink of a number that is known goes on from where it was. */
  private shape(mark: Shape['mark'], now: number): void {
    const key = `${mark.seat}/${mark.id}`;
    const known = this.shapes.get(key);
    const points = mark.t === 'ink' ? [...(known?.points ?? []), ...mark.points].slice(-POINTS_MAX) : [];
    if (!known && this.shapes.size >= SHAPES_MAX) {
      const [oldest] = this.shapes.keys();
      if (oldest !== undefined) this.shapes.delete(oldest);
    }
    this.shapes.set(key, { seat: mark.seat, mark, points, at: now });
  }
}

/** 1 as drawn, 0 gone. */
function strengthOf(shape: Shape, now: number): number {
  if (shape.mark.t !== 'ink' || !shape.mark.fades) return 1;
  return Math.min(1, 1 - (now - shape.at - INK_STAYS_MS) / INK_FADES_MS);
}

/** A line that is seen on any ground: the colour on a wider light one. */
function stroke({ context, light }: Paper, color: string, width: number): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = light;
  context.lineWidth = width + 3;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

function paintShape(paper: Paper, shape: Shape, strength: number): void {
  const { context, place } = paper;
  const { color } = paper.look(shape.seat);
  const { mark } = shape;
  context.save();
  context.globalAlpha = strength;
  context.beginPath();
  if (mark.t === 'ink') {
    shape.points.forEach((point, at) => {
      const { x, y } = place(point);
      if (at === 0) context.moveTo(x, y);
      context.lineTo(x, y);
    });
  } else if (mark.t === 'box') {
    const from = place([mark.x, mark.y]);
    const to = place([mark.x + mark.w, mark.y + mark.h]);
    context.roundRect(from.x, from.y, to.x - from.x, to.y - from.y, 4);
  } else arrowPath(context, place(mark.from), place(mark.to));
  stroke(paper, color, mark.t === 'ink' ? 4 : 3);
  context.restore();
}

function arrowPath(context: CanvasRenderingContext2D, from: Spot, to: Spot): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const head = Math.min(18, Math.hypot(to.x - from.x, to.y - from.y) / 2);
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  for (const side of [-0.5, 0.5]) {
    context.moveTo(to.x, to.y);
    context.lineTo(to.x - head * Math.cos(angle + side), to.y - head * Math.sin(angle + side));
  }
}

function paintLaser(paper: Paper, seat: number, finger: Finger, now: number): void {
  const { context, place } = paper;
  const { color } = paper.look(seat);
  finger.trail = finger.trail.filter((one, at) => at === finger.trail.length - 1 || now - one.at < TRAIL_MS);
  context.save();
  finger.trail.forEach((one, at) => {
    const isLast = at === finger.trail.length - 1;
    const { x, y } = place(one.point);
    context.globalAlpha = isLast ? 1 : Math.max(0, 0.5 * (1 - (now - one.at) / TRAIL_MS));
    context.beginPath();
    context.arc(x, y, isLast ? 7 : 4, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
    if (!isLast) return;
    context.lineWidth = 2;
    context.strokeStyle = paper.light;
    context.stroke();
  });
  context.restore();
}

/** An arrow with the name of whose it is. */
function paintPointer(paper: Paper, seat: number, point: Point): void {
  const { context, light } = paper;
  const { color, name } = paper.look(seat);
  const { x, y } = paper.place(point);
  context.save();
  context.translate(x, y);
  context.beginPath();
  for (const [at, [left, top]] of [
    [0, 0],
    [0, 17],
    [4.5, 13],
    [11.5, 12.5],
  ].entries())
    if (at === 0) context.moveTo(left ?? 0, top ?? 0);
    else context.lineTo(left ?? 0, top ?? 0);
  context.closePath();
  context.fillStyle = color;
  context.strokeStyle = light;
  context.lineWidth = 3;
  context.stroke();
  context.fill();
  if (name !== '') {
    context.font = '600 12px system-ui, sans-serif';
    const wide = context.measureText(name).width;
    context.beginPath();
    context.roundRect(11, 16, wide + 12, 19, 9.5);
    context.fill();
    context.fillStyle = light;
    context.textBaseline = 'middle';
    context.fillText(name, 17, 26);
  }
  context.restore();
}
