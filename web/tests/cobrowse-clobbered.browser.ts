//! Pages whose names stand for what the browser does (DOM clobbering): the capture goes on, and tells nothing of such a form.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, serveFiles } from './cobrowse-site.ts';
import { launch } from './site.mjs';

const TRAPS = [
  '<form name="createRange"></form>',
  '<form name="createTreeWalker"></form>',
  '<form name="querySelectorAll"></form>',
  '<form name="addEventListener"></form>',
  '<form><input name="getBoundingClientRect"></form>',
  '<form><input name="hasAttribute"><input name="matches"></form>',
  '<form><input name="tagName"></form>',
  '<form><input name="firstChild"></form>',
  '<form><input name="closest"><input name="checkVisibility"></form>',
  '<form><input name="nodeValue"><input name="nodeType"></form>',
];
const SECRET = 'inside the form';

let browser: Browser;
let script = '';

beforeAll(async () => {
  [browser, script] = await Promise.all([launch(), bundle()]);
});
afterAll(() => browser.close());

/** What went out of a page, as text, and which errors somebody heard of. */
async function told(body: string, onError: string): Promise<{ text: string; errors: string[] }> {
  const site = await serveFiles({ '/page': `<!doctype html><body>${body}</body>`, '/cobrowse.js': script });
  const page = await browser.newPage();
  await page.goto(`${site.url}/page`);
  await page.addScriptTag({ url: '/cobrowse.js' });
  const made = await page.evaluate(async (onError) => {
    const errors: string[] = [];
    addEventListener('error', (event) => errors.push(`page: ${event.message}`));
    const hear = new Function('errors', 'error', onError) as (errors: string[], error: unknown) => void;
    let text = '';
    const { capture } = (window as unknown as { OmbudCobrowse: { capture(options: object): () => void } })
      .OmbudCobrowse;
    const stop = capture({
      onFrame: (bytes: Uint8Array) => {
        text += new TextDecoder().decode(bytes);
        if (onError.startsWith('throw')) throw new Error('no receiver');
      },
      onError: (error: unknown) => hear(errors, error),
    });
    const wait = () => new Promise((done) => setTimeout(done, 400));
    await wait();
    const last = document.createElement('p');
    last.textContent = 'shown at last';
    document.querySelector('main')?.append(last);
    await wait();
    stop();
    return { text, errors };
  }, onError);
  await page.close();
  await site.close();
  return made;
}

it.each(TRAPS)('goes on around %s', async (trap) => {
  const form = trap.replace('</form>', `<b data-ombud-show>${SECRET}</b></form>`);
  const { text, errors } = await told(
    `${form}<main data-ombud-show><p>shown first</p></main>`,
    'errors.push(String(error))',
  );
  expect(errors).toEqual([]);
  expect(text).toContain('shown first');
  expect(text).toContain('shown at last');
  if (trap.includes('<input')) expect(text).not.toContain(SECRET);
});

it('keeps to itself that whoever hears of its errors throws', async () => {
  const { errors } = await told('<main>x</main>', 'throw error');
  expect(errors).toEqual([]);
});
