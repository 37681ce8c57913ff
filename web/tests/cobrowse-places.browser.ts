//! Redacted things keep their place and size: what the other side draws, beside what the customer sees.
import type * as View from '@ombud/cobrowse/view';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, serveFiles, viewBundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';

/** How far a box may be from its place, in CSS pixels. */
const FAR_PX = 2;
/** So high that nothing is far from the window, which would be told only when it comes near. */
const SIZE = { width: 1_000, height: 2_000 };

const CARD = (at: number) => `
  <article class="card${at % 3 === 0 ? ' wide' : ''}">
    <header><h3>Order ${at}</h3><span class="badge">open</span></header>
    <p>Bought on ${(at % 28) + 1} May. Paid in four parts, of which ${at % 4} are still due; the next one soon.</p>
    <button type="button">Pause</button> <input value="note ${at}"> <label><input type="checkbox"> keep</label>
  </article>`;
const PAGE = `<!doctype html><html><head><style>
  body { margin: 0; font: 16px/1.5 sans-serif; }
  nav { position: sticky; top: 0; height: 48px; background: #123; color: #fff; border-bottom: 3px solid #456; z-index: 2; }
  main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12.5px; padding: 20px; }
  .card { border: 1px solid #ccc; border-left: 5px solid #48c; border-radius: 8px; padding: 12px; box-shadow: 0 1px 4px #0003; }
  .wide { grid-column: span 2; transform: translate(3px, -2px); }
  header { display: flex; justify-content: space-between; align-items: baseline; }
  .scroll { height: 120px; overflow: auto; border: 2px solid #999; margin: 0 20px; position: relative; }
  .scroll div { height: 40px; }
  .pin { position: absolute; right: 8px; top: 4px; width: 20px; height: 20px; background: #c33; }
  aside { position: fixed; right: 16px; bottom: 16px; width: 90px; height: 44px; background: #2a6; }
  table { margin: 20px; border-collapse: collapse; } td { border: 1px solid #aaa; padding: 4px 9px; }
</style></head><body>
  <nav>Shop</nav><main>${Array.from({ length: 12 }, (_one, at) => CARD(at)).join('')}</main>
  <div class="scroll"><i class="pin"></i>${Array.from({ length: 20 }, (_one, at) => `<div>row ${at}</div>`).join('')}</div>
  <table>${Array.from({ length: 5 }, (_one, at) => `<tr><td>${at}</td><td>name ${at}</td><td>${at * 13}</td></tr>`).join('')}</table>
  <aside></aside></body></html>`;
/** Elements that lie where they lie whatever is written in them, in the order of the document. */
const MEASURED =
  'nav, main, article, header, h3, p, button, input, .scroll, .scroll div, .pin, aside, table, tr, td';

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

let browser: Browser;
let scripts: { capture: string; view: string };

beforeAll(async () => {
  const [launched, capture, view] = await Promise.all([launch(), bundle(), viewBundle()]);
  browser = launched;
  scripts = { capture, view };
});
afterAll(() => browser.close());

/** The frames of a page, and where each of its elements lies at the end; `act` is done on it in between. */
async function customer(page: Page, act: string): Promise<{ frames: number[][]; boxes: Box[] }> {
  return page.evaluate(
    async ({ measured, script }) => {
      const frames: number[][] = [];
      const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
      const { capture } = (window as unknown as { OmbudCobrowse: { capture(options: object): () => void } })
        .OmbudCobrowse;
      // Each element is found on the other side by the order in which boxes of its kind come: all are told of at once.
      const stop = capture({ onFrame: (bytes: Uint8Array) => frames.push([...bytes]) });
      await wait(600);
      new Function(script)();
      await wait(800);
      stop();
      const boxes = [...document.querySelectorAll(measured)].map(
        (one) => one.getBoundingClientRect().toJSON() as Box,
      );
      return { frames, boxes };
    },
    { measured: MEASURED, script: act },
  );
}

/** Where everything lies that the other side draws of these frames. */
async function agent(frames: number[][]): Promise<Box[]> {
  const page = await browser.newPage({ viewport: SIZE });
  await page.setContent(
    '<body style="margin:0"><iframe style="border:0;display:block" sandbox="allow-same-origin"></iframe>',
  );
  await page.addScriptTag({ content: scripts.view });
  const boxes = await page.evaluate(async (given) => {
    const view = (window as unknown as { OmbudView: typeof View }).OmbudView;
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    frame.srcdoc = view.EMPTY_PAGE;
    await new Promise((done) => (frame.onload = done));
    const model = new view.Model();
    const drawing = new view.Drawing(model, frame);
    for (const one of given) drawing.apply(model.take(Uint8Array.from(one)));
    return [...model.nodes.keys()].flatMap((id) => {
      const element = drawing.elementOf(id);
      return element ? [element.getBoundingClientRect().toJSON() as Box] : [];
    });
  }, frames);
  await page.close();
  return boxes;
}

const isNear = (a: Box, b: Box): boolean =>
  (['left', 'top', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) <= FAR_PX);

it.each([
  ['as it was loaded', ''],
  ['scrolled', 'scrollTo(0, 260); document.querySelector(".scroll").scrollTop = 95'],
  [
    'with something put before all else',
    'document.querySelector("main").insertAdjacentHTML("beforebegin", "<p style=\\"height:77px\\">new</p>")',
  ],
  [
    'with a card less, one other and one moved',
    'const all = document.querySelectorAll("article"); all[1].remove(); all[4].style.padding = "31px"; all[0].parentNode.append(all[0])',
  ],
  ['with a text that grew', 'document.querySelector("article p").textContent = "much ".repeat(90)'],
])('every box lies in its place: the page %s', async (_name, act) => {
  const site = await serveFiles({ '/page': PAGE, '/cobrowse.js': scripts.capture });
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(`${site.url}/page`);
  await page.addScriptTag({ url: '/cobrowse.js' });
  const { frames, boxes } = await customer(page, act);
  await page.close();
  await site.close();
  const drawn = await agent(frames);
  expect(boxes.length).toBeGreaterThan(100);
  const missing = boxes.filter((box) => !drawn.some((one) => isNear(one, box)));
  expect(missing).toEqual([]);
});
