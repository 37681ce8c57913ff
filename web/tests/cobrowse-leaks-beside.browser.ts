//! The leak page and the usual recorder (rrweb) with its options: how many of the words leave. Printed, beside ours:
//! `OMBUD_TEST_CHROMIUM=… npx vitest run --config tests/vitest.config.ts cobrowse-leaks-beside`.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { found, leakPage, SHAPED, SPLIT } from '@ombud/cobrowse/leaks';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sentOn } from './cobrowse-leaks-run.ts';
import { bundle } from './cobrowse-site.ts';
import { launch } from './site.mjs';

const RRWEB = fileURLToPath(new URL('../node_modules/rrweb/umd/rrweb.min.js', import.meta.url));
const OURS = '(emit, failed) => OmbudCobrowse.capture({ onFrame: emit, onError: failed })';
const masked = 'emit, maskAllInputs: true, maskTextSelector: "*"';
/** As `npm run bench:cobrowse` has them. */
const OPTIONS: Record<string, string> = {
  'rrweb as it comes': '(emit) => rrweb.record({ emit })',
  'rrweb strict': `(emit) => rrweb.record({ ${masked}, inlineStylesheet: true })`,
  'rrweb hardened': `(emit) => rrweb.record({ ${masked}, inlineStylesheet: false, slimDOMOptions: "all", recordCanvas: false, collectFonts: false, inlineImages: false, blockSelector: "img, svg, video, canvas, iframe", sampling: { mousemove: false, mouseInteraction: false, scroll: 150, input: "last" } })`,
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function measured(name: string, script: string, begin: string): Promise<number> {
  const page = leakPage(1);
  const planted = page.places.map((one) => one.word);
  const numbers = [...SHAPED, ...SPLIT].map(([, number]) => number);
  const { frames } = await sentOn(browser, page, script, begin);
  const words = found(frames, [], planted).length;
  const shaped = found(frames, [], numbers).length;
  process.stdout.write(
    `${name}: ${words} of ${planted.length} words, ${shaped} of ${numbers.length} numbers\n`,
  );
  return words;
}

it('lets no word out', async () => {
  expect(await measured('ours', await bundle(), OURS)).toBe(0);
});

it.each(Object.entries(OPTIONS))('is measured as %s', async (name, begin) => {
  expect(await measured(name, await readFile(RRWEB, 'utf8'), begin)).toBeGreaterThan(0);
});
