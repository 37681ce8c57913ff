// The typed REST client: one function for each method, the paths and bodies checked against openapi.json.
// Never: keeps state other than the credential, retries by itself, or swallows an error.

import type { Clock } from './clock.ts';
import { wholeAnswer, type ContractPaths } from './contract.ts';
import { ApiError, CODE_GARBLED, CODE_UNREACHABLE, isProblem, problemOf } from './problem.ts';
import type { paths } from './schema.ts';

/** What is filled in on its way (`wholeAnswer`) has the types of what comes out. */
type Filled = Extract<keyof ContractPaths, `/v1/conversations${string}`>;
/** Otherwise paths of openapi.json win over those written by hand, so that the latter wither as the API grows. */
export type Paths = Omit<paths, Filled> &
  Pick<ContractPaths, Filled> &
  Omit<ContractPaths, keyof paths | Filled>;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type With<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, infer Op> ? ([Op] extends [undefined] ? never : P) : never;
}[keyof Paths];
type Op<P extends keyof Paths, M extends Method> =
  Paths[P] extends Record<M, infer O> ? NonNullable<O> : never;

type Part<O, K extends string> = O extends { parameters: infer Q }
  ? K extends keyof Q
    ? NonNullable<Q[K]>
    : never
  : never;
type Json<T> = T extends { content: { 'application/json': infer B } } ? B : undefined;
type BodyOf<O> = O extends { requestBody?: infer B } ? Json<NonNullable<B>> : undefined;
type Good = 200 | 201 | 202 | 204;
/** The JSON of the 2xx answer. */
export type Answer<P extends keyof Paths, M extends Method> =
  Op<P, M> extends { responses: infer R } ? { [S in keyof R & Good]: Json<R[S]> }[keyof R & Good] : never;

type Wanted<K extends string, T> = [T] extends [never] ? { [Q in K]?: undefined } : { [Q in K]: T };
type Maybe<K extends string, T> = [T] extends [never] ? { [Q in K]?: undefined } : { [Q in K]?: T };
type Body<T> = [T] extends [undefined] ? { body?: undefined } : { body: T };

export interface Extra {
  signal?: AbortSignal;
  /** The idempotency key. Made afresh when absent; give the same one to repeat the same request safely. */
  key?: string;
}
export type Params<P extends keyof Paths, M extends Method> = Wanted<'path', Part<Op<P, M>, 'path'>> &
  Maybe<'query', Part<Op<P, M>, 'query'>> &
  Body<BodyOf<Op<P, M>>> &
  Extra;
type Rest<P extends keyof Paths, M extends Method> =
  Record<never, never> extends Params<P, M> ? [params?: Params<P, M>] : [params: Params<P, M>];

export interface ApiOptions {
  /** Where the API is; the page's own origin when empty. No slash at the end. */
  base?: string;
  /** A bearer token. Without one the cookie of the page's own origin is sent. */
  token?: () => string | undefined;
  fetch?: typeof fetch;
  newKey?: () => string;
  /** Called for each 401, so that the page can show the sign-in. */
  onSignedOut?: () => void;
  /** Is set by what the answers prove. */
  clock?: Clock;
}

interface Loose extends Extra {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions = {}) {
    this.#options = options;
  }

  get<P extends With<'get'>>(path: P, ...rest: Rest<P, 'get'>): Promise<Answer<P, 'get'>> {
    return this.#call('GET', path, rest[0]) as Promise<Answer<P, 'get'>>;
  }
  post<P extends With<'post'>>(path: P, ...rest: Rest<P, 'post'>): Promise<Answer<P, 'post'>> {
    return this.#call('POST', path, rest[0]) as Promise<Answer<P, 'post'>>;
  }
  put<P extends With<'put'>>(path: P, ...rest: Rest<P, 'put'>): Promise<Answer<P, 'put'>> {
    return this.#call('PUT', path, rest[0]) as Promise<Answer<P, 'put'>>;
  }
  patch<P extends With<'patch'>>(path: P, ...rest: Rest<P, 'patch'>): Promise<Answer<P, 'patch'>> {
    return this.#call('PATCH', path, rest[0]) as Promise<Answer<P, 'patch'>>;
  }
  delete<P extends With<'delete'>>(path: P, ...rest: Rest<P, 'delete'>): Promise<Answer<P, 'delete'>> {
    return this.#call('DELETE', path, rest[0]) as Promise<Answer<P, 'delete'>>;
  }

  /** A file (evidence, an attachment), as bytes. */
  async file(path: string, signal?: AbortSignal): Promise<Blob> {
    const answer = await this.#send(path, { method: 'GET', headers: this.#headers(), signal });
    if (!answer.ok) throw await this.#refusal(answer);
    return answer.blob();
  }

  async #call(method: string, template: string, params: unknown): Promise<unknown> {
    const { path, query, body, key, signal } = (params ?? {}) as Loose;
    const headers = this.#headers();
    if (method !== 'GET') headers.set('Idempotency-Key', key ?? newKey(this.#options));
    const init: RequestInit = { method, headers, signal };
    if (body !== undefined) {
      headers.set('Content-Type', 'application/json');
      init.body = JSON.stringify(body);
    }
    const answer = await this.#send(fill(template, path) + queryOf(query), init);
    if (!answer.ok) throw await this.#refusal(answer);
    const text = await answer.text();
    if (text === '') return undefined;
    try {
      const value: unknown = JSON.parse(text);
      this.#options.clock?.heardIn(value);
      return template.startsWith('/v1/conversations') ? wholeAnswer(value) : value;
    } catch (cause) {
      throw new ApiError(problemOf(answer.status, CODE_GARBLED, String(cause)));
    }
  }

  #headers(): Headers {
    const headers = new Headers({ Accept: 'application/json' });
    const token = this.#options.token?.();
    if (token) headers.set('Authorization', `Bearer ${token}`);
    return headers;
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const ask = this.#options.fetch ?? globalThis.fetch.bind(globalThis);
    const credentials: RequestCredentials = this.#options.token?.() ? 'omit' : 'same-origin';
    try {
      return await ask((this.#options.base ?? '') + url, { ...init, credentials });
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new ApiError(problemOf(0, CODE_UNREACHABLE, String(cause)));
    }
  }

  async #refusal(answer: Response): Promise<ApiError> {
    if (answer.status === 401) this.#options.onSignedOut?.();
    const value: unknown = await answer.json().catch(() => undefined);
    if (isProblem(value)) return new ApiError({ ...value, status: answer.status });
    return new ApiError(problemOf(answer.status, CODE_GARBLED, `HTTP ${answer.status}`));
  }
}

function newKey(options: ApiOptions): string {
  return options.newKey ? options.newKey() : randomId();
}

/** A random id (UUID v4); also where `randomUUID` is missing, as on pages without https. */
export function randomId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function fill(template: string, values: Record<string, unknown> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new TypeError(`${template} needs ${name}`);
    return encodeURIComponent(String(value));
  });
}

function queryOf(values: Record<string, unknown> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') query.append(name, String(value));
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** The bytes of a file as the API takes them: standard base64 with padding. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const STEP = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) {
    text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  }
  return btoa(text);
}

interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}

/** Reads pages until there are no more, or `max` items were read. */
export async function collect<T>(read: (cursor?: string) => Promise<PageOf<T>>, max = 1_000): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && all.length < max);
  return all;
}
