//! What every page loads stays small.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Of the compressed script, in bytes. */
it.each([
  ['cobrowse.js', 'vite.config.ts', 12_000],
  ['cobrowse-full.js', 'vite.full.config.ts', 25_000],
])(
  '%s keeps within its budget',
  async (name, config, most) => {
    const made = await build({
      root: PACKAGE,
      configFile: PACKAGE + config,
      logLevel: 'silent',
      build: { write: false },
    });
    const [first] = Array.isArray(made) ? made : [made];
    if (!first || !('output' in first)) throw new Error('nothing was built');
    expect(first.output.map(({ fileName }) => fileName)).toEqual([name]);
    const [{ code }] = first.output;
    expect(gzipSync(code, { level: 9 }).length).toBeLessThan(most);
    // Names that are looked up by what the browser says must not be shortened.
    for (const kept of ['checkbox:', 'radio:', 'submit:']) expect(code).toContain(kept);
    // A strict content policy forbids these.
    expect(code).not.toMatch(/\beval\(|new Function\(|innerHTML|style=/);
  },
  60_000,
);
