//! The leak page in a browser, with any recorder: what it sends while everything is done on the page that is to be done.
import type { LeakPage } from '@ombud/cobrowse/leaks';
import type { Browser } from 'playwright-core';
import { serveFiles } from './cobrowse-site.ts';

/** The whole page is told little by little: what is far from the window comes in these milliseconds. */
const SETTLED_MS = 2_500;

export interface Sent {
  frames: Uint8Array[];
  errors: string[];
}

/** `begin` is a script: a function that gets what to call with bytes or an object that is sent, and with an error, and gives
 * what ends it. */
export async function sentOn(
  browser: Browser,
  page: LeakPage,
  script: string,
  begin: string,
  files: Record<string, string> = {},
): Promise<Sent> {
  const site = await serveFiles({ ...files, '/leaks': page.html, '/recorder.js': script });
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    await tab.goto(`${site.url}/leaks?secret=${page.places[0]?.word}`);
    await tab.addScriptTag({ url: '/recorder.js' });
    const ran = await tab.evaluate(
      async ({ acts, settledMs, given }) => {
        const frames: number[][] = [];
        const errors: string[] = [];
        const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
        const coder = new TextEncoder();
        type Begin = (emit: (what: unknown) => void, failed: (error: unknown) => void) => () => void;
        const made = new Function(`return ${given}`) as () => Begin;
        const stop = made()(
          (what) =>
            frames.push([...(what instanceof Uint8Array ? what : coder.encode(JSON.stringify(what)))]),
          (error) => errors.push(String(error)),
        );
        await wait(settledMs);
        const Script = Object.getPrototypeOf(async () => undefined).constructor as new (
          ...parts: string[]
        ) => (...given: unknown[]) => Promise<void>;
        for (const act of acts) {
          const host = document.querySelector(act.host);
          await new Script('word', 'host', 'frame', act.script)(act.word, host, frame).catch(
            (error: unknown) => errors.push(`${act.name}: ${String(error)}`),
          );
          await wait(20);
        }
        await wait(settledMs);
        stop();
        return { frames, errors };
      },
      { acts: page.acts, settledMs: SETTLED_MS, given: begin },
    );
    return { frames: ran.frames.map((bytes) => Uint8Array.from(bytes)), errors: ran.errors };
  } finally {
    await context.close();
    await site.close();
  }
}
