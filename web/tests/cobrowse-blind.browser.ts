//! Where the boxes of a page are that an agent cannot see, as the customer's side tells it in a real Chromium: enough for a
//! developer to find them, and nothing of the page.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { serveRelay, type RelayServer } from './cobrowse-customer-relay.ts';
import { press, said, shut } from './cobrowse-hands.ts';
import { bundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';

const PATH = '/orders/1002345/maja-berg';
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Zebulon</title><script src="/full.js"></script>
<body><main id="maja" class="berg"><section data-ombud-id="order"><div data-wyvern="quist">
<dl data-ombud-id="order-summary"><dt>Sum</dt><dd>12 kr</dd><dd>Holdings</dd></dl></div></section>
<zeb-quist><p title="Wyvern">words</p></zeb-quist><div data-ombud-id="order-1002345"><p>one of many</p></div>
<div data-ombud-id="Maja Berg"><p>a name</p></div>
<div data-ombud-hide><ul data-ombud-id="hidden-list"><li>hidden</li></ul></div></main></body></html>`;
/** What is on the page and must not be told of a place. */
const WORDS = /maja|berg|wyvern|quist|zeb|holdings|12 kr|\d{5}|hidden-list/i;
const POLICY = {
  hash: 'a'.repeat(64),
  rules: [
    { id: 2, effect: 'show', selector: 'h1', paths: ['/*'] },
    { id: 3, effect: 'show', selector: 'h2', paths: ['/orders/*', '/orders/1002345/*', '/baskets/*'] },
  ],
  writable: [],
  confirm: [],
};
const NODES = 60;

let browser: Browser;
let site: RelayServer;
let context: BrowserContext;

beforeAll(async () => {
  const [launched, script] = await Promise.all([launch(), bundle('full')]);
  browser = launched;
  const named = PAGE.replace('<section', '<section data-ombud-page="/orders/:id"');
  site = await serveRelay({ '/full.js': script, [PATH]: PAGE, '/named': named });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function shown(path: string, policy: unknown): Promise<Page> {
  site.anew();
  site.relay().policy = policy;
  context = await browser.newContext({ locale: 'en-GB' });
  await context.addInitScript(shut, false);
  const page = await context.newPage();
  await page.goto(site.url + path);
  await page.evaluate((url) => window.OmbudCobrowse.start({ server: url }), site.url);
  await vi.waitFor(() => expect(site.relay().said.map(({ t }) => t)).toContain('hello'));
  site.relay().asks(['view']);
  await vi.waitFor(async () => expect(await said(page)).toContain('would like to see'));
  await press(page, 'Show this page');
  await vi.waitFor(() => expect(site.relay().line.frames.length).toBeGreaterThan(1));
  return page;
}

interface Place {
  page?: string;
  path: string[];
}

/** Where every node of the page is, and some that are not there. */
async function places(): Promise<Place[]> {
  const { line } = site.relay();
  for (let node = 1; node <= NODES; node += 1) line.send({ t: 'locate', id: `b${node}`, frame: 1, node });
  const answers = () => site.relay().said.filter(({ t }) => t === 'place');
  await vi.waitFor(() => expect(answers().length).toBe(NODES));
  return answers().map(({ page, path }) => ({ page, path }) as Place);
}

it('leads to each box and says nothing of what is on the page', async () => {
  await shown(PATH, POLICY);
  const all = await places();
  const paths = all.map(({ path }) => path.join(' > '));
  for (const expected of [
    '@order > @order-summary > dd:2',
    '@order > div:1',
    'html:1 > body:1 > main:1 > *:1 > p:1',
    'html:1 > body:1 > main:1 > div:1 > p:1',
    // Of what is hidden, the place where that begins.
    'html:1 > body:1 > main:1 > div:3',
  ])
    expect(paths).toContain(expected);
  expect(paths.filter((path) => path === '').length, 'nodes that are not there').toBeGreaterThan(0);
  const pages = all.filter(({ path }) => path.length > 0).map(({ page }) => page);
  expect(new Set(pages)).toEqual(new Set(['/orders/*']));
  expect(JSON.stringify(all)).not.toMatch(WORDS);
});

it('calls a page as its developers do, or not at all', async () => {
  await shown('/named', null);
  const all = await places();
  const pageOf = (path: string) => all.find((one) => one.path.join(' > ') === path)?.page;
  expect(pageOf('@order > @order-summary')).toBe('/orders/:id');
  expect(pageOf('html:1 > body:1 > main:1')).toBeUndefined();
});

it('knows no box of a page that the agent has not seen yet', async () => {
  await shown(PATH, POLICY);
  site.relay().line.send({ t: 'locate', id: 'b1', frame: 1_000, node: 1 });
  const answer = () => site.relay().said.find(({ t }) => t === 'place');
  await vi.waitFor(() => expect(answer()).toMatchObject({ id: 'b1', path: [] }));
});
