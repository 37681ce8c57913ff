import { describe, expect, it } from 'vitest';
import { Api, base64Of, collect, randomId } from './api.ts';
import { ApiError } from './problem.ts';

interface Call {
  url: string;
  init: RequestInit;
}

function answering(status: number, body: unknown, calls: Call[] = []) {
  const ask = (url: string | URL | Request, init: RequestInit = {}) => {
    calls.push({ url: String(url), init });
    return Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));
  };
  return { calls, ask: ask as typeof fetch };
}
const header = (call: Call | undefined, name: string) => new Headers(call?.init.headers).get(name);

describe('the API client', () => {
  it('fills paths and queries, and sends no key for a read', async () => {
    const { calls, ask } = answering(200, { items: [] });
    const api = new Api({ fetch: ask, base: 'https://x', token: () => 't' });
    await api.get('/v1/disputes', { query: { state: 'closed', limit: 5, cursor: undefined } });
    await api.get('/v1/orders/{order_id}', { path: { order_id: 'a/b' } });
    expect(calls.map((call) => call.url)).toEqual([
      'https://x/v1/disputes?state=closed&limit=5',
      'https://x/v1/orders/a%2Fb',
    ]);
    expect(header(calls[0], 'Authorization')).toBe('Bearer t');
    expect(header(calls[0], 'Idempotency-Key')).toBeNull();
  });

  it('gives each write a key, and keeps the one that it is given', async () => {
    const { calls, ask } = answering(200, {});
    const api = new Api({ fetch: ask });
    const path = { dispute_id: 'd' };
    await api.post('/v1/disputes/{dispute_id}/withdraw', { path });
    await api.post('/v1/disputes/{dispute_id}/withdraw', { path });
    await api.post('/v1/disputes/{dispute_id}/withdraw', { path, key: 'again' });
    const keys = calls.map((call) => header(call, 'Idempotency-Key'));
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[2]).toBe('again');
  });

  it('turns a refusal into an error with its code and its fix', async () => {
    const problem = {
      type: '/problems#x',
      title: 'No',
      status: 409,
      code: 'wrong_state',
      detail: 'closed',
      fix: 'none',
      request_id: 'r',
    };
    const api = new Api({ fetch: answering(409, problem).ask });
    const refused = await api.get('/v1/me').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({
      status: 409,
      code: 'wrong_state',
      isPassing: false,
      problem: { fix: 'none' },
    });
  });

  it('says that nobody is signed in, and that nobody can be reached', async () => {
    let signedOut = 0;
    const api = new Api({
      fetch: answering(401, { code: 'unauthenticated', detail: '' }).ask,
      onSignedOut: () => (signedOut += 1),
    });
    await expect(api.get('/v1/me')).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toBe(1);
    const down = new Api({ fetch: () => Promise.reject(new TypeError('failed')) });
    await expect(down.get('/v1/me')).rejects.toMatchObject({ code: 'unreachable', isPassing: true });
  });

  it('fills in what the server leaves out of a conversation when it is empty', async () => {
    const bare = { id: 'c', floor: {}, assignment: {}, unread: true };
    const api = new Api({ fetch: answering(200, { items: [bare] }).ask });
    const { items } = await api.get('/v1/conversations', {});
    expect(items).toMatchObject([
      { id: 'c', tags: [], skills: [], sla: [], unread: 1, priority: { level: 'normal' } },
    ]);
  });

  it('refuses a path with a hole in it', async () => {
    const api = new Api({ fetch: answering(200, {}).ask });
    await expect(api.get('/v1/orders/{order_id}', { path: { order_id: '' } })).rejects.toThrow(
      'needs order_id',
    );
  });
});

describe('helpers', () => {
  it('encode files as the API takes them', async () => {
    const bytes = Uint8Array.from({ length: 70_001 }, (_, at) => at % 256);
    expect(await base64Of(new Blob([bytes]))).toBe(Buffer.from(bytes).toString('base64'));
  });

  it('read pages until they end, or enough', async () => {
    const read = (cursor?: string) => {
      const at = Number(cursor ?? 0);
      return Promise.resolve({ items: [at, at + 1], next_cursor: at < 6 ? String(at + 2) : null });
    };
    expect(await collect(read)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await collect(read, 3)).toEqual([0, 1, 2, 3]);
  });

  it('make ids that look like UUIDs', () => {
    expect(randomId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
