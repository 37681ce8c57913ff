//! A letter that may be anybody's is answered with care, and the desk sees that its own went out.
import { story } from './stage.ts';
import { reply } from './hands.ts';

const LETTER = (id: string): string =>
  [
    'From: Eve <eve@example.org>',
    'To: support@demo.example',
    'Subject: My parcel',
    `Message-ID: <${id}@example.org>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Where is my parcel? A person, please.',
    '',
    'On 1 Nov 2026 Demo wrote:',
    '> We look for it.',
    '',
  ].join('\r\n');

story('who may be anybody is said so, and our answer is seen to go out', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const raw_base64 = Buffer.from(LETTER(crypto.randomUUID())).toString('base64');
  const kept = await server.must<{ conversation_id: string; verified: boolean }>(
    'POST',
    '/v1/mail/inbound',
    server.key('COMPANY_KEY'),
    { raw_base64 },
  );
  stage.putAway(kept.conversation_id);
  const desk = await stage.desk(anna, `/inbox/open/${kept.conversation_id}`);
  await desk.getByText('Anybody may have written this as eve@example.org').waitFor();
  await desk.getByText('Earlier letter and signature').waitFor();
  await stage.clean(desk, 'a letter that may be anybody’s');
  await desk.getByRole('button', { name: 'Take over', exact: true }).press('Enter');
  await desk.getByText('You have the floor.').waitFor();
  await reply(desk, 'Please answer this letter, then I can tell you.');
  await desk.getByText(/^E-mail sent/).waitFor();
});
