//! A recording that was exported plays in rrweb's own player: what was released is there, at its time.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveFiles } from './cobrowse-site.ts';
import { launch } from './site.mjs';

const read = (path: string): Promise<string> =>
  readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

interface Player {
  pause: (atMs: number) => void;
  iframe: HTMLIFrameElement;
}
type Made = new (events: unknown[], options: object) => Player;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('shows in rrweb what the customer showed', async () => {
  const [script, golden] = await Promise.all([
    read('../node_modules/rrweb/umd/rrweb.min.js'),
    // Made by crates/cobrowse/tests/golden.rs.
    read('../../crates/cobrowse/tests/golden/rrweb.json'),
  ]);
  const site = await serveFiles({ '/rrweb.js': script });
  const page = await browser.newPage();
  try {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (said) => {
      if (/error|warning/.test(said.type())) errors.push(said.text());
    });
    await page.goto(site.url);
    await page.addScriptTag({ url: '/rrweb.js' });
    const shown = await page.evaluate(
      (events) => {
        const { Replayer } = (window as unknown as { rrweb: { Replayer: Made } }).rrweb;
        const player = new Replayer(events, { root: document.body, mouseTail: false });
        // The whole page comes with the first event, and each frame a second after the one before.
        return [500, 2_500].map((atMs) => {
          player.pause(atMs);
          return player.iframe.contentDocument?.body.innerText ?? '';
        });
      },
      JSON.parse(golden) as unknown[],
    );
    expect(shown[0]).toContain('Your order is on');
    expect(shown[0]).not.toContain('Parcel 1 of 2');
    expect(shown[1]).toContain('Parcel 1 of 2');
    expect(errors).toEqual([]);
  } finally {
    await page.close();
    await site.close();
  }
});
