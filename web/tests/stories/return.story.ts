//! A return, told to the widget: the plan stands still with a date, no reminder goes out, and nobody had to be asked.
import { expect } from 'vitest';
import { calendarOf, endOf, plusDays } from './calendar.ts';
import { storyAlone, type OrderRow, type Stage } from './stage.ts';
import { identify } from './hands.ts';

const DAY_MS = 86_400_000;
const PAUSE_DAYS = 28;
/** Enough that one shop has several purchases with running plans. */
const ORDERS = 60;

interface Instalment {
  seq: number;
  due: string;
}
interface Plan {
  status: string;
  paused_until?: string;
  pauses: { from: string; until?: string }[];
  instalments: Instalment[];
  fees: unknown[];
}
interface File {
  order: { id: string; jurisdiction: string };
  returns: { state: string }[];
  plans: Plan[];
}
type Summary = OrderRow & {
  merchant_id: string;
  plan_status?: string;
  next_due?: { on: string };
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** How many conversations a customer has. */
async function conversationsOf({ server }: Stage, customer: string): Promise<number> {
  const path = `/v1/conversations?customer_id=${customer}&limit=100`;
  return (await server.must<{ items: unknown[] }>('GET', path, server.key('AGENT_KEY'))).items.length;
}

/** Purchases on which a payment falls due within the days that a return pauses, of customers who bought nothing else. */
async function soonDue({ server }: Stage): Promise<Summary[]> {
  const agent = server.key('AGENT_KEY');
  const { items } = await server.must<{ items: Summary[] }>('GET', '/v1/orders?limit=100', agent);
  const last = day(Date.now() + (PAUSE_DAYS - 3) * DAY_MS);
  const isFit = (one: Summary): boolean =>
    one.plan_status === 'active' &&
    one.next_due !== undefined &&
    one.next_due.on > day(Date.now() + DAY_MS) &&
    one.next_due.on < last &&
    items.filter((other) => other.customer_id === one.customer_id).length === 1;
  const fit: Summary[] = [];
  for (const one of items.filter(isFit)) {
    const { returns } = await server.must<File>('GET', `/v1/orders/${one.id}`, agent);
    if (returns.length === 0) fit.push(one);
  }
  return fit;
}

/** What a customer was told of payments that they missed, and what it cost them. */
async function reminded({ server }: Stage, order: OrderRow): Promise<{ notices: string[]; fees: number }> {
  const own = await server.must<{ notices: { kind: string; content: { order_id?: string } }[] }>(
    'GET',
    `/v1/customers/${order.customer_id}/export`,
    server.key('COMPLIANCE_KEY'),
  );
  const plans = await server.must<Plan[]>('GET', `/v1/orders/${order.id}/plans`, server.key('AGENT_KEY'));
  return {
    notices: own.notices.map(({ kind }) => kind).filter((kind) => /missed|late_fee/.test(kind)),
    fees: plans.reduce((sum, plan) => sum + plan.fees.length, 0),
  };
}

storyAlone(
  'who sent something back does not pay meanwhile, and needs nobody for it',
  ORDERS,
  async (stage) => {
    const { server } = stage;
    const shop = await server.signIn('merchant', 'Mira Strand');
    const { merchant_id } = await server.must<{ merchant_id: string }>('GET', '/v1/session', shop.session);
    const due = await soonDue(stage);
    const order = due.find((one) => one.merchant_id === merchant_id);
    const other = due.find((one) => one.customer_id !== order?.customer_id);
    if (!order || !other) throw new Error(`too few payments are due soon: ${JSON.stringify(due)}`);
    const report = async () => {
      const [from, to] = [Date.now() - DAY_MS, Date.now() + DAY_MS].map((at) => new Date(at).toISOString());
      const path = `/v1/desk/report?from=${from}&to=${to}`;
      const { totals } = await server.must<{ totals: { contacts: number; self_served: number } }>(
        'GET',
        path,
        server.key('SUPERVISOR_KEY'),
      );
      return { contacts: totals.contacts, self_served: totals.self_served };
    };
    const before = await report();
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
    const until = pause?.until ?? '';
    expect(until, JSON.stringify(pause)).toBe(plusDays(pause?.from ?? '', PAUSE_DAYS));
    const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
    const written = long.format(new Date(`${until}T12:00:00Z`));
    await widget.getByText(`On hold until ${written}`, { exact: false }).first().waitFor();

    // The same for the customer's own page, and nobody at the desk has anything to do.
    const portal = await stage.page('portal');
    await portal.goto(`/portal/#token=${server.vouch(order.customer_id, 'Ada Byron')}`);
    await portal.locator('h1').first().waitFor();
    await portal.goto(`/portal/purchases/${order.id}`);
    const onHold = portal.getByText(/on hold until/i).first();
    await onHold.waitFor();
    const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
    expect(await onHold.textContent()).toContain(short.format(new Date(`${until}T12:00:00Z`)));
    await stage.clean(portal, 'the purchase on hold');
    expect(await conversationsOf(stage, order.customer_id)).toBe(0);
    expect(await report()).toEqual({ ...before, self_served: before.self_served + 1 });

    // The shop sees what comes back to it, and by when it has to say so.
    const merchant = await stage.signedIn(shop);
    await merchant.goto('/merchant/returns');
    const row = merchant.locator('tbody tr').filter({ hasText: order.id });
    await row.waitFor();
    const deadline = endOf(plusDays(until, -1), calendarOf(file.order.jurisdiction));
    const waiting = await server.must<{ items: { order_id: string; answer_by: string }[] }>(
      'GET',
      '/v1/returns',
      shop.session,
    );
    const own = waiting.items.find((one) => one.order_id === order.id);
    expect(Date.parse(own?.answer_by ?? '')).toBe(deadline);
    expect(await row.textContent()).toContain(short.format(deadline));
    await stage.clean(merchant, 'the returns, for the shop');

    // Days pass. The payment that would have been due brings no reminder and no fee; somebody else's does.
    const passed = Math.max(...[order, other].map((one) => Date.parse(one.next_due?.on ?? ''))) + 2 * DAY_MS;
    expect(passed).toBeLessThan(deadline);
    await server.must('POST', '/v1/sandbox/clock/advance', server.key('OPERATOR_KEY'), {
      to: new Date(passed).toISOString(),
    });
    expect((await reminded(stage, other)).notices).toContain('missed_payment');
    expect(await reminded(stage, order)).toEqual({ notices: [], fees: 0 });
    const { plans } = await server.must<File>('GET', `/v1/orders/${order.id}`, server.key('AGENT_KEY'));
    expect(plans.map((plan) => plan.status)).toEqual(['paused']);
    expect(await conversationsOf(stage, order.customer_id)).toBe(0);
  },
);
