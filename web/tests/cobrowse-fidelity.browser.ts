//! What an agent sees of a page on which everything is released, beside what the customer sees.
import { mkdir, writeFile } from 'node:fs/promises';
import pixelmatch from 'pixelmatch';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN_PAGES, PAGES } from './cobrowse-gallery.ts';
import {
  agentPage,
  AGENT_PAGE,
  framesOf,
  openPage,
  serveGallery,
  SIZE,
  type Site,
} from './cobrowse-mirror.ts';
import { bundle, viewBundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';

/** Of the pixels of a page, so many must be alike. */
const SHARE = 0.98;
/** How far two colours may be apart, of the distance of black and white in YIQ; pixels that two ways of smoothing an edge
 * make different are not counted, as pixelmatch finds them. */
const THRESHOLD = 0.1;
/** How far a redacted box may be from its place, in CSS pixels. */
const FAR_PX = 2;
/** Where pictures are written, for whoever wants to look at them. */
const PICTURES = process.env.OMBUD_TEST_PICTURES;

let browser: Browser;
let site: Site;
const shares: [string, number][] = [];
let boxes = 0;

beforeAll(async () => {
  const [launched, capture, view] = await Promise.all([launch(), bundle('full'), viewBundle()]);
  browser = launched;
  site = await serveGallery(
    { ...OWN_PAGES, '/agent.html': AGENT_PAGE },
    { '/cobrowse.js': capture, '/view.js': view },
  );
});
afterAll(async () => {
  await browser.close();
  await site.close();
  const rows = shares.map(([name, share]) => `${(share * 100).toFixed(2).padStart(7)} %  ${name}`);
  process.stdout.write(
    `\nPixels alike, of ${SIZE.width} × ${SIZE.height}:\n${rows.join('\n')}\nRedacted boxes that were looked for: ${boxes}\n`,
  );
});

async function keep(name: string, pictures: Record<string, Buffer>): Promise<void> {
  if (!PICTURES) return;
  await mkdir(PICTURES, { recursive: true });
  for (const [kind, bytes] of Object.entries(pictures))
    await writeFile(`${PICTURES}/${name.replace(/\W+/g, '-')}-${kind}.png`, bytes);
}

/** The share of pixels that are alike. */
async function alike(name: string, customer: Buffer, agent: Buffer): Promise<number> {
  const { width, height } = SIZE;
  const raw = (bytes: Buffer) =>
    sharp(bytes).ensureAlpha().extract({ left: 0, top: 0, width, height }).raw().toBuffer();
  const [a, b] = await Promise.all([raw(customer), raw(agent)]);
  const other = Buffer.alloc(a.length);
  const count = pixelmatch(a, b, other, width, height, { threshold: THRESHOLD });
  const shown = await sharp(other, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  await keep(name, { customer, agent, other: shown });
  return 1 - count / (width * height);
}

describe('an agent’s picture of a page on which everything is released', () => {
  it.concurrent.each(PAGES)('is the customer’s: $name', async ({ name, path }) => {
    const page = await openPage(browser, site, path);
    const frames = await framesOf(page, site, true);
    const customer = await page.screenshot();
    await page.close();
    const other = await agentPage(browser, site, frames);
    const agent = await other.screenshot();
    await other.close();
    const share = await alike(name, customer, agent);
    shares.push([name, share]);
    expect(share).toBeGreaterThanOrEqual(SHARE);
  });
});

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Where every element lies whose size is not that of a line of text, in the order of the document. */
const measured = (): Box[] =>
  [...document.querySelectorAll('body *')].flatMap((element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const isApart =
      element.closest('svg, select, option, [style*="rotate"]') !== null || style.display === 'inline';
    const isSeen = element.checkVisibility({ checkVisibilityCSS: true }) && box.width > 0 && box.height > 0;
    const isNear = box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
    return isSeen && isNear && !isApart ? [box.toJSON() as Box] : [];
  });

/** Where everything lies that an agent is shown. */
const drawn = (): Box[] =>
  [...(document.querySelector('iframe')?.contentDocument?.querySelectorAll('div') ?? [])].map(
    (element) => element.getBoundingClientRect().toJSON() as Box,
  );

const isNear = (a: Box, b: Box): boolean =>
  (['left', 'top', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) <= FAR_PX);

describe('an agent’s picture of a page on which nothing is released', () => {
  it.concurrent.each(PAGES)('has every box in its place: $name', async ({ name, path }) => {
    const page = await openPage(browser, site, path);
    const frames = await framesOf(page, site, false);
    const wanted = await page.evaluate(measured);
    await page.close();
    const other = await agentPage(browser, site, frames);
    const shown = await other.evaluate(drawn);
    await keep(name, { redacted: await other.screenshot() });
    await other.close();
    boxes += wanted.length;
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((box) => !shown.some((one) => isNear(one, box)))).toEqual([]);
  });
});
