import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { build } from 'vite';

/** All of it: code, look and four languages. */
const WIDGET_GZIP_BYTES_MAX = 30_000;

it('the widget is one file of at most 30 kB', async () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const built = await build({
    root,
    configFile: `${root}vite.config.ts`,
    logLevel: 'silent',
    build: { write: false },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const output = bundle && 'output' in bundle ? bundle.output : [];
  expect(output.map((file) => file.fileName)).toEqual(['widget.js']);
  const [file] = output;
  const code = file && 'code' in file ? file.code : '';
  expect(gzipSync(code).length).toBeLessThanOrEqual(WIDGET_GZIP_BYTES_MAX);
  // A strict content policy forbids these.
  expect(code).not.toMatch(/\beval\(|new Function\(|innerHTML|\.style\b|style=/);
}, 60_000);
