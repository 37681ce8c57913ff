//! Paths of drawings (SVG 2, 9.3) as steps of the wire: moves, lines, curves; arcs become cubic curves.

/** The number of a step, and absolute coordinates. */
export type Step = [step: number, ...at: number[]];

const CLOSE = 0;
const MOVE = 1;
const LINE = 2;
const QUADRATIC = 3;
const CUBIC = 4;
/** How many numbers each command takes. */
const TAKES: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };
const NUMBER = /\s*,?\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/iy;
const FLAG = /\s*,?\s*([01])/y;
const COMMAND = /\s*,?\s*([mlhvcsqtaz])/iy;

/** What can be read of a path; the rest is not drawn, as browsers do. */
export function stepsOf(data: string): Step[] {
  const steps: Step[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(data);
    if (!found) return null;
    at = pattern.lastIndex;
    return found[1] ?? '';
  };
  const pen = new Pen(steps);
  let command = '';
  for (;;) {
    const next = take(COMMAND);
    if (next !== null) command = next;
    else if (command === '' || /z/i.test(command)) return steps;
    const name = command.toLowerCase();
    const numbers: number[] = [];
    for (let place = 0; place < (TAKES[name] ?? 0); place += 1) {
      const number = take(name === 'a' && (place === 3 || place === 4) ? FLAG : NUMBER);
      if (number === null) return steps;
      numbers.push(Number(number));
    }
    pen.draw(name, numbers, command === name);
    // More numbers after a move are lines.
    if (name === 'm') command = command === name ? 'l' : 'L';
  }
}

class Pen {
  private x = 0;
  private y = 0;
  private startX = 0;
  private startY = 0;
  /** The last control point, which a smooth curve mirrors; and of which kind of curve. */
  private last: [kind: number, x: number, y: number] = [MOVE, 0, 0];

  constructor(private readonly steps: Step[]) {}

  draw(name: string, given: number[], isRelative: boolean): void {
    const numbers = given.map((value, place) => {
      if (!isRelative) return value;
      if (name === 'h') return value + this.x;
      if (name === 'v') return value + this.y;
      if (name === 'a' && place < 5) return value;
      return value + ((name === 'a' ? place + 1 : place) % 2 === 0 ? this.x : this.y);
    });
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = numbers;
    const { x, y, last } = this;
    const mirrored = (kind: number): [number, number] =>
      last[0] === kind ? [2 * x - last[1], 2 * y - last[2]] : [x, y];
    switch (name) {
      case 'm':
        [this.startX, this.startY] = [a, b];
        return this.to(MOVE, a, b);
      case 'l':
        return this.to(LINE, a, b);
      case 'h':
        return this.to(LINE, a, y);
      case 'v':
        return this.to(LINE, x, a);
      case 'c':
        return this.to(CUBIC, a, b, c, d, e, f);
      case 's':
        return this.to(CUBIC, ...mirrored(CUBIC), a, b, c, d);
      case 'q':
        return this.to(QUADRATIC, a, b, c, d);
      case 't':
        return this.to(QUADRATIC, ...mirrored(QUADRATIC), a, b);
      case 'a':
        return this.arc(a, b, c, d !== 0, e !== 0, f, g);
      default:
        this.steps.push([CLOSE]);
        [this.x, this.y] = [this.startX, this.startY];
        this.last = [CLOSE, 0, 0];
    }
  }

  private to(step: number, ...at: number[]): void {
    this.steps.push([step, ...at]);
    const [x = 0, y = 0] = at.slice(-2);
    [this.x, this.y] = [x, y];
    const [controlX = x, controlY = y] = at.slice(-4, -2);
    this.last = [step, controlX, controlY];
  }

  /** An elliptical arc as cubic curves of at most a quarter turn each (SVG 2, appendix B.2). */
  private arc(
    rx: number,
    ry: number,
    turn: number,
    isLarge: boolean,
    isSweep: boolean,
    x: number,
    y: number,
  ) {
    if (rx === 0 || ry === 0) return this.to(LINE, x, y);
    const angle = (turn * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [halfX, halfY] = [(this.x - x) / 2, (this.y - y) / 2];
    const [px, py] = [cos * halfX + sin * halfY, cos * halfY - sin * halfX];
    const grow = Math.sqrt(Math.max(1, (px / rx) ** 2 + (py / ry) ** 2));
    const [a, b] = [Math.abs(rx) * grow, Math.abs(ry) * grow];
    const root = Math.sqrt(Math.max(0, (a * a * b * b) / (a * a * py * py + b * b * px * px) - 1));
    const sign = isLarge === isSweep ? -root : root;
    const [cx, cy] = [(sign * a * py) / b, (-sign * b * px) / a];
    const middleX = cos * cx - sin * cy + (this.x + x) / 2;
    const middleY = sin * cx + cos * cy + (this.y + y) / 2;
    const from = Math.atan2((py - cy) / b, (px - cx) / a);
    let span = Math.atan2((-py - cy) / b, (-px - cx) / a) - from;
    if (isSweep && span < 0) span += 2 * Math.PI;
    if (!isSweep && span > 0) span -= 2 * Math.PI;
    const count = Math.max(1, Math.ceil(Math.abs(span) / (Math.PI / 2) - 1e-6));
    const step = span / count;
    const reach = (4 / 3) * Math.tan(step / 4);
    const on = (u: number, v: number): [number, number] => [
      middleX + cos * a * u - sin * b * v,
      middleY + sin * a * u + cos * b * v,
    ];
    for (let piece = 0; piece < count; piece += 1) {
      const [t, next] = [from + piece * step, from + (piece + 1) * step];
      this.to(
        CUBIC,
        ...on(Math.cos(t) - reach * Math.sin(t), Math.sin(t) + reach * Math.cos(t)),
        ...on(Math.cos(next) + reach * Math.sin(next), Math.sin(next) - reach * Math.cos(next)),
        ...(piece === count - 1 ? ([x, y] as const) : on(Math.cos(next), Math.sin(next))),
      );
    }
  }
}
