//! Who may be the parent of the frame, and to which socket it may go.
import { expect, it, vi } from 'vitest';
import { assetsOfSeat, parentsOf, socketOf } from './embedded.ts';

it.each([
  ['none', '', '', []],
  [
    'of the address',
    '',
    '?parent=https%3A%2F%2Fcrm.example&parent=https://a.example/x',
    ['https://crm.example', 'https://a.example'],
  ],
  [
    'of the server, whatever the address says',
    'https://crm.example',
    '?parent=https://evil.example',
    ['https://crm.example'],
  ],
  ['nothing that is no origin', '', '?parent=*&parent=null&parent=data:x', []],
])('hears parents: %s', (_name, named, search, origins) => {
  expect(parentsOf(named, search)).toEqual(origins);
});

it.each([
  [
    'the server’s own',
    undefined,
    'https://o.example/cobrowse-embed.html',
    'wss://o.example/v1/cobrowse/socket',
  ],
  [
    'its own without a certificate, in development',
    undefined,
    'http://localhost:80/x',
    'ws://localhost/v1/cobrowse/socket',
  ],
  [
    'another node',
    'wss://n2.o.example/v1/cobrowse/socket',
    'https://o.example/',
    'wss://n2.o.example/v1/cobrowse/socket',
  ],
  ['none without a certificate', 'ws://n2.o.example/', 'https://o.example/', null],
  ['no script', 'javascript:alert(1)', 'https://o.example/', null],
  ['no nonsense', 'x', 'https://o.example/', null],
])('goes to a socket: %s', (_name, given, here, socket) => {
  expect(socketOf(given, here)).toBe(socket);
});

it('asks for the site’s files with the token of the seat as it is now', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', (address: string, { headers }: { headers: Record<string, string> }) => {
    asked.push([address, headers.authorization]);
    return Promise.resolve(new Response('logo', { status: asked.length === 1 ? 200 : 404 }));
  });
  let token = 'first';
  const assets = assetsOfSeat(() => token);
  await expect((await assets('ab12'))?.text()).resolves.toBe('logo');
  token = 'next';
  await expect(assets('cd34')).resolves.toBeNull();
  expect(asked).toEqual([
    ['/v1/cobrowse/seats/assets/ab12', 'Bearer first'],
    ['/v1/cobrowse/seats/assets/cd34', 'Bearer next'],
  ]);
  vi.unstubAllGlobals();
});
