import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ombudAssets, type Manifest } from './index.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ombud-assets-'));
});
afterEach(() => rm(root, { recursive: true }));

const svg = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9" fill="${colour}"/></svg>`;

async function made(base: string): Promise<Manifest> {
  await mkdir(join(root, 'public'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<script type="module" src="/main.js"></script>');
  await writeFile(
    join(root, 'main.js'),
    'import logo from "./logo.svg"; import "./style.css"; document.body.append(logo)',
  );
  await writeFile(join(root, 'style.css'), 'body{background:url(./back.svg)}');
  await writeFile(join(root, 'logo.svg'), svg('red'));
  await writeFile(join(root, 'back.svg'), svg('blue'));
  await writeFile(join(root, 'public', 'plain icon.svg'), svg('green'));
  await writeFile(join(root, 'public', 'notes.txt'), 'not shown');
  await build({
    root,
    base,
    configFile: false,
    logLevel: 'error',
    build: { assetsInlineLimit: 0 },
    plugins: [ombudAssets()],
  });
  return JSON.parse(await readFile(join(root, 'dist', 'cobrowse-assets.json'), 'utf8')) as Manifest;
}

it.each([
  ['/', '/'],
  ['/shop/', '/shop/'],
  ['./', '/'],
  ['https://cdn.example/', 'https://cdn.example/'],
])('lists what a build under %s made, by its hash', async (base, place) => {
  const { files } = await made(base);
  const addresses = Object.keys(files);
  expect(addresses).toHaveLength(3);
  expect(addresses.every((address) => address.startsWith(place) && address.endsWith('.svg'))).toBe(true);
  expect(addresses).toContain(`${place}plain%20icon.svg`);
  const assets = (await readdir(join(root, 'dist', 'assets'))).filter((name) => name.endsWith('.svg'));
  expect(assets).toHaveLength(2);
  for (const name of assets) {
    const bytes = await readFile(join(root, 'dist', 'assets', name));
    expect(files[`${place}assets/${name}`]).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
