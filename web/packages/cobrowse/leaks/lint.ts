//! What `ombud cobrowse lint` does in its browser: one script, cobrowse-leaks.js, that defines `window.OmbudLeaks`.
import { type ActPlanted } from './page.ts';

export { leakPage } from './page.ts';
export { covered, plant } from './samples.ts';
export { SHAPED } from './shaped.ts';

/** Between two acts, in milliseconds. */
const ACT_MS = 20;
/** After a frame was drawn, so that a pass may have been made. */
const FRAME_MS = 30;

type Script = (word: string, host: Element | null, frame: () => Promise<unknown>) => Promise<void>;

/** Does on the leak page what is to be done while the capture runs. Gives what went wrong. */
export async function act(acts: readonly ActPlanted[]): Promise<string[]> {
  const wait = (ms: number): Promise<unknown> => new Promise((done) => setTimeout(done, ms));
  const frame = (): Promise<unknown> =>
    new Promise((done) => requestAnimationFrame(() => setTimeout(done, FRAME_MS)));
  const Made = Object.getPrototypeOf(async () => undefined).constructor as new (...parts: string[]) => Script;
  const errors: string[] = [];
  for (const { name, word, host, script } of acts) {
    await new Made('word', 'host', 'frame', script)(word, document.querySelector(host), frame).catch(
      (error: unknown) => errors.push(`${name}: ${String(error)}`),
    );
    await wait(ACT_MS);
  }
  return errors;
}
