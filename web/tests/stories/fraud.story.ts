//! "That was not me": the plan stands still before anybody argues, and the books are sound afterwards.
import { expect } from 'vitest';
import { freeOrder, story } from './stage.ts';
import { choose } from './hands.ts';

interface OrderEvent {
  kind: string;
  at: string;
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
  // First: it stood still at the instant of the words, before anybody could read them.
  const told = (await server.events(id)).find((event) => event.kind === 'message');
  const events = await server.must<OrderEvent[]>(
    'GET',
    `/v1/orders/${order.id}/events`,
    server.key('AUDITOR_KEY'),
  );
  expect(events.at(-1)).toMatchObject({ kind: 'pause_plan', at: told?.at });
  expect((await server.conversation(id)).assignment.state).toBe('waiting');

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
  await preview.getByText('Can be undone').waitFor();
  await preview.getByText('These letters will be sent').waitFor();
  const [clause] = await preview.locator('code').filter({ hasText: '·' }).allTextContents();
  expect(clause, 'the rule and its version').toMatch(/^\S+ · \S+$/);
  const before = await server.must<{ items: unknown[] }>(
    'GET',
    `/v1/disputes?customer_id=${order.customer_id}`,
    agent,
  );
  expect(
    before.items.filter((one) => (one as { order_id: string }).order_id === order.id),
    'what is only shown is not done',
  ).toEqual([]);
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

  const balance = await server.must<{ balanced: boolean }>(
    'GET',
    '/v1/ledger/trial-balance',
    server.key('AUDITOR_KEY'),
  );
  expect(balance.balanced).toBe(true);

  // Who did what is in the audit's chain, which the program verifies from an export, as an auditor does.
  const opened = (await server.audited(`order/${order.id}`)).filter((entry) => entry.action === 'order.open');
  expect(opened.map((entry) => entry.actor)).toEqual([{ kind: 'agent', id: anna.id }]);
  const verdict = await server.verdict();
  expect(verdict, JSON.stringify(verdict.findings)).toMatchObject({ intact: true, findings: [] });
  expect(verdict.entries).toBeGreaterThan(0);
});
