//! The telephone rings, and the screen says who it may be; what nobody answered is called back.
import { expect } from 'vitest';
import { story } from './stage.ts';

const NUMBER = '+46701234599';

story(
  'a call is on the screen before it is answered, and a missed one waits to be called back',
  async (stage) => {
    const { server } = stage;
    const anna = await server.hire('Anna Sand');
    const desk = await stage.desk(anna, '/settings/account');
    await desk.getByLabel('Your extension').fill('4242');
    await desk.getByRole('button', { name: 'Save extension' }).press('Enter');
    await desk.getByText('Extension saved').waitFor();

    const tell = (callId: string, event: string, more: object = {}) =>
      server.must('POST', '/v1/cti', server.key('COMPANY_KEY'), {
        event,
        callId,
        from: NUMBER.slice(1),
        to: '4242',
        direction: 'in',
        ...more,
      });
    await tell('k1', 'newCall');
    const call = desk.getByRole('article', { name: `Call from ${NUMBER}` });
    await call.getByText(`${NUMBER} is calling you`).waitFor();
    await stage.clean(desk, 'a page with a call');
    await tell('k1', 'answer', { answeringNumber: '4242' });
    await call.getByText(`You are talking to ${NUMBER}`).waitFor();
    await call.getByRole('button', { name: 'Open' }).press('Enter');
    await desk.getByText('Anna Sand answered the call').waitFor();
    const id = new URL(desk.url()).pathname.split('/').at(-1) ?? '';
    stage.putAway(id);
    await tell('k1', 'hangup', { cause: 'normalClearing' });
    await desk.getByText(/Call ended after/).waitFor();

    await tell('k2', 'newCall');
    await call.getByText(`${NUMBER} is calling you`).waitFor();
    await tell('k2', 'hangup', { cause: 'noAnswer' });
    await expect.poll(() => call.count()).toBe(0);
    await desk.getByText(`Call from ${NUMBER} was missed: nobody answered`).waitFor();
    const wish = desk.getByRole('region', { name: 'Wants to be called' });
    await wish.getByText(NUMBER).waitFor();
    // What the page said of the button that saved stands in its announcer for some seconds, though the button is gone.
    await expect
      .poll(() => desk.locator('[data-live-announcer] [role=img]').count(), { timeout: 15_000 })
      .toBe(0);
    await stage.clean(desk, 'a conversation with a wish to be called');
    await wish.getByRole('button', { name: 'I called' }).press('Enter');
    await desk.getByText('Called back at the number ending in 599').waitFor();
    await expect.poll(() => wish.count()).toBe(0);
  },
);
