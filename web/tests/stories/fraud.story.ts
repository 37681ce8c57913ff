//! "That was not me": the plan stands still before anybody argues, and the books are sound afterwards.
import { expect } from 'vitest';
import { story } from './stage.ts';
import { choose } from './hands.ts';

interface OrderRow {
  id: string;
  customer_id: string;
}

story('who did not buy does not pay meanwhile', async (stage) => {
  const { server } = stage;
  const agent = server.key('AGENT_KEY');
  const anna = await server.hire('Anna Sand');
  const { items } = await server.must<{ items: OrderRow[] }>('GET', '/v1/orders?limit=100', agent);
  let order: OrderRow | undefined;
  for (const one of [...items].reverse()) {
    const plans = await server.must<{ status: string }[]>('GET', `/v1/orders/${one.id}/plans`, agent);
    // Customers of other stories have conversations of their own.
    const isFree = !['cust-0', 'cust-3'].includes(one.customer_id);
    if (isFree && plans.some((plan) => plan.status === 'active')) order = one;
    if (order) break;
  }
  if (!order) throw new Error('the demo has no active plan');
  const { id, key } = await stage.writes(
    order.customer_id,
    'I did not make this purchase, somebody used my account',
  );
  const opened = await server.ask('POST', '/v1/disputes', key, {
    order_id: order.id,
    kind: 'unauthorised',
    reason: 'unauthorised',
    statement: { text: 'I did not make this purchase, and nobody did with my permission.' },
  });
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  const plans = await server.must<{ status: string }[]>('GET', `/v1/orders/${order.id}/plans`, agent);
  expect(
    plans.map((plan) => plan.status),
    JSON.stringify(plans),
  ).not.toContain('active');

  const desk = await stage.desk(anna, '/inbox/open');
  await choose(desk, id);
  await desk.locator('.d-context').getByText(/pause/i).first().waitFor();
  await desk.getByRole('log', { name: 'Messages' }).focus();
  await desk.keyboard.press('a');
  await desk.getByRole('dialog').waitFor();
  await stage.clean(desk, 'the actions');
  await desk.keyboard.press('Escape');
  const balance = await server.must<Record<string, unknown>>(
    'GET',
    '/v1/ledger/trial-balance',
    server.key('AUDITOR_KEY'),
  );
  expect(JSON.stringify(balance)).not.toMatch(/"(is_)?balanced":false/);
});
