//! What is in a box beside other boxes: bars, words, pictures, drawings, and what the browser draws by itself.

import {
  BORDER_STYLES,
  CAPS,
  FINE_PER_PX,
  FITS,
  JOINS,
  KIND,
  NATIVES,
  STATE,
  UNITS_PER_PX,
} from '../wire/index.ts';
import { type BodyShown, type FitShown, type LineShown, type ShapeShown } from './body.ts';
import { lengthCss, textStyleOf } from './css.ts';
import { type Look } from './look.ts';
import { type NodeShown } from './model.ts';

const SVG = 'http://www.w3.org/2000/svg';
const LINES_DRAWN_MAX = 60;
const BAR_HEIGHT_MAX = 24 * UNITS_PER_PX;
/** A redacted line, beside the height of its line. */
const BAR_SHARE = 0.62;
const LEVEL = 1_000;
const SELF_SPOKEN = new Set<number>([KIND.choice, KIND.check, KIND.radio]);
const FINE_PER_UNIT = FINE_PER_PX / UNITS_PER_PX;

const px = (units: number): string => `${units / UNITS_PER_PX}px`;

export interface Filler {
  page: Document;
  looks: readonly Look[];
  /** Where a picture can be had: an asset, or the pixels of a node. */
  urlOf: (node: NodeShown, body: BodyShown) => string | null;
}

/** The elements for what a node holds, none of which is another node. */
export function filling(by: Filler, node: NodeShown): Element[] {
  const look = by.looks[node.look - 1];
  const native = nativeOf(by, node, look);
  const { body } = node;
  // What a native control says, it says itself; the value of a tick box is no word of the page.
  if (native && (!body || SELF_SPOKEN.has(node.kind))) return [native];
  if (!body) return [];
  const made = bodyOf(by, node, body, look);
  return native ? [native, ...made] : made;
}

function bodyOf(by: Filler, node: NodeShown, body: BodyShown, look: Look | undefined): Element[] {
  switch (body.kind) {
    case 'bars':
      return bars(by.page, node, body.lines, body.last);
    case 'lines':
      return body.lines.map((line) => words(by, node, line, by.looks[body.look - 1], look));
    case 'picture':
    case 'pixels':
      return picture(by, node, body, look);
    case 'vector':
      return [drawing(by.page, node, body.shapes, look)];
    default:
      return [];
  }
}

function bars(page: Document, node: NodeShown, lines: number, last: number): Element[] {
  const pitch = node.h / lines;
  return Array.from({ length: Math.min(lines, LINES_DRAWN_MAX) }, (_one, line) => {
    const bar = page.createElement('i');
    bar.className = 'bar';
    const wide = lines > 1 && line === lines - 1 ? last : node.w;
    const high = Math.min(pitch, BAR_HEIGHT_MAX) * BAR_SHARE;
    bar.style.cssText = `margin:${px(line * pitch + (pitch - high) / 2)} 0 0 0;width:${px(wide)};height:${px(high)}`;
    return bar;
  });
}

/** Moves from the inside of a border to the box's corner, where everything in it is measured from. */
function margin(look: Look | undefined, x: number, y: number): string {
  const [top, left] = [look?.border?.[0]?.width ?? 0, look?.border?.[3]?.width ?? 0];
  return `margin:${px(y - top)} 0 0 ${px(x - left)};`;
}

function words(
  by: Filler,
  node: NodeShown,
  line: LineShown,
  look: Look | undefined,
  outer: Look | undefined,
): HTMLElement {
  const made = by.page.createElement('i');
  made.textContent = line.text;
  const style = textStyleOf(look);
  const isControl = node.kind >= KIND.field && node.kind <= KIND.button;
  const at = margin(outer, line.x, line.y);
  if (line.h === 0 && line.w === 0) {
    made.className = 'words';
    made.style.cssText = `width:${px(node.w)};height:${px(node.h)};padding:0 .6em;align-content:center;${style}`;
  } else if (isControl) {
    const leading =
      node.kind === KIND.area ? (look?.leading ? `${look.leading / FINE_PER_PX}px` : 'normal') : px(line.h);
    if (node.kind === KIND.area) made.className = 'words';
    made.style.cssText = `${at}width:${px(line.w)};height:${px(line.h)};overflow:hidden;line-height:${leading};${style}`;
  } else {
    made.style.cssText = `${at}height:${px(line.h)};line-height:${px(line.h)};${style}`;
    made.dataset.width = String(line.w / UNITS_PER_PX);
    if (look?.isJustified) made.dataset.justified = '';
  }
  return made;
}

function picture(by: Filler, node: NodeShown, body: BodyShown & FitShown, look: Look | undefined): Element[] {
  const url = by.urlOf(node, body);
  if (url === null) return [];
  const [top = 0, right = 0, bottom = 0, left = 0] = body.inset;
  const image = by.page.createElement('img');
  image.src = url;
  const radius = look?.radius && top + right + bottom + left === 0 ? 'border-radius:inherit;' : '';
  const size = `width:${px(Math.max(0, node.w - left - right))};height:${px(Math.max(0, node.h - top - bottom))};`;
  image.style.cssText = `${margin(look, left, top)}${size}${radius}object-fit:${FITS[body.fit] ?? 'fill'};object-position:${body.position.map(lengthCss).join(' ')}`;
  return [image];
}

function drawing(
  page: Document,
  node: NodeShown,
  shapes: readonly ShapeShown[],
  look: Look | undefined,
): Element {
  const svg = page.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${node.w * FINE_PER_UNIT} ${node.h * FINE_PER_UNIT}`);
  svg.setAttribute('style', `${margin(look, 0, 0)}width:${px(node.w)};height:${px(node.h)}`);
  for (const shape of shapes) {
    const path = page.createElementNS(SVG, 'path');
    const set = (name: string, value: string | number): void => path.setAttribute(name, String(value));
    set('d', shape.path.map(({ step, at }) => `${'ZMLQC'[step] ?? 'Z'}${at.join(' ')}`).join(''));
    set('fill', shape.fill === null ? 'none' : colour(shape.fill));
    if (shape.isEvenOdd) set('fill-rule', 'evenodd');
    const { stroke } = shape;
    if (stroke) {
      set('stroke', colour(stroke.color));
      set('stroke-width', stroke.width);
      set('stroke-linecap', CAPS[stroke.cap] ?? 'butt');
      set('stroke-linejoin', JOINS[stroke.join] ?? 'miter');
      if (stroke.dashes.length > 0) set('stroke-dasharray', stroke.dashes.join(' '));
    }
    svg.append(path);
  }
  return svg;
}

const colour = (rgba: number): string => `#${rgba.toString(16).padStart(8, '0')}`;

/** A control as the browser draws it: with the state and the level that were told, and nothing else. */
function nativeOf(by: Filler, node: NodeShown, look: Look | undefined): HTMLElement | null {
  const name = NATIVES[look?.native ?? 0] ?? '';
  if (!look || name === '' || look.isUnseen) return null;
  const level = node.body?.kind === 'level' ? node.body.thousandths : 0;
  const control = controlOf(by, node, name, level);
  if (!control) return null;
  const sides = (look.border ?? []).map((side) => side.width);
  const [top = 0, right = 0, bottom = 0, left = 0] = sides;
  const accent = look.accent === undefined ? '' : `accent-color:${colour(look.accent)};`;
  control.style.cssText += `${accent}width:${px(node.w - left - right)};height:${px(node.h - top - bottom)}`;
  if (node.state & STATE.disabled) control.setAttribute('disabled', '');
  return control;
}

function controlOf(by: Filler, node: NodeShown, name: string, level: number): HTMLElement | null {
  const { page } = by;
  if (name === 'select-one') {
    const select = page.createElement('select');
    const { body } = node;
    const line = body?.kind === 'lines' ? body.lines[0] : undefined;
    if (body?.kind === 'lines' && line) {
      select.append(new Option(line.text));
      const border = by.looks[node.look - 1]?.border?.[3]?.width ?? 0;
      const [before, after] = [line.x - border, node.w - line.x - line.w - border];
      // Without a place of its words, the control sets them itself.
      const inner = line.w === 0 ? '' : `padding:0 ${px(Math.max(0, after))} 0 ${px(Math.max(0, before))};`;
      select.style.cssText = textStyleOf(by.looks[body.look - 1]) + inner;
    }
    select.style.border = BORDER_STYLES[0] ?? 'none';
    return select;
  }
  if (name === 'progress' || name === 'meter') {
    const bar = page.createElement(name);
    bar.max = LEVEL;
    bar.value = level;
    return bar;
  }
  const input = page.createElement('input');
  if (name !== 'checkbox' && name !== 'radio' && name !== 'range') return null;
  input.type = name;
  if (name === 'range') {
    input.max = String(LEVEL);
    input.value = String(level);
  } else input.checked = (node.state & STATE.checked) !== 0;
  return input;
}
