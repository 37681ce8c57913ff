//! What the tests of co-browsing stand on: the capture client as one script, and a server for pages of one's own.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PACKAGE = fileURLToPath(new URL('../packages/cobrowse/', import.meta.url));

/** The script that a page loads, as `npm run build` makes it: the smallest client, or all of it. */
export async function bundle(
  mode: 'production' | 'full' | 'details' | 'hands' = 'production',
): Promise<string> {
  // They are there when the page asks for them: no test waits for a build.
  if (mode === 'full') await Promise.all(PARTS.map((part) => laterScript(`/cobrowse-${part}.js`)));
  const made = await build({
    configFile: `${PACKAGE}vite.config.ts`,
    mode,
    root: PACKAGE,
    logLevel: 'error',
    build: { write: false },
  });
  return codeOf(made);
}

/** The other side, as a script that defines `window.OmbudView`. */
export async function viewBundle(): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: `${PACKAGE}src/view/index.ts`, formats: ['iife'], name: 'OmbudView' },
    },
  });
  return codeOf(made);
}

/** The agent's side, as `npm run build` makes it. */
export async function agentBundle(): Promise<string> {
  const made = await build({
    configFile: `${PACKAGE}vite.agent.config.ts`,
    root: PACKAGE,
    logLevel: 'error',
    build: { write: false },
  });
  return codeOf(made);
}

function codeOf(made: Awaited<ReturnType<typeof build>>): string {
  const [first] = Array.isArray(made) ? made : [made];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  return first.output[0].code;
}

const PARTS = ['details', 'hands'] as const;
const parts = new Map<string, Promise<string>>();

/** The scripts that the full client loads by itself, built once. */
export async function laterScript(path: string): Promise<string | undefined> {
  const part = PARTS.find((one) => path === `/cobrowse-${one}.js`);
  if (!part) return undefined;
  const made = parts.get(part) ?? bundle(part);
  parts.set(part, made);
  return made;
}

/** Serves the given files, and what the full client loads; any other path is an almost empty page. */
export async function serveFiles(
  files: Record<string, string>,
): Promise<{ url: string; close: () => Promise<unknown> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const type = pathname.endsWith('.js')
      ? 'text/javascript'
      : pathname.endsWith('.css')
        ? 'text/css'
        : 'text/html';
    void laterScript(pathname).then((later) =>
      response
        .writeHead(200, { 'content-type': `${type}; charset=utf-8` })
        .end(files[pathname] ?? later ?? '<p>x</p>'),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
