//! The agent's side in a real browser, fed by a real capture over a relay of the tests' own.
import axe from 'axe-core';
import type * as Agent from '@ombud/cobrowse/agent';
import { Model } from '@ombud/cobrowse/view';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AGENT, HOST, SHOP } from './cobrowse-agent-pages.ts';
import { FakeRelay } from './cobrowse-relay.ts';
import { agentBundle, bundle, serveFiles } from './cobrowse-site.ts';
import { launch } from './site.mjs';

type AgentWindow = Window & { OmbudCobrowseAgent: typeof Agent; view: Agent.LiveView; places: number };

const FAR_PX = 2;
/** Smaller than the customer's window, so that the picture is scaled. */
const AGENT_SIZE = { width: 860, height: 640 };
const SHOTS = process.env.OMBUD_SHOTS;
const PUBLIC = fileURLToPath(new URL('../packages/cobrowse/public/', import.meta.url));

let browser: Browser;
let site: Awaited<ReturnType<typeof serveFiles>>;
let relay: FakeRelay;
let context: BrowserContext;
let customer: Page;
let agent: Page;

beforeAll(async () => {
  const [launched, capture, script] = await Promise.all([launch(), bundle(), agentBundle()]);
  browser = launched;
  site = await serveFiles({
    '/shop': SHOP,
    '/agent': AGENT,
    '/host': HOST,
    '/cobrowse.js': capture,
    '/cobrowse-agent.js': script,
    '/cobrowse-embed.html': readFileSync(`${PUBLIC}cobrowse-embed.html`, 'utf8'),
    '/cobrowse-embed.css': readFileSync(`${PUBLIC}cobrowse-embed.css`, 'utf8'),
  });
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  relay = await FakeRelay.start();
  context = await browser.newContext({ viewport: { width: 1_200, height: 800 } });
  customer = await context.newPage();
  await customer.exposeFunction('sendFrame', (bytes: number[]) => relay.frame(Uint8Array.from(bytes)));
  await capturing();
});
afterEach(async () => {
  await context.close();
  relay.close();
});

/** Opens the shop anew, and begins its capture. */
async function capturing(): Promise<void> {
  await customer.goto(`${site.url}/shop`);
  await customer.addScriptTag({ url: '/cobrowse.js' });
  await customer.evaluate(() => {
    const shop = window as unknown as {
      OmbudCobrowse: { capture(options: object): void };
      sendFrame(bytes: number[]): void;
    };
    shop.OmbudCobrowse.capture({ onFrame: (bytes: Uint8Array) => shop.sendFrame([...bytes]) });
  });
  await expect.poll(() => modelOf(relay.frames).isReady).toBe(true);
}

function modelOf(frames: readonly Uint8Array[]): Model {
  const model = new Model();
  for (const frame of frames) model.take(frame);
  return model;
}

/** Opens the agent's view; `grants` are what the customer gave before. */
async function joined(grants: string[] = ['view'], size = AGENT_SIZE): Promise<void> {
  relay.grants = grants;
  agent = await context.newPage();
  await agent.setViewportSize(size);
  await agent.goto(`${site.url}/agent`);
  await agent.evaluate((socket) => {
    const own = window as unknown as AgentWindow;
    own.places = 0;
    own.view = own.OmbudCobrowseAgent.connect({
      socket,
      token: 'first',
      element: document.querySelector<HTMLElement>('#view')!,
      place: () => {
        own.places += 1;
        return Promise.resolve({ socket, token: `again ${own.places}` });
      },
    });
  }, relay.url);
  if (relay.state === 'active') await drawn('Your order');
}

/** Waits until the picture shows these words. */
async function drawn(words: string): Promise<void> {
  await expect.poll(() => placeOf(words)).not.toBeNull();
}

/** Where words are on the agent's screen: the middle of their line. */
async function placeOf(words: string): Promise<{ x: number; y: number } | null> {
  return agent.evaluate((wanted) => {
    const shadow = document.querySelector('.ombud-cobrowse')?.shadowRoot;
    const frame = shadow?.querySelector<HTMLIFrameElement>('iframe:not(.behind)');
    const paper = shadow?.querySelector('.paper')?.getBoundingClientRect();
    const line = [...(frame?.contentDocument?.querySelectorAll('i') ?? [])].find(
      (one) => one.textContent === wanted,
    );
    if (!line || !paper || !frame) return null;
    const scale = paper.width / frame.clientWidth;
    const box = line.getBoundingClientRect();
    return {
      x: paper.left + (box.left + box.width / 2) * scale,
      y: paper.top + (box.top + box.height / 2) * scale,
    };
  }, words);
}

/** Where an element of the shop is in its page. */
async function shopPlace(selector: string, words?: string): Promise<{ x: number; y: number }> {
  return customer.evaluate(
    ([wanted, text]) => {
      const element = [...document.querySelectorAll(wanted ?? '')].find(
        (one) => text === undefined || one.textContent === text,
      );
      const range = document.createRange();
      range.selectNodeContents(element!);
      const box = range.getBoundingClientRect();
      return { x: box.left + box.width / 2 + scrollX, y: box.top + box.height / 2 + scrollY };
    },
    [selector, words],
  );
}

const tool = (name: string) => agent.locator(`.ombud-cobrowse [data-tool="${name}"].i`);
const card = () => agent.locator('.ombud-cobrowse .card');
const notice = (words: string) => agent.locator('.ombud-cobrowse .notices p', { hasText: words });

async function shot(name: string): Promise<void> {
  if (SHOTS) await agent.screenshot({ path: `${SHOTS}/${name}.png` });
}

async function pressOn(words: string): Promise<void> {
  const at = await placeOf(words);
  if (!at) throw new Error(`${words} is not on the picture`);
  await agent.mouse.click(at.x, at.y);
}

/** Where a node lies in the customer's page, by the frames alone. */
function boxOf(id: number): { kind: number; left: number; top: number; width: number; height: number } {
  const node = modelOf(relay.frames).nodes.get(id)!;
  let [left, top] = [0, 0];
  for (let at: typeof node | null = node; at; at = at.parent) [left, top] = [left + at.x, top + at.y];
  return { kind: node.kind, left: left / 4, top: top / 4, width: node.w / 4, height: node.h / 4 };
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= FAR_PX;

describe('the picture', () => {
  it('is there for whoever joins late, has no scripts and loads nothing', async () => {
    const asked: string[] = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await joined();
    await customer.evaluate(() => document.querySelector('h1')!.append(' no. 7'));
    await drawn(' no. 7');
    expect(asked).toEqual(['/agent', '/cobrowse-agent.js']);
    const inside = await agent.evaluate(() => {
      const frame = document
        .querySelector('.ombud-cobrowse')!
        .shadowRoot!.querySelector<HTMLIFrameElement>('iframe')!;
      const page = frame.contentDocument!;
      const loud = [...page.querySelectorAll('*')].filter((one) =>
        [...one.attributes].some(({ name }) => /^(on|src|href)/.test(name)),
      );
      return { sandbox: frame.getAttribute('sandbox'), scripts: page.scripts.length, loud: loud.length };
    });
    expect(inside).toEqual({ sandbox: 'allow-same-origin', scripts: 0, loud: 0 });
    await shot('active');
  });

  it('keeps the old page until the new one is whole', async () => {
    await joined();
    await agent.evaluate(() => {
      const own = window as unknown as { bare: number };
      own.bare = 0;
      const look = (): void => {
        const shadow = document.querySelector('.ombud-cobrowse')!.shadowRoot!;
        const shown = shadow.querySelector<HTMLIFrameElement>('iframe:not(.behind)');
        if ((shown?.contentDocument?.body?.querySelectorAll('i').length ?? 0) < 20) own.bare += 1;
        requestAnimationFrame(look);
      };
      look();
    });
    await capturing();
    await customer.evaluate(() => (document.querySelector('h1')!.textContent = 'Another order'));
    await drawn('Another order');
    expect(await agent.evaluate(() => (window as unknown as { bare: number }).bare)).toBe(0);
    expect(await agent.locator('.ombud-cobrowse iframe').count()).toBe(1);
  });

  it('comes back by a new place after the connection was lost', async () => {
    await joined();
    relay.drop();
    await card().getByText('Connection lost').waitFor();
    await shot('lost');
    const hello = await relay.hears('hello', 1, (one) => one.token === 'again 1');
    expect(hello.protocol).toBe(1);
    await customer.evaluate(() => (document.querySelector('h1')!.textContent = 'Still your order'));
    await drawn('Still your order');
    await card().waitFor({ state: 'hidden' });
  });

  it('is taken away when the customer pauses, and the words say who and why', async () => {
    await joined();
    relay.become('paused', ['view'], 'customer');
    await card().getByText('Kim Berg has paused').waitFor();
    expect(await agent.locator('.ombud-cobrowse iframe').count()).toBe(0);
    await shot('paused');
    relay.become('active', ['view']);
    for (const frame of [...relay.frames]) relay.frame(frame);
    await drawn('Your order');
    relay.become('ended', [], 'idle');
    await card().getByText('Nothing happened on the customer’s side').waitFor();
    await shot('ended');
  });

  it.each([
    ['waiting', 'has not joined yet'],
    ['asked', 'is being asked'],
    ['shown', 'as soon as the answer is yes'],
    ['declined', 'You may ask again'],
  ])('is not there while the session is %s', async (state, words) => {
    relay.state = state;
    await joined([]);
    await card().getByText(words).waitFor();
    await shot(state);
  });
});

describe('marks', () => {
  it.each([
    ['as it lies', 0],
    ['scrolled', 310],
  ])('are where the agent put them: the page %s', async (_name, scrolled) => {
    await customer.evaluate((y) => scrollTo(0, y), scrolled);
    await joined(['view', 'draw']);
    await expect.poll(() => modelOf(relay.frames).root?.scrollY).toBe(scrolled * 4);
    for (const [selector, words] of [
      ['td', 'Item 9'],
      ['.list p', 'Event 2: on its way'],
      ['td', '63 kr'],
    ] as const) {
      await drawn(words);
      const at = (await placeOf(words))!;
      const wanted = await shopPlace(selector, words);
      const before = relay.heard.length;
      await agent.mouse.move(at.x, at.y);
      const pointer = await relay.hears('pointer', before, (one) => one.x !== null);
      expect([isNear(Number(pointer.x) / 4, wanted.x), isNear(Number(pointer.y) / 4, wanted.y)]).toEqual([
        true,
        true,
      ]);
    }
    await tool('pen').click();
    const from = (await placeOf('Item 9'))!;
    const to = (await placeOf('63 kr'))!;
    await agent.mouse.move(from.x, from.y);
    await agent.mouse.down();
    await agent.mouse.move(to.x, to.y, { steps: 8 });
    await agent.mouse.up();
    const last = await shopPlace('td', '63 kr');
    await expect
      .poll(() => {
        const end = (relay.last('ink')?.points as [number, number][] | undefined)?.at(-1);
        return end && isNear(end[0] / 4, last.x) && isNear(end[1] / 4, last.y);
      })
      .toBe(true);
    const first = await shopPlace('td', 'Item 9');
    const begin = (relay.heard.find((one) => one.t === 'ink')!.points as [number, number][])[0]!;
    expect([isNear(begin[0] / 4, first.x), isNear(begin[1] / 4, first.y)]).toEqual([true, true]);
  });

  it('of every tool are sent, and those of the other seats are painted', async () => {
    await joined(['view', 'draw'], { width: 1_360, height: 860 });
    const painted = () =>
      agent.evaluate(() => {
        const canvas = document
          .querySelector('.ombud-cobrowse')!
          .shadowRoot!.querySelector<HTMLCanvasElement>('canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((one) => one > 0);
      });
    expect(await painted()).toBe(false);
    relay.say({ t: 'pointer', seat: 2, x: 2_400, y: 1_600 });
    relay.say({
      t: 'ink',
      seat: 2,
      id: 's1',
      points: [
        [400, 2_000],
        [900, 2_100],
        [1_500, 2_000],
      ],
      fades: true,
    });
    await expect.poll(painted).toBe(true);
    const [from, to] = [(await placeOf('Item 2'))!, (await placeOf('Item 6'))!];
    for (const [key, t] of [
      ['4', 'box'],
      ['5', 'arrow'],
      ['3', 'ink'],
    ] as const) {
      const side = t === 'arrow' ? 300 : -30;
      await agent.keyboard.press(key);
      await agent.mouse.move(from.x + side, from.y);
      await agent.mouse.down();
      await agent.mouse.move(to.x + 110, to.y, { steps: 5 });
      await agent.mouse.up();
      await relay.hears(t);
    }
    await agent.keyboard.press('2');
    await agent.mouse.move(from.x + 400, from.y + 50, { steps: 6 });
    await relay.hears('laser');
    await shot('drawing');
    await agent.keyboard.press('0');
    await relay.hears('clear');
  });

  it('do not go out where the customer has not allowed drawing: they are asked', async () => {
    await joined();
    await tool('pen').click();
    expect((await relay.hears('ask')).wants).toEqual(['draw']);
    await notice('Asked Kim Berg for drawing').waitFor();
    await shot('asked-draw');
    relay.become('active', ['view', 'draw']);
    await notice('Kim Berg allowed drawing').waitFor();
    expect(await tool('pen').getAttribute('aria-pressed')).toBe('true');
    await agent.keyboard.press('Escape');
    expect(await tool('pointer').getAttribute('aria-pressed')).toBe('true');
    expect(relay.last('ink')).toBeUndefined();
  });
});

describe('remote control', () => {
  it('names what was pressed, and says what became of it', async () => {
    await joined();
    await agent.keyboard.press('6');
    await tool('control').click();
    expect((await relay.hears('ask')).wants).toEqual(['scroll', 'control']);
    relay.become('active', ['view', 'scroll', 'control']);
    await agent.locator('.ombud-cobrowse .badge', { hasText: 'You control this page' }).waitFor();
    await pressOn('Open the dispute');
    const click = await relay.hears('intent');
    const button = await customer.evaluate(() =>
      document.querySelector('#open')!.getBoundingClientRect().toJSON(),
    );
    const box = boxOf(Number(click.node));
    expect(box.kind).toBe(7);
    expect((['left', 'top', 'width', 'height'] as const).every((one) => isNear(box[one], button[one]))).toBe(
      true,
    );
    expect(click).toMatchObject({ act: { do: 'click' }, frame: relay.frames.length - 1 });
    await notice('Click: “Open the dispute” – sent').waitFor();
    relay.say({ t: 'outcome', id: click.id, seat: 1, outcome: 'declined' });
    await notice('the customer said no').waitFor();
    await shot('control');
  });

  it('types, chooses, ticks and scrolls', async () => {
    await joined(['view', 'scroll', 'control']);
    await agent.keyboard.press('Tab');
    await tool('control').click();
    await pressOn('hello');
    await agent.keyboard.type('Not my purchase');
    await shot('typing');
    await agent.keyboard.press('Enter');
    const acts = () =>
      relay.heard.filter((one) => one.t === 'intent').map((one) => one.act as { do: string });
    await expect.poll(acts).toEqual([{ do: 'focus' }, { do: 'type', text: 'Not my purchase' }]);
    await pressOn('Not received');
    await agent.keyboard.type('2');
    await agent.keyboard.press('Enter');
    await expect.poll(() => acts().at(-1)).toEqual({ do: 'select', index: 1 });
    const at = (await placeOf('Event 2: on its way'))!;
    await agent.mouse.move(at.x, at.y);
    await agent.mouse.wheel(0, 40);
    await expect.poll(() => acts().at(-1)).toEqual({ do: 'scroll', x: 0, y: 160 });
    const inner = relay.last('intent')!;
    expect(boxOf(Number(inner.node)).height).toBe(120);
    const title = (await placeOf('Your order'))!;
    await agent.mouse.move(title.x, title.y);
    await agent.mouse.wheel(0, 100);
    await expect.poll(() => relay.last('intent')).toMatchObject({ node: 0, act: { do: 'scroll', y: 400 } });
  });

  it('tells of a box that the agent cannot see, and why it is needed', async () => {
    await joined();
    await tool('blind').click();
    const words = (await placeOf('Item 3'))!;
    const price = (await placeOf('21 kr'))!;
    await agent.mouse.click(words.x, words.y);
    await notice('You can see that one').waitFor();
    const near = await shopPlace('td', 'secret 3');
    const scale =
      (price.x - words.x) / ((await shopPlace('td', '21 kr')).x - (await shopPlace('td', 'Item 3')).x);
    const x = words.x + (near.x - (await shopPlace('td', 'Item 3')).x) * scale;
    await agent.mouse.move(x, words.y);
    await agent.mouse.click(x, words.y);
    await agent.keyboard.type('the refund goes there');
    await shot('blind');
    await agent.keyboard.press('Enter');
    const told = await relay.hears('blind');
    expect(told.note).toBe('the refund goes there');
    const node = modelOf(relay.frames).nodes.get(Number(told.node))!;
    expect(node.body?.kind).toBe('bars');
    expect(isNear(boxOf(node.id).top + boxOf(node.id).height / 2, near.y)).toBe(true);
  });
});

describe('the bar', () => {
  it.each(['light', 'dark'] as const)('has no fault that axe finds, %s', async (scheme) => {
    await joined(['view', 'draw'], { width: 1_360, height: 860 });
    await agent.emulateMedia({ colorScheme: scheme });
    await agent.locator('.ombud-cobrowse button', { hasText: 'Ask for' }).click();
    await shot(`menu-${scheme}`);
    const audit = await context.newPage();
    await audit.close();
    await agent.evaluate(axe.source.replace(/^/, ''));
    const found = await agent.evaluate(async () => {
      const { axe: engine } = window as unknown as {
        axe: { run(at: unknown, options: object): Promise<axe.AxeResults> };
      };
      const result = await engine.run(
        { include: [['.ombud-cobrowse', '.root']], exclude: [['.ombud-cobrowse', 'iframe']] },
        { iframes: false, resultTypes: ['violations'] },
      );
      return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
    });
    expect(found).toEqual([]);
    await agent.locator('.ombud-cobrowse button', { hasText: 'End' }).first().click();
    await agent.locator('.ombud-cobrowse button', { hasText: 'End the session for everyone' }).click();
    await relay.hears('end');
  });
});
