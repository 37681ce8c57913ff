//! A picture of every page, light and dark, with the real server: OMBUD_TEST_PICTURES names the folder.
//! Pages that show more than a list are prepared first, so that the pictures show work and not emptiness.
import { randomUUID } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { identify, write } from './hands.ts';
import { story, type Stage } from './stage.ts';

const FOLDER = process.env.OMBUD_TEST_PICTURES ?? 'screenshots';
const BYTES_MAX = 150_000;
const SCHEMES = ['light', 'dark'] as const;

const WORDS: [customer: string, name: string, text: string][] = [
  ['cust-1', 'Ada Byron', 'My parcel says delivered, but it is not here. I was at home all day.'],
  ['cust-2', 'Grace Hopper', 'This is unacceptable, I lost 40 euro because of you'],
  [
    'cust-3',
    'Karin Holm',
    'Hej, min man gick bort i förra veckan och jag vet inte vad jag ska göra med hans köp',
  ],
  ['cust-4', 'Lise Berg', 'jeg vil snakke med et menneske'],
];

const DESK = (first: string, dispute: string, customer: string): Record<string, string> => ({
  inbox: '/inbox/open',
  conversation: `/inbox/open/${first}`,
  critical: '/inbox/critical',
  disputes: '/disputes',
  dispute: `/disputes/${dispute}`,
  tasks: '/tasks',
  complaints: '/complaints',
  customers: '/customers',
  customer: `/customers/${customer}`,
  macros: '/macros',
  supervisor: '/supervisor',
  'what-if': '/what-if',
  quality: '/quality',
  'settings-account': '/settings/account',
  'settings-look': '/settings/look',
  'settings-people': '/settings/people',
});

const PORTAL = (order: string, dispute: string | undefined): Record<string, string> => ({
  home: '/',
  purchases: '/purchases',
  purchase: `/purchases/${order}`,
  return: `/purchases/${order}/return`,
  problem: `/purchases/${order}/problem`,
  cases: '/cases',
  ...(dispute ? { case: `/cases/${dispute}` } : {}),
  messages: '/messages',
  help: '/help',
  paying: '/help/paying',
  complaints: '/help/complaints',
  support: '/help/support',
  settings: '/settings',
});

const MERCHANT: Record<string, string> = {
  disputes: '/',
  statement: '/statement',
  webhooks: '/webhooks',
  keys: '/keys',
  team: '/team',
  settings: '/settings',
};

async function shoot(stage: Stage, page: Page, name: string, faults: string[]): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const path = join(FOLDER, `${name}-${colorScheme}.png`);
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    if (statSync(path).size > BYTES_MAX) faults.push(`${path} has ${statSync(path).size} bytes`);
    await stage.clean(page, `${name} (${colorScheme})`).catch((error: Error) => faults.push(error.message));
  }
}

/** Goes through pages by their names; a page counts as shown when nothing is on its way any more. */
async function walk(
  stage: Stage,
  page: Page,
  app: string,
  pages: Record<string, string>,
  faults: string[],
): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(`/${app}${path}`);
    await page
      .locator('h1, h2')
      .first()
      .waitFor()
      .catch(() => faults.push(`${app}-${name} has no heading`));
    await page.waitForLoadState('networkidle');
    await shoot(stage, page, `${app}-${name}`, faults);
  }
}

story('every page, light and dark', async (stage) => {
  const { server } = stage;
  const faults: string[] = [];
  mkdirSync(FOLDER, { recursive: true });
  const ids: string[] = [];
  for (const [customer, name, text] of WORDS) ids.push((await stage.writes(customer, text, name)).id);
  const [first = ''] = ids;
  const signIn = async (who: string) => {
    const body = { email: `${who}@demo.example`, password: server.key(`${who.toUpperCase()}_PASSWORD`) };
    const { cookie = '' } = await server.ask('POST', '/v1/sign-in/password', '', body);
    return { id: '', name: who, email: body.email, password: body.password, session: cookie };
  };
  const lead = await signIn('supervisor');
  const { assignment } = await server.conversation(first);
  await server.must('POST', `/v1/conversations/${first}/take`, lead.session, {
    assignment_version: assignment.version,
  });
  const answer = {
    client_id: randomUUID(),
    text: 'I am sorry. I look for it at once, and you pay nothing meanwhile.',
  };
  await server.must('POST', `/v1/conversations/${first}/messages`, lead.session, answer);
  const disputes = await server.must<{ items: { id: string }[] }>(
    'GET',
    '/v1/disputes',
    server.key('AGENT_KEY'),
  );
  const dispute = disputes.items[0]?.id ?? '';

  const door = await stage.page('nobody');
  for (const app of ['desk', 'portal', 'merchant']) await walk(stage, door, app, { 'sign-in': '/' }, faults);
  const desk = await stage.desk(lead, '/inbox/open');
  await walk(stage, desk, 'desk', DESK(first, dispute, 'cust-1'), faults);
  const shop = await stage.signedIn(await signIn('merchant'));
  await walk(stage, shop, 'merchant', MERCHANT, faults);

  const agent = server.key('AGENT_KEY');
  const orders = await server.must<{ items: { id: string; customer_id: string }[] }>(
    'GET',
    '/v1/orders?limit=100',
    agent,
  );
  const order = orders.items.find((one) => one.customer_id === 'cust-1') ?? orders.items[0];
  if (!order) throw new Error('the demo has no orders');
  const own = await server.must<{ items: { id: string }[] }>(
    'GET',
    '/v1/disputes',
    await server.customer(order.customer_id, 'Ada Byron'),
  );
  const portal = await stage.page('customer');
  await portal.goto(`/portal/#token=${server.vouch(order.customer_id, 'Ada Byron')}`);
  await portal.locator('h1').first().waitFor();
  await walk(stage, portal, 'portal', PORTAL(order.id, own.items[0]?.id), faults);

  const { page, widget } = await stage.shop('visitor');
  await identify(page, server.vouch(order.customer_id, 'Ada Byron'));
  await widget.getByRole('button', { name: /^Help/ }).press('Enter');
  await page.waitForLoadState('networkidle');
  await shoot(stage, page, 'widget-home', faults);
  await widget.getByRole('button', { name: /Write to us|Go on with your conversation/ }).press('Enter');
  await write(widget, 'Thank you, that is kind.');
  await widget.getByText('Thank you, that is kind.').first().waitFor();
  await shoot(stage, page, 'widget-conversation', faults);
  expect(faults).toEqual([]);
});
