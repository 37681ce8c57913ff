//! An agent's network goes away while much happens. When it is back, what they see is what the server has.
import { randomUUID } from 'node:crypto';
import type { Conversation } from '@ombud/client';
import { expect } from 'vitest';
import { story, SHOWN_MS_MAX } from './stage.ts';
import { choose } from './hands.ts';

const MESSAGES = 20;
/** How long the network is away. What happens meanwhile is spread over it. */
const CUT_MS = 30_000;

const later = (at: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())));

story('a cut agent comes back to the truth, without a reload', async (stage) => {
  const { server } = stage;
  const [anna, bert, cilla] = await Promise.all(
    ['Anna Sand', 'Bert Vik', 'Cilla Ek'].map((name) => server.hire(name)),
  );
  if (!anna || !bert || !cilla) throw new Error('three agents');
  const { id, key } = await stage.writes('reconnect', 'The first word');
  const gone = await stage.writes('reconnect-1', 'Over before the line is back', 'Edsger Dijkstra');
  const line = await stage.line();
  const desk = await stage.desk(anna, '/inbox/open', { baseURL: line.url });
  await choose(desk, id);
  await desk.getByText('The first word', { exact: true }).last().waitFor();
  await desk.evaluate(() => ((window as unknown as { unloaded: boolean }).unloaded = false));

  line.cut();
  const cut = Date.now();
  await desk.getByText('No connection. What you send waits and goes out by itself.').waitFor();
  await stage.clean(desk, 'the console without a network');
  const say = (who: string, number: number) =>
    server.must('POST', `/v1/conversations/${id}/messages`, who, {
      client_id: randomUUID(),
      text: `Word ${number}`,
    });
  const version = async () => (await server.conversation(id)).assignment.version;
  const take = async (who: string) =>
    server.must('POST', `/v1/conversations/${id}/take`, who, { assignment_version: await version() });
  const hand = async (who: string, user_id: string) =>
    server.must('POST', `/v1/conversations/${id}/transfer`, who, {
      user_id,
      note: 'They know this shop.',
      assignment_version: await version(),
    });
  await take(bert.session);
  for (let number = 1; number <= MESSAGES; number += 1) {
    await later(cut + (number * CUT_MS) / MESSAGES);
    await say(number % 2 ? key : bert.session, number);
    if (number === 10) {
      await hand(bert.session, cilla.id);
      await server.ask('POST', `/v1/conversations/${id}/accept`, cilla.session, {
        assignment_version: await version(),
      });
      await hand(cilla.session, bert.id);
      await server.ask('POST', `/v1/conversations/${id}/accept`, bert.session, {
        assignment_version: await version(),
      });
    }
  }
  await server.must('POST', `/v1/conversations/${gone.id}/take`, cilla.session, {
    assignment_version: (await server.conversation(gone.id)).assignment.version,
  });
  await server.must('POST', `/v1/conversations/${gone.id}/resolve`, cilla.session, {});
  const other = await stage.writes('reconnect-2', 'Begun while the line was dead', 'Grace Hopper');
  line.mend();

  const words = () =>
    desk.locator('.d-bubble').evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ''));
  const all = await server.events(id);
  const truth = all.filter((event) => event.kind === 'message').map((event) => String(event.body.text));
  expect(truth).toHaveLength(MESSAGES + 1);
  await expect.poll(words, { timeout: 2 * SHOWN_MS_MAX }).toEqual(truth);
  // What else happened meanwhile stands between the words, each thing once.
  const log = desk.getByRole('log', { name: 'Messages' });
  const handed = all.filter((event) => event.kind === 'transferred');
  expect(handed.map((event) => event.by.id)).toEqual([bert.id, cilla.id]);
  await expect.poll(() => log.getByText(/ handed over to /).count()).toBe(handed.length);
  const now = await server.conversation(id);
  await desk.locator('.d-floor', { hasText: `${now.assignment.user_name} has the floor.` }).waitFor();
  expect(await desk.getByText('No connection. What you send waits').count()).toBe(0);

  // The list is the server's, in the same order, with what came, without what ended, and with the newest words.
  await desk.locator(`a.d-row[href$="${other.id}"]`).waitFor();
  const listed = async () => {
    const path = '/v1/conversations?view=open&limit=100';
    const { items } = await server.must<{ items: Conversation[] }>('GET', path, server.key('AGENT_KEY'));
    const newest = items.sort((a, b) => (b.last?.at ?? '').localeCompare(a.last?.at ?? ''));
    return newest.map((one) => [one.id, one.last?.preview ?? '']);
  };
  const rows = () =>
    desk.locator('a.d-row').evaluateAll((every) =>
      every
        .map((one) => ({
          id: one.getAttribute('href')?.split('/').at(-1) ?? '',
          at: Number(one.parentElement?.getAttribute('aria-posinset')),
          text: one.querySelector('.d-row-text')?.textContent ?? '',
        }))
        .sort((a, b) => a.at - b.at)
        .map(({ id: row, text }) => [row, text.replace(/^(You|Assistant): /, '')]),
    );
  // Only the rows in sight are drawn.
  const wanted = await listed();
  const drawn = async () => {
    const seen = await rows();
    return { seen, same: wanted.slice(0, seen.length) };
  };
  await expect.poll(async () => (await drawn()).seen.length, { timeout: SHOWN_MS_MAX }).toBeGreaterThan(1);
  await expect
    .poll(async () => JSON.stringify((await drawn()).seen), { timeout: SHOWN_MS_MAX })
    .toBe(JSON.stringify((await drawn()).same));
  expect((await rows()).map(([row]) => row)).not.toContain(gone.id);
  expect(await desk.evaluate(() => (window as unknown as { unloaded?: boolean }).unloaded)).toBe(false);
});
