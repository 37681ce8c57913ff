//! Draws the model in a frame that can neither run nor fetch anything: every element is made by its constructor, no HTML
//! is ever parsed, and the frame's own policy forbids the rest.

import { FLAG, KIND, STATE, UNITS_PER_PX } from '../wire/index.ts';
import { styleOf, textStyleOf } from './css.ts';
import { type Change, type Model, type NodeShown } from './model.ts';

/** For the frame in which the mirror is drawn. */
export const SANDBOX = 'allow-same-origin';
export const EMPTY_PAGE = `<!doctype html><html><head><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>
html,body{margin:0;overflow:hidden;background:#fff}
div{box-sizing:border-box;display:grid;grid-template:0 / 0;align-self:start;justify-self:start;grid-area:1/1}
i{display:block;grid-area:1/1;align-self:start;justify-self:start;white-space:pre;font-style:normal;transform-origin:0 0}
i.bar{background:#8a8f98;opacity:.35;border-radius:2px}
i.words{white-space:pre-wrap;overflow:hidden}
input{margin:0;pointer-events:none;grid-area:1/1}
</style></head><body></body></html>`;

const LINES_DRAWN_MAX = 60;
/** A redacted line, beside the height of its line. */
const BAR_SHARE = 0.62;

const px = (units: number): string => `${units / UNITS_PER_PX}px`;

export class Drawing {
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly page: Document;

  /** `frame` has `EMPTY_PAGE` as its document, loaded. */
  constructor(
    private readonly model: Model,
    private readonly frame: HTMLIFrameElement,
  ) {
    const page = frame.contentDocument;
    if (!page) throw new Error('the frame has no document: set sandbox="allow-same-origin"');
    this.page = page;
  }

  /** Draws what a frame changed. */
  apply(change: Change): void {
    for (const node of change.removed) {
      this.drawn.get(node.id)?.remove();
      this.drawn.delete(node.id);
    }
    const late: NodeShown[] = [];
    for (const node of change.added) {
      if (change.removed.has(node)) continue;
      const element = this.page.createElement('div');
      this.drawn.set(node.id, element);
      late.push(node);
    }
    for (const node of change.changed)
      if (this.drawn.has(node.id) && !change.added.has(node)) late.push(node);
    for (const node of late) this.dress(node);
    for (const node of late) this.put(node);
    this.fit(late);
    for (const node of late) this.scroll(node);
    if (change.view) {
      this.frame.style.width = `${this.model.view.width}px`;
      this.frame.style.height = `${this.model.view.height}px`;
    }
    this.paper();
  }

  /** The element that stands for a node. */
  elementOf(id: number): HTMLElement | undefined {
    return this.drawn.get(id);
  }

  private dress(node: NodeShown): void {
    const element = this.drawn.get(node.id);
    if (!element) return;
    const look = this.model.looks[node.look - 1];
    const outer = node.parent ? this.model.looks[node.parent.look - 1] : undefined;
    const isRoot = !node.parent;
    const isFixed = (node.flags & FLAG.fixed) !== 0;
    const [top, left] = [outer?.border?.[0]?.width ?? 0, outer?.border?.[3]?.width ?? 0];
    const at = isFixed
      ? `position:fixed;left:${px(node.x)};top:${px(node.y)};`
      : `margin:${px(node.y - (isRoot ? 0 : top))} 0 0 ${px(node.x - (isRoot ? 0 : left))};`;
    const above = node.flags & FLAG.top ? 'z-index:2147483647;position:relative;' : '';
    const clip = node.flags & FLAG.clip ? 'overflow:hidden;' : '';
    element.style.cssText = `${at}width:${px(node.w)};height:${px(node.h)};${clip}${styleOf(look, isFixed)}${above}`;
    element.dataset.kind = String(node.kind);
    this.fill(node, element);
  }

  /** The words or bars of a body, before what else is in it. */
  private fill(node: NodeShown, element: HTMLElement): void {
    element.querySelectorAll(':scope > i, :scope > input').forEach((old) => old.remove());
    if (node.kind === KIND.check || node.kind === KIND.radio) {
      const control = this.page.createElement('input');
      control.type = node.kind === KIND.check ? 'checkbox' : 'radio';
      control.checked = (node.state & STATE.checked) !== 0;
      control.disabled = (node.state & STATE.disabled) !== 0;
      control.style.cssText = `width:${px(node.w)};height:${px(node.h)}`;
      element.prepend(control);
    }
    const { body } = node;
    if (!body) return;
    const parts: HTMLElement[] = [];
    if (body.kind === 'bars') {
      const pitch = node.h / body.lines;
      for (let line = 0; line < Math.min(body.lines, LINES_DRAWN_MAX); line += 1) {
        const bar = this.page.createElement('i');
        bar.className = 'bar';
        const wide = body.lines > 1 && line === body.lines - 1 ? body.last : node.w;
        const high = Math.min(pitch, 24 * UNITS_PER_PX) * BAR_SHARE;
        bar.style.cssText = `margin:${px(line * pitch + (pitch - high) / 2)} 0 0 0;width:${px(wide)};height:${px(high)}`;
        parts.push(bar);
      }
    } else {
      const text = textStyleOf(this.model.looks[body.look - 1]);
      for (const line of body.lines) {
        const words = this.page.createElement('i');
        words.textContent = line.text;
        if (line.h > 0) {
          words.style.cssText = `margin:${px(line.y)} 0 0 ${px(line.x)};height:${px(line.h)};line-height:${px(line.h)};${text}`;
          words.dataset.width = String(line.w / UNITS_PER_PX);
        } else {
          words.className = 'words';
          words.style.cssText = `width:${px(node.w)};height:${px(node.h)};padding:0 .6em;align-content:center;${text}`;
        }
        parts.push(words);
      }
    }
    element.prepend(...parts);
  }

  private put(node: NodeShown): void {
    const element = this.drawn.get(node.id);
    if (!element) return;
    const parent = node.parent ? this.drawn.get(node.parent.id) : this.page.body;
    if (!parent) return;
    const siblings = node.parent?.children ?? [];
    const next = siblings[siblings.indexOf(node) + 1];
    const before = next ? (this.drawn.get(next.id) ?? null) : null;
    const place = before?.parentNode === parent ? before : null;
    if (element.parentNode !== parent || element.nextSibling !== place) parent.insertBefore(element, place);
  }

  /** Letters of another font are set wider or narrower, so that each line is as long as the customer's. */
  private fit(nodes: readonly NodeShown[]): void {
    const lines = nodes.flatMap((node) =>
      node.body?.kind === 'lines'
        ? [...(this.drawn.get(node.id)?.querySelectorAll<HTMLElement>(':scope > i[data-width]') ?? [])]
        : [],
    );
    const widths = lines.map((line) => line.getBoundingClientRect().width);
    lines.forEach((line, at) => {
      const [wanted, has] = [Number(line.dataset.width), widths[at] ?? 0];
      if (has > 0 && Math.abs(wanted - has) > 0.5) line.style.transform = `scaleX(${wanted / has})`;
    });
  }

  private scroll(node: NodeShown): void {
    const [x, y] = [node.scrollX / UNITS_PER_PX, node.scrollY / UNITS_PER_PX];
    if (!node.parent) this.frame.contentWindow?.scrollTo(x, y);
    else if (node.flags & FLAG.clip) this.drawn.get(node.id)?.scrollTo(x, y);
  }

  /** The background of a page's root, or else of its body, is that of the whole window (CSS Backgrounds 3, 2.11.2). */
  private paper(): void {
    const root = this.model.root;
    if (!root) return;
    const looks = [root, ...root.children].map((node) => this.model.looks[node.look - 1]?.background);
    const paper = looks.find((background) => background !== undefined);
    const rgba = paper === undefined ? '#fff' : `#${paper.toString(16).padStart(8, '0')}`;
    this.page.documentElement.style.background = rgba;
  }
}
