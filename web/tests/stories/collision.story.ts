//! Two agents take at the same moment, with no mouse: one has it, the other sees who, and no word is lost.
import { expect } from 'vitest';
import { story, SHOWN_MS_MAX } from './stage.ts';
import { begin } from './hands.ts';

const ROUNDS = 100;
/** Both keys go down within this, or the round was no race and does not count as one. */
const APART_MS_MAX = 50;
const ROUNDS_MAX = 2 * ROUNDS;
/** Typing takes most of a round's time: the draft is written anew in every tenth. */
const DRAFT_EVERY = 10;

/** A page that asks is answered long before. */
const ANSWER_MS_MAX = 5_000;

story('of two who take at once exactly one has it, and the other keeps their draft', async (stage) => {
  const { server } = stage;
  const names = ['Anna Sand', 'Bert Vik'];
  const agents = await Promise.all(names.map((name) => server.hire(name)));
  const desks = await Promise.all(agents.map((agent) => stage.desk(agent, '/inbox/waiting')));
  // A real mouse never appears in this story; and when a key went down is kept.
  for (const desk of desks) {
    await desk.evaluate(() => {
      const kept = Object.assign(window, { mice: [] as string[], taken: 0 });
      for (const name of ['mousedown', 'mousemove', 'pointerdown', 'touchstart'])
        document.addEventListener(name, (event) => event.isTrusted && kept.mice.push(name), true);
      const down = ({ key }: KeyboardEvent) =>
        key === 't' && (kept.taken = performance.timeOrigin + performance.now());
      document.addEventListener('keydown', down, true);
    });
  }
  const pressed = () =>
    Promise.all(desks.map((desk) => desk.evaluate(() => (window as unknown as { taken: number }).taken)));
  let races = 0;
  let isLookedAt = false;
  for (let round = 0; races < ROUNDS && round < ROUNDS_MAX; round += 1) {
    const { id } = await stage.writes(`collision-${round}`, `Question ${round}`);
    const drafts = agents.map((agent) => `${agent.name} on ${round}`);
    await Promise.all(
      desks.map(async (desk, at) => {
        const row = desk.locator(`a.d-row[href$="${id}"]`);
        await row.waitFor();
        await row.focus();
        await desk.keyboard.press('Enter');
        await desk.getByText(`Question ${round}`, { exact: true }).last().waitFor();
        if (round % DRAFT_EVERY === 0) await begin(desk, drafts[at] ?? '');
        await desk.getByRole('log', { name: 'Messages' }).focus();
      }),
    );
    const answers = desks.map((desk) =>
      desk
        .waitForResponse((answer) => answer.url().endsWith(`/v1/conversations/${id}/take`), {
          timeout: ANSWER_MS_MAX,
        })
        .then((answer) => answer.status())
        .catch(() => undefined),
    );
    await Promise.all(desks.map((desk) => desk.keyboard.press('t')));
    const statuses = await Promise.all(answers);
    if (statuses.includes(undefined)) {
      // One page had heard already that the other has it, and asked for nothing: that was no race.
      expect(
        statuses.filter((status) => status !== undefined),
        `round ${round}`,
      ).toEqual([200]);
      continue;
    }
    expect([...statuses].sort(), `round ${round}`).toEqual([200, 409]);
    const [one = 0, two = 0] = await pressed();
    if (Math.abs(one - two) <= APART_MS_MAX) races += 1;
    const winner = statuses.indexOf(200);
    const [first, second] = [desks[winner], desks[1 - winner]];
    const name = agents[winner]?.name ?? '';
    await first?.getByText('You have the floor.').waitFor();
    await second?.getByText('Somebody was quicker. Your draft is kept.').last().waitFor();
    await second?.locator('.d-floor', { hasText: `${name} has the floor.` }).waitFor();
    expect((await server.conversation(id)).assignment.user_name).toBe(name);
    for (const [at, desk] of desks.entries()) {
      const kept = round % DRAFT_EVERY === 0 ? drafts[at] : '';
      expect(await desk.locator('.d-area').inputValue()).toBe(kept);
    }
    if (!isLookedAt) {
      isLookedAt = true;
      await stage.clean(desks[winner] ?? desks[0]!, 'the winner');
      await stage.clean(desks[1 - winner] ?? desks[0]!, 'the other');
    }
    await server.must('POST', `/v1/conversations/${id}/resolve`, agents[winner]?.session ?? '', {});
    for (const desk of desks) {
      await expect
        .poll(() => desk.locator(`a.d-row[href$="${id}"]`).count(), { timeout: SHOWN_MS_MAX })
        .toBe(0);
    }
  }
  for (const desk of desks) {
    expect(await desk.evaluate(() => (window as unknown as { mice: string[] }).mice)).toEqual([]);
  }
  expect(races, `rounds in which both keys went down within ${APART_MS_MAX} ms`).toBe(ROUNDS);
});
