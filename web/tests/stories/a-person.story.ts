//! Always a person: asked for in words, in a language the page is not in, at the first ask.
import { randomUUID } from 'node:crypto';
import type { Queue } from '@ombud/client';
import { expect } from 'vitest';
import { crowding, story } from './stage.ts';
import { choose, reply, timed, write } from './hands.ts';
import type { TaskRow } from './api.ts';

const QUEUED_MS_MAX = 1_000;

/** How the widget says a wait; nothing where nobody could honestly say one. */
function waitOf({ expected_wait_s: usual, high_s: high }: Queue): string {
  if (usual === undefined) return '';
  const span = (seconds: number) => {
    const minutes = Math.round(seconds / 60);
    if (seconds < 60) return 'less than a minute';
    const [count, unit] = minutes < 90 ? [minutes, 'minute'] : [Math.round(minutes / 60), 'hour'];
    return `${count} ${unit}${count === 1 ? '' : 's'}`;
  };
  const isRange = high !== undefined && span(high) !== span(usual);
  return isRange ? `Usual wait: ${span(usual)} to ${span(high)}.` : `Usual wait: ${span(usual)}.`;
}

story('whoever asks for a person is in the queue at once, and a person answers', async (stage) => {
  const { server } = stage;
  // Somebody is at the desk and has no hand free: there is a queue, and a wait that can be told.
  const [anna, bert] = await Promise.all([
    server.hire('Anna Sand'),
    server.hire('Bert Vik', { capacity_units: 1 }),
  ]);
  await stage.seat(bert, [], 1);
  const desk = await stage.desk(anna, '/inbox/waiting');
  const { page, widget } = await stage.shop('customer');
  await stage.clean(page, 'the shop');

  await widget.getByRole('button', { name: 'Help' }).press('Enter');
  await widget.getByRole('button', { name: 'Write to us' }).press('Enter');
  await stage.clean(page, 'the open widget');
  const shown = await timed(page, /You are next|You are number \d+ in line/);
  const id = await stage.begun(page, () => write(widget, 'snakke med et menneske'));
  const queued = widget.getByRole('status').filter({ hasText: /You are next|You are number \d+ in line/ });
  await queued.waitFor();
  expect(await shown(), 'milliseconds from Enter to the place in the queue').toBeLessThan(
    QUEUED_MS_MAX * crowding(),
  );
  // The place and the wait are the server's own, in words, and no more than that.
  const told = async () => {
    const { queue } = await server.conversation(id);
    const place = queue?.position === 1 ? 'You are next.' : `You are number ${queue?.position} in line.`;
    return `${place} ${queue ? waitOf(queue) : ''}`.trim();
  };
  await expect
    // While it is offered to somebody of another story it has no place; that passes.
    .poll(async () => [await told(), await queued.textContent()], { timeout: 60_000 })
    .toSatisfy(([words = '', text = '']: string[]) => !words.includes('undefined') && text.includes(words));
  await stage.clean(page, 'the queue in the widget');

  // One row, one request, one task with its reason, and every clock set by the words themselves.
  const waiting = await server.conversation(id);
  const { items: own } = await server.must<{ items: { id: string }[] }>(
    'GET',
    `/v1/conversations?customer_id=${waiting.customer_id}`,
    server.key('AGENT_KEY'),
  );
  expect(own.map((one) => one.id)).toEqual([id]);
  const first = await server.events(id);
  const message = first.find((event) => event.kind === 'message');
  const asked = first.filter((event) => event.kind === 'human_requested');
  expect(asked).toHaveLength(1);
  expect(asked[0]?.at, 'the request is of the same instant as the words').toBe(message?.at);
  expect(asked[0]?.body).toMatchObject({ how: 'words', words: 'snakke med et menneske' });
  expect(waiting.human_requested_at).toBe(message?.at);
  const [clock] = waiting.sla.filter((one) => one.kind === 'first_response');
  expect(Date.parse(clock?.due_at ?? '')).toBeGreaterThan(Date.parse(message?.at ?? ''));
  const tasks = async (): Promise<TaskRow[]> =>
    (await server.tasks()).filter((task) => task.conversation_id === id);
  const [task, ...more] = await tasks();
  expect(more).toEqual([]);
  expect(task).toMatchObject({ kind: 'human_requested', due_at: asked[0]?.body.due_at });

  // The console shows all of it: the conversation with its reason, and the task with its way there.
  await choose(desk, id);
  const log = desk.getByRole('log', { name: 'Messages' });
  await log.getByText(/asked for a person/).waitFor();
  await stage.clean(desk, 'the waiting conversation');
  const list = await stage.desk(anna, '/tasks');
  const row = list.locator('tr').filter({ has: list.locator(`a[href$="${id}"]`) });
  await row.getByText('Customer asks for a person').waitFor();
  await stage.clean(list, 'the tasks');

  // Whatever the assistant still says, now or under the floor of before, the customer does not see it.
  const { floor } = await server.conversation(id);
  for (const epoch of [floor.epoch, Math.max(0, floor.epoch - 1)]) {
    const said = { client_id: randomUUID(), text: 'I can help you with that!', epoch };
    const as = { 'ombud-customer': waiting.customer_id };
    await server.ask('POST', `/v1/conversations/${id}/messages`, server.key('AI_KEY'), said, as);
  }

  // The agent is offered it, accepts and answers; the customer sees who it is.
  await stage.seat(anna, []);
  const accept = desk.getByRole('region', { name: 'Offers' }).getByRole('button', { name: 'Accept' });
  await accept.waitFor();
  await stage.clean(desk, 'the offer');
  await accept.press('Enter');
  await desk.getByText('You have the floor.').waitFor();
  await reply(desk, 'Hei! I am Anna, I read Norwegian too.');
  await widget.getByText('Hei! I am Anna, I read Norwegian too.').waitFor();
  await widget.getByText('Anna Sand', { exact: false }).first().waitFor();
  await expect.poll(() => widget.getByText(/You are next|in line/).count()).toBe(0);
  await stage.clean(page, 'the answered conversation');
  expect(await widget.getByText('I can help you with that!').count()).toBe(0);
  expect(await widget.getByText('Automated assistant').count()).toBe(0);
  const customer = (await server.events(id)).filter((event) => event.visible_to === 'all');
  expect(customer.filter((event) => event.kind === 'message' && event.by.kind === 'ai')).toEqual([]);
  expect(await tasks(), 'the answer ends the task').toEqual([]);
});
