//! A customer's page that is captured, an agent's view of it, and the relay between them.
import type * as Agent from '@ombud/cobrowse/agent';
import { Model } from '@ombud/cobrowse/view';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { AGENT, HOST, SHOP } from './cobrowse-agent-pages.ts';
import { FakeRelay } from './cobrowse-relay.ts';
import { agentBundle, bundle, serveFiles } from './cobrowse-site.ts';
import { launch } from './site.mjs';

export type AgentWindow = Window & {
  OmbudCobrowseAgent: typeof Agent;
  view: Agent.LiveView;
  player: Agent.Player;
  places: number;
};

/** Smaller than the customer's window, so that the picture is scaled. */
export const AGENT_SIZE = { width: 860, height: 640 };
export const LARGE_SIZE = { width: 1_360, height: 860 };
const FAR_PX = 2;
const PUBLIC = fileURLToPath(new URL('../packages/cobrowse/public/', import.meta.url));

export const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= FAR_PX;

export interface Site {
  url: string;
  browser: Browser;
  close: () => Promise<void>;
}

/** The pages and the browser of a file of tests. */
export async function openSite(): Promise<Site> {
  const [browser, capture, script] = await Promise.all([launch(), bundle(), agentBundle()]);
  const files = await serveFiles({
    '/shop': SHOP,
    '/agent': AGENT,
    '/host': HOST,
    '/cobrowse.js': capture,
    '/cobrowse-agent.js': script,
    // The relay of the tests has another port, and no certificate.
    '/cobrowse-embed.html': readFileSync(`${PUBLIC}cobrowse-embed.html`, 'utf8').replace('wss:', 'ws:'),
    '/cobrowse-embed.css': readFileSync(`${PUBLIC}cobrowse-embed.css`, 'utf8'),
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await files.close();
  };
  return { url: files.url, browser, close };
}

export function modelOf(frames: readonly Uint8Array[]): Model {
  const model = new Model();
  for (const frame of frames) model.take(frame);
  return model;
}

export class Scene {
  agent!: Page;

  private constructor(
    readonly site: Site,
    readonly relay: FakeRelay,
    readonly context: BrowserContext,
    readonly customer: Page,
  ) {}

  static async open(site: Site): Promise<Scene> {
    const relay = await FakeRelay.start();
    const context = await site.browser.newContext({ viewport: { width: 1_200, height: 800 } });
    const customer = await context.newPage();
    await customer.exposeFunction('sendFrame', (bytes: number[]) => relay.frame(Uint8Array.from(bytes)));
    const scene = new Scene(site, relay, context, customer);
    await scene.capturing();
    return scene;
  }

  async close(): Promise<void> {
    await this.context.close();
    this.relay.close();
  }

  /** Opens the shop anew, and begins its capture. */
  async capturing(): Promise<void> {
    await this.customer.goto(`${this.site.url}/shop`);
    await this.customer.addScriptTag({ url: '/cobrowse.js' });
    await this.customer.evaluate(() => {
      const shop = window as unknown as {
        OmbudCobrowse: { capture(options: object): void };
        sendFrame(bytes: number[]): void;
      };
      shop.OmbudCobrowse.capture({ onFrame: (bytes: Uint8Array) => shop.sendFrame([...bytes]) });
    });
    await expect.poll(() => modelOf(this.relay.frames).isReady).toBe(true);
  }

  /** Opens the agent's view; `grants` are what the customer gave before. */
  async joined(grants: string[] = ['view'], size = AGENT_SIZE): Promise<void> {
    this.relay.grants = grants;
    this.agent = await this.context.newPage();
    await this.agent.setViewportSize(size);
    await this.agent.goto(`${this.site.url}/agent`);
    await this.agent.evaluate((socket) => {
      const own = window as unknown as AgentWindow;
      own.places = 0;
      own.view = own.OmbudCobrowseAgent.connect({
        socket,
        token: 'first',
        element: document.querySelector<HTMLElement>('#view')!,
        place: () => {
          own.places += 1;
          return Promise.resolve({ socket, token: `again ${own.places}` });
        },
      });
    }, this.relay.url);
    if (this.relay.state === 'active') await this.drawn('Your order');
  }

  /** Waits until the picture shows these words. */
  async drawn(words: string): Promise<void> {
    await expect.poll(() => this.placeOf(words)).not.toBeNull();
  }

  /** Where words are on the agent's screen: the middle of their line. */
  async placeOf(words: string): Promise<{ x: number; y: number } | null> {
    return this.agent.evaluate((wanted) => {
      const shadow = document.querySelector('.ombud-cobrowse')?.shadowRoot;
      const frame = shadow?.querySelector<HTMLIFrameElement>('iframe:not(.behind)');
      const paper = shadow?.querySelector('.paper')?.getBoundingClientRect();
      const line = [...(frame?.contentDocument?.querySelectorAll('i, option') ?? [])].find(
        (one) => one.textContent === wanted,
      );
      if (!line || !paper || !frame) return null;
      const scale = paper.width / frame.clientWidth;
      const box = (line.closest('select') ?? line).getBoundingClientRect();
      return {
        x: paper.left + (box.left + box.width / 2) * scale,
        y: paper.top + (box.top + box.height / 2) * scale,
      };
    }, words);
  }

  /** Where an element of the shop is in its page. */
  async shopPlace(selector: string, words?: string): Promise<{ x: number; y: number }> {
    return this.customer.evaluate(
      ([wanted, text]) => {
        const element = [...document.querySelectorAll(wanted ?? '')].find(
          (one) => text === undefined || one.textContent === text,
        );
        const range = document.createRange();
        range.selectNodeContents(element!);
        const box = range.getBoundingClientRect();
        return { x: box.left + box.width / 2 + scrollX, y: box.top + box.height / 2 + scrollY };
      },
      [selector, words],
    );
  }

  tool(name: string): Locator {
    return this.agent.locator(`.ombud-cobrowse [data-tool="${name}"].i`);
  }

  get card(): Locator {
    return this.agent.locator('.ombud-cobrowse .card');
  }

  notice(words: string): Locator {
    return this.agent.locator('.ombud-cobrowse .notices p', { hasText: words });
  }

  async shot(name: string): Promise<void> {
    if (process.env.OMBUD_SHOTS)
      await this.agent.screenshot({ path: `${process.env.OMBUD_SHOTS}/${name}.png` });
  }

  async pressOn(words: string): Promise<void> {
    const at = await this.placeOf(words);
    if (!at) throw new Error(`${words} is not on the picture`);
    await this.agent.mouse.click(at.x, at.y);
  }

  /** Where a node lies in the customer's page, by the frames alone. */
  boxOf(id: number): { kind: number; left: number; top: number; width: number; height: number } {
    const node = modelOf(this.relay.frames).nodes.get(id)!;
    let [left, top] = [0, 0];
    for (let at: typeof node | null = node; at; at = at.parent) [left, top] = [left + at.x, top + at.y];
    return { kind: node.kind, left: left / 4, top: top / 4, width: node.w / 4, height: node.h / 4 };
  }
}
