// One file, cobrowse.js, that defines `window.OmbudCobrowse`. Its budget is checked by src/size.test.ts.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { ownNames } from './vite.names.ts';
import { STALE } from './src/capture/record.ts';
import { BODY, FLAG, FRAME, KIND, OP, PROP, STATE } from './src/wire/codes.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const CODES: Record<string, Record<string, number>> = { BODY, FLAG, FRAME, KIND, OP, PROP, STALE, STATE };
const CODE = new RegExp(`\\b(${Object.keys(CODES).join('|')})\\.(\\w+)\\b`, 'g');

/** Writes `OP.node` and its like as their numbers: their names need not travel. */
const numbers: Plugin = {
  name: 'numbers',
  transform: (code, id) =>
    /\/src\/(capture|customer)\//.test(id)
      ? {
          code: code.replace(CODE, (whole, list: string, name: string) => `${CODES[list]?.[name] ?? whole}`),
          map: null,
        }
      : null,
};

export default defineConfig({
  plugins: [numbers],
  build: {
    outDir: here('../../dist'),
    emptyOutDir: false,
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    rolldownOptions: {
      output: {
        generatedCode: { symbols: false },
        minify: { compress: true, mangle: true, mangleProps: { include: ownNames() } },
      },
    },
    lib: {
      entry: here('./src/capture/index.ts'),
      formats: ['iife'],
      name: 'OmbudCobrowse',
      fileName: () => 'cobrowse.js',
    },
  },
});
