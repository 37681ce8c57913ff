//! On the phone, the customer reads out a code, and both look at one page: what is private stays masked, the agent marks
//! what is meant, and what was seen can be watched and proved afterwards.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { freeOrder, story } from './stage.ts';

/** The customer's dialogs are in a closed shadow root; only a test's browser opens it. */
async function openShadows(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function opened(init) {
      return attach.call(this, { ...init, mode: 'open' });
    };
  });
}

story('a code read out on the phone brings an agent to the customer’s page', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const sam = await server.hire('Sam Lind', { role: 'supervisor' });
  const order = await freeOrder(stage);
  const customer = await stage.page('the customer');
  await openShadows(customer);
  await customer.goto(`/portal/#token=${server.vouch(order.customer_id, 'Maja Berg')}`);
  await customer.locator('h1').first().waitFor();
  await customer.goto('/portal/help');
  await customer.getByRole('button', { name: 'Show my page' }).press('Enter');
  const shown = await customer.locator('.digits').getAttribute('aria-label');
  const code = (shown ?? '').replaceAll(' ', '');
  expect(code).toMatch(/^\d{6}$/);

  const desk = await stage.desk(anna, '/cobrowse');
  await desk.getByLabel('The customer’s code').fill(code);
  await desk.getByText('Consent is being read').first().waitFor();
  await stage.clean(desk, 'a session before the answer');
  const mirror = desk.locator('iframe:not(.behind)').contentFrame();
  expect(await mirror.getByText('Smaller parts, no fees').count(), 'nothing is shown before the yes').toBe(0);

  const dialog = customer.getByRole('dialog');
  await dialog.getByText(/^Anna Sand of .+ would like to see this page$/).waitFor();
  await dialog.getByLabel('Record this').check();
  // A question that has only just come is not answered by a key that was meant for something else.
  await expect
    .poll(async () => {
      await dialog
        .getByRole('button', { name: 'Show this page' })
        .click({ timeout: 2_000 })
        .catch(() => undefined);
      return dialog.count();
    })
    .toBe(0);
  await mirror.getByText('Smaller parts, no fees').first().waitFor();
  await stage.clean(customer, 'the page while it is shown');

  // What the customer alone is to see is there as bars.
  await customer.goto('/portal/settings');
  await customer.getByRole('heading', { level: 1, name: 'Account' }).waitFor();
  await expect.poll(() => mirror.getByText('Smaller parts, no fees').count()).toBe(0);
  await expect.poll(() => mirror.locator('.bar').count()).toBeGreaterThan(5);
  expect(await mirror.getByText('Account').count(), 'not even its heading').toBe(0);

  // The agent needs a heading that is hidden, and says so; a supervisor finds it on the board and proposes it, and once
  // another person agrees it is shown, in this very session.
  const heading = customer.getByRole('heading', { level: 1, name: 'Account' });
  const [view, there] = [
    await desk.locator('iframe:not(.behind)').boundingBox(),
    await heading.boundingBox(),
  ];
  const wide = customer.viewportSize()?.width;
  if (!view || !there || !wide) throw new Error('the heading has no place');
  const scale = view.width / wide;
  await desk.getByRole('button', { name: /^I can’t see this/ }).click();
  await desk.mouse.click(view.x + (there.x + 12) * scale, view.y + (there.y + there.height / 2) * scale);
  await desk.keyboard.type('which page is this');
  await desk.keyboard.press('Enter');
  await desk.getByText('Noted. It goes to those who decide').waitFor();
  const board = await stage.desk(sam, '/cobrowse');
  await board.getByRole('tab', { name: 'What agents could not see' }).click();
  await board.getByText('which page is this').waitFor();
  await board.getByText('@account > header:1 > h1:1').waitFor();
  await stage.clean(board, 'what agents could not see');
  await board.getByRole('button', { name: /^Propose to show/ }).click();
  await board.getByLabel('Owner').fill('accounts-web');
  await board.getByRole('button', { name: 'See the change' }).click();
  await board.getByText('What agents would see').waitFor();
  await board.getByText('+ selector = "[data-ombud-id=\\"account\\"] > header > h1"').waitFor();
  await stage.clean(board, 'a change of the policy');
  await board.getByRole('button', { name: 'Propose', exact: true }).click();
  await board.getByText('Proposed. Another person approves it.').waitFor();
  expect(await mirror.getByText('Account').count(), 'one person shows nothing').toBe(0);
  const cleo = await server.hire('Cleo Berg', { role: 'compliance_officer' });
  const officer = await stage.desk(cleo, '/cobrowse');
  await officer.getByRole('tab', { name: 'What is shown' }).click();
  await officer.getByRole('button', { name: 'Approve', exact: true }).click();
  await officer.getByText('Version 1 of').waitFor();
  await stage.clean(officer, 'what is shown');
  await mirror.getByText('Account', { exact: true }).first().waitFor();

  // The agent marks a place, and the customer sees where.
  await customer.goto('/portal/help');
  await mirror.getByText('Smaller parts, no fees').first().waitFor();
  await desk.getByRole('button', { name: /^Box/ }).click();
  const frame = await desk.locator('iframe:not(.behind)').boundingBox();
  if (!frame) throw new Error('the mirror has no place');
  await desk.mouse.move(frame.x + 40, frame.y + 40);
  await desk.mouse.down();
  await desk.mouse.move(frame.x + 240, frame.y + 140, { steps: 5 });
  await desk.mouse.up();
  await customer.locator('ombud-cobrowse .ink path').first().waitFor({ state: 'attached' });

  // The end is at once, for both.
  await customer.getByRole('button', { name: 'End', exact: true }).click();
  await desk.getByText('The customer ended the session.').first().waitFor();

  // Whoever leads the desk watches what was seen; it is whole, and that it was watched is known.
  const lead = await stage.desk(sam, '/cobrowse');
  const watch = lead.getByRole('button', { name: /^Watch the recording/ }).first();
  await expect
    .poll(
      async () => {
        if (await watch.count()) return true;
        await lead.reload();
        return false;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await watch.click();
  await lead.getByRole('button', { name: 'Play', exact: true }).click();
  await lead
    .locator('iframe:not(.behind)')
    .contentFrame()
    .getByText('Smaller parts, no fees')
    .first()
    .waitFor();
  await lead.getByRole('button', { name: 'Verify', exact: true }).click();
  await lead.getByText('Whole and unchanged').waitFor();
  const taken = lead.waitForEvent('download');
  await lead.getByRole('button', { name: 'Export for rrweb' }).click();
  expect((await taken).suggestedFilename()).toMatch(/\.rrweb\.json$/);
  await lead.getByText('Sam Lind exported it').waitFor();
  await stage.clean(lead, 'a recording');
  const trail = (await server.audited()).map((entry) => entry.action);
  for (const action of ['consent', 'recording_begun', 'recording_closed', 'recording_watched', 'ended'])
    expect(trail).toContain(`cobrowse.${action}`);
  for (const action of ['recording_verified', 'recording_exported'])
    expect(trail).toContain(`cobrowse.${action}`);
  expect(await server.verdict()).toMatchObject({ intact: true, findings: [] });
});
