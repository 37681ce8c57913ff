//! Draws the model in a frame that can neither run nor fetch anything: every element is made by its constructor, no HTML
//! is ever parsed, and the frame's own policy forbids the rest.

import { FLAG, UNITS_PER_PX } from '../wire/index.ts';
import { DrawnAssets, type AssetSource } from './assets.ts';
import { type BodyShown } from './body.ts';
import { behind, styleOf } from './css.ts';
import { filling, type Filler } from './fill.ts';
import { type Look } from './look.ts';
import { type Change, type Model, type NodeShown } from './model.ts';

/** For the frame in which the mirror is drawn. */
export const SANDBOX = 'allow-same-origin';
export const EMPTY_PAGE = `<!doctype html><html><head><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src blob:; font-src blob: data:"><style>
html,body{margin:0;overflow:hidden}
html{background:#fff}
div{box-sizing:border-box;display:grid;grid-template:0 / 0;align-self:start;justify-self:start;grid-area:1/1}
i{display:block;grid-area:1/1;align-self:start;justify-self:start;white-space:pre;font-style:normal;transform-origin:0 0}
i.bar{background:rgb(138 143 152/.35);border-radius:2px}
i.words{white-space:pre-wrap;overflow:hidden}
input,select,progress,meter,img,svg{margin:0;pointer-events:none;grid-area:1/1;align-self:start;justify-self:start}
select{background:transparent;border:0}
svg{overflow:visible}
img{display:block}
</style></head><body></body></html>`;

const px = (units: number): string => `${units / UNITS_PER_PX}px`;

export class Drawing {
  private readonly drawn = new Map<number, HTMLElement>();
  private readonly page: Document;

  private readonly assets: DrawnAssets;
  private readonly filler: Filler;
  /** Addresses of pixels, by node, and of what they were made. */
  private readonly pixels = new Map<number, { body: BodyShown; url: string }>();
  /** A frame that is not shown has no layout, and lines cannot be measured: that is done when it is shown. */
  private readonly shown = new ResizeObserver(() => this.fitRest());
  private isUnfit = false;

  /** `frame` has `EMPTY_PAGE` as its document, loaded. `assets` gives what the company's manifest names; without it
   * such pictures and fonts are left out. */
  constructor(
    private readonly model: Model,
    private readonly frame: HTMLIFrameElement,
    assets: AssetSource | null = null,
  ) {
    const page = frame.contentDocument;
    if (!page) throw new Error('the frame has no document: set sandbox="allow-same-origin"');
    this.page = page;
    this.assets = new DrawnAssets(model, page, assets);
    this.filler = { page, looks: model.looks, urlOf: (node, body) => this.pictureOf(node, body) };
    this.shown.observe(frame);
  }

  /** Call when the drawing is not needed any more. */
  end(): void {
    this.shown.disconnect();
    this.assets.end();
    for (const { url } of this.pixels.values()) URL.revokeObjectURL(url);
    this.pixels.clear();
  }

  /** Draws what a frame changed. */
  apply(change: Change): void {
    for (const node of change.removed) {
      if (change.added.has(node) || this.model.nodes.get(node.id) === node) continue;
      this.drawn.get(node.id)?.remove();
      this.drawn.delete(node.id);
      this.letGo(node.id);
    }
    const late: NodeShown[] = [];
    for (const node of change.added) {
      if (this.model.nodes.get(node.id) !== node) continue;
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
    const style = styleOf(look, isFixed, (asset) => this.assets.url(asset, () => this.again(node)));
    element.style.cssText = `${at}width:${px(node.w)};height:${px(node.h)};${clip}${style}${above}`;
    element.dataset.kind = String(node.kind);
    this.fill(node, element);
  }

  /** Something that a node needs is there now. */
  private again(node: NodeShown): void {
    if (this.model.nodes.get(node.id) !== node) return;
    this.dress(node);
    this.fit([node]);
    this.paper();
  }

  /** What a body shows, before the boxes that are in it. */
  private fill(node: NodeShown, element: HTMLElement): void {
    // A new element has none: most of them are, when somebody joins.
    if (element.firstChild) element.querySelectorAll(':scope > :not(div)').forEach((old) => old.remove());
    const { body } = node;
    if (this.pixels.has(node.id) && this.pixels.get(node.id)?.body !== body) this.letGo(node.id);
    element.prepend(...filling(this.filler, node));
    const fonts = body?.kind === 'lines' ? this.model.looks[body.look - 1]?.fonts : undefined;
    for (const font of fonts ?? [])
      if (font % 2 === 1) this.assets.font((font - 1) / 2, () => this.fit([...this.model.nodes.values()]));
  }

  private pictureOf(node: NodeShown, body: BodyShown): string | null {
    if (body.kind === 'picture') return this.assets.url(body.asset, () => this.again(node));
    if (body.kind !== 'pixels') return null;
    const known = this.pixels.get(node.id);
    if (known) return known.url;
    const url = URL.createObjectURL(new Blob([body.bytes.slice()], { type: body.type }));
    this.pixels.set(node.id, { body, url });
    return url;
  }

  private letGo(id: number): void {
    const pixels = this.pixels.get(id);
    if (pixels) URL.revokeObjectURL(pixels.url);
    this.pixels.delete(id);
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
    for (const line of lines) {
      line.style.transform = '';
      line.style.wordSpacing = '';
    }
    const widths = lines.map((line) => line.offsetWidth && line.getBoundingClientRect().width);
    this.isUnfit ||= widths.includes(0);
    lines.forEach((line, at) => {
      const [wanted, has] = [Number(line.dataset.width), widths[at] ?? 0];
      if (has === 0 || Math.abs(wanted - has) <= 0.5) return;
      const gaps = line.textContent?.trim().split(' ').length ?? 0;
      if (line.dataset.justified !== undefined && gaps > 1)
        line.style.wordSpacing = `${(wanted - has) / (gaps - 1)}px`;
      else line.style.transform = `scaleX(${wanted / has})`;
    });
  }

  private fitRest(): void {
    if (!this.isUnfit) return;
    this.isUnfit = false;
    this.fit([...this.model.nodes.values()]);
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
    const hasPaper = (look: Look | undefined): look is Look =>
      look?.background !== undefined || look?.layers !== undefined;
    const nodes = [root, ...root.children];
    const node = nodes.find((one) => hasPaper(this.model.looks[one.look - 1]));
    const look = node && this.model.looks[node.look - 1];
    const css = look ? behind(look, (asset) => this.assets.url(asset, () => this.paper())) : [];
    this.page.documentElement.style.cssText = `background:#fff;${css.join(';')}`;
    const own = node && this.drawn.get(node.id);
    if (own) own.style.background = 'none';
  }
}
