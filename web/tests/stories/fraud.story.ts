//! "That was not me": the plan stands still before anybody argues, and the books are sound afterwards.
import { expect } from 'vitest';
import { freeOrder, story } from './stage.ts';
import { choose } from './hands.ts';

interface AuditPage {
  items: { lane: number; seq: number; previous: string; hash: string }[];
  next_cursor?: string;
}

story('who did not buy does not pay meanwhile', async (stage) => {
  const { server } = stage;
  const agent = server.key('AGENT_KEY');
  const anna = await server.hire('Anna Sand');
  const order = await freeOrder(stage);
  const { id } = await stage.writes(
    order.customer_id,
    'I did not make this purchase, somebody used my account',
  );
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

  // Before anything is done with money, the page says what it does, by which rule, and who bears it.
  await desk.getByRole('button', { name: /^Open a dispute/ }).press('Enter');
  await desk.getByRole('button', { name: /Reason$/ }).press('Enter');
  await desk.getByRole('option', { name: 'Not my purchase' }).press('Enter');
  await desk
    .getByLabel(/What happened/)
    .fill('I did not make this purchase, and nobody did with my permission.');
  await desk.getByRole('checkbox', { name: /They declared/ }).press(' ');
  const preview = desk.getByRole('region', { name: 'What would happen' });
  await preview.getByText('Cost borne by').waitFor();
  await preview.locator('code').first().waitFor();
  await stage.clean(desk, 'the preview of an action');
  await desk.getByRole('button', { name: 'Confirm' }).press('Enter');
  await desk.getByText('Done: Open a dispute').waitFor();
  const disputes = await server.must<{ items: { order_id: string; reason: string }[] }>(
    'GET',
    `/v1/disputes?customer_id=${order.customer_id}`,
    agent,
  );
  expect(disputes.items).toContainEqual(
    expect.objectContaining({ order_id: order.id, reason: 'unauthorised' }),
  );

  const balance = await server.must<Record<string, unknown>>(
    'GET',
    '/v1/ledger/trial-balance',
    server.key('AUDITOR_KEY'),
  );
  expect(JSON.stringify(balance)).not.toMatch(/"(is_)?balanced":false/);
  // Who did what is in the audit's chain: each entry holds the hash of the one before it in its lane.
  const last = new Map<number, string>();
  let entries = 0;
  for (let cursor = ''; ;) {
    const path = `/v1/audit/entries?limit=100${cursor && `&cursor=${cursor}`}`;
    const page = await server.must<AuditPage>('GET', path, server.key('AUDITOR_KEY'));
    for (const { lane, seq, previous, hash } of page.items) {
      if (last.has(lane)) expect(previous, `entry ${seq} of lane ${lane}`).toBe(last.get(lane));
      last.set(lane, hash);
      entries += 1;
    }
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  expect(entries).toBeGreaterThan(0);
});
