//! A story's stage: a real Chromium, one context for each person, and on failure all that one needs to see why.
import { existsSync, mkdtempSync } from 'node:fs';
import { delimiter, extname, join } from 'node:path';
import { cpus, loadavg, tmpdir } from 'node:os';
import { randomUUID } from 'node:crypto';
import axe from 'axe-core';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, inject, it } from 'vitest';
import { Server, type Agent } from './api.ts';
import { Line } from './line.ts';
import { Program, tailOf } from './server.ts';

/** How long a page may take to show what it must. Generous: a loaded machine is slow, a broken page is for ever. */
export const SHOWN_MS_MAX = 30_000;
/** As above, with the start of a server. */
const ALONE_MS_MAX = 900_000;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  // Pages that a story answers itself count as public ones; the server is on this machine.
  '--disable-features=LocalNetworkAccessChecks',
];
/** A conversation that still is not put away is left: the next story says what is wrong with it. */
const PUT_AWAY_TRIES_MAX = 20;

/** Built pages to look at instead of those the program carries, while one works on them. */
const PAGES = process.env.OMBUD_TEST_PAGES;

function chromiumOfThisMachine(): string {
  const named = process.env.OMBUD_TEST_CHROMIUM;
  const places = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [named, ...places].find((place) => place && existsSync(place));
  if (!found) throw new Error('no Chromium: install it, or name one in OMBUD_TEST_CHROMIUM');
  return found;
}

let browser: Promise<Browser> | undefined;
export const launch = (): Promise<Browser> =>
  (browser ??= chromium.launch({ executablePath: chromiumOfThisMachine(), args: FLAGS }));
afterAll(async () => (await browser)?.close());

/** A shop's page with the widget, and nothing else of ours. */
const SHOP = (locale: string) => `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title>
<script src="/widget.js" data-ombud-tenant="demo" data-ombud-locale="${locale}" async></script></head>
<body><main><h1>A shop</h1><p>Everything here is for sale.</p></main></body></html>`;

async function servePages(context: BrowserContext, folder: string): Promise<void> {
  await context.route(/\/(desk|portal|merchant)\/|\/widget\.js$/, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path.startsWith('/v1/')) return route.fallback();
    const file = join(folder, path);
    const isFile = extname(path) !== '' && existsSync(file);
    return route.fulfill({ path: isFile ? file : join(folder, path.split('/')[1] ?? '', 'index.html') });
  });
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

export interface Shop {
  page: Page;
  widget: Locator;
}

export class Stage {
  readonly server: Server;
  /** Name and version. */
  readonly browser: string;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #pages = new Map<string, { page: Page; said: string[] }>();
  readonly #opened = new Set<string>();
  readonly #seated: Agent[] = [];
  readonly #lines: Line[] = [];

  constructor(server: Server, chromiumBrowser: Browser) {
    this.server = server;
    this.browser = `${chromiumBrowser.browserType().name()} ${chromiumBrowser.version()}`;
    this.#browser = chromiumBrowser;
  }

  /** A page of a person of their own; what its console says is kept. */
  async page(who: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      baseURL: this.server.url,
      ...options,
    });
    context.setDefaultTimeout(SHOWN_MS_MAX);
    this.#contexts.push(context);
    if (PAGES) await servePages(context, PAGES);
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 400)
        said.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
    this.#pages.set(who, { page, said });
    return page;
  }

  /** The console, with somebody signed in. */
  async desk(agent: Agent, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.signedIn(agent, options);
    await page.goto(`/desk${path}`);
    await page.locator('.d-list, #main').first().waitFor();
    return page;
  }

  /** An empty page of somebody who is signed in. */
  async signedIn(agent: Agent, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page(agent.name, options);
    await page.context().addCookies([
      {
        name: 'ombud_session',
        value: agent.session,
        url: options.baseURL ?? this.server.url,
        httpOnly: true,
        sameSite: 'Strict',
      },
    ]);
    return page;
  }

  /** A wire of one's own to the server, to be cut. */
  async line(): Promise<Line> {
    const line = await Line.to(this.server.url);
    this.#lines.push(line);
    return line;
  }

  /** A shop's page with the widget. Its shadow root is closed; only a test's browser opens it. */
  async shop(who: string, locale = 'en-GB', options: BrowserContextOptions = {}): Promise<Shop> {
    const page = await this.page(who, { locale, ...options });
    await page.route('**/a-shop', (route) => route.fulfill({ contentType: 'text/html', body: SHOP(locale) }));
    await page.addInitScript(() => {
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function opened(init) {
        return attach.call(this, { ...init, mode: 'open' });
      };
    });
    page.on('response', (answer) => void this.#noteOpened(answer));
    await page.goto('/a-shop');
    await page.waitForFunction(() => 'Ombud' in window && !Array.isArray(window.Ombud));
    return { page, widget: page.locator('ombud-help') };
  }

  async #noteOpened(answer: Awaited<ReturnType<Page['waitForResponse']>>): Promise<void> {
    const isNew = answer.request().method() === 'POST' && answer.url().endsWith('/v1/conversations');
    if (!isNew || !answer.ok()) return;
    const made = (await answer.json().catch(() => undefined)) as { id: string } | undefined;
    if (made) this.#opened.add(made.id);
  }

  /** The conversation that the widget of a page has begun. */
  async begun(page: Page, act: () => Promise<unknown>): Promise<string> {
    const answered = page.waitForResponse(
      (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/v1/conversations'),
    );
    await act();
    const made = (await (await answered).json()) as { id: string };
    this.#opened.add(made.id);
    return made.id;
  }

  /** A conversation that somebody else begins, outside any page of the story. */
  async writes(
    customer: string,
    text: string,
    name = 'Ada Byron',
    more: { order_id?: string } = {},
  ): Promise<{ id: string; key: string }> {
    const key = await this.server.customer(customer, name);
    const body = { channel: 'chat', message: { client_id: randomUUID(), text }, ...more };
    const { id } = await this.server.must<{ id: string }>('POST', '/v1/conversations', key, body);
    this.#opened.add(id);
    return { id, key };
  }

  /** A conversation that began outside any page, by phone or e-mail: it is put away with the others. */
  putAway(id: string): void {
    this.#opened.add(id);
  }

  /** Puts an agent at work: from now on the router may offer them something. */
  async seat(agent: Agent, skills: string[], capacity = 40): Promise<void> {
    this.#seated.push(agent);
    const body = { state: 'available', skills, capacity_units: capacity };
    await this.server.must('POST', '/v1/desk/availability', agent.session, body);
  }

  /** Nothing that axe calls serious or critical. */
  async clean(page: Page, where: string): Promise<void> {
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe: checker } = window as unknown as {
        axe: { run: (what: object, how: object) => Promise<{ violations: Violation[] }> };
      };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      // What was read out of a button that waited stays a while after the button is gone with its dialog.
      const all = { exclude: [['[data-live-announcer]']] };
      return (await checker.run(all, { runOnly: tags })).violations;
    });
    const grave = found.filter((one) => one.impact === 'serious' || one.impact === 'critical');
    if (grave.length === 0) return;
    const lines = grave.map((one) => {
      const nodes = one.nodes.map((node) => `  ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ''}`);
      return `${one.id} (${one.impact})\n${nodes.slice(0, 4).join('\n')}`;
    });
    throw new Error(`axe on ${where}:\n${lines.join('\n')}`);
  }

  /** What went wrong, with a picture of each page, what each console said and what the server did. */
  async failed(error: unknown): Promise<Error> {
    const folder = mkdtempSync(join(tmpdir(), 'ombud-story-'));
    const parts = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    for (const [who, { page, said }] of this.#pages) {
      const file = join(folder, `${who.replaceAll(/\W+/g, '-')}.png`);
      await page.screenshot({ path: file, timeout: 10_000 }).catch(() => undefined);
      parts.push(`${who} at ${page.url()}, picture ${file}\n${said.slice(-30).join('\n')}`);
    }
    parts.push(`the server:\n${tailOf(this.server.log)}`);
    return new Error(parts.join('\n\n'));
  }

  /** Nothing of this story stands in the way of the next: no seat taken, nobody waiting. */
  async over(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await Promise.all(this.#lines.map((line) => line.close()));
    for (const agent of this.#seated) {
      const away = { state: 'away', skills: [], capacity_units: 1 };
      await this.server.ask('POST', '/v1/desk/availability', agent.session, away);
    }
    for (const id of this.#opened) {
      // The desk's router works on meanwhile: what was read may have moved before it is taken.
      for (let tried = 0; tried < PUT_AWAY_TRIES_MAX && !(await this.#putAway(id)); tried += 1);
    }
  }

  /** Whether a conversation is resolved, after one attempt more where it was not. */
  async #putAway(id: string): Promise<boolean> {
    const { state, assignment } = await this.server.conversation(id);
    if (state === 'resolved') return true;
    const asked = this.#seated.find((agent) => agent.id === assignment.user_id);
    const offer = { assignment_version: assignment.version };
    if (assignment.state === 'offered' && asked)
      await this.server.ask('POST', `/v1/conversations/${id}/decline`, asked.session, offer);
    const take = { assignment_version: (await this.server.conversation(id)).assignment.version };
    const lead = this.server.key('SUPERVISOR_KEY');
    const way = assignment.state === 'assigned' ? 'take_over' : 'take';
    await this.server.ask('POST', `/v1/conversations/${id}/${way}`, lead, take);
    await this.server.ask('POST', `/v1/conversations/${id}/resolve`, lead, {});
    return (await this.server.conversation(id)).state === 'resolved';
  }
}

type Play = (stage: Stage) => Promise<void>;

/** One play on a stage of its own; where it fails, all that one needs to see why. */
export async function played(server: Server, play: Play): Promise<void> {
  const stage = new Stage(server, await launch());
  try {
    await play(stage);
  } catch (error) {
    throw await stage.failed(error);
  } finally {
    await stage.over();
  }
}

/** A story by its name. Each has a stage of its own, on the server that all share. */
export function story(name: string, play: Play): void {
  it(name, () => played(new Server(inject('server')), play));
}

/** A story on a server of its own: it moves the clock, or counts everything that there is. */
export function storyAlone(name: string, orders: number, play: Play): void {
  const whole = async () => {
    const program = await Program.start(orders);
    try {
      await played(new Server(program.reached), play);
    } finally {
      await program.stop();
    }
  };
  it(name, whole, ALONE_MS_MAX);
}

/** How many times more there is to do on this machine than it can do at once; 1 where it is enough. */
export const crowding = (): number => Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

export interface OrderRow {
  id: string;
  customer_id: string;
  title: string;
}
/** Customers whose conversations other stories open themselves. */
const TAKEN = ['cust-0', 'cust-3'];
const given = new Set<string>();

/** A purchase with a running plan of a customer who is in no other story. */
export async function freeOrder({ server }: Stage): Promise<OrderRow> {
  const agent = server.key('AGENT_KEY');
  const { items } = await server.must<{ items: OrderRow[] }>('GET', '/v1/orders?limit=100', agent);
  for (const order of items) {
    if (TAKEN.includes(order.customer_id) || given.has(order.customer_id)) continue;
    const plans = await server.must<{ status: string }[]>('GET', `/v1/orders/${order.id}/plans`, agent);
    const conversations = await server.must<{ items: unknown[] }>(
      'GET',
      `/v1/conversations?customer_id=${order.customer_id}`,
      agent,
    );
    if (conversations.items.length > 0 || !plans.every((plan) => plan.status === 'active')) continue;
    if (plans.length === 0) continue;
    given.add(order.customer_id);
    return order;
  }
  throw new Error('the demo has no running plan of a customer who is in no other story');
}
