import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const { OMBUD_TEST_PICTURES: pictures, OMBUD_BENCH: bench } = process.env;
/** What is run: the stories, or the pictures, or the measurements. */
const include = pictures ? ['pictures.ts'] : bench ? ['*.bench.ts'] : ['*.story.ts'];

/** One server for the whole run and one story at a time: what a story waits for must not wait for another story. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include,
    globalSetup: './set-up.ts',
    fileParallelism: false,
    // Of the stories in a file that say that they may run at once.
    maxConcurrency: 4,
    testTimeout: pictures ? 900_000 : 600_000,
    hookTimeout: 60_000,
  },
});
