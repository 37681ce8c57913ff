//! The console in a real Chromium over the made-up desk: every page reachable and clean, nothing that needs a mouse,
//! nothing that is too wide, nothing untranslated, and quick among ten thousand conversations.
import axe from 'axe-core';
import { cpus, loadavg } from 'node:os';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DESK_OVERLAYS, DESK_PAGES, firstDispute, open } from './pages.mjs';
import { launch, serve } from './site.mjs';

let site: { url: string; close: () => Promise<unknown> };
let browser: Browser;
let context: BrowserContext | undefined;
let dispute: string;

beforeAll(async () => {
  [site, browser, dispute] = await Promise.all([serve(), launch(), firstDispute()]);
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function fresh(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...options,
  });
  return context.newPage();
}

interface Found {
  id: string;
  impact?: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe holds against the page, by WCAG 2.2 A and AA and its best practices. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run: (what: Document, how: object) => Promise<{ violations: Found[] }> };
    };
    const { violations: all } = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return all.map(
      (one) =>
        `${one.id} (${one.impact}): ${one.nodes
          .map((node) => `${node.html} ${node.failureSummary ?? ''}`)
          .join(' | ')
          .slice(0, 600)}`,
    );
  });
  return found;
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([...DESK_PAGES, ...DESK_OVERLAYS])('$name is accessible', async (entry) => {
    const page = await fresh({ colorScheme });
    await open(page, site.url, entry, dispute);
    expect(await violations(page)).toEqual([]);
  });
});

it.each(DESK_PAGES)('$name fits 320 px, which is 400 % zoom', async (entry) => {
  const page = await fresh({ viewport: { width: 320, height: 640 } });
  await page.goto(site.url + entry.path.replace('DISPUTE', dispute));
  await page.locator('#main, .d-door').first().waitFor();
  await page.waitForLoadState('networkidle');
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
});

it('asks nothing of any other origin', async () => {
  const page = await fresh();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url()))
      elsewhere.push(request.url());
  });
  for (const entry of DESK_PAGES) await open(page, site.url, entry, dispute);
  expect(elsewhere).toEqual([]);
});

it('goes through a working day without a mouse', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/inbox/mine?signed=in`);
  await page.locator('.d-row').first().waitFor();
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const here = () => new URL(page.url()).pathname.split('/').at(-1);

  await press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('o-skip');
  await press('Alt+j');
  await page.locator('.d-bubble').first().waitFor();
  const first = here();
  await press('Alt+j');
  await expect.poll(here).not.toBe(first);
  await press('Alt+k');
  await expect.poll(here).toBe(first);

  await press('Alt+l');
  await page.keyboard.type('I have spoken to the depot.');
  await page.reload();
  await page.locator('.d-bubble').first().waitFor();
  await expect.poll(() => page.locator('.d-area').inputValue()).toBe('I have spoken to the depot.');
  await press('Alt+l', 'Control+Enter');
  await page.getByText('I have spoken to the depot.').waitFor();
  await expect.poll(() => page.locator('.d-area').inputValue()).toBe('');

  await press('Alt+p');
  await page.keyboard.type('Ask @Jon');
  await page.locator('.d-completions [role=option]').first().waitFor();
  await press('Enter');
  await expect.poll(() => page.locator('.d-area').inputValue()).toBe('Ask @Jonas Berg ');
  await page.keyboard.type('about it.');
  await press('Control+Enter');
  await page.locator('.d-note', { hasText: 'Ask @Jonas Berg about it.' }).waitFor();

  await page.locator('.d-log').focus();
  await press('a');
  await page.locator('.d-action').first().waitFor();
  await page.locator('.d-action').first().focus();
  await press('Enter');
  await page.getByLabel('Why', { exact: true }).focus();
  await page.keyboard.type('The parcel is looked for.');
  const confirm = page.getByRole('button', { name: 'Confirm' });
  await expect.poll(() => confirm.isEnabled()).toBe(true);
  expect(await page.locator('.d-plan-change').isVisible()).toBe(true);
  await confirm.focus();
  await press('Enter');
  await page.getByText('Done: Pause the plan').waitFor();

  await press('Alt+m');
  await page.getByRole('menuitem').first().waitFor();
  await press('Escape', 'Alt+o');
  await expect.poll(() => page.locator('.d-context').count()).toBe(0);
  await press('Alt+o', 'Control+k');
  await page.keyboard.type('tasks');
  await page.locator('.o-palette-list [role=menuitem]').first().waitFor();
  await press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/tasks');
  await page.goBack();
  await page.locator('.d-bubble').first().waitFor();
  await press('Control+Alt+e');
  // The customer still waits, so that it asks first.
  await page.getByRole('button', { name: 'End it anyway' }).waitFor();
  expect(here()).toBe(first);
  await press('Enter');
  await expect.poll(here).not.toBe(first);
});

it('offers work with a countdown, and takes it with the keyboard', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/inbox/waiting?signed=in&offer=on`);
  const accept = page.getByRole('button', { name: 'Accept' });
  await accept.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/inbox/mine/conv-3');
  await page.getByText('You have the floor.').waitFor();
});

it('puts a call on the screen of any page, and opens it with the keyboard', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/tasks?signed=in&call=on`);
  const call = page.getByRole('article', { name: 'Call from Nora Dahl' });
  await call.getByText('Rang twice yesterday').waitFor();
  await call.getByRole('button', { name: 'Take and open' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/inbox/mine/conv-11');
  expect(await call.count()).toBe(0);
});

it('says of letters what became of them, and warns of a sender that may be anybody', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/inbox/mine/conv-6?signed=in`);
  await page.getByText('Anybody may have written this as priya@example.org').waitFor();
  await page.getByText('The mail server says: 552 5.2.2 mailbox full').waitFor();
  await page.getByText('statement.exe').waitFor();
  expect(await page.getByText('+44 7700 900123').isVisible()).toBe(false);
  await page.getByText('Earlier letter and signature').click();
  expect(await page.getByText('+44 7700 900123').isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Send again' }).press('Enter');
  await expect.poll(() => page.getByText('Please answer this letter from your own address').count()).toBe(2);
});

it('ends a wish to be called, once somebody has called', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/inbox/mine/conv-7?signed=in`);
  const wish = page.getByRole('region', { name: 'Wants to be called' });
  await wish.getByText('+493012345678').waitFor();
  await wish.getByRole('button', { name: 'I called' }).press('Enter');
  await expect.poll(() => wish.count()).toBe(0);
});

it('sends the answer to a complaint only when the letter lacks nothing', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/complaints/complaint-1?signed=in`);
  const send = page.getByRole('button', { name: 'Send the letter' });
  await page.getByRole('radio', { name: 'Final response' }).press('Space');
  await page.getByRole('radio', { name: 'Upheld', exact: true }).press('Space');
  await page.getByText('It cannot be sent yet').waitFor();
  expect(await send.isEnabled()).toBe(false);
  await page.getByLabel('Reasons').fill('The fee was charged by mistake.');
  const letter = page.getByRole('article', { name: 'Letter to' });
  await letter.getByText('The fee was charged by mistake.').waitFor();
  await expect.poll(() => send.isEnabled()).toBe(true);
  await send.press('Enter');
  await page.getByText('The letter is sent').waitFor();
});

it('signs in with a password and a code', async () => {
  const page = await fresh();
  await page.goto(`${site.url}/desk/?signed=out`);
  await page.getByLabel('E-mail').fill('maja@example.test');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.keyboard.press('Enter');
  await page.getByLabel('Code').fill('123456');
  await page.keyboard.press('Enter');
  await page.locator('.d-list').waitFor();
});

// Of the page alone, over a desk that is made up in the browser itself: what the network and the server add is not in it
// (`npm run bench:console` has them). On a machine with nothing else to do: `OMBUD_BENCH=1 npm run test:browser`.
describe.runIf(process.env.OMBUD_BENCH)('speed', () => {
  it('switches among 10,000 conversations within 100 ms at the 95th percentile', async () => {
    const page = await fresh();
    await page.goto(`${site.url}/desk/inbox/open?signed=in&rows=10000`);
    await page.locator('.d-row').first().waitFor();
    const all = await page.locator('.d-row-slot').first().getAttribute('aria-setsize');
    expect(Number(all)).toBeGreaterThanOrEqual(10_000);
    expect(await page.locator('.d-row').count()).toBeLessThan(60);
    const times: number[] = [];
    for (let index = 0; index < 60; index += 1) {
      times.push(
        await page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const before = document.querySelector('.d-thread-title h2')?.textContent;
              const begin = performance.now();
              document.dispatchEvent(
                new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', altKey: true, bubbles: true }),
              );
              const look = () => {
                const now = document.querySelector('.d-thread-title h2')?.textContent;
                const isShown = now && now !== before && document.querySelector('.d-log .d-bubble');
                if (isShown) resolve(performance.now() - begin);
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            }),
        ),
      );
    }
    times.sort((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)] ?? Infinity;
    const said = `switch, page alone: median ${times[30]?.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`;
    process.stdout.write(`${said}\n`);
    // On a machine that others keep busy a clock on the wall measures the others. The limit grows with their share.
    const crowding = Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
    expect(p95, said).toBeLessThan(100 * crowding);
  });

  it('is there within 1.5 s of a cold start', async () => {
    const page = await fresh();
    await page.goto(`${site.url}/desk/inbox/mine?signed=in`, { waitUntil: 'commit' });
    await page.locator('.d-row').first().waitFor();
    const shown = await page.evaluate(() => performance.now());
    process.stdout.write(`cold start, page alone: ${shown.toFixed(0)} ms\n`);
    expect(shown).toBeLessThan(1_500 * Math.max(1, (loadavg()[0] ?? 0) / cpus().length));
  });
});

/** Words that come from data and from the browser's own knowledge of dates, languages and countries, not from a catalog. */
async function knownWords(page: Page): Promise<Set<string>> {
  const data = await page.evaluate(() => (window as unknown as { fakeWords: () => string }).fakeWords());
  const dates = ['en', 'en-GB'].flatMap((locale) =>
    Array.from({ length: 60 }, (_, index) => new Date(2026, index % 12, 1 + index)).flatMap((at) =>
      (['long', 'short'] as const).map(
        (style) =>
          `${at.toLocaleDateString(locale, { weekday: style, day: 'numeric' })} ${at.toLocaleDateString(locale, { day: 'numeric', month: style })}`,
      ),
    ),
  );
  const rest =
    'ago min mins hour hours day days yesterday today tomorrow week now next last sec secs English Swedish German Spanish Svenska Deutsch Español Australia Brazil Germany Spain Sweden United Kingdom States Dismiss Ombud Ctrl Alt Esc';
  const words = `${data} ${dates.join(' ')} ${rest}`.match(/\p{L}{3,}/gu) ?? [];
  // A sentence of the data begins with a capital on the page.
  return new Set(words.flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]));
}

/** What is left of a text without what catalogs said; one message may stand inside another. */
function withoutCatalogs(text: string): string {
  const shorter = text.replace(/⟦[^⟦⟧]*⟧/gu, ' ');
  return shorter === text ? text : withoutCatalogs(shorter);
}

it.each([...DESK_PAGES, ...DESK_OVERLAYS])('$name says nothing that no catalog holds', async (entry) => {
  const page = await fresh();
  const url = entry.path + (entry.path.includes('?') ? '&' : '?') + 'pseudo=on';
  await page.goto(site.url + url.replace('DISPUTE', dispute));
  await page.locator(entry.ready).first().waitFor();
  for (const key of entry.keys ?? []) await page.keyboard.press(key);
  await page.waitForTimeout(entry.keys ? 400 : 100);
  const known = await knownWords(page);
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.closest('script, style, kbd, code'))
        found.push(walker.currentNode.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      for (const name of ['aria-label', 'placeholder', 'title']) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  const said = texts
    .map(withoutCatalogs)
    .flatMap((text) => text.match(/\p{L}{3,}/gu) ?? [])
    .filter((word) => !known.has(word));
  expect([...new Set(said)]).toEqual([]);
});
