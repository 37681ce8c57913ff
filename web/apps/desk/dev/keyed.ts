//! The console against a real server that knows API keys but no people yet: /desk/keyed.html#<key>, through Vite's proxy.

import { ACTIONS } from './world/people.ts';

const key = location.hash.slice(1) || (sessionStorage.getItem('dev.key') ?? '');
sessionStorage.setItem('dev.key', key);
const real = window.fetch.bind(window);

window.fetch = async (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  const headers = new Headers(init?.headers);
  headers.set('Authorization', `Bearer ${key}`);
  if (!url.endsWith('/v1/session')) return real(input, { ...init, headers });
  const me = (await (await real('/v1/me', { headers })).json()) as {
    tenant_id: string;
    role: string;
    principal_id: string;
  };
  return Response.json({
    id: 'key',
    kind: 'user',
    tenant: me.tenant_id,
    user_id: me.principal_id,
    name: me.principal_id,
    role: me.role,
    languages: [],
    skills: [],
    actions: ACTIONS,
    expires_at: '2100-01-01T00:00:00Z',
    second_factor: true,
  });
};

const send = WebSocket.prototype.send;
WebSocket.prototype.send = function keyed(this: WebSocket, data) {
  const frame = typeof data === 'string' ? (JSON.parse(data) as { t: string }) : null;
  send.call(this, frame?.t === 'hello' ? JSON.stringify({ ...frame, token: key }) : data);
};
history.replaceState(null, '', '/desk/inbox/open');
void import('../src/main.tsx');
