import { expect, it } from 'vitest';
import { OriginCheck } from './origin.ts';

const BASE = 'https://help.example.com';
const SHOP = 'https://shop.example';

/** A browser that lets nothing be read from another origin; `isThere` is whether the service answers at all. */
function browser(isThere: boolean) {
  const said: string[] = [];
  const asked: string[] = [];
  const ask = ((input: string, init?: RequestInit) => {
    asked.push(`${init?.mode ?? 'cors'} ${input}`);
    if (isThere && init?.mode === 'no-cors') return Promise.resolve(new Response());
    return Promise.reject(new TypeError('Failed to fetch'));
  }) as typeof fetch;
  return { said, asked, ask, say: (text: string) => void said.push(text) };
}
const settled = () => new Promise((done) => setTimeout(done));

it('says once which origin to allow where the service is there and refuses the page', async () => {
  const { said, asked, ask, say } = browser(true);
  const check = new OriginCheck(BASE, SHOP, ask, say);
  await expect(check.fetch(`${BASE}/v1/session`)).rejects.toThrow('Failed to fetch');
  await expect(check.fetch(`${BASE}/v1/session`)).rejects.toThrow();
  await settled();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('[web] origins = ["https://shop.example"]');
  expect(asked).toEqual([`cors ${BASE}/v1/session`, `no-cors ${BASE}/v1/company`, `cors ${BASE}/v1/session`]);
});

it('says that the service cannot be reached where it is not there', async () => {
  const { said, ask, say } = browser(false);
  await new OriginCheck(BASE, SHOP, ask, say).fetch(`${BASE}/v1/session`).catch(() => undefined);
  await settled();
  expect(said[0]).toContain('cannot be reached');
  expect(said[0]).toContain('wss://help.example.com');
});

it('says nothing of its own pages, of what was broken off, and of what worked', async () => {
  const { said, ask, say } = browser(true);
  await new OriginCheck(BASE, BASE, ask, say).fetch(`${BASE}/v1/session`).catch(() => undefined);
  const check = new OriginCheck(BASE, SHOP, ask, say);
  await check.fetch(`${BASE}/v1/session`, { signal: AbortSignal.abort() }).catch(() => undefined);
  const fine = new OriginCheck(BASE, SHOP, () => Promise.resolve(new Response('{}')), say);
  expect((await fine.fetch(`${BASE}/v1/session`)).ok).toBe(true);
  await settled();
  expect(said).toEqual([]);
});
