// The widget in a real Chromium, by keyboard alone, on a page that would break it. Run: npm run stories

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { CONVERSATION, serve } from './server.mjs';

const SHOTS = process.env.OMBUD_SHOTS;
let browser;

before(async () => {
  const executablePath = process.env.OMBUD_CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
after(() => browser.close());

/** A page with the widget; a closed shadow root is opened for the test alone. */
async function open(attributes = '', options = {}) {
  const server = await serve(attributes);
  const context = await browser.newContext({
    viewport: { width: 1100, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      errors.push(message.text());
  });
  await page.addInitScript(() => {
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      window.shadowMode = init.mode;
      return attach.call(this, { ...init, mode: 'open' });
    };
  });
  const socket = { frames: [], push: () => undefined };
  await page.routeWebSocket(/\/v1\/socket/, (wire) => {
    let seq = 0;
    const say = (frame) => wire.send(JSON.stringify(frame));
    socket.push = say;
    socket.event = (kind, by, body, client_id) => {
      seq += 1;
      const event = {
        conversation_id: 'c1',
        seq,
        at: new Date().toISOString(),
        kind,
        by,
        client_id,
        body,
        visible_to: 'all',
      };
      say({ t: 'event', conversation: 'c1', seq, prev: seq - 1, event });
    };
    socket.cut = () => wire.close();
    wire.onMessage((text) => {
      const frame = JSON.parse(text);
      socket.frames.push(frame);
      if (frame.t === 'hello') say({ t: 'welcome', protocol: 1, session: {}, heartbeat_s: 25 });
      if (frame.t === 'send')
        socket.event('message', { kind: 'customer' }, { text: frame.text }, frame.client_id);
    });
  });
  await page.goto(server.url);
  await page.waitForFunction(() => window.Ombud && !Array.isArray(window.Ombud));
  const widget = page.locator('ombud-help');
  const done = async () => {
    assert.deepEqual(errors, []);
    await context.close();
    server.close();
  };
  return { page, widget, server, socket, done };
}

async function clean(page, name) {
  await page.evaluate(axe.source).catch(() => undefined);
  if (!(await page.evaluate(() => 'axe' in window))) {
    // The policy forbids what was not served: the check comes in through the debugger's own door.
    await page.addScriptTag({ content: axe.source }).catch(() => undefined);
  }
  const { violations } = await page.evaluate(() =>
    window.axe.run('ombud-help', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  assert.deepEqual(
    violations.map(
      (one) => `${name}: ${one.id} ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
    [],
  );
  if (SHOTS) {
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/${name}.png` });
  }
}

test('a person is one press away, with an honest wait, and a call back is offered', async () => {
  const { page, widget, server, socket, done } = await open(
    'data-ombud-tenant="t" data-ombud-locale="en-GB"',
  );
  assert.equal(await page.evaluate(() => window.shadowMode), 'closed');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await widget.getByRole('dialog', { name: 'Help from Nordpay' }).waitFor();
  assert.match(await page.title(), /opened/);
  await clean(page, 'home');
  const person = widget.getByRole('button', { name: 'Talk to a person' });
  const before = await person.boundingBox();
  await person.press('Enter');
  await widget.getByText('You are number 3 in line. Usual wait: 4 minutes to 12 minutes.').waitFor();
  const calls = server.state.calls.map((call) => call.name);
  assert.ok(calls.includes('POST /v1/conversations/c1/human'));
  assert.equal(calls.filter((name) => name.endsWith('/human')).length, 1);
  const label = widget.getByRole('button', { name: 'A person is on the way' });
  assert.deepEqual(await label.boundingBox(), before);
  socket.event('human_requested', { kind: 'customer' }, { how: 'button' });
  await widget.getByText('You asked for a person.').waitFor();
  await clean(page, 'queue');
  await widget.getByLabel('Phone number').fill('+44 20 7946 0000');
  await widget.getByRole('button', { name: 'Call me' }).press('Enter');
  await widget.getByText('We will call you on +44 20 7946 0000.').waitFor();
  await done();
});

test('a conversation goes on over a lost connection and a page load, and ends with a rating', async () => {
  const { page, widget, server, socket, done } = await open(
    'data-ombud-tenant="t" data-ombud-locale="en-GB"',
  );
  await page.evaluate(() => window.Ombud.open());
  await widget.getByRole('button', { name: 'Write to us' }).press('Enter');
  const input = widget.getByRole('textbox', { name: 'Your message' });
  await input.fill('My parcel never came');
  await input.press('Enter');
  await page.waitForFunction(
    () => document.querySelector('ombud-help').shadowRoot.querySelector('textarea').value === '',
  );
  const first = server.state.calls.find((call) => call.name === 'POST /v1/conversations');
  assert.equal(first.body.message.text, 'My parcel never came');
  await page.waitForTimeout(50);
  socket.event(
    'message',
    { kind: 'customer' },
    { text: 'My parcel never came' },
    first.body.message.client_id,
  );
  socket.event('message', { kind: 'ai', name: 'Assistant' }, { text: 'I am sorry. Let me look.' });
  await widget.getByText('Automated assistant').waitFor();
  socket.event('assigned', { kind: 'person', name: 'Maja Lind' }, { user_id: 'u' });
  socket.push({ t: 'typing', conversation: 'c1', by: 'person', on: true });
  await widget.getByText('Our team is writing').waitFor();
  socket.event('message', { kind: 'person', name: 'Maja Lind' }, { text: 'Hello, I found your parcel.' });
  await input.fill('Thank you');
  await input.press('Enter');
  await widget.locator('.mine', { hasText: 'Thank you' }).waitFor();
  await clean(page, 'chat');
  socket.push({ t: 'row', conversation: { ...CONVERSATION, version: 5, state: 'resolved' } });
  socket.event('resolved', { kind: 'person', name: 'Maja Lind' }, { how: 'agent' });
  await widget.getByRole('radio', { name: 'Yes' }).press('Space');
  await clean(page, 'rating');
  await widget.locator('form.box').getByRole('button', { name: 'Send' }).press('Enter');
  await widget.getByText('Thank you. This helps us do better.').waitFor();
  assert.deepEqual(server.state.calls.find((call) => call.name.endsWith('/csat')).body, { score: 5 });
  await page.reload();
  await page.evaluate(() => window.Ombud.open());
  await widget.getByRole('button', { name: 'Go on with your conversation' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await widget.getByRole('dialog').count(), 0);
  assert.match(
    await page.evaluate(() => document.activeElement.shadowRoot.activeElement.className),
    /launcher/,
  );
  await done();
});

test('what is written without a connection is kept, said to be kept, and sent once', async () => {
  const { page, widget, socket, done } = await open('data-ombud-tenant="t" data-ombud-locale="en-GB"');
  await page.evaluate(() => window.Ombud.open());
  await widget.getByRole('button', { name: 'Talk to a person' }).click();
  const input = widget.getByRole('textbox', { name: 'Your message' });
  await input.waitFor();
  await page.waitForTimeout(100);
  socket.cut();
  await widget.getByText('No connection. What you write is kept and sent later.').waitFor();
  await input.fill('Are you there?');
  await input.press('Enter');
  await widget.locator('.mine .meta').waitFor();
  await page.waitForFunction(
    () =>
      !document
        .querySelector('ombud-help')
        .shadowRoot.querySelector('.mine .meta')
        .textContent.match(/Sending|online/),
  );
  const sent = socket.frames.filter((frame) => frame.t === 'send');
  assert.equal(new Set(sent.map((frame) => frame.client_id)).size, 1);
  assert.equal(await widget.locator('.mine').count(), 1);
  await done();
});

test('a customer reports a return without a conversation, and sees until when it is on hold', async () => {
  const { page, widget, server, done } = await open('data-ombud-tenant="t" data-ombud-locale="sv"', {
    colorScheme: 'dark',
  });
  await page.evaluate(() => window.Ombud.identify('a.signed.token'));
  await page.evaluate(() => window.Ombud.open());
  await widget.getByText('Hej Ada, vad kan vi hjälpa dig med?').waitFor();
  await widget.getByText('Linen shirt + 1').waitFor();
  await clean(page, 'customer-home');
  await widget.getByRole('button', { name: /Linen shirt/ }).press('Enter');
  await clean(page, 'purchase');
  await widget.getByRole('button', { name: /Jag har skickat tillbaka något/ }).press('Enter');
  await widget.getByRole('checkbox', { name: /Linen shirt/ }).press('Space');
  await clean(page, 'return');
  await widget.getByRole('button', { name: 'Anmäl returen' }).press('Enter');
  await widget.getByRole('heading', { name: /Klart. Dina betalningar/ }).waitFor();
  await widget.getByText(/Pausad till/).waitFor();
  await clean(page, 'return-done');
  const report = server.state.calls.find((call) => call.name === 'POST /v1/orders/o1/returns');
  assert.deepEqual(report.body, { lines: ['1'] });
  assert.equal(report.authorization, 'Bearer ombud_ss_c');
  assert.ok(!server.state.calls.some((call) => call.name === 'POST /v1/conversations'));
  await done();
});

test('a problem is reported at 320 px', async () => {
  const { page, widget, server, done } = await open('data-ombud-tenant="t" data-ombud-locale="de"', {
    viewport: { width: 320, height: 640 },
  });
  await page.evaluate(() => window.Ombud.identify('a.signed.token'));
  await page.evaluate(() => window.Ombud.open());
  await widget.getByRole('button', { name: /Linen shirt/ }).click();
  await widget.getByRole('button', { name: /Etwas stimmt nicht/ }).click();
  await widget.getByRole('radio', { name: 'Es ist nicht angekommen' }).check();
  await widget.getByLabel('Wann haben Sie den Shop informiert?').fill('2026-01-05');
  await clean(page, 'problem-320');
  const wide = await page.evaluate(() => {
    const panel = document.querySelector('ombud-help').shadowRoot.querySelector('.panel');
    return panel.scrollWidth - panel.clientWidth;
  });
  assert.equal(wide, 0);
  await widget.getByRole('button', { name: 'Problem melden' }).click();
  await widget.getByRole('heading', { name: /Ihre Meldung ist da/ }).waitFor();
  await clean(page, 'problem-done-320');
  assert.equal(
    server.state.calls.find((call) => call.name === 'POST /v1/disputes').body.reason,
    'not_received',
  );
  await done();
});

test('the file that is tested is the one that is shipped', async () => {
  const code = await readFile(new URL('../../../dist/widget.js', import.meta.url), 'utf8');
  assert.ok(code.length > 10_000);
});
