// How long it takes until the agent sees what changed on the customer's page, in two windows of a real browser with the
// relay between them; beside it the usual recorder (rrweb) and its live player. And how long an agent who joins late waits
// for a page of 200 kB. `cargo build --release -p relay --examples`, then `npm run bench:cobrowse-latency` in `web/`.
//
// Ours goes through the relay as it is (TLS, verification, recording), and, for the ratio, through the same relay in Node
// that rrweb's events go through. OMBUD_BENCH_ROUNDS rounds (3) take turns, of which medians are printed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { pages, serve } from './bench-cobrowse-pages.mjs';
import { launch } from './site.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ROUNDS = Number(process.env.OMBUD_BENCH_ROUNDS ?? 3);
const WRITES = Number(process.env.OMBUD_BENCH_WRITES ?? 300);
const EVERY_MS = 50;
const JOINS = 10;
const LATE_BYTES = 200_000;
const GOALS = { p50: 25, p99: 80, join: 300 };
const RELAY = process.env.OMBUD_BENCH_RELAY ?? here('../../target/release/examples/sockets');
const SIZE = { width: 1_280, height: 720 };
const FIRST_MS_MAX = 15_000;

/** Two scripts of our own: what the customer's side sends with, and what the agent's draws with. */
async function script(entry, name) {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: here(`../packages/cobrowse/src/${entry}`), formats: ['iife'], name },
    },
  });
  return (Array.isArray(made) ? made[0] : made).output[0].code;
}

/** A relay as a process; it says its port. */
async function relay(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => fail(new Error(`the relay ended: ${code}`)));
    child.stdout.once('data', (line) => done(Number(String(line))));
  });
  return { port, stop: () => child.kill() };
}

function certificate(folder) {
  const options =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/certificate.pem`];
  const made = spawnSync('openssl', [...options.split(' '), ...files]);
  if (made.status !== 0) throw new Error('openssl is needed for a certificate');
}

const clocked = (body) =>
  body.replace('<div class="container">', '<div class="container"><p id="clock">tick 0</p>');

/** On both sides: a socket, and times that hold in both windows. */
const SHARED = () => {
  window.timeOf = () => performance.timeOrigin + performance.now();
  window.join = (url, hello, hear) =>
    new Promise((done) => {
      const socket = new WebSocket(url);
      socket.binaryType = 'arraybuffer';
      socket.onmessage = ({ data }) => hear(data, socket);
      socket.onopen = () => {
        if (hello) socket.send(JSON.stringify({ t: 'hello', protocol: 1, token: hello }));
        done(socket);
      };
    });
};

/** Begins to send. */
const SEND = async ({ url, hello, library }) => {
  const begin = (socket) => {
    if (library === 'rrweb') {
      const emit = (event) => socket.send(JSON.stringify(event));
      window.rrweb.record({ emit, maskAllInputs: true, inlineStylesheet: true });
      return;
    }
    const fail = (error) => {
      throw error;
    };
    new window.OmbudFollow.Follow(null, (frame) => socket.send(frame), fail, true).rate(60);
  };
  // The relay welcomes whoever says who it is.
  const socket = await window.join(url, hello, (data, from) => {
    if (String(data).includes('"welcome"')) begin(from);
    if (String(data).includes('"bye"')) window.ended = data;
  });
  if (!hello) begin(socket);
};

/** Draws what comes, and notes which words were painted when: after each frame of the browser, the same for all. */
const DRAW = async ({ url, hello, library }) => {
  const seen = new Map();
  let text = () => '';
  if (library === 'rrweb') {
    const replayer = new window.rrweb.Replayer([], { root: document.body, liveMode: true });
    replayer.startLive();
    text = () => replayer.iframe.contentDocument?.querySelector('#clock')?.textContent ?? '';
    await window.join(url, hello, (data) => {
      if (typeof data === 'string') replayer.addEvent(JSON.parse(data));
      else new Blob([data]).text().then((one) => replayer.addEvent(JSON.parse(one)));
    });
  } else {
    const mirror = new window.OmbudMirror.Mirror({ title: 'x', onView: () => undefined });
    document.body.append(mirror.element);
    let id = 0;
    text = () => {
      const { model, drawing } = mirror.drawn ?? {};
      if (!model) return '';
      const isClock = (node) => node?.body?.kind === 'lines' && node.body.lines[0]?.text.startsWith('tick');
      if (!isClock(model.nodes.get(id))) id = [...model.nodes.values()].find(isClock)?.id ?? 0;
      return drawing.elementOf(id)?.textContent ?? '';
    };
    await window.join(url, hello, (data) => {
      if (data instanceof ArrayBuffer) mirror.take(new Uint8Array(data));
    });
  }
  const painted = new MessageChannel();
  painted.port1.onmessage = () => {
    const said = text();
    if (said.startsWith('tick') && !seen.has(said)) seen.set(said, window.timeOf());
    requestAnimationFrame(() => painted.port2.postMessage(0));
  };
  painted.port2.postMessage(0);
  window.seen = seen;
};

/** Writes words, so many times, at an even pace but never in step with the screen. */
const WRITE = async ({ writes, everyMs }) => {
  const clock = document.querySelector('#clock');
  const times = [];
  for (let at = 1; at <= writes; at += 1) {
    times.push([`tick ${at}`, window.timeOf()]);
    clock.textContent = `tick ${at}`;
    await new Promise((done) => setTimeout(done, everyMs - 4 + ((at * 7) % 9)));
  }
  return times;
};

const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};
const median = (values) => quantile(values, 0.5);

async function window_(browser, address, scripts) {
  const context = await browser.newContext({ viewport: SIZE, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(SHARED);
  for (const url of scripts) await page.addScriptTag({ url });
  return page;
}

async function released(page, selector) {
  await page.evaluate((which) => {
    document.querySelectorAll(which).forEach((one) => one.setAttribute('data-ombud-show', ''));
  }, selector);
}

/** Milliseconds from each write to its being painted. What the agent never saw, because the next came first, counts to
 * the one that was seen instead. */
async function mirrored(browser, site, { port, tokens, library, path }) {
  const [script, drawer] =
    library === 'rrweb'
      ? ['/rrweb/umd/rrweb.min.js', '/rrweb/umd/rrweb.min.js']
      : ['/follow.js', '/mirror.js'];
  const url = (side) => `wss://localhost:${port}/${path(side)}`;
  const agent = await window_(browser, `${site.url}/agent.html`, [drawer]);
  const customer = await window_(browser, `${site.url}/app.html`, [script]);
  try {
    await released(customer, '#clock, .col-md-4:nth-child(odd)');
    await agent.evaluate(DRAW, { url: url('r'), hello: tokens?.('r'), library });
    await customer.evaluate(SEND, { url: url('w'), hello: tokens?.('w'), library });
    await agent.waitForFunction(() => window.seen.has('tick 0'), null, { timeout: FIRST_MS_MAX });
    await customer.waitForTimeout(1_500);
    const written = await customer.evaluate(WRITE, { writes: WRITES, everyMs: EVERY_MS });
    await agent.waitForFunction((last) => window.seen.has(last), `tick ${WRITES}`, { timeout: FIRST_MS_MAX });
    const seen = new Map(await agent.evaluate(() => [...window.seen]));
    let next = NaN;
    const late = [];
    for (const [text, at] of written.reverse()) {
      next = seen.get(text) ?? next;
      late.push(next - at);
    }
    const missing = late.filter((one) => Number.isNaN(one)).length;
    if (missing > 0) throw new Error(`${library}: ${missing} writes were never seen`);
    const skipped = written.filter(([text]) => !seen.has(text)).length;
    return { p50: quantile(late, 0.5), p90: quantile(late, 0.9), p99: quantile(late, 0.99), skipped };
  } finally {
    await customer.context().close();
    await agent.context().close();
  }
}

/** From the opening of the agent's socket to the first picture of the whole page. */
const JOIN = async ({ url, hello }) => {
  document.body.replaceChildren();
  const mirror = new window.OmbudMirror.Mirror({ title: 'x', onView: () => undefined });
  document.body.append(mirror.element);
  let bytes = 0;
  const begun = performance.now();
  const socket = await window.join(url, hello, (data) => {
    if (!(data instanceof ArrayBuffer)) return;
    bytes += data.byteLength;
    mirror.take(new Uint8Array(data));
  });
  const painted = new MessageChannel();
  await new Promise((done) => {
    painted.port1.onmessage = () => {
      const { model, drawing } = mirror.drawn ?? {};
      if (model?.isReady && drawing.elementOf(model.root?.id ?? 0)) done();
      else requestAnimationFrame(() => painted.port2.postMessage(0));
    };
    requestAnimationFrame(() => painted.port2.postMessage(0));
  });
  const took = performance.now() - begun;
  socket.close();
  return { took, bytes };
};

async function joined(browser, site, port) {
  const url = `wss://localhost:${port}/v1/cobrowse/socket`;
  const customer = await window_(browser, `${site.url}/late.html`, ['/follow.js']);
  const agent = await window_(browser, `${site.url}/agent.html`, ['/mirror.js']);
  try {
    await customer.evaluate(SEND, { url, hello: 'w900', library: 'ours' });
    await customer.waitForTimeout(4_000);
    const cdp = await agent.context().newCDPSession(agent);
    // Time of the thread, and not of the clock: what it would take if nobody else had the machine.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const cpu = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return (metrics.find((one) => one.name === 'TaskDuration')?.value ?? 0) * 1_000;
    };
    const joins = [];
    for (let at = 0; at < JOINS; at += 1) {
      const before = await cpu();
      const join = await agent.evaluate(JOIN, { url, hello: 'r900' });
      joins.push({ ...join, cpu: (await cpu()) - before });
      await agent.waitForTimeout(200);
    }
    return joins;
  } finally {
    await customer.context().close();
    await agent.context().close();
  }
}

const ms = (value) => value.toFixed(1).padStart(7);
const met = (value, goal) => `(goal ${goal}: ${value <= goal ? 'met' : 'MISSED'})`;

if (!existsSync(RELAY)) throw new Error(`${RELAY}: build it with cargo build --release -p relay --examples`);
const folder = mkdtempSync(`${tmpdir()}/bench-`);
certificate(folder);
const made = pages();
const site = await serve({
  ...made,
  '/app.html': clocked(made['/app.html']),
  '/late.html': lateOf(made['/long.html']),
  '/agent.html': '<!doctype html><body style="margin:0"></body>',
  '/follow.js': await script('customer/follow.ts', 'OmbudFollow'),
  '/mirror.js': await script('agent/mirror.ts', 'OmbudMirror'),
});

/** So much of the long page as takes 200 kB when all of it is released. */
function lateOf(page) {
  const [head, ...sections] = page.replace('<body>', '<body data-ombud-show>').split('<section>');
  const share = Number(process.env.OMBUD_BENCH_LATE ?? 190);
  return `${head}${sections
    .slice(0, share)
    .map((one) => `<section>${one}`)
    .join('')}</div></body></html>`;
}

const load = () => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 2).join(' ');
const [ours, node] = [
  await relay(RELAY, ['serve', folder]),
  await relay('node', [here('bench-relay-peer.mjs'), folder]),
];
const browser = await launch();
try {
  let number = 0;
  const product = {
    port: ours.port,
    path: () => 'v1/cobrowse/socket',
    tokens: (side) => `${side}${number}`,
    library: 'ours',
  };
  const plain = { port: node.port, path: (side) => `${side}${number}` };
  const ways = {
    'ours, our relay': product,
    'ours, Node relay': { ...plain, library: 'ours' },
    'rrweb, Node relay': { ...plain, library: 'rrweb' },
  };
  console.log(`load before: ${load()}`);
  const runs = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, way] of Object.entries(ways)) {
      number += 1;
      runs[name].push(await mirrored(browser, site, way));
    }
  console.log(
    `\nwritten to painted, ${ROUNDS} rounds of ${WRITES} writes, ${1_000 / EVERY_MS} a second; medians, ms`,
  );
  const of = (name, what) => median(runs[name].map((run) => run[what]));
  for (const name of Object.keys(ways))
    console.log(
      `  ${name.padEnd(18)} p50 ${ms(of(name, 'p50'))}  p90 ${ms(of(name, 'p90'))}  p99 ${ms(of(name, 'p99'))}  not drawn, as the next came first: ${of(name, 'skipped')}`,
    );
  const [p50, p99] = [of('ours, our relay', 'p50'), of('ours, our relay', 'p99')];
  console.log(`  p50 ${met(p50, GOALS.p50)}, p99 ${met(p99, GOALS.p99)}`);
  const ratio = (what) => (of('ours, Node relay', what) / of('rrweb, Node relay', what)).toFixed(2);
  console.log(`  ours / rrweb, same relay: p50 × ${ratio('p50')}, p99 × ${ratio('p99')}`);
  const joins = await joined(browser, site, ours.port);
  const took = joins.map((one) => one.took);
  const [bytes] = joins.map((one) => one.bytes);
  console.log(
    `\nlate join: a page of ${(bytes / 1_000).toFixed(0)} kB, ${JOINS} times, from the socket's opening to painted`,
  );
  console.log(
    `  median ${ms(median(took))}  slowest ${ms(Math.max(...took))} ms ${met(median(took), GOALS.join)}, of which the agent's page worked ${ms(median(joins.map((one) => one.cpu)))}`,
  );
  if (bytes < LATE_BYTES) throw new Error('the page is too small: OMBUD_BENCH_LATE');
  console.log(`\nload after: ${load()}`);
} finally {
  await browser.close();
  site.close();
  ours.stop();
  node.stop();
  rmSync(folder, { recursive: true });
}
