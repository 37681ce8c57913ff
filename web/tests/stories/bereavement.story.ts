//! A death, told in Swedish: in front of everybody who waits, to who can answer it, and no reminder meanwhile.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SupportNeed } from '@ombud/client';
import { expect } from 'vitest';
import { freeOrder, story } from './stage.ts';
import { choose, reply } from './hands.ts';

const OTHERS = 30;
const WRITERS = 3;
const ROUTED_MS_MAX = 20_000;

story('a death is answered before everything else, with the payments at rest', async (stage) => {
  const { server } = stage;
  const agent = server.key('AGENT_KEY');
  const order = await freeOrder(stage);
  for (let other = 0; other < OTHERS; other += 1)
    await stage.writes(`waits-${other % WRITERS}`, `When does parcel ${other} arrive?`);
  const [maja, bert] = await Promise.all([
    server.hire('Maja Lind', { languages: ['sv', 'en'], skills: ['bereavement'] }),
    server.hire('Bert Vik', { languages: ['sv', 'en'] }),
  ]);
  const waiting = await server.must<{ items: unknown[] }>(
    'GET',
    '/v1/conversations?view=waiting&limit=100',
    agent,
  );
  expect(waiting.items.length).toBeGreaterThanOrEqual(OTHERS);
  const desk = await stage.desk(maja, '/inbox/waiting');
  const told = Date.now();
  const text = 'Hej, min man gick bort i förra veckan och jag vet inte vad jag ska göra med hans köp';
  const { id, key } = await stage.writes(order.customer_id, text, 'Karin Holm');
  await stage.seat(maja, ['bereavement', 'language:sv', 'language:en'], 2);
  // Bert reads Swedish too and has both hands free, and no training for this.
  await stage.seat(bert, ['language:sv', 'language:en']);
  const offers = desk.getByRole('region', { name: 'Offers' });
  await expect
    .poll(async () => (await server.conversation(id)).assignment.state, { timeout: ROUTED_MS_MAX })
    .toBe('offered');
  expect(Date.now() - told).toBeLessThan(ROUTED_MS_MAX);
  const { language, skills, assignment } = await server.conversation(id);
  expect([language, skills, assignment.user_id]).toEqual(['sv', ['bereavement'], maja.id]);
  await offers.getByText('is offered to you').waitFor();
  await stage.clean(desk, 'the offer of a critical conversation');
  await offers.getByRole('button', { name: 'Accept' }).press('Enter');
  await desk.getByText('You have the floor.').waitFor();
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

  // No payment falls due meanwhile: no clock of an instalment runs, so no reminder and no fee can come of one.
  const { clocks } = await server.must<{ clocks: { kind: string }[] }>(
    'GET',
    `/v1/orders/${order.id}`,
    agent,
  );
  expect(clocks.filter((clock) => clock.kind === 'instalment')).toEqual([]);
  expect((await server.conversation(id)).priority).toMatchObject({
    level: 'critical',
    quiet_ai: true,
    collections_paused: true,
  });

  // The assistant is silent: what it would say is a note for the desk, and nothing there sends it with one press.
  await choose(desk, id);
  await desk.getByText('Here the assistant only leaves notes').waitFor();
  const { floor, customer_id } = await server.conversation(id);
  const draft = { client_id: randomUUID(), text: 'Jag beklagar sorgen.', epoch: floor.epoch };
  const as = { 'ombud-customer': customer_id };
  await server.must('POST', `/v1/conversations/${id}/messages`, server.key('AI_KEY'), draft, as);
  const note = desk.locator('.d-note').filter({ hasText: draft.text });
  await note.getByText('Assistant’s draft, never sent').waitFor();
  expect(await note.getByRole('button').count()).toBe(0);
  await reply(desk, 'Jag heter Maja och hjälper dig hela vägen.');
  await expect.poll(async () => (await server.conversation(id)).human_requested_at).toBeFalsy();
  expect(await desk.getByRole('button', { name: 'Give back to the assistant' }).count()).toBe(0);
  const { floor: after } = await server.conversation(id);
  const back = await server.ask<{ code?: string }>('POST', `/v1/conversations/${id}/return`, maja.session, {
    epoch: after.epoch,
  });
  expect(back.status, JSON.stringify(back.body)).toBe(422);
  const heard = (await server.events(id, key)).map((event) => String(event.body.text ?? ''));
  expect(heard).toContain('Jag heter Maja och hjälper dig hela vägen.');
  expect(heard).not.toContain(draft.text);

  // What helps her is kept as TEXAS has it (thank, explain, explicit consent, ask, signpost), from the keyboard.
  await desk.goto(`/desk/customers/${order.customer_id}`);
  await desk.getByRole('button', { name: 'Add a support need' }).press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByText(/Thank them, explain what it is used for, ask for explicit consent/).waitFor();
  await dialog.getByRole('button', { name: /What helps/ }).press('Enter');
  await desk.getByRole('option', { name: 'More time to answer' }).press('Enter');
  const keep = dialog.getByRole('button', { name: 'Keep' });
  expect(await keep.isDisabled(), 'nothing is kept without consent').toBe(true);
  await dialog.getByRole('checkbox').press(' ');
  await stage.clean(desk, 'a support need with consent');
  await keep.press('Enter');
  await desk.getByRole('listitem').getByText('More time to answer').waitFor();
  const needs = await server.must<SupportNeed[]>(
    'GET',
    `/v1/customers/${order.customer_id}/support-needs`,
    maja.session,
  );
  expect(needs).toHaveLength(1);
  expect(needs[0]).toMatchObject({ need: 'more_time', created_by: { id: maja.id } });
  expect(Date.parse(needs[0]?.consent_at ?? '')).toBeGreaterThan(told - ROUTED_MS_MAX);
  expect(Date.parse(needs[0]?.review_on ?? '')).toBeGreaterThan(told);

  // She sees it, and it is in what she can take with her.
  const portal = await stage.page('the customer');
  await portal.goto(`/portal/#token=${server.vouch(order.customer_id, 'Karin Holm', 'sv')}`);
  await portal.locator('h1').first().waitFor();
  await portal.goto('/portal/help/support');
  await portal.getByText('More time', { exact: false }).first().waitFor();
  await stage.clean(portal, 'what helps, as the customer sees it');
  await portal.goto('/portal/settings');
  const saved = portal.waitForEvent('download');
  await portal.getByRole('button', { name: /Ladda ner mina uppgifter|Download my data/ }).press('Enter');
  const file = await (await saved).path();
  const own = JSON.parse(readFileSync(file, 'utf8')) as {
    support_needs: { need: string; consent_at: string }[];
  };
  expect(own.support_needs).toEqual([
    expect.objectContaining({ need: 'more_time', consent_at: needs[0]?.consent_at }),
  ]);
  await stage.clean(portal, 'the customer’s own data');

  // Nobody without the training was asked.
  const offered = (await server.events(id)).filter((event) => event.kind === 'offered');
  expect(new Set(offered.map((event) => event.body.user_id))).toEqual(new Set([maja.id]));
});
