//! The server as a program speaks to it: what a story arranges, and what it holds the pages against.
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Conversation, ConversationEvent } from '@ombud/client';
import type { Reached } from './server.ts';

export type Json = Record<string, unknown>;
const LETTER_MS_MAX = 30_000;
const SESSIONS = new Map<string, string>();

export interface Answer<T> {
  status: number;
  body: T;
  cookie?: string;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  password: string;
  /** The session's secret, as the browser keeps it. */
  session: string;
}

export class Server {
  readonly url: string;
  readonly log: string;
  readonly keys: Record<string, string>;

  constructor(reached: Reached) {
    this.url = reached.url;
    this.log = reached.log;
    this.keys = reached.keys;
  }

  key(name: string): string {
    const key = this.keys[name];
    if (!key) throw new Error(`the demo has no ${name}`);
    return key;
  }

  /** One request; any status is an answer. `more` are headers. */
  async ask<T = Json>(
    method: string,
    path: string,
    key: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...more,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const cookie = response.headers.getSetCookie().find((one) => one.startsWith('ombud_session='));
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : {}) as T,
      cookie: cookie?.split(';')[0]?.split('=')[1],
    };
  }

  /** One request that must work. */
  async must<T = Json>(method: string, path: string, key: string, body?: unknown, more = {}): Promise<T> {
    const answer = await this.ask<T>(method, path, key, body, more);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  conversation(id: string, key = this.key('AGENT_KEY')): Promise<Conversation> {
    return this.must('GET', `/v1/conversations/${id}`, key);
  }

  /** Every event of a conversation, as the desk sees it or as whose key it is. */
  async events(id: string, key = this.key('AGENT_KEY')): Promise<ConversationEvent[]> {
    const all: ConversationEvent[] = [];
    for (;;) {
      const after = all.at(-1)?.seq ?? 0;
      const path = `/v1/conversations/${id}/events?after=${after}&limit=100`;
      const page = await this.must<{ items: ConversationEvent[] }>('GET', path, key);
      if (page.items.length === 0) return all;
      all.push(...page.items);
    }
  }

  /** An agent of the demo company, invited as in life: by an operator, with the link of the letter. */
  async hire(name: string, has: { languages?: string[]; skills?: string[] } = {}): Promise<Agent> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}.${randomUUID().slice(0, 8)}@demo.example`;
    const user = { email, name, role: 'agent', languages: ['en'], skills: [], capacity_units: 40, ...has };
    const { id } = await this.must<{ id: string }>('POST', '/v1/users', this.key('OPERATOR_KEY'), user);
    const token = await this.#letter(email);
    const password = `${randomUUID()}-${randomUUID()}`;
    const answer = await this.ask('POST', '/v1/sign-in/invitation', '', { token, password });
    if (!answer.cookie) throw new Error(`no session for the invited: ${JSON.stringify(answer)}`);
    return { id, name, email, password, session: answer.cookie };
  }

  async #letter(email: string): Promise<string> {
    for (const end = Date.now() + LETTER_MS_MAX; Date.now() < end;) {
      const [, letter] = readFileSync(this.log, 'utf8').split(`[letter to ${email}]`);
      const token = letter?.match(/invitation#(\S+)/)?.[1];
      if (token) return token;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no letter to ${email} was printed`);
  }

  /** What the company's own app hands to its page: a token that says who the customer is. */
  vouch(customer: string, name: string, locale = 'en'): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 300;
    const claims = { sub: customer, aud: 'ombud', exp, jti: randomUUID(), name, locale };
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    const seal = createHmac('sha256', this.key('IDENTITY_SECRET')).update(signed).digest('base64url');
    return `${signed}.${seal}`;
  }

  /** A customer's session, for what happens outside any page. Each signs in once: the door counts knocks. */
  async customer(customer: string, name: string): Promise<string> {
    const known = SESSIONS.get(`${this.url} ${customer}`);
    if (known) return known;
    const body = { token: this.vouch(customer, name) };
    const { token } = await this.must<{ token: string }>('POST', '/v1/sign-in/identity', '', body);
    SESSIONS.set(`${this.url} ${customer}`, token);
    return token;
  }
}
