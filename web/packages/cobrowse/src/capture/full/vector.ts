//! Drawings: what an SVG in a released place draws, as paths of numbers. Neither names nor words of it are sent.

import { BODY, CAPS, FINE_PER_PX, JOINS, LIMIT, SHAPE, type Writer, signed } from '../../wire/index.ts';
import { type Body } from '../bodies.ts';
import { parts, type Colours } from '../looks.ts';
import { HIDDEN, HIDE, type Release } from '../policy.ts';
import { stepsOf, type Step } from './path.ts';

/** What is not drawn where it stands. */
const UNDRAWN =
  /^(defs|symbol|clipPath|mask|pattern|marker|linearGradient|radialGradient|style|title|desc|metadata|script|filter|foreignObject)$/i;
const DEPTH_MAX = 40;
/** How far a control point of a quarter of a circle lies, of the radius. */
const ROUND = 0.5523;

/** What a drawing that is used elsewhere takes from there. */
interface Using {
  colour: string;
  fill: string;
  stroke: string;
}

interface Work {
  box: DOMRect;
  numbers: number[];
  shapes: number;
  steps: number;
  release: Release;
}

/** Added to a number that is written in four bytes. */
const WORD = 2 ** 40;

export class Vectors {
  constructor(
    private readonly colours: Colours,
    private readonly releaseOf: (element: Element, above: Release) => Release,
  ) {}

  of(svg: SVGSVGElement, box: DOMRect, release: Release): Body | null {
    const work: Work = { box, numbers: [], shapes: 0, steps: 0, release };
    for (const child of svg.children) this.walk(child, work, 0, 1, null, null);
    if (work.shapes === 0) return null;
    const { numbers, shapes } = work;
    return {
      key: `${release}/${numbers.join()}`,
      look: null,
      write(out: Writer): void {
        out.byte(BODY.vector);
        out.whole(release);
        out.whole(shapes);
        for (const number of numbers) {
          if (number >= WORD) out.word(number - WORD);
          else out.whole(number);
        }
      },
    };
  }

  /** `matrix` leads to the window; null where the element itself knows. */
  private walk(
    element: Element,
    work: Work,
    depth: number,
    above: number,
    matrix: DOMMatrix | null,
    using: Using | null,
  ): void {
    if (UNDRAWN.test(element.tagName) || depth > DEPTH_MAX || !(element instanceof SVGGraphicsElement))
      return;
    if (this.releaseOf(element, work.release) === HIDDEN) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' && !using) return;
    const opacity = above * Number.parseFloat(style.opacity || '1');
    const own = matrix && matrix.multiply(localOf(element));
    if (element.tagName === 'use')
      return this.use(element as SVGUseElement, work, depth, opacity, own, style, using);
    const next = using && inherited(element, using);
    if (element instanceof SVGGeometryElement) {
      const to = own ?? matrixOf(element);
      if (style.visibility === 'visible' && opacity > 0 && to)
        this.shape(element, work, opacity, to, style, next);
      return;
    }
    for (const child of element.children) this.walk(child, work, depth + 1, opacity, own, next);
  }

  private use(
    use: SVGUseElement,
    work: Work,
    depth: number,
    opacity: number,
    own: DOMMatrix | null,
    style: CSSStyleDeclaration,
    using: Using | null,
  ): void {
    const name = use.href.baseVal;
    const target = name.startsWith('#')
      ? (use.getRootNode() as Document).getElementById(name.slice(1))
      : null;
    const to = own ?? matrixOf(use);
    if (!target || !to || target.closest(`[${HIDE}]`) || this.releaseOf(target, work.release) === HIDDEN)
      return;
    let matrix = to.translate(use.x.baseVal.value, use.y.baseVal.value);
    const next = using ?? { colour: style.color, fill: style.fill, stroke: style.stroke };
    if (!(target instanceof SVGSymbolElement || target instanceof SVGSVGElement))
      return this.walk(target, work, depth + 1, opacity, matrix, next);
    const view = target.viewBox.baseVal;
    const wide = use.width.baseVal.value || view?.width || 0;
    const high = use.height.baseVal.value || view?.height || 0;
    if (view && view.width > 0 && view.height > 0) {
      const scale = Math.min(wide / view.width, high / view.height);
      matrix = matrix
        .translate((wide - view.width * scale) / 2, (high - view.height * scale) / 2)
        .scale(scale)
        .translate(-view.x, -view.y);
    }
    const inner = inherited(target, next);
    for (const child of target.children) this.walk(child, work, depth + 1, opacity, matrix, inner);
  }

  private shape(
    element: SVGGeometryElement,
    work: Work,
    opacity: number,
    matrix: DOMMatrix,
    style: CSSStyleDeclaration,
    using: Using | null,
  ): void {
    const paint = (value: string, name: 'fillOpacity' | 'strokeOpacity'): number => {
      const colour = this.paint(value === 'currentColor' ? (using?.colour ?? style.color) : value, element);
      const alpha = Math.round((colour & 255) * Number.parseFloat(style[name] || '1') * opacity);
      return ((colour & 0xff_ff_ff_00) | alpha) >>> 0;
    };
    const scale = Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c));
    const width = Math.round(Number.parseFloat(style.strokeWidth) * scale * FINE_PER_PX);
    const fill = paint(using?.fill ?? style.fill, 'fillOpacity');
    const stroke = width > 0 ? paint(using?.stroke ?? style.stroke, 'strokeOpacity') : 0;
    const steps = this.steps(element);
    if (!(fill & 255 || stroke & 255) || steps.length === 0) return;
    if (work.shapes >= LIMIT.shapes || work.steps + steps.length > LIMIT.steps) return;
    work.shapes += 1;
    work.steps += steps.length;
    const { numbers } = work;
    const flags = (fill & 255 ? SHAPE.fill : 0) | (stroke & 255 ? SHAPE.stroke : 0);
    numbers.push(flags | (style.fillRule === 'evenodd' ? SHAPE.evenOdd : 0));
    if (fill & 255) numbers.push(WORD + fill);
    if (stroke & 255) {
      const dashes = parts(style.strokeDasharray)
        .map((dash) => Math.round((Number.parseFloat(dash) || 0) * scale * FINE_PER_PX))
        .slice(0, LIMIT.list);
      const isDashed = dashes.some((dash) => dash > 0);
      numbers.push(WORD + stroke, width, at(CAPS, style.strokeLinecap), at(JOINS, style.strokeLinejoin));
      numbers.push(...(isDashed ? [dashes.length, ...dashes] : [0]));
    }
    numbers.push(steps.length);
    let [x, y] = [0, 0];
    for (const [step, ...points] of steps) {
      numbers.push(step);
      let [endX, endY] = [x, y];
      for (let place = 0; place + 1 < points.length; place += 2) {
        const [px = 0, py = 0] = points.slice(place, place + 2);
        endX = Math.round((matrix.a * px + matrix.c * py + matrix.e - work.box.left) * FINE_PER_PX);
        endY = Math.round((matrix.b * px + matrix.d * py + matrix.f - work.box.top) * FINE_PER_PX);
        numbers.push(signed(endX - x), signed(endY - y));
      }
      [x, y] = [endX, endY];
    }
  }

  /** The colour of a paint; of a gradient, the middle of its colours. */
  private paint(value: string, element: Element): number {
    if (value === 'none') return 0;
    const name = /^url\("?#([^")]+)"?\)/.exec(value)?.[1];
    if (name === undefined) return this.colours.of(value);
    const gradient = (element.getRootNode() as Document).getElementById(name);
    const stops = [...(gradient?.querySelectorAll('stop') ?? [])].map((stop) =>
      this.colours.of(getComputedStyle(stop).stopColor),
    );
    return stops[stops.length >> 1] ?? 0;
  }

  private steps(element: SVGGeometryElement): Step[] {
    const number = (name: string): number =>
      (element as unknown as Record<string, SVGAnimatedLength | undefined>)[name]?.baseVal.value ?? 0;
    switch (element.tagName) {
      case 'path':
        return stepsOf(element.getAttribute('d') ?? '');
      case 'line':
        return [
          [1, number('x1'), number('y1')],
          [2, number('x2'), number('y2')],
        ];
      case 'circle':
        return ellipse(number('cx'), number('cy'), number('r'), number('r'));
      case 'ellipse':
        return ellipse(number('cx'), number('cy'), number('rx'), number('ry'));
      case 'rect': {
        const [wide, high] = [number('width'), number('height')];
        const hasX = element.hasAttribute('rx');
        const rx = number(hasX ? 'rx' : 'ry');
        const ry = number(element.hasAttribute('ry') ? 'ry' : 'rx');
        return rectangle(
          number('x'),
          number('y'),
          wide,
          high,
          Math.min(rx, wide / 2),
          Math.min(ry, high / 2),
        );
      }
      default: {
        const points = [...((element as SVGPolygonElement).points ?? [])];
        const steps = points.map((point, place): Step => [place === 0 ? 1 : 2, point.x, point.y]);
        return element.tagName === 'polygon' && steps.length > 0 ? [...steps, [0]] : steps;
      }
    }
  }
}

function at(list: readonly string[], value: string): number {
  return Math.max(0, list.indexOf(value));
}

function matrixOf(element: SVGGraphicsElement): DOMMatrix | null {
  const matrix = element.getScreenCTM();
  return matrix && new DOMMatrix([matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f]);
}

function localOf(element: SVGGraphicsElement): DOMMatrix {
  const matrix = element.transform.baseVal.consolidate()?.matrix;
  return matrix
    ? new DOMMatrix([matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f])
    : new DOMMatrix();
}

/** What an element of a used drawing is painted with: its own words, or what it takes from above. */
function inherited(element: Element, using: Using): Using {
  const own = (name: string): string | null =>
    (element as SVGElement).style.getPropertyValue(name) || element.getAttribute(name);
  const colour = own('color') ?? using.colour;
  const paint = (value: string | null, above: string): string =>
    value === null || value === 'inherit'
      ? above
      : value.toLowerCase() === 'currentcolor'
        ? colour
        : plain(value);
  return { colour, fill: paint(own('fill'), using.fill), stroke: paint(own('stroke'), using.stroke) };
}

/** A colour as computed values write it: names and `#…` are left to the browser. */
function plain(value: string): string {
  if (value === 'none' || value.includes('(')) return value;
  const style = new Option().style;
  style.color = value;
  return `color(from ${style.color || 'black'} srgb r g b)`;
}

function ellipse(x: number, y: number, rx: number, ry: number): Step[] {
  return rx > 0 && ry > 0 ? rectangle(x - rx, y - ry, 2 * rx, 2 * ry, rx, ry) : [];
}

function rectangle(x: number, y: number, wide: number, high: number, rx: number, ry: number): Step[] {
  if (wide <= 0 || high <= 0) return [];
  const [right, bottom] = [x + wide, y + high];
  if (rx <= 0 || ry <= 0) return [[1, x, y], [2, right, y], [2, right, bottom], [2, x, bottom], [0]];
  const [kx, ky] = [rx * (1 - ROUND), ry * (1 - ROUND)];
  return [
    [1, x + rx, y],
    [2, right - rx, y],
    [4, right - kx, y, right, y + ky, right, y + ry],
    [2, right, bottom - ry],
    [4, right, bottom - ky, right - kx, bottom, right - rx, bottom],
    [2, x + rx, bottom],
    [4, x + kx, bottom, x, bottom - ky, x, bottom - ry],
    [2, x, y + ry],
    [4, x, y + ky, x + kx, y, x + rx, y],
    [0],
  ];
}
