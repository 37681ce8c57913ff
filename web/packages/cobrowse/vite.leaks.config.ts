// The leak page of `ombud cobrowse lint`: one file, cobrowse-leaks.js, that defines `window.OmbudLeaks`. It goes into the
// program, and to no page.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  publicDir: false,
  build: {
    outDir: here('../../dist'),
    emptyOutDir: false,
    target: 'chrome123',
    lib: {
      entry: here('./leaks/lint.ts'),
      formats: ['iife'],
      name: 'OmbudLeaks',
      fileName: () => 'cobrowse-leaks.js',
    },
  },
});
