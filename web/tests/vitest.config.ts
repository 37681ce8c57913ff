import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One browser for each file, and no two files at once: measurements must not disturb each other. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['*.browser.ts'], fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 },
});
