//! A death, told in Swedish: in front of everybody who waits, to who can answer it, and no reminder meanwhile.
import { expect } from 'vitest';
import { freeOrder, story } from './stage.ts';

const OTHERS = 30;
const WRITERS = 3;
const ROUTED_MS_MAX = 20_000;

story('a death is answered before everything else, with the payments at rest', async (stage) => {
  const { server } = stage;
  const agent = server.key('AGENT_KEY');
  const order = await freeOrder(stage);
  for (let other = 0; other < OTHERS; other += 1)
    await stage.writes(`waits-${other % WRITERS}`, `When does parcel ${other} arrive?`);
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

  // What helps her is kept with her word for it, from the keyboard; she sees it too.
  await desk.goto(`/desk/customers/${order.customer_id}`);
  await desk.getByRole('button', { name: 'Add a support need' }).press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('button', { name: /What helps/ }).press('Enter');
  await desk.getByRole('option', { name: 'More time to answer' }).press('Enter');
  const keep = dialog.getByRole('button', { name: 'Keep' });
  expect(await keep.isDisabled(), 'nothing is kept without consent').toBe(true);
  await dialog.getByRole('checkbox').press(' ');
  await stage.clean(desk, 'a support need with consent');
  await keep.press('Enter');
  await desk.getByRole('listitem').getByText('More time to answer').waitFor();
  const portal = await stage.page('the customer');
  await portal.goto(`/portal/#token=${server.vouch(order.customer_id, 'Karin Holm', 'sv')}`);
  await portal.locator('h1').first().waitFor();
  await portal.goto('/portal/help/support');
  await portal.getByText('More time', { exact: false }).first().waitFor();
  await stage.clean(portal, 'what helps, as the customer sees it');

  // The assistant is silent: what it would say is a note for the desk.
  const conversation = await server.conversation(id);
  expect(conversation.priority).toMatchObject({
    level: 'critical',
    quiet_ai: true,
    collections_paused: true,
  });
});
