// The capture beside the usual recorder (rrweb), on the same pages, in one run: what a snapshot and 1,000 changes cost the
// page and the wire, and how long the page is held up. `npm run bench:cobrowse`; OMBUD_BENCH_ROUNDS rounds (5), of
// which medians are printed. Times are ratios: they hold on a busy machine as well, as the two take turns.
//
// To be read with care: nothing is released. The recorder copies the whole document; ours tells what is near the window,
// and the rest when it comes near, which is work for later and not measured here. The recorder sends each change as it
// comes; ours looks after a frame, at most some ten times a second where much changes, and tells the last of what changed
// in between. A sweep every four seconds or more seldom is not in every run. The time of a thread holds all of a page's
// tasks: script, style, layout, collection of garbage; that of the same page without any client is taken off.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { launch } from './site.mjs';

const ROUNDS = Number(process.env.OMBUD_BENCH_ROUNDS ?? 5);
const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../packages/cobrowse/', import.meta.url));
/** Until the last of a snapshot was sent, in milliseconds. */
const SETTLE_MS = 1_200;
/** Until a page's own beginning is over (charts that draw themselves), in milliseconds. */
const RESTED_MS = 2_500;
const CHANGES = 1_000;
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

function pages() {
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

/** The pages of which a name holds OMBUD_BENCH_PAGES; all of them without it. */
const PAGES = [
  ['app page', '/app.html'],
  ['long page', '/long.html'],
  ['admin template', '/startbootstrap-sb-admin-2/index.html'],
].filter(([name]) => name.includes(process.env.OMBUD_BENCH_PAGES ?? ''));

/** How each begins: `emit` takes what it would send. */
const LIBRARIES = {
  none: { script: null, begin: '() => () => undefined' },
  ours: {
    script: '/cobrowse.js',
    begin: '(emit) => OmbudCobrowse.capture({ onFrame: emit, onError: (error) => { throw error; } })',
  },
  full: {
    script: '/cobrowse-full.js',
    begin: '(emit) => OmbudCobrowse.capture({ onFrame: emit, onError: (error) => { throw error; } })',
  },
  strict: {
    script: '/rrweb/umd/rrweb.min.js',
    begin:
      '(emit) => rrweb.record({ emit, maskAllInputs: true, maskTextSelector: "*", inlineStylesheet: true })',
  },
  // What those who care send: no style sheets, and no more of the page than has to be.
  hardened: {
    script: '/rrweb/umd/rrweb.min.js',
    begin:
      '(emit) => rrweb.record({ emit, maskAllInputs: true, maskTextSelector: "*", inlineStylesheet: false, slimDOMOptions: "all", recordCanvas: false, collectFonts: false, inlineImages: false, blockSelector: "img, svg, video, canvas, iframe", sampling: { mousemove: false, mouseInteraction: false, scroll: 150, input: "last" } })',
  },
};

async function bundle(mode) {
  const made = await build({
    configFile: `${PACKAGE}vite.config.ts`,
    root: PACKAGE,
    mode,
    logLevel: 'error',
    build: { write: false },
  });
  return (Array.isArray(made) ? made[0] : made).output[0].code;
}

async function serve(files) {
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

/** Begins a library in the page, and gives what it sent so far; the longest task is watched from before. */
const BEGIN = async ({ begin, settleMs }) => {
  window.sent = [];
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
  }).observe({ type: 'longtask' });
  await new Promise((done) => setTimeout(done, 60));
  window.longest = 0;
  window.stopIt = new Function(`return ${begin}`)()((one) => window.sent.push(one));
  await new Promise((done) => setTimeout(done, settleMs));
};

const TAKE = () => {
  const taken = window.sent.map((one) => (one instanceof Uint8Array ? [...one] : JSON.stringify(one)));
  window.sent = [];
  return { taken, longest: window.longest };
};

/** 1,000 changes in 20 goes: words, classes, attributes, new elements. */
const CHANGE = async (changes) => {
  const of = (selector) => [...document.querySelectorAll(selector)];
  const [texts, badges, cards] = [of('.card-text, .card-body p'), of('.badge'), of('.card')];
  for (let at = 0; at < changes; at += 1) {
    const kind = at % 4;
    if (kind === 0) texts[at % texts.length].textContent = `Changed to ${at} and more words of it`;
    else if (kind === 1)
      badges[at % badges.length].className = `badge bg-${['success', 'danger', 'info'][at % 3]}`;
    else if (kind === 2) cards[at % cards.length].setAttribute('data-n', String(at));
    else {
      const row = document.createElement('div');
      row.className = 'small';
      row.textContent = `Row ${at}`;
      cards[at % cards.length].appendChild(row);
    }
    if (at % 50 === 49) await new Promise((done) => setTimeout(done, 50));
  }
  await new Promise((done) => setTimeout(done, 1_000));
};

function bytesOf(taken) {
  return Buffer.concat(
    taken.map((one) => (typeof one === 'string' ? Buffer.from(`${one}\n`) : Buffer.from(one))),
  );
}

async function measured(browser, url, path, library, isChanged) {
  const tab = await browser.newPage({ viewport: { width: 1_200, height: 900 } });
  try {
    await tab.route(
      (address) => !address.href.startsWith(url),
      (route) => route.abort(),
    );
    await tab.goto(url + path);
    await tab.waitForTimeout(RESTED_MS);
    const cdp = await tab.context().newCDPSession(tab);
    // Time of the thread, and not of the clock: others may have the machine in between.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const cpu = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return (metrics.find((one) => one.name === 'TaskDuration')?.value ?? 0) * 1_000;
    };
    const { script, begin } = LIBRARIES[library];
    if (script) await tab.addScriptTag({ url: script });
    const before = await cpu();
    await tab.evaluate(BEGIN, { begin, settleMs: SETTLE_MS });
    const after = await cpu();
    const snapshot = await tab.evaluate(TAKE);
    const made = { cpu: after - before, longest: snapshot.longest, ...sizes(snapshot.taken) };
    if (!isChanged) return { snapshot: made };
    const start = await cpu();
    await tab.evaluate(CHANGE, CHANGES);
    const end = await cpu();
    const changes = await tab.evaluate(TAKE);
    return {
      snapshot: made,
      changes: { cpu: end - start, longest: changes.longest, ...sizes(changes.taken) },
    };
  } finally {
    await tab.close();
  }
}

function sizes(taken) {
  const bytes = bytesOf(taken);
  return { raw: bytes.length, gzip: bytes.length === 0 ? 0 : gzipSync(bytes, { level: 9 }).length };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function medians(runs, part) {
  const of = (name) => median(runs.map((run) => run[part][name]));
  return { cpu: of('cpu'), longest: of('longest'), raw: of('raw'), gzip: of('gzip') };
}

function row(cells) {
  const widths = [16, 10, 9, 9, 11, 11];
  console.log(cells.map((cell, at) => String(cell).padEnd(widths[at] ?? 10)).join(' '));
}

const kb = (bytes) => (bytes / 1_000).toFixed(1);

function table(title, runs, part) {
  const none = medians(runs.none, part);
  console.log(`\n${title}`);
  row(['', 'CPU ms', 'longest', 'gzip kB', 'CPU ratio', 'gzip ratio']);
  const of = Object.fromEntries(
    Object.keys(runs).map((name) => {
      const made = medians(runs[name], part);
      return [name, { ...made, cpu: made.cpu - none.cpu }];
    }),
  );
  for (const name of ['ours', 'full', 'strict', 'hardened']) {
    const one = of[name];
    const ratio = (other, what) => (one[what] / of[other][what]).toFixed(2);
    const isOurs = name === 'ours' || name === 'full';
    const cpu = isOurs ? ratio('strict', 'cpu') : '';
    const gzip = isOurs ? `${ratio('strict', 'gzip')} / ${ratio('hardened', 'gzip')}` : '';
    row([name, one.cpu.toFixed(1), one.longest.toFixed(0), kb(one.gzip), cpu, gzip]);
  }
}

const [small, full] = [await bundle('production'), await bundle('full')];
const rrweb = await readFile(`${MODULES}rrweb/umd/rrweb.min.js`);
const site = await serve({ ...pages(), '/cobrowse.js': small, '/cobrowse-full.js': full });
const browser = await launch();
try {
  for (const [name, path] of PAGES) {
    const runs = Object.fromEntries(Object.keys(LIBRARIES).map((library) => [library, []]));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const library of Object.keys(LIBRARIES))
        runs[library].push(await measured(browser, site.url, path, library, name !== 'long page'));
    table(`${name}: snapshot (ratios to rrweb strict; gzip: strict / hardened)`, runs, 'snapshot');
    if (name !== 'long page') table(`${name}: ${CHANGES} changes`, runs, 'changes');
  }
  const size = (script) => kb(gzipSync(script, { level: 9 }).length);
  const [details, hands] = [await bundle('details'), await bundle('hands')];
  console.log(
    `\nScripts, gzip kB: core ${size(small)}; full ${size(full)}, with details of what is released ${size(details)} more, with marks and acts ${size(hands)} more; rrweb ${size(rrweb)}`,
  );
} finally {
  await browser.close();
  site.close();
}
