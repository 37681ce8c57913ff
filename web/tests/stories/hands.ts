//! What people do in the pages, in one place: when a page changes its words, this changes with it.
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

/** Writes a message into the widget and sends it with the keyboard. */
export async function write(widget: Locator, text: string): Promise<void> {
  const input = widget.getByRole('textbox', { name: /Your message|Ditt meddelande/ });
  await input.fill(text);
  await input.press('Enter');
}

/** Answers in the open conversation, with the keyboard. */
export async function reply(desk: Page, text: string): Promise<void> {
  await begin(desk, text);
  await desk.keyboard.press('Control+Enter');
}

/** Writes an answer and does not send it. */
export async function begin(desk: Page, text: string): Promise<void> {
  await desk.keyboard.press('Alt+l');
  const area = desk.locator('.d-area');
  await expect
    .poll(() => area.evaluate((one) => one === document.activeElement), { timeout: 10_000 })
    .toBe(true);
  await desk.keyboard.type(text);
}

/** Goes to a conversation of the list, with the keyboard. */
export async function choose(desk: Page, id: string): Promise<void> {
  const row = desk.locator(`a.d-row[href$="${id}"]`);
  await row.waitFor();
  await row.focus();
  await desk.keyboard.press('Enter');
  await desk.getByRole('log', { name: 'Messages' }).waitFor();
}

/** The shop's page says who its customer is. */
export async function identify(page: Page, token: string): Promise<void> {
  await page.evaluate(
    (vouched) =>
      (window as unknown as { Ombud: { identify: (t: string) => Promise<void> } }).Ombud.identify(vouched),
    token,
  );
}

/**
 * From the next Enter on, how long it takes until a status of the widget says what it must, in milliseconds of the
 * page's own clock. Give it before the key is pressed, and ask it when the words are there.
 */
export async function timed(page: Page, words: RegExp): Promise<() => Promise<number>> {
  await page.evaluate((source) => {
    const pattern = new RegExp(source);
    const root = document.querySelector('ombud-help')?.shadowRoot;
    if (!root) throw new Error('there is no widget');
    let begun: number | undefined;
    addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') begun ??= performance.now();
    });
    const look = () => {
      const said = [...root.querySelectorAll('[role=status]')].map((one) => one.textContent ?? '');
      if (begun === undefined || !said.some((text) => pattern.test(text))) return;
      (window as unknown as { took: number }).took ??= performance.now() - begun;
    };
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
  }, words.source);
  return () => page.evaluate(() => (window as unknown as { took?: number }).took ?? Infinity);
}
