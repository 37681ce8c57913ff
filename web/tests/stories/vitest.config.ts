import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One server for the whole run and one story at a time: what a story waits for must not wait for another story. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: process.env.OMBUD_TEST_PICTURES ? ['pictures.ts'] : ['*.story.ts'],
    globalSetup: './set-up.ts',
    fileParallelism: false,
    testTimeout: process.env.OMBUD_TEST_PICTURES ? 900_000 : 180_000,
    hookTimeout: 60_000,
  },
});
