// What the browser tests stand on: a file server for built pages on a free port, and a real Chromium.
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SITE = fileURLToPath(new URL('./.site/', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** What the server sends with its own pages. A page that needs more than this does not work in the product either. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Serves `tests/.site` with each app's page for every path below it that is not a file. */
export async function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    const app = path.split('/')[1] ?? '';
    const file = join(SITE, path);
    const isFile = extname(path) !== '' && file.startsWith(SITE) && existsSync(file);
    const page = ['dev.html', 'index.html']
      .map((name) => join(SITE, app, name))
      .find((name) => existsSync(name));
    const found = isFile ? file : page;
    if (!found) {
      response.writeHead(404).end();
      return;
    }
    readFile(found).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
            'content-security-policy': POLICY,
          })
          .end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}

/** A Chromium of this machine: `CHROMIUM` names one, else the usual places. */
export async function launch() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Chromium: install it, or name one in CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  });
}
