// Pictures of every page, light and dark:  node tests/shots.mjs OUT_DIR [page …]   (build the site first: npm run site)
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DESK_OVERLAYS, DESK_PAGES, firstDispute, open } from './pages.mjs';
import { launch, serve } from './site.mjs';

const [out = 'screenshots', ...only] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const site = await serve();
const browser = await launch();
const dispute = await firstDispute();
const failures = [];
for (const colorScheme of ['light', 'dark']) {
  const context = await browser.newContext({
    viewport: { width: Number(process.env.WIDTH ?? 1440), height: Number(process.env.HEIGHT ?? 900) },
    colorScheme,
    locale: process.env.LOCALE ?? 'en-GB',
    reducedMotion: 'reduce',
  });
  for (const entry of [...DESK_PAGES, ...DESK_OVERLAYS].filter(
    (one) => only.length === 0 || only.includes(one.name),
  )) {
    const page = await context.newPage();
    page.on('pageerror', (error) => failures.push(`${entry.name}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 404'))
        failures.push(`${entry.name}: ${message.text()}`);
    });
    try {
      await open(page, site.url, entry, dispute);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(out, `desk-${entry.name}-${colorScheme}.png`) });
    } catch (error) {
      failures.push(`${entry.name}: ${error.message.split('\n')[0]}`);
      await page.screenshot({ path: join(out, `desk-${entry.name}-${colorScheme}.png`) });
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
await site.close();
for (const failure of new Set(failures)) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
