//! A hand-off with its brief: whoever takes it knows what was said and promised, and asks nothing twice.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { freeOrder, story } from './stage.ts';
import { choose, identify, reply } from './hands.ts';

/** Questions for what is known already. */
const ASKED_TWICE = /order (number|id)|which (order|purchase)|what did you (buy|order)|\?/i;

interface Plan {
  outstanding: { amount_minor: number; currency: string };
}

story('the assistant hands over, and the brief is read before the thread', async (stage) => {
  const { server } = stage;
  const [anna, bert] = await Promise.all([server.hire('Anna Sand'), server.hire('Bert Vik')]);
  const order = await freeOrder(stage);
  const { customer_id: customer } = order;
  const { page, widget } = await stage.shop('customer');
  // The order is named once, by the page that the customer writes from.
  const first = 'I sent the coat back last week and still have to pay';
  const { id, key } = await stage.writes(customer, first, 'Ada Byron', { order_id: order.id });
  await identify(page, server.vouch(customer, 'Ada Byron'));
  const say = (text: string, who: string) =>
    server.must('POST', `/v1/conversations/${id}/messages`, who, { client_id: randomUUID(), text });
  const ai = (path: string, body: object) =>
    server.must('POST', `/v1/conversations/${id}${path}`, server.key('AI_KEY'), body, {
      'ombud-customer': customer,
    });

  // Bert lets the assistant look after the return; on the second turn the customer is angry.
  const { assignment } = await server.conversation(id);
  await server.must('POST', `/v1/conversations/${id}/take`, bert.session, {
    assignment_version: assignment.version,
  });
  await say('The assistant looks after your return.', bert.session);
  const { epoch } = (await server.conversation(id)).floor;
  await server.must('POST', `/v1/conversations/${id}/return`, bert.session, { epoch });
  await server.must('POST', `/v1/orders/${order.id}/returns`, key, {});
  const { floor } = await server.conversation(id);
  const promise = 'I have noted your return. Your plan rests for 28 days.';
  await ai('/messages', { client_id: randomUUID(), text: promise, epoch: floor.epoch });
  await say('This is ridiculous, it is the second time that I have to explain it!', key);
  const brief = {
    summary: 'Sent the coat back last week; the shop has not confirmed it.',
    done: ['Looked up the order and its plan'],
    promised: ['The plan rests for 28 days from today'],
    sources: [{ kind: 'policy', label: 'Returns: the plan rests', ref: 'returns-1' }],
  };
  const why = 'The customer is angry and waits for a refund.';
  const handed = (await server.conversation(id)).floor.epoch;
  await ai('/handover', { epoch: handed, why, brief });

  // Anna is offered it and accepts.
  const desk = await stage.desk(anna, '/inbox/waiting');
  await stage.seat(anna, []);
  const accept = desk.getByRole('region', { name: 'Offers' }).getByRole('button', { name: 'Accept' });
  await accept.waitFor();
  await accept.press('Enter');
  await desk.getByText('You have the floor.').waitFor();

  // The brief says it all: why, what was done and promised, how much, by when, and from where it is known.
  const card = desk.getByRole('region', { name: 'Hand-off brief' });
  for (const line of [brief.summary, ...brief.done, ...brief.promised]) {
    await card.getByText(line, { exact: true }).first().waitFor();
  }
  await card.getByText('Returns: the plan rests').first().waitFor();
  await card.getByText(why, { exact: false }).first().waitFor();
  await card.getByText('Your plan rests for 28 days', { exact: false }).first().waitFor();
  await card.getByText(/^(Upset|Angry)$/).waitFor();
  const made = await server.must<{ deadline?: { at: string; what: string } }>(
    'GET',
    `/v1/conversations/${id}/brief`,
    anna.session,
  );
  await card.getByText(made.deadline?.what ?? 'a deadline', { exact: false }).waitFor();
  const plans = await server.must<Plan[]>('GET', `/v1/orders/${order.id}/plans`, anna.session);
  const [{ outstanding: owed } = { outstanding: { amount_minor: 0, currency: 'EUR' } }] = plans;
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency: owed.currency });
  const digits = format.format(owed.amount_minor / 100).replaceAll(/[^\d.,]/g, '');
  await card.getByText(digits, { exact: false }).first().waitFor();
  await stage.clean(desk, 'the conversation with its brief');

  // Anna answers; the customer reads it, and is not asked for what they said before.
  const answer = 'I see your return. Nothing is due before it is settled.';
  await desk.locator('.d-context').getByText(order.id).first().waitFor();
  await choose(desk, id);
  await reply(desk, answer);
  await widget.getByRole('button', { name: /^Help/ }).press('Enter');
  const goOn = widget.getByRole('button', { name: 'Go on with your conversation' });
  const said = widget.getByText(answer);
  await goOn.or(said).first().waitFor();
  if (await goOn.isVisible()) await goOn.press('Enter');
  await said.waitFor();
  await stage.clean(page, 'the widget after the hand-off');
  const told = (await server.events(id, key)).filter((event) => event.by.kind !== 'customer');
  const questions = told.filter((event) => ASKED_TWICE.test(String(event.body.text ?? '')));
  expect(questions, 'nothing that was said before is asked again').toEqual([]);
  expect(await widget.getByRole('textbox').count(), 'no form asks for it either').toBe(1);
});
