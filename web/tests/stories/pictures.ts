//! A picture of every page, light and dark, wide and narrow, with the real server: OMBUD_TEST_PICTURES names the folder.
//! Pages that show more than a list are prepared first, so that the pictures show work and not emptiness.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Agent } from './api.ts';
import { identify, write } from './hands.ts';
import { story, type Stage } from './stage.ts';

const FOLDER = process.env.OMBUD_TEST_PICTURES ?? 'screenshots';
const SCHEMES = ['light', 'dark'] as const;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

const WORDS: [customer: string, name: string, text: string][] = [
  ['cust-2', 'Grace Hopper', 'This is unacceptable, I lost 40 euro because of you'],
  [
    'cust-3',
    'Karin Holm',
    'Hej, min man gick bort i förra veckan och jag vet inte vad jag ska göra med hans köp',
  ],
  ['cust-4', 'Lise Berg', 'jeg vil snakke med et menneske'],
];
const FIRST_WORDS = 'The dress is another colour than in the picture. What do I do now?';
const DAY_MS = 86_400_000;
const MACROS = [
  [
    'A parcel that says delivered',
    'I am sorry, {{customer.name}}. I ask the carrier where it was left, and you pay nothing meanwhile.',
  ],
  ['A return on its way', 'Thank you for sending it back. Your plan stands still until the shop has it.'],
] as const;

interface Scene {
  conversation: string;
  dispute: string;
  order: { id: string; customer_id: string };
  ownCase: string;
}

const DESK = ({ conversation, dispute, order }: Scene): Record<string, string> => ({
  inbox: '/inbox/open',
  conversation: `/inbox/open/${conversation}`,
  critical: '/inbox/critical',
  disputes: '/disputes',
  dispute: `/disputes/${dispute}`,
  tasks: '/tasks',
  complaints: '/complaints',
  customers: '/customers',
  customer: `/customers/${order.customer_id}`,
  macros: '/macros',
  supervisor: '/supervisor',
  'what-if': '/what-if',
  quality: '/quality',
  'settings-account': '/settings/account',
  'settings-look': '/settings/look',
  'settings-people': '/settings/people',
  'settings-hours': '/settings/hours',
});

const PORTAL = ({ order, ownCase }: Scene): Record<string, string> => ({
  home: '/',
  purchases: '/purchases',
  purchase: `/purchases/${order.id}`,
  return: `/purchases/${order.id}/return`,
  problem: `/purchases/${order.id}/problem`,
  cases: '/cases',
  case: `/cases/${ownCase}`,
  messages: '/messages',
  help: '/help',
  paying: '/help/paying',
  complaints: '/help/complaints',
  support: '/help/support',
  settings: '/settings',
});

const MERCHANT = ({ ownCase }: Scene): Record<string, string> => ({
  disputes: '/',
  dispute: `/disputes/${ownCase}`,
  statement: '/statement',
  webhooks: '/webhooks',
  keys: '/keys',
  team: '/team',
  settings: '/settings',
});

/** What is wrong with a page, beside its picture. */
type Faults = string[];

async function shoot(stage: Stage, page: Page, name: string, faults: Faults): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(WIDE);
    const shot = { animations: 'disabled', caret: 'hide' } as const;
    await page.screenshot({ ...shot, path: join(FOLDER, `${name}-${colorScheme}.png`) });
    await stage.clean(page, `${name} (${colorScheme})`).catch((error: Error) => faults.push(error.message));
  }
  await page.setViewportSize(NARROW);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.screenshot({
    animations: 'disabled',
    caret: 'hide',
    path: join(FOLDER, `${name}-narrow-light.png`),
  });
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) faults.push(`${name} is ${wide} px wider than a phone`);
  await page.setViewportSize(WIDE);
}

/** Goes through pages by their names; a page counts as shown when nothing is on its way any more. */
async function walk(stage: Stage, page: Page, app: string, pages: Record<string, string>, faults: Faults) {
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(`/${app}${path}`);
    await page
      .locator('h1, h2')
      .first()
      .waitFor()
      .catch(() => faults.push(`${app}-${name} has no heading`));
    await page.waitForLoadState('networkidle');
    const simulate = page.getByRole('button', { name: 'Simulate' });
    if (await simulate.isVisible()) {
      await simulate.press('Enter');
      await page.locator('.o-table, .o-empty h2:text-is("Not offered by this server")').first().waitFor();
    }
    // A part that this server does not have is no picture of the product.
    if (await page.getByText('Not offered by this server').isVisible()) continue;
    await shoot(stage, page, `${app}-${name}`, faults);
  }
}

async function signIn({ server }: Stage, who: string): Promise<Agent> {
  const body = { email: `${who}@demo.example`, password: server.key(`${who.toUpperCase()}_PASSWORD`) };
  const { cookie = '' } = await server.ask('POST', '/v1/sign-in/password', '', body);
  return { id: '', name: who, email: body.email, password: body.password, session: cookie };
}

/** A day's work on the desk: people who write, an answer, ready answers, a case of the customer's own. */
async function prepare(stage: Stage, lead: Agent, admin: Agent): Promise<Scene> {
  const { server } = stage;
  type Items<T> = { items: T[] };
  const sold = await server.must<Items<Scene['order']>>('GET', '/v1/orders?limit=100', admin.session);
  const order = sold.items.find((one) => !WORDS.some(([customer]) => customer === one.customer_id));
  if (!order) throw new Error('the shop has sold nothing');
  const ids: string[] = [];
  const words = [[order.customer_id, 'Ada Byron', FIRST_WORDS] as const, ...WORDS];
  for (const [customer, name, text] of words) ids.push((await stage.writes(customer, text, name)).id);
  const [conversation = ''] = ids;
  const { assignment } = await server.conversation(conversation);
  const take = { assignment_version: assignment.version };
  await server.must('POST', `/v1/conversations/${conversation}/take`, lead.session, take);
  const text = 'I am sorry. I look for it at once, and you pay nothing meanwhile.';
  await server.must('POST', `/v1/conversations/${conversation}/messages`, lead.session, {
    client_id: randomUUID(),
    text,
  });
  for (const [name, words] of MACROS) {
    const macro = { name, language: 'en', text: words, shared: true };
    await server.ask('POST', '/v1/macros', lead.session, macro);
  }
  const customer = await server.customer(order.customer_id, 'Ada Byron');
  const report = {
    order_id: order.id,
    reason: 'not_as_described',
    statement: {
      text: 'It is another colour than in the picture, and the seam is open.',
      merchant_contacted_at: new Date(Date.now() - DAY_MS).toISOString(),
    },
  };
  await server.must('POST', '/v1/disputes', customer, report);
  const own = await server.must<Items<{ id: string }>>('GET', '/v1/disputes', customer);
  const ownCase = own.items[0]?.id ?? '';
  return { conversation, dispute: ownCase, order, ownCase };
}

story('every page, light and dark, wide and narrow', async (stage) => {
  const { server } = stage;
  const faults: Faults = [];
  mkdirSync(FOLDER, { recursive: true });
  const lead = await signIn(stage, 'supervisor');
  const admin = await signIn(stage, 'merchant');
  const scene = await prepare(stage, lead, admin);

  const door = await stage.page('nobody');
  for (const app of ['desk', 'portal', 'merchant']) await walk(stage, door, app, { 'sign-in': '/' }, faults);
  const desk = await stage.desk(lead, '/inbox/open');
  await walk(stage, desk, 'desk', DESK(scene), faults);

  const shop = await stage.signedIn(admin);
  await walk(stage, shop, 'merchant', MERCHANT(scene), faults);

  const portal = await stage.page('customer');
  await portal.goto(`/portal/#token=${server.vouch(scene.order.customer_id, 'Ada Byron')}`);
  await portal.locator('h1').first().waitFor();
  await walk(stage, portal, 'portal', PORTAL(scene), faults);

  const { page, widget } = await stage.shop('visitor');
  await identify(page, server.vouch(scene.order.customer_id, 'Ada Byron'));
  await widget.getByRole('button', { name: /^Help/ }).press('Enter');
  await page.waitForLoadState('networkidle');
  await shoot(stage, page, 'widget-home', faults);
  await widget.getByRole('button', { name: /Write to us|Go on with your conversation/ }).press('Enter');
  await write(widget, 'Thank you, that is kind.');
  await widget.getByText('Thank you, that is kind.').first().waitFor();
  await shoot(stage, page, 'widget-conversation', faults);
  expect(faults).toEqual([]);
});
