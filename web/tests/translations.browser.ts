//! Translations in a real Chromium over the made-up desk: the source stays, nothing is sent, and nothing is there without a
//! model.
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

async function conversation(id: string, more = ''): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${site.url}/desk/inbox/mine/${id}?signed=in${more}`);
  await page.locator('.d-message').first().waitFor();
  return page;
}

const written = (page: Page) => page.locator('.d-area').inputValue();

it('of a message stand below it, and are said to be a machine’s', async () => {
  const page = await conversation('conv-2');
  const said = page.locator('.d-message[data-by=customer]').last();
  const source = await said.locator('.d-bubble').textContent();
  await said.getByRole('button', { name: 'Translate', exact: true }).click();
  await said.getByText('Translated from German by a machine').waitFor();
  expect(await said.locator('.d-translation-text').getAttribute('lang')).toBe('en');
  expect(await said.locator('.d-bubble').textContent()).toBe(source);
  expect(await said.getByRole('button', { name: 'Translate', exact: true }).count()).toBe(0);
  await page.context().close();
});

it('of a reply take its place when told so, give it back, and are not sent by themselves', async () => {
  const page = await conversation('conv-2');
  const count = await page.locator('.d-message').count();
  await page.locator('.d-area').fill('Hello, I will look at once.');
  await page.getByRole('button', { name: 'Translate to German' }).click();
  await page.getByRole('button', { name: 'Reply in German' }).click();
  expect(await written(page)).toBe('Guten Tag, ich sehe gleich nach.');
  await page.getByText('Hello, I will look at once.').waitFor();
  expect(await page.locator('.d-message').count()).toBe(count);
  await page.getByRole('button', { name: 'Put them back' }).click();
  expect(await written(page)).toBe('Hello, I will look at once.');
  await page.context().close();
});

it('whose figures differ are not offered', async () => {
  const page = await conversation('conv-2');
  await page.locator('.d-area').fill('You pay £50 tomorrow.');
  await page.getByRole('button', { name: 'Translate to German' }).click();
  await page.getByText(/not as in the original \(numbers or amounts\)/).waitFor();
  expect(await page.getByRole('button', { name: 'Reply in German' }).count()).toBe(0);
  await page.context().close();
});

it('are not spoken of in one’s own language, nor where there is no model', async () => {
  for (const page of [await conversation('conv-1'), await conversation('conv-2', '&model=none')]) {
    await page.locator('.d-area').fill('Hello');
    expect(await page.getByRole('button', { name: /^Translate/ }).count()).toBe(0);
    await page.context().close();
  }
});
