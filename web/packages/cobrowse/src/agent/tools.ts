//! The agent's mouse as marks: the pointer always, and what the chosen tool draws.

import { boxOf, inPage, type Lie, type Spot } from './geometry.ts';
import { type Grant, type Mark, type Point } from './protocol.ts';

export const TOOLS = ['pointer', 'laser', 'pen', 'box', 'arrow', 'control', 'blind'] as const;
export type Tool = (typeof TOOLS)[number];

/** What the customer must have allowed for a tool. */
export const NEEDS: Record<Tool, Grant> = {
  pointer: 'view',
  laser: 'draw',
  pen: 'draw',
  box: 'draw',
  arrow: 'draw',
  control: 'control',
  blind: 'view',
};

/** Thirty marks of a kind a second. */
const POINTER_EVERY_MS = 34;
const INK_EVERY_MS = 50;
/** A shape smaller than this was a click. Quarters of a CSS pixel. */
const SHAPE_UNITS_MIN = 16;
const INK_POINTS_MAX = 400;

/** Lets something through at once, and after that not before so many milliseconds; what came last counts. */
export class Pace {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due: (() => void) | null = null;

  constructor(private readonly everyMs: number) {}

  run(work: () => void): void {
    if (this.timer !== undefined) {
      this.due = work;
      return;
    }
    work();
    this.timer = setTimeout(() => this.next(), this.everyMs);
  }

  /** Does what is due now. */
  flush(): void {
    const { due } = this;
    this.cancel();
    due?.();
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = null;
  }

  private next(): void {
    const { due } = this;
    this.timer = undefined;
    this.due = null;
    if (due) this.run(due);
  }
}

export interface ToolHost {
  /** How the picture lies; null where there is none. */
  lie: () => Lie | null;
  /** Sends a mark, and shows it here. */
  mark: (mark: Mark) => void;
  /** A press with a tool that draws nothing, in the agent's window. */
  press: (tool: Tool, at: Spot) => void;
  hover: (tool: Tool, at: Spot | null) => void;
}

export class Tools {
  tool: Tool = 'pointer';
  private readonly pointers = new Pace(POINTER_EVERY_MS);
  private readonly strokes = new Pace(INK_EVERY_MS);
  private count = 0;
  private drag: { id: string; from: Point; to: Point; ink: Point[] } | null = null;

  constructor(
    private readonly surface: HTMLElement,
    private readonly host: ToolHost,
  ) {
    surface.addEventListener('pointermove', (event) => this.moved(event));
    surface.addEventListener('pointerleave', () => this.left());
    surface.addEventListener('pointerdown', (event) => this.pressed(event));
    surface.addEventListener('pointerup', (event) => this.released(event));
    surface.addEventListener('pointercancel', () => this.dropped());
    surface.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  choose(tool: Tool): void {
    if (tool === this.tool) return;
    this.dropped();
    this.left();
    this.tool = tool;
  }

  stop(): void {
    this.pointers.cancel();
    this.strokes.cancel();
    this.drag = null;
  }

  private moved(event: PointerEvent): void {
    const lie = this.host.lie();
    if (!lie) return;
    const at = inPage(lie, { x: event.clientX, y: event.clientY });
    const t = this.tool === 'laser' ? 'laser' : 'pointer';
    this.pointers.run(() => this.host.mark({ t, x: at[0], y: at[1] }));
    this.host.hover(this.tool, { x: event.clientX, y: event.clientY });
    if (!this.drag) return;
    this.drag.to = at;
    if (this.tool === 'pen') {
      const all = event.getCoalescedEvents?.() ?? [];
      const steps = all.length > 0 ? all : [event];
      for (const one of steps) this.drag.ink.push(inPage(lie, { x: one.clientX, y: one.clientY }));
    }
    this.strokes.run(() => this.draw());
  }

  private left(): void {
    this.pointers.cancel();
    this.host.mark({ t: this.tool === 'laser' ? 'laser' : 'pointer', x: null, y: null });
    this.host.hover(this.tool, null);
  }

  private pressed(event: PointerEvent): void {
    const lie = this.host.lie();
    if (!lie || event.button !== 0) return;
    const { tool } = this;
    if (tool !== 'pen' && tool !== 'box' && tool !== 'arrow') return;
    this.surface.setPointerCapture(event.pointerId);
    const at = inPage(lie, { x: event.clientX, y: event.clientY });
    this.count += 1;
    this.drag = { id: `${tool}${this.count}`, from: at, to: at, ink: [at] };
  }

  private released(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (this.drag) this.dropped();
    else if (this.tool === 'control' || this.tool === 'blind')
      this.host.press(this.tool, { x: event.clientX, y: event.clientY });
  }

  /** The shape is as it is now. */
  private dropped(): void {
    if (this.drag) this.strokes.run(() => this.draw());
    this.strokes.flush();
    this.drag = null;
  }

  private draw(): void {
    const { drag } = this;
    if (!drag) return;
    const { id, from, to } = drag;
    if (this.tool === 'pen') {
      if (drag.ink.length < 2) return;
      const points = drag.ink.slice(0, INK_POINTS_MAX);
      // The next part begins where this one ends.
      drag.ink = drag.ink.slice(points.length - 1);
      this.host.mark({ t: 'ink', id, points, fades: true });
      if (drag.ink.length > 1) this.draw();
      return;
    }
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < SHAPE_UNITS_MIN) return;
    if (this.tool === 'box') this.host.mark({ t: 'box', id, ...boxOf(from, to) });
    else this.host.mark({ t: 'arrow', id, from, to });
  }
}
