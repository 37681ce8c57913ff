// One file, widget.js, that a page loads with one tag. It stays under the budget that src/size.test.ts checks.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  build: {
    outDir: here('../../dist'),
    emptyOutDir: false,
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    lib: {
      entry: here('./src/main.ts'),
      formats: ['iife'],
      name: 'OmbudWidget',
      fileName: () => 'widget.js',
    },
  },
});
