// Writes crates/cobrowse/tests/golden/session.json: what the capture sends in a real browser while a customer looks at
// their orders for half a minute, in steps of a tenth of a second. The relay's benchmark and its fuzzer begin with it.
// `node tests/record-session.mjs`, after a change of the wire.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle, pages, serve } from './bench-cobrowse-pages.mjs';
import { launch } from './site.mjs';

const OUT = fileURLToPath(new URL('../../crates/cobrowse/tests/golden/session.json', import.meta.url));
const STEPS = 300;
const STEP_MS = 100;

/** What the page does by itself in a step: words change, a badge turns, now and then there is a row more. */
const CHANGE = (step) => {
  const of = (selector) => [...document.querySelectorAll(selector)];
  const [texts, badges, cards] = [of('.card-text'), of('.badge'), of('.card')];
  if (step % 4 === 0)
    texts[(step / 4) % 12].textContent = `The courier is on the way, stop ${step % 9} of nine`;
  if (step % 10 === 5) badges[step % 9].className = `badge bg-${['success', 'danger', 'info'][step % 3]}`;
  if (step % 50 === 20) {
    const row = document.createElement('div');
    row.className = 'small';
    row.textContent = 'One more thing was delivered';
    cards[step % 6].appendChild(row);
  }
};

const site = await serve({ ...pages(), '/cobrowse-full.js': await bundle('full') });
const browser = await launch();
try {
  const tab = await browser.newPage({ viewport: { width: 1_280, height: 720 } });
  await tab.goto(`${site.url}/app.html`);
  await tab.addScriptTag({ url: '/cobrowse-full.js' });
  await tab.evaluate(() => {
    // Every other order is released, the others and the search are not.
    document
      .querySelectorAll('.col-md-4:nth-child(odd)')
      .forEach((one) => one.setAttribute('data-ombud-show', ''));
    window.sent = [];
    const onError = (error) => {
      throw error;
    };
    window.OmbudCobrowse.capture({ onFrame: (one) => window.sent.push(one), onError });
  });
  await tab.waitForTimeout(1_000);
  for (let step = 0; step < STEPS; step += 1) {
    const part = Math.floor(step / 60) % 4;
    if (part === 0) await tab.mouse.move(200 + ((step * 37) % 800), 150 + ((step * 23) % 400));
    if (part === 1) await tab.mouse.wheel(0, step % 60 < 30 ? 120 : -80);
    if (part === 2 && step % 3 === 0) {
      if (step % 60 === 0) await tab.focus('input');
      await tab.keyboard.press('abcdefghij'[step % 10]);
    }
    await tab.evaluate(CHANGE, step);
    await tab.waitForTimeout(STEP_MS);
  }
  const frames = await tab.evaluate(() =>
    window.sent.map((one) => [...one].map((byte) => byte.toString(16).padStart(2, '0')).join('')),
  );
  await writeFile(OUT, `${JSON.stringify(frames, null, 0).replaceAll('","', '",\n"')}\n`);
  const bytes = frames.map((one) => one.length / 2);
  console.log(`${frames.length} frames, ${bytes.reduce((all, one) => all + one, 0)} bytes`);
} finally {
  await browser.close();
  site.close();
}
