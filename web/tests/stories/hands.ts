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
