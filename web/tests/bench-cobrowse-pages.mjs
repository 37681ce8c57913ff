// What the benchmarks of co-browsing stand on: pages of a shop with Bootstrap, the client as one script, and a server.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../packages/cobrowse/', import.meta.url));
const WORDS =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore'.split(
    ' ',
  );
const TYPES = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

/** Words from a seed. */
function writer(seed) {
  let state = seed;
  const next = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  return (count) => Array.from({ length: count }, () => WORDS[Math.floor(next() * WORDS.length)]).join(' ');
}

const card = (at) =>
  `<div class="card mb-3"><div class="card-header d-flex justify-content-between"><span>Order ${1_000 + at}</span><span class="badge bg-${at % 2 ? 'success' : 'warning'}">${at % 2 ? 'Delivered' : 'Open'}</span></div><div class="card-body"><h5 class="card-title">Running shoes ${at}</h5><p class="card-text">Bought on ${(at % 28) + 1} May from shop ${(at * 7) % 13}. Paid in four parts, the next of them is due soon.</p><a class="btn btn-primary" href="/orders/${at}?t=secret${at}">Open</a> <button class="btn btn-outline-secondary">Report ${at}</button><div class="progress mt-2"><div class="progress-bar" style="width:${(at * 3) % 100}%"></div></div></div></div>`;
const page = (body) =>
  `<!doctype html><html><head><title>Orders</title><link rel="stylesheet" href="/bootstrap/dist/css/bootstrap.css"></head><body>${body}</body></html>`;
const many = (count, one) => Array.from({ length: count }, (_one, at) => one(at)).join('');

export function pages() {
  const text = writer(1);
  const section = (at) =>
    `<section><h3>${text(4)}</h3><p>${text(20)} <b>${text(2)}</b> ${text(10)} <a href="/x/${at}">${text(2)}</a> ${text(30)}</p><ul>${many(4, () => `<li>${text(6)} <em>${text(1)}</em></li>`)}</ul></section>`;
  return {
    '/app.html': page(
      `<nav class="navbar navbar-dark bg-dark"><div class="container"><a class="navbar-brand" href="/">Shop</a><form><input class="form-control" placeholder="Search"></form></div></nav><div class="container"><div class="row">${many(60, (at) => `<div class="col-md-4">${card(at)}</div>`)}</div></div>`,
    ),
    '/long.html': page(`<div class="container">${many(1_090, section)}</div>`),
  };
}

/** The script that a page loads: the smallest client (`production`), or all of it (`full`). */
export async function bundle(mode) {
  const made = await build({
    configFile: `${PACKAGE}vite.config.ts`,
    root: PACKAGE,
    mode,
    logLevel: 'error',
    build: { write: false },
  });
  return (Array.isArray(made) ? made[0] : made).output[0].code;
}

/** Serves these files, and packages at their names. */
export async function serve(files) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const given =
      files[path] === undefined ? readFile(MODULES + path.slice(1)) : Promise.resolve(files[path]);
    given.then(
      (bytes) => response.writeHead(200, { 'content-type': type }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
