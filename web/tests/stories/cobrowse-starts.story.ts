//! The ways to the customer's page: from a conversation by an invitation or a link, from hand to hand, in the widget of a
//! shop, and from a tool of the company's own.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { Server } from './api.ts';
import { Program } from './server.ts';
import { freeOrder, played, story, type Stage } from './stage.ts';
import { identify } from './hands.ts';

const ALONE_MS_MAX = 900_000;
/** What is released on the portal's page of help. */
const RELEASED = 'Smaller parts, no fees';

/** The customer's dialogs are in a closed shadow root; only a test's browser opens it. */
async function openShadows(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function opened(init) {
      return attach.call(this, { ...init, mode: 'open' });
    };
  });
}

/** A customer on the portal, at the page of help. */
async function customerAt(stage: Stage, customer: string): Promise<Page> {
  const page = await stage.page('the customer');
  await openShadows(page);
  await page.goto(`/portal/#token=${stage.server.vouch(customer, 'Maja Berg')}`);
  await page.locator('h1').first().waitFor();
  await page.goto('/portal/help');
  await page.getByText(RELEASED).first().waitFor();
  return page;
}

/** Says yes; a question that has only just come takes no answer yet. */
async function accept(customer: Page, agent: string): Promise<void> {
  const dialog = customer.getByRole('dialog');
  await dialog.getByText(new RegExp(`^${agent} of .+ would like to see this page$`)).waitFor();
  await expect
    .poll(async () => {
      await dialog
        .getByRole('button', { name: 'Show this page' })
        .click({ timeout: 2_000 })
        .catch(() => undefined);
      return dialog.count();
    })
    .toBe(0);
}

const mirrorOf = (page: Page): Locator => page.locator('iframe:not(.behind)').contentFrame().locator('body');

async function invite(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: 'Co-browse' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  await desk.getByText('invited the customer. Good for 20 minutes.').waitFor();
}

story('an invitation reaches the customer, and the session goes from hand to hand', async (stage) => {
  const { server } = stage;
  const [anna, bert] = await Promise.all([server.hire('Anna Sand'), server.hire('Bert Vik')]);
  const { customer_id: customer_id } = await freeOrder(stage);
  const customer = await customerAt(stage, customer_id);
  const { id } = await stage.writes(customer_id, 'I do not find my instalments', 'Maja Berg');

  const desk = await stage.desk(anna, `/inbox/open/${id}`);
  await invite(desk);
  await stage.clean(desk, 'a conversation with an invitation');

  // It is an offer: nothing covers the page, and nothing begins by itself.
  await customer.getByText('Anna Sand asks to look at this page with you.').waitFor();
  await stage.clean(customer, 'the offer');
  expect(await customer.getByRole('dialog').count()).toBe(0);
  await customer.getByRole('button', { name: 'Show', exact: true }).click();

  // Who invited goes in as soon as the customer is there; what is shown waits for the yes.
  await desk.getByText('Consent is being read').first().waitFor();
  await accept(customer, 'Anna Sand');
  await mirrorOf(desk).getByText(RELEASED).first().waitFor();

  // Bert is somewhere else in the console, and is told.
  const other = await stage.desk(bert, '/inbox/open');
  await desk.getByRole('button', { name: 'Hand over' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('button', { name: /To/ }).click();
  await desk.getByRole('option', { name: 'Bert Vik' }).click();
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await other.getByText('Anna Sand hands you the session with').waitFor();
  await other.getByRole('button', { name: 'Take it' }).click();
  await mirrorOf(other).getByText(RELEASED).first().waitFor();

  // The conversation says with whom it is now, and that it ended.
  await desk.getByRole('button', { name: 'Back to the conversation' }).click();
  await desk.getByText('Co-browsing with Bert Vik goes on.').waitFor();
  await customer.getByRole('button', { name: 'End', exact: true }).click();
  await other.getByText('The customer ended the session.').first().waitFor();
  await desk.getByText('Co-browsing ended').waitFor();
  const trail = (await server.audited()).map((entry) => entry.action);
  for (const action of ['invited', 'answered', 'consent', 'handed', 'transferred', 'ended'])
    expect(trail).toContain(`cobrowse.${action}`);
});

story('a link leads to the same question, once', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const { customer_id: customer_id } = await freeOrder(stage);
  const { id } = await stage.writes(customer_id, 'Where do I pay less?', 'Maja Berg');
  const desk = await stage.desk(anna, `/inbox/open/${id}`);
  await invite(desk);
  await desk.getByRole('button', { name: 'Write it in the reply' }).click();
  const written = desk.locator('.d-area');
  await expect.poll(() => written.inputValue()).toContain('#ombud-cobrowse=');
  const { pathname, hash } = new URL(await written.inputValue());
  const token = hash.slice('#ombud-cobrowse='.length);

  const customer = await customerAt(stage, customer_id);
  await customer.goto(`${pathname}${hash}`);
  await expect.poll(() => customer.url()).not.toContain('ombud-cobrowse');
  await accept(customer, 'Anna Sand');
  await customer.goto('/portal/help');
  await mirrorOf(desk).getByText(RELEASED).first().waitFor();
  const again = await server.ask('POST', '/v1/cobrowse/links', '', { token });
  expect(again.status).toBe(422);
  await customer.getByRole('button', { name: 'End', exact: true }).click();
  await desk.getByText('The customer ended the session.').first().waitFor();
});

story('in the widget of a shop, the script is loaded when the customer says so', async (stage) => {
  const { server } = stage;
  const anna = await server.hire('Anna Sand');
  const { customer_id: customer_id } = await freeOrder(stage);
  const { page, widget } = await stage.shop('the customer');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await identify(page, server.vouch(customer_id, 'Maja Berg'));
  const { id } = await stage.writes(customer_id, 'Which size do I take?', 'Maja Berg');
  const desk = await stage.desk(anna, `/inbox/open/${id}`);
  await invite(desk);
  await widget.getByText('Anna Sand asks to look at this page with you.').waitFor();
  expect(asked).not.toContain('/cobrowse-full.js');
  await widget.getByRole('button', { name: 'Show', exact: true }).click();
  await accept(page, 'Anna Sand');
  expect(asked).toContain('/cobrowse-full.js');
  // Nothing of the shop is released: its words stay there.
  await expect.poll(() => mirrorOf(desk).locator('.bar').count()).toBeGreaterThan(0);
  expect(await mirrorOf(desk).getByText('Everything here is for sale.').count()).toBe(0);
  // No is no: the next invitation is declined on the page.
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await desk.getByRole('button', { name: 'Back to the conversation' }).click();
  await invite(desk);
  await widget.getByRole('button', { name: 'No', exact: true }).click();
  await expect.poll(() => desk.getByText('invited the customer. Good').count()).toBe(0);
});

/** A signed token of the company's own tool. */
function signed(key: KeyObject, more: object = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: 'https://crm.example',
    aud: 'ombud-cobrowse',
    exp: Math.floor(Date.now() / 1000) + 300,
    sub: 'ana',
    name: 'Ana Berg',
    role: 'agent',
    may: ['view', 'draw', 'scroll'],
    ...more,
  };
  const text = `${part({ alg: 'EdDSA', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

/** The tool's page, as docs/cobrowse-agent.md has it. */
const toolPage = (
  server: string,
): string => `<!doctype html><html lang="en"><meta charset="utf-8"><title>CRM</title>
<style>html,body,main{height:100%;margin:0}</style><main id="view"></main>
<script src="${server}/cobrowse-agent.js"></script>
<script>
  window.seats = []; window.refused = [];
  window.framed = OmbudCobrowseAgent.embed({
    element: document.querySelector('#view'), server: '${server}',
    jwt: () => fetch('/sign', { method: 'POST' }).then((answer) => answer.text()),
    onSeat: (session) => seats.push(session),
    onRefused: (status) => refused.push(status),
  });
</script></html>`;

async function toolAt(stage: Stage, origin: string, jwt: () => string): Promise<Page> {
  const page = await stage.page(origin);
  await openShadows(page);
  await page.route(`${origin}/**`, (route) =>
    new URL(route.request().url()).pathname === '/sign'
      ? route.fulfill({ body: jwt() })
      : route.fulfill({ contentType: 'text/html', body: toolPage(stage.server.url) }),
  );
  await page.goto(`${origin}/`);
  return page;
}

it(
  'in a tool of the company’s own, a frame takes a code for whoever the tool vouches for',
  async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const program = await Program.start(undefined, 'off', { 'crm.pem': pem }, (folder) =>
      [
        '[[cobrowse_tool]]',
        'tenant = "demo"',
        'name = "crm"',
        'issuer = "https://crm.example"',
        'algorithm = "EdDSA"',
        `public_key_file = "${folder}/crm.pem"`,
        'origins = ["https://crm.example"]',
      ].join('\n'),
    );
    try {
      await played(new Server(program.reached), (stage) => ofTool(stage, privateKey));
    } finally {
      await program.stop();
    }
  },
  ALONE_MS_MAX,
);

async function ofTool(stage: Stage, key: KeyObject): Promise<void> {
  const { customer_id: customer_id } = await freeOrder(stage);
  const customer = await customerAt(stage, customer_id);
  await customer.getByRole('button', { name: 'Show my page' }).press('Enter');
  const shown = await customer.locator('.digits').getAttribute('aria-label');
  const code = (shown ?? '').replaceAll(' ', '');

  // A site that is not configured: the browser shows it nothing.
  const evil = await toolAt(stage, 'https://evil.example', () => signed(key));
  await expect
    .poll(() =>
      evil
        .frames()
        .map((frame) => frame.url())
        .join(' '),
    )
    .toMatch(/chrome-error:/);

  // A forged token is refused, and says so in the frame.
  const forger = generateKeyPairSync('ed25519').privateKey;
  let jwt = signed(forger);
  const tool = await toolAt(stage, 'https://crm.example', () => jwt);
  const frame = tool.frameLocator('iframe').first();
  await frame.getByLabel('Code').fill(code);
  await frame.getByRole('button', { name: 'Join' }).click();
  await frame.getByText('Your tool’s proof of who you are was not believed.').waitFor();
  await stage.clean(tool, 'the frame of a tool');
  jwt = signed(key);
  await frame.getByRole('button', { name: 'Join' }).click();
  await frame.getByText('Consent is being read').first().waitFor();
  await accept(customer, 'Ana Berg');
  const mirror = frame.locator('iframe:not(.behind)').contentFrame();
  await mirror.getByText(RELEASED).first().waitFor();
  const seen = await tool.evaluate(() => {
    const { seats, refused } = window as unknown as { seats: string[]; refused: number[] };
    return { seats: seats.length, refused };
  });
  expect(seen).toEqual({ seats: 1, refused: [401] });
  const entries = await stage.server.audited();
  const joined = entries.find((entry) => entry.action === 'cobrowse.joined');
  expect(JSON.stringify(joined)).toContain('tool:crm:ana');
  await customer.getByRole('button', { name: 'End', exact: true }).click();
  await frame.getByText('The customer ended the session.').first().waitFor();
}
