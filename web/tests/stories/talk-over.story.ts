//! No talk-over: what the assistant thought before a person took the word never reaches the customer.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { story, SHOWN_MS_MAX } from './stage.ts';
import { choose, reply, write } from './hands.ts';

story('a late answer of the assistant stays with the desk', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const { page, widget } = await stage.shop('customer');
  // Everything that comes to the customer's browser over its socket.
  const heard: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  await widget.getByRole('button', { name: 'Help' }).press('Enter');
  await widget.getByRole('button', { name: 'Write to us' }).press('Enter');
  const id = await stage.begun(page, () => write(widget, 'How do I send this back?'));
  const { customer_id } = await server.conversation(id);
  const ai = (path: string, body: object) =>
    server.ask<{ discarded?: boolean }>(
      'POST',
      `/v1/conversations/${id}${path}`,
      server.key('AI_KEY'),
      body,
      {
        'ombud-customer': customer_id,
      },
    );

  // A person lets the assistant speak, and it does.
  const desk = await stage.desk(anna, '/inbox/open');
  await choose(desk, id);
  await desk.keyboard.press('t');
  await desk.getByText('You have the floor.').waitFor();
  await reply(desk, 'Hello, I am Anna. The assistant tells you how.');
  await widget.getByText('Hello, I am Anna.').waitFor();
  await desk.getByRole('button', { name: 'Give back to the assistant' }).press('Enter');
  await desk.getByText('The assistant has the floor.').waitFor();
  const { floor } = await server.conversation(id);
  expect(floor.holder).toBe('ai');
  const spoken = await ai('/messages', {
    client_id: randomUUID(),
    text: 'Use the label in the box.',
    epoch: floor.epoch,
  });
  expect(spoken.status, JSON.stringify(spoken.body)).toBe(200);
  await widget.getByText('Use the label in the box.').waitFor();
  await widget.getByText('Automated assistant').waitFor();
  await stage.clean(page, 'the widget with the assistant');

  // It thinks again; meanwhile Anna takes the word and answers. Then its answer comes, three seconds late.
  await desk.getByRole('log', { name: 'Messages' }).focus();
  await desk.keyboard.press('t');
  await desk.getByText('You have the floor.').waitFor();
  await reply(desk, 'I send you a new label myself.');
  await widget.getByText('I send you a new label myself.').waitFor();
  const late = await ai('/messages', {
    client_id: randomUUID(),
    text: 'Please print a label.',
    epoch: floor.epoch,
  });
  expect(late.status, JSON.stringify(late.body)).toBe(200);
  expect(late.body.discarded).toBe(true);
  const note = desk.locator('.d-note').filter({ hasText: 'Assistant’s draft, never sent' });
  await note.getByText('Please print a label.').waitFor();
  await stage.clean(desk, 'the discarded draft');

  // What comes after it is there, and it is not: it will not come.
  await reply(desk, 'It is in your inbox.');
  await widget.getByText('It is in your inbox.').waitFor({ timeout: SHOWN_MS_MAX });
  expect(await widget.getByText('Please print a label.').count()).toBe(0);
  const draft = (await server.events(id)).find((event) => event.kind === 'draft_discarded');
  expect(draft?.visible_to).toBe('desk');
  expect(draft?.body.epoch).toBe(floor.epoch);
  expect(heard.filter((frame) => frame.includes('It is in your inbox.')).length).toBeGreaterThan(0);
  expect(heard.filter((frame) => frame.includes('Please print a label.'))).toEqual([]);

  // The audit trail says which floor there was when it was thrown away: a later one than it was thought under.
  const entries = await server.audited(`conversation/${id}`);
  const thrown = entries.filter((entry) => entry.body?.events?.includes('draft_discarded'));
  const { floor: now } = await server.conversation(id);
  expect(thrown.map((entry) => [entry.actor.kind, entry.body?.epoch])).toEqual([['ai', now.epoch]]);
  expect(now.epoch).toBeGreaterThan(floor.epoch);
});
