//! What every page loads stays small.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

/** Of the compressed scripts, in bytes. A page loads the first or the second, and the others when it needs them. */
const BUDGETS_BYTES = { production: 12_288, full: 25_000, details: 12_500, hands: 5_500 };
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

it.each(Object.entries(BUDGETS_BYTES))(
  'keeps the %s client within its budget',
  async (mode, budget) => {
    const made = await build({
      root: PACKAGE,
      configFile: `${PACKAGE}vite.config.ts`,
      mode,
      logLevel: 'silent',
      build: { write: false },
    });
    const [first] = Array.isArray(made) ? made : [made];
    if (!first || !('output' in first)) throw new Error('nothing was built');
    expect(gzipSync(first.output[0].code, { level: 9 }).length).toBeLessThan(budget);
  },
  60_000,
);
