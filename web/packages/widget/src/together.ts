// A page looked at together: asked here, shown by a script of its own, which is loaded when it is needed.

import type { Api } from '@ombud/client/api';
import { INVITATION } from '@ombud/client/invitation';
import { h } from './dom.ts';

interface Options {
  server: string;
  language: string;
  authorization?: () => string;
  token?: string;
  session?: { id: string; token: string; socket: string };
}
interface Handle {
  end: (reason?: 'log_out') => void;
}
interface Script {
  start?: (options: Options) => Promise<Handle>;
  resume?: (options: Options) => Promise<Handle | null>;
}
declare global {
  interface Window {
    OmbudCobrowse?: Script;
  }
}

export class Together {
  #handle: Handle | null = null;

  constructor(
    private readonly options: Options,
    private readonly api: Api,
  ) {
    addEventListener('hashchange', () => this.goOn());
  }

  /** Goes on after a reload of the page, or follows the link that the customer opened. */
  goOn(): void {
    if (this.#handle || !(location.hash.includes(`${INVITATION}=`) || isKept())) return;
    void this.#script()
      .then((script) => script.resume?.(this.options))
      .then((handle) => (this.#handle = handle ?? null))
      .catch(() => undefined);
  }

  async join(id: string): Promise<void> {
    const script = await this.#script();
    const path = { cobrowse_id: id };
    const { token, socket } = await this.api.post('/v1/cobrowse/sessions/{cobrowse_id}/join', { path });
    await this.#start(script, { session: { id, token, socket } });
  }

  async follow(token: string): Promise<void> {
    await this.#start(await this.#script(), { token });
  }

  decline(id: string): Promise<unknown> {
    return this.api.post('/v1/cobrowse/sessions/{cobrowse_id}/end', { path: { cobrowse_id: id } });
  }

  /** Whoever signs out shows nothing any more. */
  stop(): void {
    this.#handle?.end('log_out');
    this.#handle = null;
  }

  async #start(script: Script, more: Partial<Options>): Promise<void> {
    this.#handle = (await script.start?.({ ...this.options, ...more })) ?? null;
  }

  /** The script in full; a page may have it, or the capture alone under the same name. */
  #script(): Promise<Script> {
    const there = window.OmbudCobrowse;
    if (there?.start) return Promise.resolve(there);
    return new Promise((done, failed) => {
      const src = `${this.options.server}/cobrowse-full.js`;
      const script = h('script', { src });
      script.onload = () => done(window.OmbudCobrowse ?? {});
      script.onerror = () => failed(new Error(`${src} did not come`));
      document.head.append(script);
    });
  }
}

function isKept(): boolean {
  try {
    return sessionStorage.getItem(INVITATION) !== null;
  } catch {
    return false;
  }
}
