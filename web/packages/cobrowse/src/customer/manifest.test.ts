// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { files, learn } from './manifest.ts';

afterEach(() => vi.unstubAllGlobals());

it('names files by their whole address, and asks once', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: URL, { credentials }: RequestInit) => {
    asked.push(`${address.href} ${credentials}`);
    const manifest = { files: { '/a/logo.svg': 'aa', 'https://cdn.example/f.woff2': 'bb' } };
    return Promise.resolve({ json: () => Promise.resolve(manifest) });
  });
  await learn('/cobrowse-assets.json');
  await learn('/cobrowse-assets.json');
  expect(asked).toEqual([`${location.origin}/cobrowse-assets.json omit`]);
  expect(files).toEqual({ [`${location.origin}/a/logo.svg`]: 'aa', 'https://cdn.example/f.woff2': 'bb' });
});

it('goes on without a manifest that is none', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve({ json: () => Promise.resolve(null) }));
  await expect(learn('/other.json')).resolves.toBeUndefined();
});
