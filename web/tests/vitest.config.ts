import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One browser for each file, and two files at once at most: a machine that builds this has two cores. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['*.browser.ts'], maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 },
});
