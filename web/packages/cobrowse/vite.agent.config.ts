// The agent's side: one file, cobrowse-agent.js, that defines `window.OmbudCobrowseAgent`, and beside it the page that
// in-house tools put into a frame.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  publicDir: here('./public'),
  build: {
    outDir: here('../../dist'),
    emptyOutDir: false,
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    lib: {
      entry: here('./src/agent/bundle.ts'),
      formats: ['iife'],
      name: 'OmbudCobrowseAgent',
      fileName: () => 'cobrowse-agent.js',
    },
  },
});
