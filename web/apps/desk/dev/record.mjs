// Records answers of a running demo server, for developing and testing the pages without one:
//   OMBUD_URL=http://127.0.0.1:4790 OMBUD_KEY=… node dev/record.mjs
// The demo world is made up; nothing in the recording is about a person.
import { writeFile } from 'node:fs/promises';

const base = process.env.OMBUD_URL ?? 'http://127.0.0.1:4790';
const key = process.env.OMBUD_KEY;
if (!key) throw new Error('OMBUD_KEY is missing: take one of the keys that the demo prints');

const DISPUTES_MAX = 8;
const answers = {};

async function get(path) {
  const answer = await fetch(base + path, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) return undefined;
  const body = await answer.json();
  answers[path] = body;
  return body;
}

const me = await get('/v1/me');
const disputes = await get('/v1/disputes?limit=100');
const orders = await get('/v1/orders?limit=30');
await get('/v1/tasks?state=open&limit=100');
await get('/v1/tasks/counts');
await get('/v1/requests?limit=100');
await get('/v1/complaints?limit=100');
await get('/v1/policies/active');
const open = disputes.items.filter((dispute) => dispute.state !== 'closed');
const closed = disputes.items.filter((dispute) => dispute.state === 'closed');
const kept = [...open.slice(0, DISPUTES_MAX), ...closed.slice(0, 2)];
for (const dispute of kept) {
  await get(`/v1/disputes/${dispute.id}`);
  await get(`/v1/disputes/${dispute.id}/decisions`);
  await get(`/v1/disputes/${dispute.id}/explanation?audience=agent`);
  await get(`/v1/disputes/${dispute.id}/notices`);
  await get(`/v1/orders/${dispute.order_id}`);
  await get(`/v1/customers/${dispute.customer_id}`);
  await get(`/v1/orders?customer_id=${dispute.customer_id}&limit=50`);
}
for (const order of orders.items.slice(0, 4)) await get(`/v1/orders/${order.id}`);
await writeFile(
  new URL('./recorded.json', import.meta.url),
  JSON.stringify({ now: me.now, answers }, null, 1),
);
