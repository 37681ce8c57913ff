//! A customer's page and what an agent sees of it, side by side: real templates and component libraries from packages.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as View from '@ombud/cobrowse/view';
import type { Browser, Page } from 'playwright-core';
import { laterScript } from './cobrowse-site.ts';

const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const STATIC = /^(image|font)\//;
export const SIZE = { width: 1_200, height: 900 };
/** Nothing moves: the two pictures are not taken at the same time. */
const STILL =
  '*,::before,::after{animation:none!important;transition:none!important;caret-color:transparent!important;scroll-behavior:auto!important}';

export interface Site {
  url: string;
  /** Every picture and font that was asked for, by its SHA-256: as the manifest of a site's build has it. */
  manifest(): Record<string, string>;
  close(): Promise<void>;
}

interface Served {
  type: string;
  bytes: Buffer;
}

/** Serves packages at their names, and pages of our own; whatever is a picture or a font goes into a manifest. */
export async function serveGallery(
  pages: Record<string, string>,
  scripts: Record<string, string>,
): Promise<Site> {
  const manifest: Record<string, string> = {};
  const assets = new Map<string, Served>();
  let origin = '';
  const keep = (address: string, served: Served): void => {
    const hash = createHash('sha256').update(served.bytes).digest('hex');
    manifest[address] = hash;
    assets.set(hash, served);
  };
  const find = async (path: string): Promise<Served | null> => {
    const text = pages[path] ?? scripts[path] ?? (await laterScript(path));
    const type = TYPES[extname(path)] ?? TYPES['.html'] ?? '';
    if (text !== undefined) return { type, bytes: Buffer.from(text) };
    if (path.startsWith('/asset/')) return assets.get(path.slice('/asset/'.length)) ?? null;
    try {
      return { type, bytes: await readFile(MODULES + path.slice(1)) };
    } catch {
      return null;
    }
  };
  const server = createServer((request, response) => {
    void (async () => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
      const served = path.includes('..') ? null : await find(path);
      if (!served) return response.writeHead(404).end();
      if (STATIC.test(served.type) && !path.startsWith('/asset/'))
        keep(`${origin}${request.url ?? ''}`, served);
      if (/css|html/.test(served.type))
        for (const [address, data] of dataIn(served.bytes.toString())) keep(address, data);
      return response.writeHead(200, { 'content-type': served.type }).end(served.bytes);
    })();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url: origin,
    manifest: () => ({ ...manifest }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Pictures that stand in a style sheet or page itself. */
function dataIn(text: string): [string, Served][] {
  const found = [...text.matchAll(/url\(\s*(?:"(data:[^"]*)"|'(data:[^']*)'|(data:[^)\s"']*))\s*\)/g)];
  return found.flatMap(([, double, single, plain]): [string, Served][] => {
    const address = (double ?? single ?? plain ?? '').replace(/\\(.)/g, '$1');
    const [, type = '', base64, data = ''] = /^data:([^,;]*)[^,]*?(;base64)?,(.*)$/s.exec(address) ?? [];
    try {
      const bytes = base64 ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data));
      return [[address, { type: type || 'text/plain', bytes }]];
    } catch {
      return [];
    }
  });
}

/** Opens a page of a site; nothing outside of it is asked for. */
export async function openPage(browser: Browser, site: Site, path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE, reducedMotion: 'reduce' });
  await page.route(
    (url) => !url.href.startsWith(site.url),
    (route) => route.abort(),
  );
  await page.goto(site.url + path, { waitUntil: 'load' });
  await page.addStyleTag({ content: STILL });
  await page.evaluate(() => document.querySelectorAll('video').forEach((video) => video.pause()));
  await page.waitForTimeout(300);
  return page;
}

/** A capture that sends nothing for so long, in milliseconds, has told everything; and the longest that is waited for it. */
const QUIET_MS = 500;
const CAPTURE_MS_MAX = 8_000;

/** What the capture sends of a page until it is quiet. `isShown`: everything is released. */
export async function framesOf(page: Page, site: Site, isShown: boolean): Promise<number[][]> {
  await page.addScriptTag({ url: '/cobrowse.js' });
  return page.evaluate(
    async ({ manifest, shown, quietMs, mostMs }) => {
      if (shown) document.documentElement.setAttribute('data-ombud-show', '');
      const frames: number[][] = [];
      const errors: unknown[] = [];
      const begun = performance.now();
      let last = begun;
      const { capture } = (window as unknown as { OmbudCobrowse: { capture(options: object): () => void } })
        .OmbudCobrowse;
      const stop = capture({
        assets: manifest,
        onFrame: (bytes: Uint8Array) => {
          frames.push([...bytes]);
          last = performance.now();
        },
        onError: (error: unknown) => errors.push(error),
      });
      // What is measured by fonts and pictures comes when they are loaded.
      while (performance.now() < Math.min(last + quietMs, begun + mostMs))
        await new Promise((done) => setTimeout(done, 50));
      stop();
      if (errors.length > 0) throw errors[0];
      return frames;
    },
    { manifest: site.manifest(), shown: isShown, quietMs: QUIET_MS, mostMs: CAPTURE_MS_MAX },
  );
}

/** What an agent's browser draws of these frames, as a page. */
export async function agentPage(browser: Browser, site: Site, frames: number[][]): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(`${site.url}/agent.html`);
  await page.addScriptTag({ url: '/view.js' });
  await page.evaluate(async (given) => {
    const view = (window as unknown as { OmbudView: typeof View }).OmbudView;
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    frame.srcdoc = view.EMPTY_PAGE;
    await new Promise((done) => (frame.onload = done));
    const model = new view.Model();
    const drawing = new view.Drawing(model, frame, async (sha256) => {
      const answer = await fetch(`/asset/${sha256}`);
      return answer.ok ? answer.blob() : null;
    });
    for (const one of given) drawing.apply(model.take(Uint8Array.from(one)));
    Object.assign(window, { drawing, model });
  }, frames);
  await page.waitForTimeout(400);
  return page;
}

export const AGENT_PAGE =
  '<!doctype html><body style="margin:0"><iframe style="border:0;display:block" sandbox="allow-same-origin"></iframe>';
