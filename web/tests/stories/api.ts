//! The server as a program speaks to it: what a story arranges, and what it holds the pages against.
import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

export interface TaskRow {
  id: string;
  kind: string;
  due_at: string;
  conversation_id?: string;
}

/** An entry of the audit trail; what was done is in its body. */
export interface AuditEntry {
  lane: number;
  seq: number;
  object: string;
  action: string;
  actor: { kind: string; id?: string };
  previous: string;
  hash: string;
  body?: { epoch?: number; events?: string[] };
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
  readonly #reached: Reached;

  constructor(reached: Reached) {
    this.url = reached.url;
    this.log = reached.log;
    this.keys = reached.keys;
    this.#reached = reached;
  }

  /** What the program itself says of the audit trail, exported and verified as an auditor does it. */
  async verdict(): Promise<{ intact: boolean; entries: number; findings: unknown[] }> {
    const { binary, data } = this.#reached;
    const run = promisify(execFile);
    const file = join(data, `${randomUUID()}.audit`);
    const env = { ...process.env, OMBUD__STORE__DATA_DIR: data };
    await run(binary, ['audit', 'export', '--tenant', 'demo', '--out', file], { env });
    const { stdout } = await run(binary, ['audit', 'verify', file, '--json'], { env }).catch(
      (failed: { stdout: string }) => failed,
    );
    return JSON.parse(stdout) as { intact: boolean; entries: number; findings: unknown[] };
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

  /** The tasks that nobody has done. */
  async tasks(): Promise<TaskRow[]> {
    const path = '/v1/tasks?state=open&limit=100';
    return (await this.must<{ items: TaskRow[] }>('GET', path, this.key('AGENT_KEY'))).items;
  }

  /** The audit trail, lane by lane; of one object, where it is named. */
  async audited(object?: string): Promise<AuditEntry[]> {
    const all: AuditEntry[] = [];
    for (let cursor = ''; ;) {
      const path = `/v1/audit/entries?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await this.must<{ items: (AuditEntry & { body?: string })[]; next_cursor?: string }>(
        'GET',
        path,
        this.key('AUDITOR_KEY'),
      );
      const wanted = page.items.filter((entry) => object === undefined || entry.object === object);
      all.push(
        ...wanted.map((entry) => ({
          ...entry,
          body: entry.body ? (JSON.parse(entry.body) as Json) : undefined,
        })),
      );
      if (!page.next_cursor) return all;
      cursor = page.next_cursor;
    }
  }

  /** Somebody of the demo company with a password, signed in. */
  async signIn(
    who: 'agent' | 'supervisor' | 'compliance' | 'operator' | 'merchant',
    name: string,
  ): Promise<Agent> {
    const email = `${who}@demo.example`;
    const password = this.key(`${who.toUpperCase()}_PASSWORD`);
    const { cookie } = await this.ask('POST', '/v1/sign-in/password', '', { email, password });
    if (!cookie) throw new Error(`${email} could not sign in`);
    return { id: '', name, email, password, session: cookie };
  }

  /** An agent of the demo company, invited as in life: by an operator, with the link of the letter. */
  async hire(
    name: string,
    has: { role?: string; languages?: string[]; skills?: string[]; capacity_units?: number } = {},
  ): Promise<Agent> {
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
