// Who uses the widget: nobody yet, a visitor, or a customer whom the company's page vouched for. The
// session's secret stays in this browser tab's storage, so that a conversation goes on over page loads.

import type { Api } from '@ombud/client/api';
import type { Session } from '@ombud/client/contract';

interface Kept {
  token: string;
  session: Session;
}

/** A storage that may be forbidden: then everything lasts until the page is left. */
export class Keeper {
  readonly #name: string;
  readonly #memory = new Map<string, string>();

  constructor(name: string) {
    this.#name = name;
  }

  getItem(key: string): string | null {
    try {
      return localStorage.getItem(this.#name + key);
    } catch {
      return this.#memory.get(key) ?? null;
    }
  }

  setItem(key: string, value: string): void {
    try {
      localStorage.setItem(this.#name + key, value);
    } catch {
      this.#memory.set(key, value);
    }
  }

  removeItem(key: string): void {
    this.#memory.delete(key);
    try {
      localStorage.removeItem(this.#name + key);
    } catch {
      // What cannot be written was never kept.
    }
  }
}

const KEY = 'session';

export class Identity {
  readonly #keeper: Keeper;
  readonly #tenant: string | undefined;
  readonly #locale: string;
  #kept: Kept | undefined;
  #asking: Promise<Session> | undefined;

  constructor(keeper: Keeper, tenant: string | undefined, locale: string) {
    this.#keeper = keeper;
    this.#tenant = tenant;
    this.#locale = locale;
    this.#kept = readKept(keeper.getItem(KEY));
  }

  get token(): string | undefined {
    return this.#kept?.token;
  }

  get session(): Session | undefined {
    return this.#kept?.session;
  }

  get customerId(): string | undefined {
    const { session } = this;
    return session?.kind === 'customer' ? (session.customer_id ?? undefined) : undefined;
  }

  /** The company's page says who this is, with a token that its server signed. */
  async identify(api: Api, token: string): Promise<Session> {
    return this.#keep(await api.post('/v1/sign-in/identity', { body: { tenant: this.#tenant, token } }));
  }

  /** A session, made for a visitor where there is none. */
  async need(api: Api): Promise<Session> {
    if (this.session) return this.session;
    this.#asking ??= api
      .post('/v1/sign-in/visitor', { body: { tenant: this.#tenant, locale: this.#locale } })
      .then((kept) => this.#keep(kept))
      .finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  forget(): void {
    this.#kept = undefined;
    this.#keeper.removeItem(KEY);
  }

  #keep(kept: Kept): Session {
    this.#kept = kept;
    this.#keeper.setItem(KEY, JSON.stringify(kept));
    return kept.session;
  }
}

function readKept(text: string | null): Kept | undefined {
  try {
    const kept = JSON.parse(text ?? '') as Kept;
    return Date.parse(kept.session.expires_at) > Date.now() ? kept : undefined;
  } catch {
    return undefined;
  }
}
