//! The door: a password in a real browser; out again, and the open socket ends with the session.
import { expect } from 'vitest';
import { story, SHOWN_MS_MAX } from './stage.ts';

story('a password lets in, signing out ends the session and its socket', async (stage) => {
  const { server } = stage;
  const page = await stage.page('agent');
  await page.goto('/desk/');
  await page.getByLabel('E-mail').waitFor();
  await stage.clean(page, 'the door');
  await page.getByLabel('E-mail').fill('agent@demo.example');
  await page.getByLabel('Password', { exact: true }).fill('not the password at all');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await stage.clean(page, 'the door that stays shut');

  const opened = page.waitForEvent('websocket');
  await page.getByLabel('Password', { exact: true }).fill(server.key('AGENT_PASSWORD'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Mine' }).waitFor();
  await page.getByText('Anna Ek').waitFor();
  await stage.clean(page, 'an empty list');
  const socket = await opened;
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: 'ombud_session', httpOnly: true, sameSite: 'Strict' });

  const closed = socket.isClosed()
    ? Promise.resolve()
    : socket.waitForEvent('close', { timeout: SHOWN_MS_MAX });
  await page.locator('.d-account').getByRole('button').press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
  await page.getByLabel('E-mail').waitFor();
  await closed;
  expect((await server.ask('GET', '/v1/session', cookie?.value ?? '')).status).toBe(401);
});

story('a session that is ended elsewhere closes the page that uses it', async (stage) => {
  const { server } = stage;
  const bert = await server.hire('Bert Vik');
  const page = await stage.desk(bert, '/inbox/mine');
  await page.getByRole('heading', { name: 'Mine' }).waitFor();
  await server.must('DELETE', '/v1/session', bert.session);
  await page.getByLabel('E-mail').waitFor();
});

story('the page speaks another language, and is light or dark, as one likes', async (stage) => {
  const bert = await stage.server.hire('Bert Vik');
  const page = await stage.desk(bert, '/settings/look', { colorScheme: 'dark' });
  const shade = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await stage.clean(page, 'settings in the dark');
  const dark = await shade();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(shade).not.toBe(dark);
  await stage.clean(page, 'settings in the light');
  const before = await page.getByRole('heading', { level: 1 }).textContent();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('svenska');
  await page.locator('.o-palette-list [role=menuitem], .o-palette-list [role=option]').first().waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toMatch(/^sv/);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe(before);
  await page.reload();
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toMatch(/^sv/);
  await stage.clean(page, 'settings in Swedish');
});
