//! What an agent does all day, with the keyboard alone: a note to a colleague, an answer for later, a pause, two made one.
import { expect } from 'vitest';
import { story } from './stage.ts';
import { begin, choose } from './hands.ts';

story('a note, an answer for later, a pause and a merge need no mouse', async (stage) => {
  const { server } = stage;
  // A name of its own: other stories hire people of the same names.
  const [anna, sture] = await Promise.all([server.hire('Anna Sand'), server.hire('Sture Lund')]);
  const { id } = await stage.writes('a-day', 'Where is my parcel?');
  const other = await stage.writes('a-day', 'And one more thing about the parcel');
  const desk = await stage.desk(anna, '/inbox/open');
  await choose(desk, id);
  await desk.getByRole('log', { name: 'Messages' }).focus();
  await desk.keyboard.press('t');
  await desk.getByText('You have the floor.').waitFor();

  // A note that calls a colleague: the customer never sees it.
  await desk.keyboard.press('Alt+p');
  await desk.keyboard.type('Ask @Sture');
  await desk.locator('.d-completions [role=option]').first().waitFor();
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('who knows the depot.');
  await desk.keyboard.press('Control+Enter');
  await desk.locator('.d-note', { hasText: 'who knows the depot.' }).waitFor();
  const note = (await server.events(id)).find((event) => event.kind === 'note');
  expect([note?.visible_to, note?.body.mentions]).toEqual(['desk', [sture.id]]);

  // An answer that goes out tomorrow.
  await begin(desk, 'The depot opens at eight; I ring them then.');
  await desk.getByRole('button', { name: 'Send later' }).press('Enter');
  await desk.getByRole('menuitem').first().press('Enter');
  await expect
    .poll(async () => (await server.events(id)).filter((event) => event.kind === 'scheduled').length)
    .toBe(1);
  await stage.clean(desk, 'an answer for later');

  // A pause, from the keyboard.
  await desk.getByRole('log', { name: 'Messages' }).focus();
  await desk.keyboard.press('Alt+m');
  await desk.getByRole('menuitem').first().press('Enter');
  await expect.poll(async () => (await server.conversation(id)).state).toBe('snoozed');
  await server.must('POST', `/v1/conversations/${id}/reopen`, anna.session, {});
  // Two conversations about one thing become one.
  await desk.getByRole('button', { name: 'More' }).press('Enter');
  await desk.getByRole('menuitem', { name: /^Merge/ }).press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('radio').first().press(' ');
  await stage.clean(desk, 'a merge');
  await dialog.getByRole('button', { name: /^Merge/ }).press('Enter');
  await expect.poll(async () => (await server.conversation(id)).merged_into).toBe(other.id);
});
