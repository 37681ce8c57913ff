//! The agent's side in a real browser, fed by a real capture over a relay of the tests' own.
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { change, checkpoint } from './cobrowse-frames.ts';
import { LARGE_SIZE, Scene, isNear, modelOf, openSite, type Site } from './cobrowse-scene.ts';

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

describe('the picture', () => {
  it('is there for whoever joins late, has no scripts and loads nothing', async () => {
    const asked: string[] = [];
    scene.context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await scene.joined();
    await scene.customer.evaluate(() => document.querySelector('h1')!.append(' no. 7'));
    await scene.drawn(' no. 7');
    expect(asked).toEqual(['/agent', '/cobrowse-agent.js']);
    const inside = await scene.agent.evaluate(() => {
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
    await scene.shot('active');
  });

  it('has each line as wide as the customer has it, however wide its own letters are', async () => {
    const count = scene.relay.frames.length;
    // Makes letters larger, and is not told.
    await scene.customer.addStyleTag({ content: '* { font-size-adjust: 0.8 !important }' });
    await expect.poll(() => scene.relay.frames.length).toBeGreaterThan(count);
    await scene.joined();
    const off = (): Promise<number> =>
      scene.agent.evaluate(() => {
        const frame = document
          .querySelector('.ombud-cobrowse')!
          .shadowRoot!.querySelector<HTMLIFrameElement>('iframe:not(.behind)');
        const lines = [...(frame?.contentDocument?.querySelectorAll<HTMLElement>('i[data-width]') ?? [])];
        const by = lines.map((line) =>
          Math.abs(line.getBoundingClientRect().width - Number(line.dataset.width)),
        );
        return by.length > 5 ? Math.max(...by) : Infinity;
      });
    await expect.poll(off).toBeLessThan(0.6);
  });

  it('goes on from a checkpoint, by the numbers that it had', async () => {
    scene.relay.frames = [checkpoint(41, 'In the middle'), change(42, 'A step later')];
    scene.relay.state = 'shown';
    await scene.joined(['view', 'control']);
    scene.relay.become('active', ['view', 'control']);
    for (const frame of [...scene.relay.frames]) scene.relay.frame(frame);
    await scene.drawn('A step later');
    await scene.tool('control').click();
    await scene.pressOn('A step later');
    expect(await scene.relay.hears('intent')).toMatchObject({ frame: 42, node: 40 });
    scene.relay.frame(change(99, 'out of order'));
    await scene.relay.hears('hello', 1);
  });

  it('keeps the old page until the new one is whole', async () => {
    await scene.joined();
    await scene.agent.evaluate(() => {
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
    await scene.capturing();
    await scene.customer.evaluate(() => (document.querySelector('h1')!.textContent = 'Another order'));
    await scene.drawn('Another order');
    expect(await scene.agent.evaluate(() => (window as unknown as { bare: number }).bare)).toBe(0);
    expect(await scene.agent.locator('.ombud-cobrowse iframe').count()).toBe(1);
  });

  it('comes back by a new place after the connection was lost', async () => {
    await scene.joined();
    scene.relay.drop();
    await scene.card.getByText('Connection lost').waitFor();
    await scene.shot('lost');
    const hello = await scene.relay.hears('hello', 1, (one) => one.token === 'again 1');
    expect(hello.protocol).toBe(1);
    await scene.customer.evaluate(() => (document.querySelector('h1')!.textContent = 'Still your order'));
    await scene.drawn('Still your order');
    await scene.card.waitFor({ state: 'hidden' });
  });

  it('is taken away when the customer pauses, and the words say who and why', async () => {
    await scene.joined();
    scene.relay.become('paused', ['view'], 'customer');
    await scene.card.getByText('Kim Berg has paused').waitFor();
    expect(await scene.agent.locator('.ombud-cobrowse iframe').count()).toBe(0);
    await scene.shot('paused');
    scene.relay.become('active', ['view']);
    for (const frame of [...scene.relay.frames]) scene.relay.frame(frame);
    await scene.drawn('Your order');
    scene.relay.become('ended', [], 'idle');
    await scene.card.getByText('Nothing happened on the customer’s side').waitFor();
    await scene.shot('ended');
  });

  it.each([
    ['waiting', 'has not joined yet'],
    ['asked', 'is being asked'],
    ['shown', 'as soon as the answer is yes'],
    ['declined', 'You may ask again'],
  ])('is not there while the session is %s', async (state, words) => {
    scene.relay.state = state;
    await scene.joined([]);
    await scene.card.getByText(words).waitFor();
    await scene.shot(state);
  });
});

describe('marks', () => {
  it.each([
    ['as it lies', 0],
    ['scrolled', 310],
  ])('are where the agent put them: the page %s', async (_name, scrolled) => {
    await scene.customer.evaluate((y) => scrollTo(0, y), scrolled);
    await scene.joined(['view', 'draw']);
    await expect.poll(() => modelOf(scene.relay.frames).root?.scrollY).toBe(scrolled * 4);
    for (const [selector, words] of [
      ['td', 'Item 9'],
      ['.list p', 'Event 2: on its way'],
      ['td', '63 kr'],
    ] as const) {
      await scene.drawn(words);
      const at = (await scene.placeOf(words))!;
      const wanted = await scene.shopPlace(selector, words);
      const before = scene.relay.heard.length;
      await scene.agent.mouse.move(at.x, at.y);
      const pointer = await scene.relay.hears('pointer', before, (one) => one.x !== null);
      expect([isNear(Number(pointer.x) / 4, wanted.x), isNear(Number(pointer.y) / 4, wanted.y)]).toEqual([
        true,
        true,
      ]);
    }
    await scene.tool('pen').click();
    const from = (await scene.placeOf('Item 9'))!;
    const to = (await scene.placeOf('63 kr'))!;
    await scene.agent.mouse.move(from.x, from.y);
    await scene.agent.mouse.down();
    await scene.agent.mouse.move(to.x, to.y, { steps: 8 });
    await scene.agent.mouse.up();
    const last = await scene.shopPlace('td', '63 kr');
    await expect
      .poll(() => {
        const end = (scene.relay.last('ink')?.points as [number, number][] | undefined)?.at(-1);
        return end && isNear(end[0] / 4, last.x) && isNear(end[1] / 4, last.y);
      })
      .toBe(true);
    const first = await scene.shopPlace('td', 'Item 9');
    const begin = (scene.relay.heard.find((one) => one.t === 'ink')!.points as [number, number][])[0]!;
    expect([isNear(begin[0] / 4, first.x), isNear(begin[1] / 4, first.y)]).toEqual([true, true]);
  });

  it('of every tool are sent, and those of the other seats are painted', async () => {
    await scene.joined(['view', 'draw'], LARGE_SIZE);
    const painted = () =>
      scene.agent.evaluate(() => {
        const canvas = document
          .querySelector('.ombud-cobrowse')!
          .shadowRoot!.querySelector<HTMLCanvasElement>('canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.some((one) => one > 0);
      });
    expect(await painted()).toBe(false);
    scene.relay.say({ t: 'pointer', seat: 2, x: 2_400, y: 1_600 });
    scene.relay.say({
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
    const [from, to] = [(await scene.placeOf('Item 2'))!, (await scene.placeOf('Item 6'))!];
    await scene.agent.mouse.move(from.x, from.y);
    for (const [key, t] of [
      ['4', 'box'],
      ['5', 'arrow'],
      ['3', 'ink'],
    ] as const) {
      const side = t === 'arrow' ? 300 : -30;
      await scene.agent.keyboard.press(key);
      await scene.agent.mouse.move(from.x + side, from.y);
      await scene.agent.mouse.down();
      await scene.agent.mouse.move(to.x + 110, to.y, { steps: 5 });
      await scene.agent.mouse.up();
      await scene.relay.hears(t);
    }
    await scene.agent.keyboard.press('2');
    await scene.agent.mouse.move(from.x + 400, from.y + 50, { steps: 6 });
    await scene.relay.hears('laser');
    await scene.shot('drawing');
    await scene.agent.keyboard.press('0');
    await scene.relay.hears('clear');
  });

  it('do not go out where the customer has not allowed drawing: they are asked', async () => {
    await scene.joined();
    await scene.tool('pen').click();
    expect((await scene.relay.hears('ask')).wants).toEqual(['draw']);
    await scene.notice('Asked Kim Berg for drawing').waitFor();
    await scene.shot('asked-draw');
    scene.relay.become('active', ['view', 'draw']);
    await scene.notice('Kim Berg allowed drawing').waitFor();
    expect(await scene.tool('pen').getAttribute('aria-pressed')).toBe('true');
    await scene.agent.keyboard.press('Escape');
    expect(await scene.tool('pointer').getAttribute('aria-pressed')).toBe('true');
    expect(scene.relay.last('ink')).toBeUndefined();
  });
});

describe('remote control', () => {
  it('names what was pressed, and says what became of it', async () => {
    await scene.joined();
    await scene.agent.keyboard.press('6');
    await scene.tool('control').click();
    expect((await scene.relay.hears('ask')).wants).toEqual(['scroll', 'control']);
    scene.relay.become('active', ['view', 'scroll', 'control']);
    await scene.agent.locator('.ombud-cobrowse .badge', { hasText: 'You control this page' }).waitFor();
    await scene.pressOn('Open the dispute');
    const click = await scene.relay.hears('intent');
    const button = await scene.customer.evaluate(() =>
      document.querySelector('#open')!.getBoundingClientRect().toJSON(),
    );
    const box = scene.boxOf(Number(click.node));
    expect(box.kind).toBe(7);
    expect((['left', 'top', 'width', 'height'] as const).every((one) => isNear(box[one], button[one]))).toBe(
      true,
    );
    expect(click).toMatchObject({ act: { do: 'click' }, frame: scene.relay.frames.length - 1 });
    await scene.notice('Click: “Open the dispute” – sent').waitFor();
    scene.relay.say({ t: 'outcome', id: click.id, seat: 1, outcome: 'declined' });
    await scene.notice('the customer said no').waitFor();
    await scene.shot('control');
  });

  it('types, chooses, ticks and scrolls', async () => {
    await scene.joined(['view', 'scroll', 'control']);
    await scene.agent.keyboard.press('Tab');
    await scene.tool('control').click();
    await scene.pressOn('hello');
    await scene.agent.keyboard.type('Not my purchase');
    await scene.shot('typing');
    await scene.agent.keyboard.press('Enter');
    const acts = () =>
      scene.relay.heard.filter((one) => one.t === 'intent').map((one) => one.act as { do: string });
    await expect.poll(acts).toEqual([{ do: 'focus' }, { do: 'type', text: 'Not my purchase' }]);
    await scene.pressOn('first');
    await scene.agent.keyboard.type('one');
    await scene.agent.keyboard.press('Shift+Enter');
    await scene.agent.keyboard.type('two');
    await scene.agent.keyboard.press('Enter');
    await expect.poll(() => acts().at(-1)).toEqual({ do: 'type', text: 'one\ntwo' });
    await scene.pressOn('Not received');
    await scene.agent.keyboard.type('2');
    await scene.agent.keyboard.press('Enter');
    await expect.poll(() => acts().at(-1)).toEqual({ do: 'select', index: 1 });
    const at = (await scene.placeOf('Event 2: on its way'))!;
    await scene.agent.mouse.move(at.x, at.y);
    await scene.agent.mouse.wheel(0, 40);
    await expect.poll(() => acts().at(-1)).toEqual({ do: 'scroll', x: 0, y: 160 });
    const inner = scene.relay.last('intent')!;
    expect(scene.boxOf(Number(inner.node)).height).toBe(122);
    const title = (await scene.placeOf('Your order'))!;
    await scene.agent.mouse.move(title.x, title.y);
    await scene.agent.mouse.wheel(0, 100);
    await expect
      .poll(() => scene.relay.last('intent'))
      .toMatchObject({ node: 0, act: { do: 'scroll', y: 400 } });
  });

  it('tells of a box that the agent cannot see, and why it is needed', async () => {
    await scene.joined();
    await scene.tool('blind').click();
    const words = (await scene.placeOf('Item 3'))!;
    const price = (await scene.placeOf('21 kr'))!;
    await scene.agent.mouse.click(words.x, words.y);
    await scene.notice('You can see that one').waitFor();
    const near = await scene.shopPlace('td', 'secret 3');
    const scale =
      (price.x - words.x) /
      ((await scene.shopPlace('td', '21 kr')).x - (await scene.shopPlace('td', 'Item 3')).x);
    const x = words.x + (near.x - (await scene.shopPlace('td', 'Item 3')).x) * scale;
    await scene.agent.mouse.move(x, words.y);
    await scene.agent.mouse.click(x, words.y);
    await scene.agent.keyboard.type('the refund goes there');
    await scene.shot('blind');
    await scene.agent.keyboard.press('Enter');
    const told = await scene.relay.hears('blind');
    expect(told.note).toBe('the refund goes there');
    const node = modelOf(scene.relay.frames).nodes.get(Number(told.node))!;
    expect(node.body?.kind).toBe('bars');
    expect(isNear(scene.boxOf(node.id).top + scene.boxOf(node.id).height / 2, near.y)).toBe(true);
  });
});

describe('the bar', () => {
  it.each(['light', 'dark'] as const)('has no fault that axe finds, %s', async (scheme) => {
    await scene.joined(['view', 'draw'], LARGE_SIZE);
    await scene.agent.emulateMedia({ colorScheme: scheme });
    await scene.agent.getByRole('button', { name: 'Ask for', exact: true }).click();
    await scene.shot(`menu-${scheme}`);
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
    await scene.agent.getByRole('button', { name: 'End', exact: true }).click();
    await scene.agent.locator('.ombud-cobrowse button', { hasText: 'End the session for everyone' }).click();
    await scene.relay.hears('end');
  });
});
