//! Suggested replies in a real Chromium over the made-up desk: by keyboard alone, and never in the way.
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

async function conversation(width = 1440): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${site.url}/desk/inbox/mine/conv-1?signed=in`);
  await page.locator('.d-suggestions').waitFor();
  return page;
}

const written = (page: Page) => page.locator('.d-area').inputValue();

it('come without taking the focus, are put in by a key, and are told when they are sent', async () => {
  const page = await conversation();
  await page.keyboard.press('Alt+l');
  await page.keyboard.type('Hello Harriet,');
  await page.locator('.d-suggestion').first().waitFor();
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('d-area');
  await page.keyboard.press('Alt+i');
  await expect.poll(() => written(page)).toMatch(/^Hello Harriet,\n\nI can open a case/);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => written(page)).toBe('');
  // What was used is not suggested again.
  await expect.poll(() => page.locator('.d-suggestion').count()).toBe(2);
  await page.context().close();
});

it('are refused one by one, and can be folded away', async () => {
  const page = await conversation();
  expect(await page.locator('.d-suggestion').count()).toBe(3);
  await page.getByRole('button', { name: 'Not this: A parcel is missing' }).click();
  await expect.poll(() => page.locator('.d-suggestion').count()).toBe(2);
  const head = page.getByRole('button', { name: /^Suggested replies/ });
  await head.focus();
  await page.keyboard.press('Enter');
  expect(await head.getAttribute('aria-expanded')).toBe('false');
  expect(await page.locator('.d-suggestion').count()).toBe(0);
  await page.reload();
  await page.locator('.d-suggestions').waitFor();
  expect(await head.getAttribute('aria-expanded')).toBe('false');
  await page.context().close();
});

it('begin the action that they speak of, and so does the next step of the brief', async () => {
  const page = await conversation();
  await page.locator('.d-suggestions').getByRole('button', { name: 'Open a dispute' }).click();
  await page.getByRole('dialog', { name: 'Open a dispute' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.d-next').getByRole('button', { name: 'Offer a later date' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('.d-action-form').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.d-next').getByRole('button', { name: 'Answer the open question' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('d-area');
  await page.context().close();
});

it('begin folded away where there is little room', async () => {
  const page = await conversation(390);
  expect(await page.locator('.d-suggestion').count()).toBe(0);
  await page.context().close();
});
