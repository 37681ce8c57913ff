//! What a person does with Ombud's own things on a page, and what an agent sees: for the tests alone, whose browser keeps
//! the closed shadow.
import { Model, type NodeShown } from '@ombud/cobrowse/view';
import type { Handle, ResumeOptions, StartOptions } from '@ombud/cobrowse/customer';
import type { Page } from 'playwright-core';
import type { Relay } from './cobrowse-customer-relay.ts';

declare global {
  interface Window {
    OmbudCobrowse: {
      start: (options: StartOptions) => Promise<Handle>;
      resume: (options: ResumeOptions) => Promise<Handle | null>;
    };
    handle?: Handle;
    shadowOfOmbud?: ShadowRoot;
  }
}

/** A press that comes earlier than this counts for nothing. */
const ARMED_AFTER_MS = 550;

/** Runs in each page before its scripts: keeps the shadow, open where a checker must see into it. */
export function shut(isOpen: boolean): void {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function kept(this: Element, init) {
    if (this.tagName !== 'OMBUD-COBROWSE') return attach.call(this, init);
    const root = attach.call(this, { ...init, mode: isOpen ? 'open' : 'closed' });
    window.shadowOfOmbud = root;
    return root;
  };
}

/** What Ombud says on the page. */
export async function said(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { shadowOfOmbud: root } = window;
    return root?.host.isConnected ? (root.querySelector<HTMLElement>('.root')?.innerText ?? '') : '';
  });
}

async function place(page: Page, tag: string, text: string): Promise<{ x: number; y: number }> {
  const box = await page.evaluate(
    ([wanted, words]) => {
      const all = [...(window.shadowOfOmbud?.querySelectorAll<HTMLElement>(wanted) ?? [])];
      const one = all.find((element) => element.innerText.trim().startsWith(words));
      const { x, y, width, height } = one?.getBoundingClientRect() ?? new DOMRect();
      return one ? { x: x + Math.min(width / 2, 60), y: y + height / 2 } : null;
    },
    [tag, text] as const,
  );
  if (!box) throw new Error(`nothing there is called ${text}: ${await said(page)}`);
  return box;
}

/** Presses a button as a person does. */
export async function press(page: Page, text: string): Promise<void> {
  await page.waitForTimeout(ARMED_AFTER_MS);
  const { x, y } = await place(page, 'button', text);
  await page.mouse.click(x, y);
}

/** Ticks what begins with these words. */
export async function tick(page: Page, text: string): Promise<void> {
  const { x, y } = await place(page, 'label', text);
  await page.mouse.click(x, y);
}

export interface Seen {
  model: Model;
  nodes: NodeShown[];
  texts: string[];
}

/** What the agent has of the present capture. */
export function view(relay: Relay): Seen {
  const model = new Model();
  for (const frame of relay.line.frames) model.take(frame);
  const nodes = [...model.nodes.values()];
  const texts = nodes.flatMap(({ body }) =>
    body && 'lines' in body && Array.isArray(body.lines)
      ? [body.lines.map(({ text }) => text).join(' ')]
      : [],
  );
  return { model, nodes, texts };
}
