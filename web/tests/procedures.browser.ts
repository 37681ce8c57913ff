//! Proposing procedures in a real Chromium over the made-up desk: findings with their line, and the way to another person.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, serve } from './site.mjs';

let site: { url: string; close: () => Promise<unknown> };
let browser: Browser;

beforeAll(async () => {
  [site, browser] = await Promise.all([serve(), launch()]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function procedures(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${site.url}/desk/assistant?signed=in`);
  await page.getByRole('tab', { name: 'Procedures' }).click();
  await page.getByText('Stop payments for a while').waitFor();
  return page;
}

const file = (name: string, text: string) => ({
  name,
  mimeType: 'application/toml',
  buffer: Buffer.from(text),
});

it('names what is wrong with its place, and proposes what is mended', async () => {
  const page = await procedures();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  const text = 'name = "pause_payment"\nversion = 3\n\n[steps.broken]\nsay = "paused"\n';
  await (await chosen).setFiles([file('procedure.toml', text), file('sv.toml', 'paused = "Pausad"\n')]);
  const path = page.getByLabel('Path below policy/assistant').first();
  await expect.poll(() => path.inputValue()).toBe('procedures/pause_payment/procedure.toml');
  await page.getByRole('button', { name: 'Check and propose' }).click();
  await page.getByText('2 findings: nothing was proposed').waitFor();
  await page.getByText('procedures/pause_payment/procedure.toml:4').waitFor();
  await page.getByLabel('Text', { exact: true }).first().fill(text.replace('broken', 'said'));
  await expect.poll(() => page.getByText('2 findings').count()).toBe(0);
  await page.getByRole('button', { name: 'Check and propose' }).click();
  await page.getByText('It waits under Tasks for another person.').waitFor();
  await page.context().close();
});
