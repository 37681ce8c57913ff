//! Recordings of a real capture, played and entered anywhere; and the view in a frame of another origin.
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { LARGE_SIZE, Scene, openSite, type AgentWindow, type Site } from './cobrowse-scene.ts';

interface Record {
  kind: number;
  ms: number;
  bytes: number[];
}

let site: Site;
let scene: Scene;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  scene = await Scene.open(site);
});
afterEach(() => scene.close());

/** What is done on the customer's page, one a second of the recording. */
const ACTS = [
  '',
  "document.querySelector('h1').textContent = 'Second'",
  'scrollTo(0, 200)',
  "document.querySelector('table').deleteRow(2)",
  "document.querySelector('.list').scrollTop = 90",
  "document.querySelector('h2').insertAdjacentHTML('afterend', '<p data-ombud-show>New words</p>')",
  'scrollTo(0, 20)',
  "document.querySelector('#note').value = 'changed'; document.querySelector('#note').dispatchEvent(new Event('input', { bubbles: true }))",
];
const REOPENS_AT = 4;

const json = (ms: number, message: object): Record => ({
  kind: 1,
  ms,
  bytes: [...new TextEncoder().encode(JSON.stringify(message))],
});

/** A recording of those acts, a new start of the capture in the middle, and what was said meanwhile. */
async function recorded(): Promise<Record[]> {
  const records: Record[] = [
    json(0, { t: 'people', people: scene.relay.people }),
    json(0, { t: 'state', state: 'active', grants: ['view', 'record'] }),
  ];
  let count = 0;
  for (const [at, act] of ACTS.entries()) {
    if (at === REOPENS_AT) {
      await scene.capturing();
      count = 0;
    }
    await scene.customer.evaluate((script) => new Function(script)() as unknown, act);
    await scene.customer.waitForTimeout(250);
    const ms = at * 1_000;
    for (const frame of scene.relay.frames.slice(count)) records.push({ kind: 0, ms, bytes: [...frame] });
    count = scene.relay.frames.length;
  }
  const later = [
    json(1_200, { t: 'state', state: 'active', grants: ['view', 'record', 'draw', 'control'] }),
    json(1_500, { t: 'box', seat: 1, id: 'b1', x: 400, y: 900, w: 900, h: 300 }),
    json(2_100, { t: 'pointer', seat: 2, x: 2_000, y: 2_000 }),
    json(2_500, { t: 'intent', id: 'i1', seat: 1, frame: 3, node: 9, act: { do: 'click' } }),
    json(2_600, { t: 'outcome', id: 'i1', seat: 1, outcome: 'refused', why: 'stale' }),
    json(3_100, { t: 'blind', seat: 1, node: 40, note: 'where the refund goes' }),
    json(60_000, { t: 'state', state: 'paused', grants: ['view'] }),
    json(90_000, { t: 'state', state: 'ended', grants: [] }),
  ];
  return [...records, ...later].sort((a, b) => a.ms - b.ms);
}

async function loaded(records: Record[]): Promise<void> {
  scene.agent = await scene.context.newPage();
  await scene.agent.setViewportSize(LARGE_SIZE);
  await scene.agent.goto(`${site.url}/agent`);
  await scene.agent.evaluate(async (list) => {
    const own = window as unknown as AgentWindow;
    async function* load() {
      for (const one of list) yield { ...one, bytes: Uint8Array.from(one.bytes) };
      await Promise.resolve();
    }
    own.player = own.OmbudCobrowseAgent.play({
      element: document.querySelector<HTMLElement>('#view')!,
      load,
    });
    await own.player.loaded;
  }, records);
  await scene.drawn('Your order');
}

/** The picture as it is, and how far it and what is in it are scrolled. */
async function picture(): Promise<string> {
  await scene.agent.waitForTimeout(150);
  return scene.agent.evaluate(() => {
    const shadow = document.querySelector('.ombud-cobrowse')!.shadowRoot!;
    const frame = shadow.querySelector<HTMLIFrameElement>('iframe:not(.behind)')!;
    const scrolls = [...frame.contentDocument!.querySelectorAll('div')]
      .filter((one) => one.scrollTop > 0)
      .map((one) => one.scrollTop);
    return `${frame.contentWindow!.scrollY} ${scrolls.join()} ${frame.contentDocument!.body.innerHTML}`;
  });
}

const seek = (ms: number): Promise<void> =>
  scene.agent.evaluate((to) => (window as unknown as AgentWindow).player.seek(to), ms);

it('shows the same picture of a moment, however it was come to', async () => {
  await loaded(await recorded());
  const moments = ACTS.map((_act, at) => at * 1_000 + 500);
  const onward: string[] = [];
  for (const ms of moments) {
    await seek(ms);
    onward.push(await picture());
  }
  expect(new Set(onward).size).toBe(moments.length);
  for (const at of [6, 2, 7, 0, 5, 4, 1, 3]) {
    await seek(moments[at]!);
    expect(await picture()).toBe(onward[at]);
  }
});

it('plays to the end at speed, over what is idle, and tells what happened', async () => {
  await loaded(await recorded());
  const lines = await scene.agent.locator('.ombud-cobrowse .side li').allTextContents();
  for (const [at, words] of [
    ['0:00', 'Consent given'],
    ['0:01', 'Allowed: drawing and remote control'],
    ['0:01', 'Drawing'],
    ['0:02', 'Click: refused (the page has changed; look again)'],
    ['0:03', 'Could not see: where the refund goes'],
    ['1:00', 'Paused'],
    ['1:30', 'Ended'],
  ])
    expect(lines.some((line) => line.startsWith(at!) && line.includes(words!))).toBe(true);
  await seek(3_300);
  await scene.agent.waitForTimeout(200);
  await scene.shot('player');
  await scene.agent.keyboard.press('Tab');
  await scene.agent.keyboard.press('8');
  await scene.agent.locator('.ombud-cobrowse .controls .i').click();
  await expect
    .poll(() => scene.agent.evaluate(() => (window as unknown as AgentWindow).player.atMs), {
      timeout: 20_000,
    })
    .toBe(90_000);
  const atEnd = await picture();
  await seek(0);
  await seek(90_000);
  expect(await picture()).toBe(atEnd);
});

it('is worked by keys, by the list and by the bar; axe finds no fault', async () => {
  await loaded(await recorded());
  const at = (): Promise<number> =>
    scene.agent.evaluate(() => (window as unknown as AgentWindow).player.atMs);
  await scene.agent.locator('.ombud-cobrowse .side button', { hasText: 'Ended' }).click();
  expect(await at()).toBe(90_000);
  await scene.agent.keyboard.press('Home');
  await scene.agent.keyboard.press('ArrowRight');
  expect(await at()).toBe(5_000);
  await scene.agent.locator('.ombud-cobrowse input[type=range]').fill('60000');
  expect(await at()).toBe(60_000);
  for (const scheme of ['light', 'dark'] as const) {
    await scene.agent.emulateMedia({ colorScheme: scheme });
    await scene.agent.evaluate(axe.source);
    const found = await scene.agent.evaluate(async () => {
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
  }
});

it('goes into a frame of another origin: the token comes by message, and from an allowed parent only', async () => {
  scene.agent = await scene.context.newPage();
  const addresses: string[] = [];
  scene.agent.on('request', (request) => addresses.push(request.url()));
  await scene.agent.goto(`${site.url}/host`);
  const server = site.url.replace('127.0.0.1', 'localhost');
  const put = (parent: string): Promise<void> =>
    scene.agent.evaluate(
      ([origin, socket, allowed]) => {
        const own = window as unknown as AgentWindow & { states: string[]; framed: { close(): void } };
        own.states = [];
        own.framed = own.OmbudCobrowseAgent.embed({
          element: document.querySelector<HTMLElement>('#view')!,
          server: origin!,
          socket: socket!,
          token: 'a-token',
          place: () => Promise.resolve({ token: 'b-token', socket: socket! }),
          onState: (state) => own.states.push(`${state.phase} ${state.state}`),
        });
        const frame = document.querySelector('iframe')!;
        if (allowed !== '')
          frame.src = frame.src.replace(/parent=.*/, `parent=${encodeURIComponent(allowed!)}`);
      },
      [server, scene.relay.url, parent],
    );
  await put('https://elsewhere.example');
  await scene.agent.frameLocator('iframe').getByText('Waiting for the tool').waitFor();
  await scene.agent.waitForTimeout(300);
  expect(scene.relay.heard).toEqual([]);
  await scene.agent.evaluate(() => (window as unknown as { framed: { close(): void } }).framed.close());
  await put('');
  expect((await scene.relay.hears('hello')).token).toBe('a-token');
  const states = (): Promise<string[]> =>
    scene.agent.evaluate(() => (window as unknown as { states: string[] }).states);
  await expect.poll(states).toContain('open active');
  await scene.agent
    .frameLocator('iframe')
    .frameLocator('.ombud-cobrowse iframe')
    .getByText('Your order')
    .waitFor();
  await scene.shot('embedded');
  const before = scene.relay.heard.length;
  scene.relay.drop();
  expect((await scene.relay.hears('hello', before)).token).toBe('b-token');
  expect(addresses.filter((address) => /[ab]-token/.test(address))).toEqual([]);
});
