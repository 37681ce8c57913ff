//! A picture of every page, light and dark, wide and narrow, with the real server: OMBUD_TEST_PICTURES names the folder.
//! A page of the pages' own routers that is missing here fails the run.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { identify, write } from './hands.ts';
import { World, type Scene } from './pictures-world.ts';
import { story, type Stage } from './stage.ts';

const FOLDER = process.env.OMBUD_TEST_PICTURES ?? 'screenshots';
const SCHEMES = ['light', 'dark'] as const;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

/** A page, and what is pressed there before it shows what it is for. */
type Views = Record<string, string | [path: string, ...press: string[]]>;

const DESK = ({ conversation, critical, complaint, dispute, order }: Scene): Views => ({
  inbox: '/inbox/open',
  waiting: '/inbox/waiting',
  mentions: '/inbox/mentions',
  conversation: `/inbox/open/${conversation}`,
  critical: `/inbox/critical/${critical}`,
  disputes: '/disputes',
  dispute: `/disputes/${dispute}`,
  tasks: '/tasks',
  requests: ['/tasks', 'tab: Approvals'],
  complaints: '/complaints',
  complaint: `/complaints/${complaint}`,
  customers: '/customers',
  customer: `/customers/${order.customer_id}`,
  macros: '/macros',
  supervisor: '/supervisor',
  'what-if': ['/what-if', 'button: Simulate'],
  quality: '/quality',
  'quality-suggested': ['/quality', 'tab: Worth a look'],
  'quality-ratings': ['/quality', 'tab: What customers say'],
  'settings-account': '/settings/account',
  'settings-look': '/settings/look',
  'settings-people': '/settings/people',
  'settings-hours': '/settings/hours',
});

const PORTAL = ({ order, quiet, ownCase }: Scene): Views => ({
  home: '/',
  purchases: '/purchases',
  purchase: `/purchases/${order.id}`,
  return: `/purchases/${quiet.id}/return`,
  problem: `/purchases/${quiet.id}/problem`,
  cases: '/cases',
  case: `/cases/${ownCase}`,
  messages: '/messages',
  help: '/help',
  paying: '/help/paying',
  complaints: '/help/complaints',
  support: '/help/support',
  settings: '/settings',
});

const MERCHANT = ({ ownCase, webhook }: Scene): Views => ({
  disputes: '/disputes',
  dispute: `/disputes/${ownCase}`,
  returns: '/returns',
  statement: '/statement',
  webhooks: '/webhooks',
  webhook: `/webhooks/${webhook}`,
  keys: '/keys',
  team: '/team',
  settings: '/settings',
});

/** Addresses that only lead elsewhere, or show what another one does. */
const SAME = ['/', '/inbox/$view', '/invitation', '/settings'];

/** The addresses that an app's own router knows. */
function routesOf(file: string): string[] {
  const source = readFileSync(fileURLToPath(new URL(`../../apps/${file}`, import.meta.url)), 'utf8');
  const all = [...source.matchAll(/(?:(?<!base)path: |^ {4})'(\/[^']*)'/gm)].map((found) => found[1] ?? '');
  return all.filter((path) => !SAME.includes(path));
}

/** Addresses of a router of which there is no picture. */
const missing = (file: string, views: Views): string[] => {
  const paths = Object.values(views).map((view) => (typeof view === 'string' ? view : view[0]));
  const isShown = (route: string): boolean => {
    const pattern = new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`);
    return paths.some((path) => pattern.test(path));
  };
  return routesOf(file).filter((route) => !isShown(route));
};

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

/** A button or a tab by its name, pressed with the keyboard. */
async function press(page: Page, what: string): Promise<void> {
  const [role = '', name = ''] = what.split(': ');
  await page
    .getByRole(role as 'button', { name })
    .first()
    .press('Enter');
  if (name === 'Simulate') await page.locator('.d-small-charts').first().waitFor();
  await page.waitForLoadState('networkidle');
  // A ring around what was pressed is no part of the page.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Goes through pages by their names; a page counts as shown when nothing is on its way any more. */
async function walk(stage: Stage, page: Page, app: string, pages: Views, faults: Faults) {
  for (const [name, view] of Object.entries(pages)) {
    const [path, ...keys] = typeof view === 'string' ? [view] : view;
    await page.goto(`/${app}${path}`);
    const heading = page.locator('h1, h2').first();
    await heading.waitFor().catch(() => faults.push(`${app}-${name} has no heading`));
    await page.waitForLoadState('networkidle');
    for (const key of keys) await press(page, key);
    if (await page.getByText('Not offered by this server').isVisible())
      faults.push(`${app}-${name} is not offered by the server`);
    await shoot(stage, page, `${app}-${name}`, faults);
  }
}

/** The widget on a shop's page: at first, a purchase, a return, and in the queue. */
async function widgets(stage: Stage, { order, quiet, now }: Scene, faults: Faults): Promise<void> {
  const { page, widget } = await stage.shop('visitor');
  await page.clock.setFixedTime(now);
  await identify(page, stage.server.vouch(order.customer_id, 'Ada Byron'));
  await widget.getByRole('button', { name: /^Help/ }).press('Enter');
  await page.waitForLoadState('networkidle');
  await shoot(stage, page, 'widget-home', faults);
  await widget.getByRole('button', { name: quiet.title }).first().press('Enter');
  await shoot(stage, page, 'widget-purchase', faults);
  await widget.getByRole('button', { name: 'Back', exact: true }).press('Enter');
  await widget.getByRole('button', { name: /Write to us|Go on with your conversation/ }).press('Enter');
  await write(widget, 'Thank you, that is kind.');
  await widget.getByText('Thank you, that is kind.').first().waitFor();
  await shoot(stage, page, 'widget-conversation', faults);

  const other = await stage.shop('somebody new');
  await other.page.clock.setFixedTime(now);
  await other.widget.getByRole('button', { name: /^Help/ }).press('Enter');
  await other.widget.getByRole('button', { name: 'Write to us' }).press('Enter');
  await write(other.widget, 'I would like to talk to a person');
  await other.widget
    .getByRole('status')
    .filter({ hasText: /You are/ })
    .waitFor();
  await shoot(stage, other.page, 'widget-queue', faults);
}

story('every page, light and dark, wide and narrow', async (stage) => {
  const { server } = stage;
  const faults: Faults = [];
  mkdirSync(FOLDER, { recursive: true });
  const [lead, admin] = await Promise.all([
    server.signIn('supervisor', 'Sam Lind'),
    server.signIn('merchant', 'Mira Strand'),
  ]);
  const world = new World(stage);
  try {
    const scene = await world.play(lead, admin);
    const [desks, portals, shops] = [DESK(scene), PORTAL(scene), MERCHANT(scene)];
    expect(missing('desk/src/app/app.tsx', desks)).toEqual([]);
    expect(missing('portal/src/app/router.tsx', portals)).toEqual([]);
    expect(missing('merchant/src/app/router.tsx', shops)).toEqual([]);

    const door = await stage.page('nobody');
    for (const app of ['desk', 'portal', 'merchant'])
      await walk(stage, door, app, { 'sign-in': '/?tenant=demo' }, faults);
    await walk(stage, door, 'desk', { invitation: '/invitation#a-token' }, faults);
    const desk = await stage.desk(lead, '/inbox/open');
    await desk.clock.setFixedTime(scene.now);
    await walk(stage, desk, 'desk', desks, faults);

    const shop = await stage.signedIn(admin);
    await shop.clock.setFixedTime(scene.now);
    await walk(stage, shop, 'merchant', shops, faults);

    const portal = await stage.page('customer');
    await portal.clock.setFixedTime(scene.now);
    await portal.goto(`/portal/#token=${server.vouch(scene.order.customer_id, 'Ada Byron')}`);
    await portal.locator('h1').first().waitFor();
    await walk(stage, portal, 'portal', portals, faults);
    await widgets(stage, scene, faults);
  } finally {
    await world.close();
  }
  expect(faults).toEqual([]);
});
