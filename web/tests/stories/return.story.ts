//! A return, told to the widget: the plan stands still with a date, no reminder goes out, and nobody had to be asked.
import { expect } from 'vitest';
import { freeOrder, story, type Stage } from './stage.ts';
import { identify } from './hands.ts';

const DAY_MS = 86_400_000;
const PAUSE_DAYS = 28;

interface File {
  order: { id: string };
  returns: { state: string }[];
  plans: { status: string; paused_until?: string; pauses: { from: string; until?: string }[] }[];
}

/** How many conversations a customer has. */
async function conversationsOf({ server }: Stage, customer: string): Promise<number> {
  const path = `/v1/conversations?customer_id=${customer}&limit=100`;
  return (await server.must<{ items: unknown[] }>('GET', path, server.key('AGENT_KEY'))).items.length;
}

story('who sent something back does not pay meanwhile, and needs nobody for it', async (stage) => {
  const { server } = stage;
  const order = await freeOrder(stage);
  const before = await conversationsOf(stage, order.customer_id);
  const { page, widget } = await stage.shop('customer');
  await identify(page, server.vouch(order.customer_id, 'Ada Byron'));
  await widget.getByRole('button', { name: /^Help/ }).press('Enter');
  await widget.getByRole('button', { name: order.title }).first().press('Enter');
  await stage.clean(page, 'the purchase in the widget');
  await widget.getByRole('button', { name: 'I sent something back' }).press('Enter');
  for (const box of await widget.getByRole('checkbox').all()) await box.press(' ');
  await stage.clean(page, 'the report of a return');
  await widget.getByRole('button', { name: 'Report the return' }).press('Enter');
  await widget.getByText('Done. Your payments are on hold.').waitFor();
  await stage.clean(page, 'the reported return');

  const file = await server.must<File>('GET', `/v1/orders/${order.id}`, server.key('AGENT_KEY'));
  expect(file.returns.map((one) => one.state)).toEqual(['reported']);
  expect(file.plans.map((plan) => plan.status)).toEqual(['paused']);
  const [pause] = file.plans.flatMap((plan) => plan.pauses).slice(-1);
  const days = (Date.parse(pause?.until ?? '') - Date.parse(pause?.from ?? '')) / DAY_MS;
  expect(days, JSON.stringify(pause)).toBe(PAUSE_DAYS);
  const until = new Date(`${pause?.until}T12:00:00Z`);
  const written = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(until);
  await widget.getByText(new RegExp(`On hold until ${written.split(' ')[0]} `)).waitFor();

  // The same for the customer's own page, and nobody at the desk has anything to do.
  const portal = await stage.page('portal');
  await portal.goto(`/portal/#token=${server.vouch(order.customer_id, 'Ada Byron')}`);
  await portal.locator('h1').first().waitFor();
  await portal.goto(`/portal/purchases/${order.id}`);
  await portal
    .getByText(/on hold until/i)
    .first()
    .waitFor();
  await stage.clean(portal, 'the purchase on hold');
  expect(await conversationsOf(stage, order.customer_id)).toBe(before);
});
