// One file that defines `window.OmbudCobrowse`: cobrowse.js, or with `--mode full` cobrowse-full.js, which also tells of
// pictures and drawings. Their budgets are checked by src/size.test.ts.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { STALE } from './src/capture/record.ts';
import { BODY, FLAG, FRAME, KIND, LIMIT, OP, PROP, SHAPE, SOURCE, STATE } from './src/wire/codes.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const CODES: Record<string, Record<string, number>> = {
  BODY,
  FLAG,
  FRAME,
  KIND,
  LIMIT,
  OP,
  PROP,
  SHAPE,
  SOURCE,
  STALE,
  STATE,
};
const CODE = new RegExp(`\\b(${Object.keys(CODES).join('|')})\\.(\\w+)\\b`, 'g');

/** Writes `OP.node` and its like as their numbers: their names need not travel. */
const numbers: Plugin = {
  name: 'numbers',
  transform: (code, id) =>
    id.includes('/src/capture/')
      ? {
          code: code.replace(CODE, (whole, list: string, name: string) => `${CODES[list]?.[name] ?? whole}`),
          map: null,
        }
      : null,
};

/** Names between our own classes, which no browser has and no message carries: they need not travel either. */
const OWN =
  /^(sentOf|endRun|isAlive|colours|everyMs|ofText|ofBox|mirror|details|looks|stale|settle|ofNode|releaseOf|isUnfilled)$/;

export default defineConfig(({ mode }) => ({
  plugins: [numbers],
  publicDir: false,
  build: {
    outDir: here('../../dist'),
    emptyOutDir: false,
    rolldownOptions: {
      output: {
        generatedCode: { symbols: false },
        minify: { compress: true, mangle: true, mangleProps: { include: OWN } },
      },
    },
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    lib: {
      entry: here(mode === 'full' ? './src/customer/index.ts' : './src/capture/index.ts'),
      formats: ['iife'],
      name: 'OmbudCobrowse',
      fileName: () => (mode === 'full' ? 'cobrowse-full.js' : 'cobrowse.js'),
    },
  },
}));
