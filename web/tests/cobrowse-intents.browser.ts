//! What agents may do on a customer's page, and what they may not: every forbidden intent is sent to a real Chromium, and
//! none of them does anything.
import type { NodeShown } from '@ombud/cobrowse/view';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serveRelay, type Message, type RelayServer } from './cobrowse-customer-relay.ts';
import { press, said, shut, tick, view } from './cobrowse-hands.ts';
import { ALLOWED, ASKED, FORBIDDEN, intentPage, type Case } from './cobrowse-cases.ts';
import { bundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';

let browser: Browser;
let site: RelayServer;
let context: BrowserContext;
let page: Page;
let seat = 0;

beforeAll(async () => {
  const [launched, script] = await Promise.all([launch(), bundle('full')]);
  browser = launched;
  const pages = Object.entries({ FORBIDDEN, ASKED, ALLOWED }).map(([name, cases]) => [
    `/${name}`,
    intentPage(cases),
  ]);
  site = await serveRelay({ '/full.js': script, ...(Object.fromEntries(pages) as Record<string, string>) });
});
beforeEach(() => {
  seat = 0;
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const WANTS = ['view', 'scroll', 'control'];

/** A page of these cases in an active session. */
async function active(name: string, policy: unknown = null): Promise<void> {
  await context?.close();
  site.anew();
  site.relay().policy = policy;
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  await context.addInitScript(shut, false);
  page = await context.newPage();
  await page.goto(`${site.url}/${name}`);
  await page.evaluate((url) => window.OmbudCobrowse.start({ server: url }).then(() => undefined), site.url);
  await vi.waitFor(() => expect(site.relay().said.map(({ t }) => t)).toContain('hello'));
  site.relay().asks(WANTS);
  await vi.waitFor(async () => expect(await said(page)).toContain('Show this page'));
  await tick(page, 'Click');
  await press(page, 'Show this page');
  await vi.waitFor(() => expect(view(site.relay()).model.isReady).toBe(true));
  await page.waitForTimeout(300);
}

/** Where each node of the wire lies in the page, in quarters of a pixel. */
function placeOf(node: NodeShown): [number, number] {
  let [x, y] = [0, 0];
  for (let at: NodeShown | null = node; at; at = at.parent) {
    x += at.x;
    y += at.y;
  }
  return [x, y];
}

/** The node that lies where an element does; one that nobody sees has none, and a number is made up. */
async function nodeOf(selector: string): Promise<number> {
  const place = await page.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    if (!element) return null;
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + scrollX, top + scrollY, width, height].map((one) => Math.round(one * 4));
  }, selector);
  if (!place) return 9_999;
  const near = (a: number, b = 0): boolean => Math.abs(a - b) <= 2;
  const fits = (node: NodeShown): boolean => {
    const [x, y] = placeOf(node);
    return near(x, place[0]) && near(y, place[1]) && near(node.h, place[3]) && node.kind !== 1;
  };
  const found = view(site.relay()).nodes.filter(fits);
  const exact = found.filter((node) => near(node.w, place[2]));
  return (exact.pop() ?? found.pop())?.id ?? 9_999;
}

const newest = (): number => site.relay().line.frames.length - 1;

/** On a machine that is busy, a browser may take its time. */
const PATIENCE = { timeout: 10_000 };

async function outcome(id: string): Promise<Message> {
  return vi.waitFor(() => {
    const told = site.relay().said.find((one) => one.t === 'outcome' && one.id === id);
    if (!told) throw new Error(`no outcome of ${id}`);
    return told;
  }, PATIENCE);
}

/** Sends an intent, each from a seat of its own: how fast one seat may be is another matter. */
async function intend(node: number, act: object, frame = newest(), own?: number): Promise<string> {
  seat += 1;
  const id = `i${seat}`;
  site.relay().line.send({ t: 'intent', id, seat: own ?? seat, agent: 'Ana Berg', frame, node, act });
  return id;
}

const told = async (id: string): Promise<string> => {
  const { outcome: what, why } = await outcome(id);
  return why ? `${String(what)}: ${String(why)}` : String(what);
};
const events = (): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { events: string[] }).events);

const ACTS: Record<string, object> = {
  click: { do: 'click' },
  focus: { do: 'focus' },
  type: { do: 'type', text: 'typed' },
  select: { do: 'select', index: 1 },
  check: { do: 'check', on: true },
};
const EVERY = Object.keys(ACTS);
const actsOf = (one: Case): string[] => one.acts ?? EVERY;

describe('forbidden', () => {
  it('0 of at least 200 intents are executed', async () => {
    await active('FORBIDDEN');
    const before = await events();
    const answers: string[] = [];
    for (const one of FORBIDDEN)
      for (const act of actsOf(one)) {
        const node = await nodeOf(`[data-t="${one.name}"]`);
        answers.push(`${one.name} ${act} ${await told(await intend(node, ACTS[act] ?? {}))}`);
      }
    // Others than these five are none, and those that are not whole.
    const plain = await nodeOf('[data-t="a plain box"]');
    const broken = [
      { do: 'submit' },
      { do: 'type' },
      { do: 'type', text: 4 },
      { do: 'type', text: 'x'.repeat(5_000) },
      {},
      { do: 'select', index: -1 },
      { do: 'select', index: 0.5 },
      { do: 'check', on: 'yes' },
      { do: 'scroll', x: null, y: 0 },
      { do: 'navigate', url: 'https://other.example' },
      { do: 'key', key: 'Enter' },
      { do: 'constructor' },
    ];
    for (const act of broken) answers.push(`broken ${await told(await intend(plain, act))}`);
    for (const node of [0, -1, 0.5, 9_999])
      answers.push(`no node ${await told(await intend(node, { do: 'click' }))}`);
    for (const frame of [newest() + 50, -1, 0.5])
      answers.push(`frame ${await told(await intend(plain, { do: 'click' }, frame))}`);
    expect(answers.filter((answer) => !/refused: [a-z]+$/.test(answer))).toEqual([]);
    expect(await events()).toEqual(before);
    expect(answers.length).toBeGreaterThanOrEqual(200);
    const why = (name: string): string => answers.filter((answer) => answer.startsWith(name)).join();
    expect(why('a password')).toContain('sensitive');
    expect(why('covered')).toContain('hidden');
    expect(why('a redacted button')).toContain('redacted');
    expect(why('a field that is not writable')).toContain('writable');
    expect(why('a link to a script')).toContain('origin');
  });

  it('what changed since the frame, what is gone, and what comes too fast or too late', async () => {
    await active('ALLOWED');
    const node = await nodeOf('[data-t="a button"]');
    const frame = newest();
    await page.evaluate(() => (document.querySelector('[data-t="a button"]')!.textContent = 'Another name'));
    expect(await told(await intend(node, ACTS.click ?? {}, frame))).toBe('refused: stale');
    // Also where the change is not sent yet.
    await page.waitForTimeout(400);
    const now = newest();
    await page.evaluate(() => {
      setInterval(
        () => (document.querySelector('[data-t="a link in the page"]')!.textContent = `${performance.now()}`),
        1,
      );
    });
    const link = await nodeOf('[data-t="a link in the page"]');
    expect(await told(await intend(link, ACTS.click ?? {}, now))).toBe('refused: stale');
    expect(await told(await intend(node, ACTS.click ?? {}, 0))).toBe('refused: stale');
    await page.evaluate(() => document.querySelector('[data-t="a button"]')!.remove());
    expect(await told(await intend(node, ACTS.click ?? {}))).toBe('refused: gone');
    const scrolls = await Promise.all(
      Array.from({ length: 30 }, () => intend(0, { do: 'scroll', x: 0, y: 0 }, newest(), 7)),
    );
    const answers = await Promise.all(scrolls.map(told));
    expect(answers.filter((answer) => answer === 'refused: rate').length).toBeGreaterThanOrEqual(19);
    await page.waitForTimeout(5_300);
    expect(await told(await intend(0, { do: 'scroll', x: 0, y: 0 }, frame))).toBe('refused: stale');
    expect(await events()).toEqual([]);
  });

  it('what was not granted, was taken back, or comes while it is paused', async () => {
    await active('ALLOWED');
    const node = await nodeOf('[data-t="a button"]');
    await press(page, 'Click and fill in');
    for (const act of Object.values(ACTS)) expect(await told(await intend(node, act))).toBe('refused: grant');
    expect(await told(await intend(0, { do: 'scroll', x: 0, y: 400 }))).toBe('done');
    await press(page, 'Scroll this page');
    expect(await told(await intend(0, { do: 'scroll', x: 0, y: 0 }))).toBe('refused: grant');
    await active('ALLOWED');
    const again = await nodeOf('[data-t="a button"]');
    await press(page, 'Pause');
    for (const act of Object.values(ACTS))
      expect(await told(await intend(again, act))).toBe('refused: grant');
    expect(await events()).toEqual([]);
  });

  it('what the signed policy does not name: attributes do not count beside it', async () => {
    const rules = [{ id: 2, effect: 'show', selector: 'main', paths: ['/ALL*'] }];
    const writable = [
      { selector: '[data-t="a text field"]', paths: ['/ALL*'] },
      { selector: 'textarea', paths: ['/no'] },
    ];
    const policy = { hash: 'a'.repeat(64), rules, writable, confirm: [{ selector: '[data-t="a button"]' }] };
    await active('ALLOWED', policy);
    expect(await told(await intend(await nodeOf('textarea'), ACTS.type ?? {}))).toBe('refused: writable');
    expect(await told(await intend(await nodeOf('[data-t="a text field"]'), ACTS.type ?? {}))).toBe('done');
    const id = await intend(await nodeOf('[data-t="a button"]'), ACTS.click ?? {});
    await vi.waitFor(async () => expect(await said(page)).toContain('Let Ana Berg press'));
    await page.keyboard.press('Escape');
    expect(await told(id)).toBe('declined');
  });
});

describe('only after the customer said yes', () => {
  it.each(ASKED.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    await active('ASKED');
    const id = await intend(await nodeOf(`[data-t="${one.name}"]`), ACTS.click ?? {});
    await vi.waitFor(async () => expect(await said(page)).toContain('Let Ana Berg press'));
    if (one.says) expect(await said(page)).toContain(one.says);
    // Meanwhile the agent does nothing, not in the dialog either.
    const other = await intend(await nodeOf('[data-t="a plain button"]'), ACTS.click ?? {});
    expect(await told(other)).toBe('refused: hidden');
    await press(page, 'No, thanks');
    expect([await told(id), await events(), page.url()]).toEqual(['declined', [], `${site.url}/ASKED`]);
    const again = await intend(await nodeOf(`[data-t="${one.name}"]`), ACTS.click ?? {});
    await vi.waitFor(async () => expect(await said(page)).toContain('Let Ana Berg press'));
    await press(page, 'Allow');
    expect(await told(again)).toBe('done');
  });
});

describe('allowed', () => {
  it('is done, as the page expects it', async () => {
    await active('ALLOWED');
    for (const one of ALLOWED) {
      const act = one.act ?? ACTS[one.acts?.[0] ?? 'click'] ?? {};
      const id = await intend(await nodeOf(`[data-t="${one.name}"]`), act);
      expect([one.name, await told(id)]).toEqual([one.name, 'done']);
      await page.waitForTimeout(150);
    }
    expect((await events()).filter((event) => !event.startsWith('focus'))).toEqual([
      'click a button',
      'click words in a button',
      'click a link in the page',
      'input typed in a text field',
      'change typed in a text field',
      'input typed in a text area',
      'change typed in a text area',
      'input two in a choice',
      'change two in a choice',
      'click a check',
      'input on in a check',
      'change on in a check',
      'click a label',
      'click of a label',
      'input on in of a label',
      'change on in of a label',
      'click a radio',
      'input on in a radio',
      'change on in a radio',
      'click far below',
    ]);
  });
});
