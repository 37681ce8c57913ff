// One file, cobrowse.js, that defines `window.OmbudCobrowse`. Its budget is checked by src/size.test.ts.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  build: {
    outDir: here('../../dist'),
    emptyOutDir: false,
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    lib: {
      entry: here('./src/capture/index.ts'),
      formats: ['iife'],
      name: 'OmbudCobrowse',
      fileName: () => 'cobrowse.js',
    },
  },
});
