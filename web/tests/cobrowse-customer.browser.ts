//! The customer's side of a session in a real Chromium, beside a relay in memory: what is shown, what is asked, and when
//! frames go out.
import { found } from '@ombud/cobrowse/leaks';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { serveRelay, type RelayServer } from './cobrowse-customer-relay.ts';
import { bundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';
import { press, said, shut, tick, view } from './cobrowse-hands.ts';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shop</title><script src="/full.js"></script><body><main><h1 data-ombud-show>Your order</h1>
<p>Bought by a secret person</p><button data-ombud-show id="more">More about it</button>
<button data-ombud-log-out id="out" type="button">Log out</button></main></body></html>`;

/** The hash of a picture. */
const LOGO = '9f'.repeat(32);
let browser: Browser;
let site: RelayServer;
let context: BrowserContext;

beforeAll(async () => {
  const [launched, script] = await Promise.all([launch(), bundle('full')]);
  browser = launched;
  site = await serveRelay({
    '/full.js': script,
    ...Object.fromEntries(['/shop', '/shop/two', '/strict'].map((path) => [path, PAGE])),
    '/pictured': PAGE.replace('<h1', '<img data-ombud-show width="40" height="40" src="/logo.svg"><h1'),
    '/assets.json': JSON.stringify({ files: { '/logo.svg': LOGO } }),
  });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A page on which a session was begun. */
async function begun(options: object = {}, path = '/shop', isOpen = false): Promise<Page> {
  site.anew();
  context = await browser.newContext({
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  await context.addInitScript(shut, isOpen);
  const page = await context.newPage();
  await page.goto(site.url + path);
  await page.evaluate(
    (url) => window.OmbudCobrowse.start({ server: url }).then((handle) => (window.handle = handle)),
    site.url,
  );
  await vi.waitFor(() => expect(site.relay().said.map(({ t }) => t)).toContain('hello'));
  return page;
}

/** One whose customer has said yes to what the agent wants. */
async function active(
  wants = ['view', 'draw', 'scroll', 'control', 'record'],
  ticks = ['control', 'record'],
): Promise<Page> {
  const page = await begun();
  site.relay().asks(wants);
  await vi.waitFor(async () => expect(await said(page)).toContain('would like to see'));
  for (const grant of ticks) await tick(page, grant === 'control' ? 'Click' : 'Record');
  await press(page, 'Show this page');
  await vi.waitFor(() => expect(site.relay().line.frames.length).toBeGreaterThan(1));
  return page;
}

const types = (): string[] => site.relay().said.map(({ t }) => t);
const last = (t: string): Record<string, unknown> | undefined =>
  site
    .relay()
    .said.filter((one) => one.t === t)
    .pop();
/** Changes the page, and counts what arrives of that. */
async function framesOf(page: Page): Promise<number> {
  const before = site.relay().lines.reduce((sum, { all }) => sum + all.length, 0);
  await page.evaluate(() => (document.querySelector('h1')!.textContent += ' now'));
  await page.waitForTimeout(400);
  return site.relay().lines.reduce((sum, { all }) => sum + all.length, 0) - before;
}

describe('the code', () => {
  it('is shown in groups, with its time, and copied', async () => {
    const page = await begun();
    await vi.waitFor(async () => expect(await said(page)).toMatch(/482\s*913/));
    expect(await said(page)).toContain('20 min');
    await press(page, 'Copy');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('482913');
    expect(await page.evaluate(() => window.handle!.code)).toBe('482913');
    expect(await page.evaluate(() => +window.handle!.codeExpiresAt! - Date.now())).toBeGreaterThan(
      19 * 60_000,
    );
    expect(site.relay().line.all).toEqual([]);
  });
});

describe('the manifest of the site', () => {
  it('lets a released picture be named by its hash', async () => {
    const page = await begun({}, '/pictured');
    await page.evaluate(() => window.OmbudCobrowse.resume({ assets: '/assets.json' }));
    site.relay().asks(['view']);
    await vi.waitFor(async () => expect(await said(page)).toContain('would like to see'));
    await press(page, 'Show this page');
    const sent = () => Buffer.concat(site.relay().line.frames).toString('hex');
    await vi.waitFor(() => expect(sent()).toContain(LOGO), 5_000);
  });
});

describe('consent', () => {
  it('sends nothing before, what was ticked after, and the hash of the words', async () => {
    const page = await begun();
    site.relay().asks(['view', 'draw', 'control', 'record'], { purpose: 'the missing refund' });
    await vi.waitFor(async () => expect(await said(page)).toContain('Ana Berg of Acme Shop would like'));
    const words = await said(page);
    for (const part of [
      'Acme Shop',
      'the missing refund',
      'Never shown: passwords',
      'Click and fill in',
      'Record this',
    ])
      expect(words).toContain(part);
    expect(words).not.toContain('Scroll this page');
    await page.waitForTimeout(300);
    expect([types().includes('shown'), site.relay().line.all.length]).toEqual([true, 0]);
    await tick(page, 'Click');
    await press(page, 'Show this page');
    await vi.waitFor(() => expect(site.relay().line.frames.length).toBeGreaterThan(1));
    expect(last('accept')).toMatchObject({ ask: 1, grants: ['view', 'draw', 'control'] });
    expect(last('accept')?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(last('accept')?.hash).not.toBe('0'.repeat(64));
    expect(view(site.relay()).texts).toContain('Your order');
    expect(await said(page)).toContain('Ana Berg sees this page');
  });

  it.each(['Escape', 'No, thanks'])('%s is no', async (how) => {
    const page = await begun();
    site.relay().asks(['view']);
    await vi.waitFor(async () => expect(await said(page)).toContain('Show this page'));
    if (how === 'Escape') await page.keyboard.press('Escape');
    else await press(page, how);
    await vi.waitFor(() => expect(types()).toContain('decline'));
    expect([types().includes('accept'), await framesOf(page)]).toEqual([false, 0]);
  });

  it('takes no answer of a script, and none at once', async () => {
    const page = await begun();
    site.relay().asks(['view', 'control']);
    await vi.waitFor(async () => expect(await said(page)).toContain('Show this page'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.evaluate(() => {
      const root = window.shadowOfOmbud!;
      for (const button of root.querySelectorAll('button')) {
        button.click();
        button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      }
      root.querySelector('dialog')!.dispatchEvent(new Event('cancel'));
    });
    await page.waitForTimeout(200);
    expect(types().filter((t) => t === 'accept' || t === 'decline')).toEqual([]);
  });

  it('keeps the keyboard inside', async () => {
    const page = await begun();
    site.relay().asks(['view', 'control']);
    await vi.waitFor(async () => expect(await said(page)).toContain('Show this page'));
    for (let at = 0; at < 12; at += 1) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => document.activeElement?.tagName ?? '');
      expect(['OMBUD-COBROWSE', 'BODY']).toContain(where);
    }
  });

  it('asks for one thing more', async () => {
    const page = await active(['view'], []);
    site.relay().asks(['control'], { id: 2 });
    await vi.waitFor(async () => expect(await said(page)).toContain('asks for one thing more'));
    await press(page, 'Allow');
    await vi.waitFor(() => expect(last('accept')).toMatchObject({ ask: 2, grants: ['control'] }));
    await vi.waitFor(async () => expect(await said(page)).toContain('Click and fill in'));
  });
});

describe('while it goes on', () => {
  it('pauses and goes on, each with one press', async () => {
    const page = await active();
    expect(await framesOf(page)).toBeGreaterThan(0);
    await press(page, 'Pause');
    await vi.waitFor(() => expect(types()).toContain('pause'));
    expect(await said(page)).toContain('Nobody sees this page');
    expect(await framesOf(page)).toBe(0);
    await press(page, 'Go on');
    await vi.waitFor(() => expect(site.relay().line.frames[0]?.[1]).toBe(0));
    await vi.waitFor(() => expect(view(site.relay()).texts.join()).toContain('now now'));
  });

  it('takes back one grant with one press', async () => {
    const page = await active();
    await press(page, 'Click and fill in');
    await vi.waitFor(() => expect(last('revoke')).toMatchObject({ grant: 'control' }));
    expect(await said(page)).not.toContain('Click and fill in');
    expect(await said(page)).toContain('Point and draw');
  });

  it('ends with one press, for good', async () => {
    const page = await active();
    await press(page, 'End');
    await vi.waitFor(() => expect(types()).toContain('end'));
    expect(await said(page)).toContain('Nobody sees this page');
    expect(await framesOf(page)).toBe(0);
    await page.reload();
    expect(await page.evaluate((url) => window.OmbudCobrowse.resume({ server: url }), site.url)).toBeNull();
  });

  it('ends without a connection too, and tells it when there is one', async () => {
    const page = await active();
    await context.setOffline(true);
    site.relay().line.drop();
    await vi.waitFor(async () => expect(await said(page)).toContain('Nobody sees this page'));
    await press(page, 'End');
    expect(types()).not.toContain('end');
    await context.setOffline(false);
    await vi.waitFor(() => expect(types()).toContain('end'), { timeout: 20_000 });
    await page.reload();
    expect(await page.evaluate((url) => window.OmbudCobrowse.resume({ server: url }), site.url)).toBeNull();
  });

  it('ends where the customer logs out', async () => {
    const page = await active();
    await page.click('#out');
    await vi.waitFor(() => expect(last('end')).toMatchObject({ reason: 'log_out' }));
    expect(await framesOf(page)).toBe(0);
  });

  it('ends when nobody does anything', async () => {
    const page = await active();
    site.relay().idleS = 2;
    site.relay().line.drop();
    await vi.waitFor(() => expect(last('end')).toMatchObject({ reason: 'idle' }), { timeout: 15_000 });
    expect(await framesOf(page)).toBe(0);
  });

  it('stands above a modal dialog of the page, and can be used there', async () => {
    const page = await active();
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<dialog id="own">A dialog of the shop</dialog>');
      document.querySelector<HTMLDialogElement>('#own')!.showModal();
    });
    await page.waitForTimeout(600);
    await press(page, 'Pause');
    await vi.waitFor(() => expect(types()).toContain('pause'));
  });

  it('shows what agents draw, follows the page, and forgets it', async () => {
    const page = await active();
    const { line } = site.relay();
    line.send({ t: 'pointer', seat: 1, x: 400, y: 400 });
    line.send({ t: 'laser', seat: 1, x: 500, y: 400 });
    line.send({
      t: 'ink',
      seat: 1,
      id: 's',
      points: [
        [40, 40],
        [80, 80],
      ],
      fades: false,
    });
    line.send({ t: 'box', seat: 1, id: 'b', x: 40, y: 40, w: 200, h: 80 });
    line.send({ t: 'arrow', seat: 1, id: 'a', from: [0, 0], to: [400, 400] });
    const drawn = () =>
      page.evaluate(() => {
        const root = window.shadowOfOmbud!;
        const name = root.querySelector('.pointer b')?.textContent ?? '';
        return [name, root.querySelectorAll('.ink > *').length, root.querySelectorAll('.laser').length];
      });
    await vi.waitFor(async () => expect(await drawn()).toEqual(['Ana Berg', 3, 1]));
    line.send({ t: 'clear', seat: 1 });
    await vi.waitFor(async () => expect(await drawn()).toEqual(['', 0, 0]));
  });
});

describe('the page goes, the session stays', () => {
  it('over a reload', async () => {
    const page = await active();
    await page.reload();
    await page.evaluate((url) => window.OmbudCobrowse.resume({ server: url }), site.url);
    await vi.waitFor(() => expect(site.relay().lines).toHaveLength(2));
    await vi.waitFor(() => expect(view(site.relay()).texts).toContain('Your order'));
    expect(site.relay().calls).toContain('/v1/cobrowse/sessions/s1/place');
    expect(await said(page)).toContain('Ana Berg sees this page');
  });

  it('over a lost connection, with a new place', async () => {
    const page = await active();
    site.relay().line.drop();
    await vi.waitFor(() => expect(site.relay().lines).toHaveLength(2), { timeout: 10_000 });
    await vi.waitFor(() => expect(view(site.relay()).texts).toContain('Your order'));
    expect(await said(page)).toContain('sees this page');
  });

  it('in another tab, which alone writes then', async () => {
    const page = await active();
    const other = await context.newPage();
    await other.goto(`${site.url}/shop/two`);
    await other.evaluate((url) => window.OmbudCobrowse.resume({ server: url }), site.url);
    await vi.waitFor(() => expect(site.relay().lines).toHaveLength(2));
    await vi.waitFor(() => expect(view(site.relay()).texts).toContain('Your order'));
    await vi.waitFor(async () => expect(await said(page)).toBe(''));
    const [first, second] = site.relay().lines;
    const before = first?.all.length;
    await page.evaluate(() => (document.querySelector('h1')!.textContent = 'In the first tab'));
    await other.evaluate(() => (document.querySelector('h1')!.textContent = 'In the second tab'));
    await vi.waitFor(() => expect(view(site.relay()).texts).toContain('In the second tab'));
    expect([first?.all.length, first?.tab === second?.tab]).toEqual([before, false]);
    await press(other, 'End');
    await vi.waitFor(async () => expect(await page.evaluate(() => window.handle!.state)).toBe('ended'));
  });

  it('from a link, whose token is gone from the address', async () => {
    site.anew();
    context = await browser.newContext();
    await context.addInitScript(shut, false);
    const page = await context.newPage();
    await page.goto(`${site.url}/shop#ombud-cobrowse=a%2Ftoken`);
    await page.evaluate((url) => window.OmbudCobrowse.resume({ server: url }), site.url);
    expect(page.url()).toBe(`${site.url}/shop`);
    await vi.waitFor(() => expect(last('hello')).toMatchObject({ token: 'place-of-a-link' }));
    expect(site.relay().calls).toContain('/v1/cobrowse/links');
  });
});

describe('what is seen of Ombud itself', () => {
  it('is nothing: no word of code, dialog or bar is in the frames', async () => {
    const page = await active();
    site.relay().asks(['record'], { id: 2, agent: 'Zebulon Quist', company: 'Wyvern Holdings' });
    await vi.waitFor(async () => expect(await said(page)).toContain('Zebulon'));
    await page.evaluate(() => (document.querySelector('h1')!.textContent = 'While the dialog is open'));
    await vi.waitFor(() => expect(view(site.relay()).texts).toContain('While the dialog is open'));
    const { texts, nodes } = view(site.relay());
    const words = [
      '482913',
      'Zebulon',
      'Quist',
      'Wyvern',
      'Point and draw',
      'Show this page',
      'Pause',
      'Ana Berg',
      'Never shown',
    ];
    expect(found(site.relay().line.all, texts, words)).toEqual([]);
    // Nor any box: neither the dialog's, nor the bar's, nor the frame's.
    expect(nodes.filter(({ w, h }) => w === 32 * 15 * 4 || h === innerHeight(page))).toEqual([]);
  });

  it('needs nothing that a strict content policy forbids', async () => {
    const said: string[] = [];
    site.anew();
    context = await browser.newContext();
    const page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${site.url}/strict`);
    await page.evaluate((url) => window.OmbudCobrowse.start({ server: url }).then(() => undefined), site.url);
    await vi.waitFor(() => expect(types()).toContain('hello'));
    site.relay().asks(['view']);
    await vi.waitFor(() => expect(types()).toContain('shown'));
    expect(said.filter((text) => /Content Security Policy/i.test(text))).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is accessible, %s', async (colorScheme) => {
    const page = await begun({ colorScheme }, '/shop', true);
    expect(await violations(page)).toEqual([]);
    site.relay().asks(['view', 'draw', 'scroll', 'control', 'record']);
    await vi.waitFor(async () => expect(await said(page)).toContain('Show this page'));
    await page.waitForTimeout(300);
    expect(await violations(page)).toEqual([]);
    await page.waitForTimeout(400);
    await press(page, 'Show this page');
    await vi.waitFor(async () => expect(await said(page)).toContain('sees this page'));
    expect(await violations(page)).toEqual([]);
  });
});

const innerHeight = (page: Page): number => (page.viewportSize()?.height ?? 0) * 4;

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };
    const { axe: checker } = window as unknown as {
      axe: { run: (what: string, how: object) => Promise<{ violations: Violation[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations: all } = await checker.run('ombud-cobrowse', { runOnly: tags });
    return all.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary).join()}`,
    );
  });
}
