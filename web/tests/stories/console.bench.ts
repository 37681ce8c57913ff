//! How fast the console is where it matters: the pages as they ship, in a real Chromium, from the real server, with
//! ten thousand open conversations in it. From a cold start to the first rows; from Alt+J to the next thread.
//!
//! Only for a machine with nothing else to do and a release build: `npm run bench:console`. It prints what it measured,
//! and fails only where a figure could not be measured.
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Agent, Server } from './api.ts';
import { storyAlone, type Stage } from './stage.ts';

const ROWS = Number(process.env.OMBUD_BENCH_ROWS ?? 10_000);
const COLD_STARTS = 10;
/** Each goes one further down the list. */
const SWITCHES = Math.min(300, ROWS - 50);
/** Not counted: the first ones warm the code, as an agent's first minute does. */
const SWITCHES_BEFORE = 20;
const AT_ONCE = 24;
/** Open conversations of one customer. */
const OF_ONE = 8;
const COLD_MS_GOAL = 1_500;
const SWITCH_MS_GOAL = 100;

interface Measured {
  times: number[];
}
const windowOf = (page: Page) => page.evaluate(() => (window as unknown as Measured).times);

const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;

/** A line of figures with its goal, as the other benchmarks print theirs. */
function said(what: string, times: number[], goal: string): string {
  const sorted = [...times].sort((a, b) => a - b);
  const figures = [0.5, 0.95, 1].map((share) => at(sorted, share).toFixed(0));
  return `${what}: median ${figures[0]} ms, p95 ${figures[1]} ms, slowest ${figures[2]} ms of ${sorted.length} (goal: ${goal})`;
}

/** Open conversations, each with a first message of its own; no customer has more than they may. */
async function fill(server: Server): Promise<void> {
  let next = 0;
  const writer = async () => {
    for (let first = (next += OF_ONE) - OF_ONE; first < ROWS; first = (next += OF_ONE) - OF_ONE) {
      const key = await server.customer(`bench-${first}`, `Customer ${first}`);
      for (let number = first; number < Math.min(ROWS, first + OF_ONE); number += 1) {
        const message = { client_id: randomUUID(), text: `Question ${number}: where is my parcel?` };
        await server.must('POST', '/v1/conversations', key, { channel: 'chat', message });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writer));
}

/** A browser that has never been here: from the first byte asked for to the first rows painted. */
async function coldStart(stage: Stage, agent: Agent): Promise<number> {
  const page = await stage.signedIn(agent);
  await page.addInitScript(() => {
    const look = () => {
      if (!document.querySelector('a.d-row')) return requestAnimationFrame(look);
      // The frame after the one with the rows in it: they are on the screen.
      return requestAnimationFrame(() => ((window as unknown as Measured).times = [performance.now()]));
    };
    requestAnimationFrame(look);
  });
  await page.goto('/desk/inbox/open');
  await expect.poll(() => windowOf(page), { timeout: 60_000 }).toBeDefined();
  const [took] = await windowOf(page);
  await page.context().close();
  return took ?? NaN;
}

/** Reads the list to its end, as scrolling does. */
async function whole(page: Page): Promise<void> {
  const size = () =>
    page
      .locator('.d-row-slot')
      .first()
      .evaluate((one) => Number(one.getAttribute('aria-setsize')));
  for (let known = await size(); known < ROWS; known = await size()) {
    await page.locator('.d-rows').evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
    await expect.poll(size, { timeout: 30_000 }).toBeGreaterThan(known);
  }
  await page.locator('.d-rows').evaluate((list) => list.scrollTo({ top: 0 }));
}

/** From the key to the frame that shows the other conversation's messages. */
async function switches(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const kept = window as unknown as Measured;
    kept.times = [];
    const text = () => document.querySelector('.d-log .d-bubble')?.textContent;
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.code !== 'KeyJ' || !event.altKey) return;
        const before = text();
        // Frames that the page does not ask for itself would cost it time: nothing is asked for until it has changed.
        const seen = new MutationObserver(() => {
          const now = text();
          if (!now || now === before) return;
          seen.disconnect();
          requestAnimationFrame(() => kept.times.push(performance.now() - event.timeStamp));
        });
        seen.observe(document.body, { subtree: true, childList: true, characterData: true });
      },
      true,
    );
  });
  for (let number = 1; number <= SWITCHES_BEFORE + SWITCHES; number += 1) {
    await page.keyboard.press('Alt+j');
    await expect
      .poll(async () => (await windowOf(page)).length, { interval: 10, timeout: 30_000 })
      .toBe(number);
  }
  return (await windowOf(page)).slice(SWITCHES_BEFORE);
}

storyAlone('the console with ten thousand open conversations', 30, async (stage) => {
  const { server } = stage;
  const [load = 0] = loadavg();
  await fill(server);
  const agent = await server.hire('Anna Sand');
  const cold: number[] = [];
  for (let start = 0; start < COLD_STARTS; start += 1) cold.push(await coldStart(stage, agent));
  const page = await stage.desk(agent, '/inbox/open');
  await page.locator('a.d-row').first().waitFor();
  await whole(page);
  await page.locator('a.d-row').first().press('Enter');
  await page.locator('.d-log .d-bubble').first().waitFor();
  const switched = await switches(page);
  const rows = await page.locator('a.d-row').count();
  const lines = [
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load.toFixed(1)} before; ${stage.browser}`,
    `${ROWS} conversations in the list, ${rows} of them drawn`,
    said('cold start, to the first rows', cold, `${COLD_MS_GOAL} ms`),
    said('next conversation, from the key to its messages', switched, `p95 ${SWITCH_MS_GOAL} ms`),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  expect([...cold, ...switched].every(Number.isFinite)).toBe(true);
});
