// One file that defines `window.OmbudCobrowse`: cobrowse.js, or with `--mode full` cobrowse-full.js, which is the customer's
// side as well, and loads cobrowse-details.js (`--mode details`) when something is released, and cobrowse-hands.js (`--mode
// hands`) when an agent marks or acts. Their budgets are checked by src/size.test.ts.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
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

/** The smallest client has no details, and need not ask for them; nor does it tell of shadows, nor of colours that only a
 * drawing tells. */
const plain: Plugin = {
  name: 'plain',
  transform: (code, id) =>
    id.includes('/src/capture/')
      ? {
          code: code
            .replace(/\bthis\.(#?looks\.details|details|#more)\b(?! ?=)/g, 'null')
            .replace('make?.(ground)', 'null')
            .replace(/\bthis\.heard\?\.\(.*\);/g, '')
            .replace(/\bhasPixels: .*,/g, '')
            .replace(/if \(fonts\.length > 0\).*/, '')
            .replace('Math.max(this.everyMs, Math.min(REST_MS_MAX, rest))', 'Math.min(REST_MS_MAX, rest)')
            .replace(/\bthis\.#(drawn|shadow)\([^)]*\)/g, '0'),
          map: null,
        }
      : null,
};

/** Of the smallest client all is used at once: a browser that knows the hint compiles it while it loads, on another thread
 * (https://v8.dev/blog/explicit-compile-hints). */
const HINT = '//# allFunctionsCalledOnLoad';

/** Once more, by a minifier that finds what the first leaves. Nothing of ours is read only for what reading it does. */
const smaller = (preamble: string): Plugin => ({
  name: 'smaller',
  async generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      const compress = { passes: 3, pure_getters: true, unsafe_arrows: true, unsafe_methods: true };
      const made = await minify(file.code, { ecma: 2020, compress, format: { preamble } });
      file.code = made.code ?? file.code;
    }
  },
});

/** A script finds its parts beside itself, and not as modules. */
const beside: Plugin = {
  name: 'beside',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === './load.ts' && importer ? importer.replace(/[^/]+$/, 'load.script.ts') : null,
};
/** Modules of which the parts use what the full script has: src/later.ts. */
const SHARED = /\/(sensitive|looks|bodies|policy|dom|stage)\.ts$/;

/** Changes with what the parts are made of. */
function release(): string {
  const hash = createHash('sha256');
  for (const folder of ['./src/', './src/capture/', './src/capture/full/', './src/customer/', './src/wire/'])
    for (const name of readdirSync(here(folder)).sort())
      if (/^[\w.]+\.ts$/.test(name)) hash.update(readFileSync(here(folder) + name));
  return hash.digest('hex').slice(0, 12);
}

/** Names between our own classes, which no browser has, no message carries, and the parts do not know: they need not
 * travel either. */
const OWN =
  /^(endRun|isAlive|everyMs|mirror|stale|settle|ofNode|isUnfilled|isOfOtherSize|bodyAt|refreshed|lastWide|isInline|isOfOtherHeight|stateOf|lookOf|bodyOf|isAllNew|isContinued|isDeep|arrive|isAt|ofElement|ofControl|isFar|pen|near|pass|measure|sequence|mark)$/;

/** The smallest client has no parts, so that more names are its own. */
const OWN_ALONE =
  /^(around|asks|beginPass|bodies|colours|compiled|details|flags|forget|hasPixels|heard|isPiece|kind|look|looks|leave|meet|measure|move|node|number|ofBox|ofText|origin|parent|pen|raw|rect|release|released|scrolled|sentOf|signed|stale|tell|wear|whole|word|body|byte|hex|write|lines|lookedIn|state|after|root|text|begin|end|take|first|last|count|scroll|update|rule|pass|key)$/;

const FILES: Record<string, { entry: string; name: string; file: string }> = {
  production: { entry: './src/capture/index.ts', name: 'OmbudCobrowse', file: 'cobrowse.js' },
  full: { entry: './src/customer/index.ts', name: 'OmbudCobrowse', file: 'cobrowse-full.js' },
  details: {
    entry: './src/capture/full/all.ts',
    name: 'OmbudCobrowseDetails',
    file: 'cobrowse-details.js',
  },
  hands: { entry: './src/customer/hands.ts', name: 'OmbudCobrowseHands', file: 'cobrowse-hands.js' },
};

export default defineConfig(({ mode }) => {
  const made = FILES[mode];
  const isPart = mode === 'details' || mode === 'hands';
  if (!made) throw new Error(`mode: one of ${Object.keys(FILES).join(', ')}`);
  return {
    plugins: [numbers, beside, ...(mode === 'production' ? [plain, smaller(HINT)] : [smaller('')])],
    publicDir: false,
    define: { RELEASE: JSON.stringify(release()) },
    build: {
      outDir: here('../../dist'),
      emptyOutDir: false,
      rolldownOptions: {
        optimization: { inlineConst: { mode: 'all', pass: 2 } },
        external: (source) => isPart && SHARED.test(source),
        output: {
          globals: () => 'OmbudCobrowseShared',
          generatedCode: { symbols: false },
          minify: {
            compress: true,
            mangle: true,
            mangleProps: {
              include: mode === 'production' ? new RegExp(`${OWN.source}|${OWN_ALONE.source}`) : OWN,
            },
          },
        },
      },
      target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
      lib: {
        entry: here(made.entry),
        formats: ['iife'],
        name: made.name,
        fileName: () => made.file,
      },
    },
  };
});
