//! What every page loads stays small.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

/** Of the compressed script, in bytes. */
const BUDGET_BYTES = 12_000;
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

it('keeps the capture client within its budget', async () => {
  const made = await build({
    root: PACKAGE,
    configFile: `${PACKAGE}vite.config.ts`,
    logLevel: 'silent',
    build: { write: false },
  });
  const [first] = Array.isArray(made) ? made : [made];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  expect(gzipSync(first.output[0].code, { level: 9 }).length).toBeLessThan(BUDGET_BYTES);
}, 60_000);
