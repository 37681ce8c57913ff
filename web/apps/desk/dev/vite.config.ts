//! Builds the console over the made-up desk into the tests' own folder, from where nothing ships.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { appConfig } from '../../../vite.base.ts';

const base = appConfig('desk');
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  ...base,
  root: here('..'),
  build: {
    ...base.build,
    outDir: here('../../../tests/.site/desk'),
    rollupOptions: { input: here('../dev.html') },
  },
});
