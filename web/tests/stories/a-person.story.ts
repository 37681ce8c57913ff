//! Always a person: asked for in words, in a language the page is not in, at the first ask.
import { expect } from 'vitest';
import { story } from './stage.ts';
import { choose, reply, write } from './hands.ts';

const QUEUED_MS_MAX = 1_000;

story('whoever asks for a person is in the queue at once, and a person answers', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const desk = await stage.desk(anna, '/inbox/waiting');
  const { page, widget } = await stage.shop('customer');
  await stage.clean(page, 'the shop');

  await widget.getByRole('button', { name: 'Help' }).press('Enter');
  await widget.getByRole('button', { name: 'Write to us' }).press('Enter');
  await stage.clean(page, 'the open widget');
  const asked = Date.now();
  const id = await stage.begun(page, () => write(widget, 'snakke med et menneske'));
  const queued = widget.getByRole('status').filter({ hasText: /You are next|You are number \d+ in line/ });
  await queued.waitFor();
  const took = Date.now() - asked;
  expect(await queued.textContent()).not.toMatch(/NaN|undefined|null|Invalid/);
  await stage.clean(page, 'the queue in the widget');

  // The console shows it with its reason, and the clock runs.
  await choose(desk, id);
  const log = desk.getByRole('log', { name: 'Messages' });
  await log.getByText(/asked for a person/).waitFor();
  await stage.clean(desk, 'the waiting conversation');
  const waiting = await server.conversation(id);
  expect(waiting.human_requested_at).toBeTruthy();
  const tasks = await server.must<{ items: { kind: string; due_at?: string; title?: string }[] }>(
    'GET',
    '/v1/tasks?state=open&limit=100',
    server.key('AGENT_KEY'),
  );
  const ours = tasks.items.filter((task) => JSON.stringify(task).includes(id));
  expect(ours, JSON.stringify(tasks.items)).toHaveLength(1);
  expect(Date.parse(ours[0]?.due_at ?? '')).toBeGreaterThan(Date.now());

  // The agent is offered it, accepts and answers; the customer sees who it is.
  await stage.seat(anna, []);
  const accept = desk.getByRole('region', { name: 'Offers' }).getByRole('button', { name: 'Accept' });
  await accept.waitFor();
  await stage.clean(desk, 'the offer');
  await accept.press('Enter');
  await desk.getByText('You have the word.').waitFor();
  await reply(desk, 'Hei! I am Anna, I read Norwegian too.');
  await widget.getByText('Hei! I am Anna, I read Norwegian too.').waitFor();
  await widget.getByText('Anna Sand', { exact: false }).first().waitFor();
  await expect.poll(() => widget.getByText(/You are next|in line/).count()).toBe(0);
  await stage.clean(page, 'the answered conversation');

  const said = await server.events(id);
  expect(said.filter((event) => event.by.kind === 'ai')).toEqual([]);
  expect(said.filter((event) => event.kind === 'human_requested')).toHaveLength(1);
  const after = await server.must<{ items: unknown[] }>(
    'GET',
    '/v1/tasks?state=open&limit=100',
    server.key('AGENT_KEY'),
  );
  expect(after.items.filter((task) => JSON.stringify(task).includes(id))).toEqual([]);
  expect(took, 'from Enter to the queue position').toBeLessThan(QUEUED_MS_MAX * 10);
});
