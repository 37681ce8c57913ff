//! A death, told in Swedish: in front of everybody who waits, to who can answer it, and no reminder meanwhile.
import { expect } from 'vitest';
import { story } from './stage.ts';

const OTHERS = 10;
const ROUTED_MS_MAX = 20_000;

story('a death is answered before everything else, with the payments at rest', async (stage) => {
  const { server } = stage;
  const agent = server.key('AGENT_KEY');
  const orders = await server.must<{ items: { id: string; customer_id: string }[] }>(
    'GET',
    '/v1/orders?limit=100',
    agent,
  );
  let order: { id: string; customer_id: string } | undefined;
  for (const one of orders.items) {
    const plans = await server.must<{ status: string }[]>('GET', `/v1/orders/${one.id}/plans`, agent);
    // Customers of other stories have conversations of their own.
    const isFree = !['cust-0', 'cust-3'].includes(one.customer_id);
    if (isFree && plans.some((plan) => plan.status === 'active')) order = one;
    if (order) break;
  }
  if (!order) throw new Error('the demo has no active plan');
  for (let other = 0; other < OTHERS; other += 1)
    await stage.writes(`waits-${other}`, 'When does my parcel arrive?');
  const maja = await server.hire('Maja Lind', { languages: ['sv', 'en'], skills: ['bereavement'] });
  const desk = await stage.desk(maja, '/inbox/waiting');
  const told = Date.now();
  const text = 'Hej, min man gick bort i förra veckan och jag vet inte vad jag ska göra med hans köp';
  const { id } = await stage.writes(order.customer_id, text, 'Karin Holm');
  await stage.seat(maja, ['bereavement', 'language:sv', 'language:en'], 2);
  const offers = desk.getByRole('region', { name: 'Offers' });
  await expect
    .poll(async () => (await server.conversation(id)).assignment.state, { timeout: ROUTED_MS_MAX })
    .toBe('offered');
  expect(Date.now() - told).toBeLessThan(ROUTED_MS_MAX);
  await offers.getByText('is offered to you').waitFor();
  await stage.clean(desk, 'the offer of a critical conversation');
  await offers.getByRole('button', { name: 'Accept' }).press('Enter');
  await desk.getByText('You have the word.').waitFor();
  await desk.locator('.d-thread-head').getByText('Critical').waitFor();
  await desk.getByText('Swedish').first().waitFor();
  await stage.clean(desk, 'the critical conversation');

  const plans = await server.must<{ status: string }[]>('GET', `/v1/orders/${order.id}/plans`, agent);
  expect(
    plans.every((plan) => plan.status !== 'active'),
    JSON.stringify(plans),
  ).toBe(true);
  await desk
    .locator('.d-context')
    .getByText(/paused/i)
    .first()
    .waitFor();

  // The assistant is silent: what it would say is a note for the desk.
  const conversation = await server.conversation(id);
  expect(conversation.priority).toMatchObject({
    level: 'critical',
    quiet_ai: true,
    collections_paused: true,
  });
});
