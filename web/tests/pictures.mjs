// Pictures for the documentation:  npm run pictures   (with OMBUD_TEST_BINARY and a Chromium; the pages must be built)
// The real server is started, every page is looked at as people see it, and each picture is made small: a page has few
// colours. The index beside them names each page once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const BYTES_MAX = 150_000;
/** Tried in turn until a picture is small enough. */
const COLOURS = [192, 128, 64, 32];
const APPS = [
  ['desk', 'The desk', 'For the people who help.'],
  ['portal', 'The customer’s portal', 'For the people who are helped.'],
  ['merchant', 'The merchant’s portal', 'For the shops.'],
  ['widget', 'The widget', 'One script tag on a shop’s page.'],
];

const out = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const raw = mkdtempSync(join(tmpdir(), 'ombud-pictures-'));
const pages = fileURLToPath(new URL('../dist', import.meta.url));
const run = spawnSync('npm', ['run', 'test:stories'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    OMBUD__SERVER__DEVELOPMENT_WEBHOOKS: 'true',
    OMBUD__ASSISTANT__MODE: 'off',
    OMBUD__ASSISTANT__ENCODER: 'off',
    OMBUD_TEST_PICTURES: raw,
    OMBUD_TEST_PAGES: process.env.OMBUD_TEST_PAGES ?? pages,
  },
});
if (run.status !== 0) process.exit(run.status ?? 1);

/** The same picture with as many colours as fit. */
async function small(file) {
  for (const colours of COLOURS) {
    const made = await sharp(file).png({ palette: true, colours, effort: 10, dither: 0.6 }).toBuffer();
    if (made.length <= BYTES_MAX) return made;
  }
  throw new Error(`${file} is larger than ${BYTES_MAX} bytes with ${COLOURS.at(-1)} colours`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const names = readdirSync(raw).sort();
for (const name of names) writeFileSync(join(out, name), await small(join(raw, name)));
rmSync(raw, { recursive: true });

const lines = [
  '# Pictures of every page',
  '',
  'Made by `npm run pictures` in `web/`, with the real server and its demo world; nothing is drawn by hand.',
  '',
];
for (const [app, title, about] of APPS) {
  lines.push(`## ${title}`, '', about, '', '| Page | Light | Dark | On a phone |', '|---|---|---|---|');
  const own = names.filter((name) => name.startsWith(`${app}-`) && name.endsWith('-dark.png'));
  for (const dark of own) {
    const page = dark.slice(0, -'-dark.png'.length);
    const cell = (name, width) =>
      names.includes(name)
        ? `<a href="${name}"><img src="${name}" width="${width}" alt="${name.slice(0, -'.png'.length).replaceAll('-', ' ')}"></a>`
        : '';
    const what = page.slice(app.length + 1).replaceAll('-', ' ');
    lines.push(
      `| ${what} | ${cell(`${page}-light.png`, 320)} | ${cell(dark, 320)} | ${cell(`${page}-narrow-light.png`, 96)} |`,
    );
  }
  lines.push('');
}
writeFileSync(join(out, 'README.md'), `${lines.join('\n').trimEnd()}\n`);
process.stdout.write(`${names.length} pictures in ${out}\n`);
