//! A hand-off with its brief: whoever takes it knows what was said and promised, and asks nothing twice.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { story } from './stage.ts';
import { choose, identify, reply } from './hands.ts';

const CUSTOMER = 'cust-3';

story('the assistant hands over, and the brief is read before the thread', async (stage) => {
  const { server } = stage;
  const [anna, bert] = await Promise.all([server.hire('Anna Sand'), server.hire('Bert Vik')]);
  const { page, widget } = await stage.shop('customer');
  const { id, key } = await stage.writes(CUSTOMER, 'I sent the coat back last week and still have to pay');
  await identify(page, server.vouch(CUSTOMER, 'Ada Byron'));
  const say = (text: string, who: string, more = {}) =>
    server.must('POST', `/v1/conversations/${id}/messages`, who, { client_id: randomUUID(), text, ...more });
  const ai = (path: string, body: object) =>
    server.must('POST', `/v1/conversations/${id}${path}`, server.key('AI_KEY'), body, {
      'ombud-customer': CUSTOMER,
    });

  // Bert lets the assistant look after the return.
  const { assignment } = await server.conversation(id);
  await server.must('POST', `/v1/conversations/${id}/take`, bert.session, {
    assignment_version: assignment.version,
  });
  await say('The assistant looks after your return.', bert.session);
  const { epoch } = (await server.conversation(id)).floor;
  await server.must('POST', `/v1/conversations/${id}/return`, bert.session, { epoch });
  const { floor } = await server.conversation(id);
  await ai('/messages', {
    client_id: randomUUID(),
    text: 'Your plan rests for 28 days.',
    epoch: floor.epoch,
  });
  await say('This is the second time that I have to explain it!', key);
  const brief = {
    summary: 'Sent the coat back last week; the shop has not confirmed it.',
    done: ['Looked up the order and its plan'],
    promised: ['The plan rests for 28 days from today'],
    mood: 'angry',
    sources: [{ kind: 'policy', label: 'Returns: the plan rests', ref: 'returns-1' }],
  };
  await ai('/handover', { epoch: floor.epoch, why: 'The customer is angry and waits for a refund.', brief });

  const desk = await stage.desk(anna, '/inbox/open');
  await choose(desk, id);
  const card = desk.getByRole('region', { name: 'Hand-off brief' });
  for (const line of [brief.summary, ...brief.done, ...brief.promised, 'Returns: the plan rests', 'Angry']) {
    await card.getByText(line, { exact: true }).first().waitFor();
  }
  await stage.clean(desk, 'the conversation with its brief');
  await desk.getByRole('log', { name: 'Messages' }).focus();
  await desk.keyboard.press('t');
  await desk.getByText('You have the word.').waitFor();
  await reply(desk, 'I see your return. Nothing is due before it is settled.');

  await widget.getByRole('button', { name: /^Help/ }).press('Enter');
  const goOn = widget.getByRole('button', { name: 'Go on with your conversation' });
  const said = widget.getByText('I see your return. Nothing is due before it is settled.');
  await goOn.or(said).first().waitFor();
  if (await goOn.isVisible()) await goOn.press('Enter');
  await said.waitFor();
  await stage.clean(page, 'the widget after the hand-off');
  const asked = (await server.events(id)).filter(
    (event) => event.kind === 'message' && event.by.kind !== 'customer',
  );
  expect(asked.filter((event) => /order number|which order/i.test(String(event.body.text)))).toEqual([]);
});
