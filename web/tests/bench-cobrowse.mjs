// The capture beside the usual recorder (rrweb), on the same pages, in one run: what a snapshot and 1,000 changes cost the
// page and the wire, and how long the page is held up. `npm run bench:cobrowse`; OMBUD_BENCH_ROUNDS rounds (5), of
// which medians are printed. Times are ratios: they hold on a busy machine as well, as the two take turns.
//
// To be read with care: nothing is released. The recorder copies the whole document; ours tells what is near the window,
// and the rest when it comes near, which is work for later and not measured here. The recorder sends each change as it
// comes; ours looks after a frame, some four times a second where much changes, and tells the last of what changed
// in between. A sweep every four seconds or more seldom is not in every run. The time of a thread holds all of a page's
// tasks: script, style, layout, collection of garbage; that of the same page without any client is taken off.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { MODULES, bundle, pages, serve } from './bench-cobrowse-pages.mjs';
import { launch } from './site.mjs';

const ROUNDS = Number(process.env.OMBUD_BENCH_ROUNDS ?? 5);
/** Until the last of a snapshot was sent, in milliseconds. */
const SETTLE_MS = 1_200;
/** Until a page's own beginning is over (charts that draw themselves), in milliseconds. */
const RESTED_MS = 2_500;
const CHANGES = 1_000;
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
