//! A hand-off with its brief: the person who takes it knows what was said and promised, and asks nothing twice.
import { randomUUID } from 'node:crypto';
import { story } from './stage.ts';
import { choose, reply } from './hands.ts';

story('the assistant hands over, and the brief is read before the thread', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const { page, widget } = await stage.shop('customer');
  const token = server.vouch('cust-3', 'Ada Byron');
  await page.evaluate((vouched) => (window as unknown as { Ombud: { identify: (t: string) => Promise<void> } }).Ombud.identify(vouched), token);
  const { id, key } = await stage.writes('cust-3', 'I sent the coat back last week and still have to pay');
  const ai = (path: string, body: object) =>
    server.must('POST', `/v1/conversations/${id}${path}`, server.key('AI_KEY'), body, { 'ombud-customer': 'cust-3' });
  const brief = {
    summary: 'Returned the coat last week; the shop has not confirmed it.',
    promises: ['The plan rests for 28 days from today'],
    did: ['Looked up the order ord-4'],
    sources: ['policy returns, version 1'],
    language: 'en',
  };
  await server.must('POST', `/v1/conversations/${id}/messages`, key, {
    client_id: randomUUID(),
    text: 'This is the second time I have to explain it!',
  });
  await ai('/handover', brief);

  const desk = await stage.desk(anna, '/inbox/waiting');
  await choose(desk, id);
  const card = desk.getByRole('region', { name: 'Hand-off brief' });
  await card.getByText(brief.summary).waitFor();
  await card.getByText(brief.promises[0] ?? '').waitFor();
  await stage.clean(desk, 'the conversation with its brief');
  await desk.getByRole('log', { name: 'Messages' }).focus();
  await desk.keyboard.press('t');
  await desk.getByText('You have the word.').waitFor();
  await reply(desk, 'I see your return. Nothing is due before it is settled.');
  await page.evaluate(() => (window as unknown as { Ombud: { open: () => void } }).Ombud.open());
  const goOn = widget.getByRole('button', { name: 'Go on with your conversation' });
  const said = widget.getByText('I see your return. Nothing is due before it is settled.');
  await goOn.or(said).first().waitFor();
  if (await goOn.isVisible()) await goOn.press('Enter');
  await said.waitFor();
  await stage.clean(page, 'the widget after the hand-off');
});
