//! What the server says of facts in its own writing, taken apart so that it can be said in the reader's. Pure.

import { currencyDigits, type MoneyValue } from '@ombud/ui';

/** A value that was read from a document: an amount, a day, a moment as the document states it, another case, or words. */
export type ReadValue =
  | { kind: 'money'; money: MoneyValue }
  | { kind: 'day'; at: string }
  | { kind: 'moment'; at: string }
  | { kind: 'dispute'; id: string }
  | { kind: 'text'; text: string };

const AMOUNT = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)(:\d\d)?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export function readValue(text: string): ReadValue {
  const [, amount, currency] = AMOUNT.exec(text) ?? [];
  if (amount !== undefined && currency !== undefined) {
    const amount_minor = Math.round(Number(amount) * 10 ** currencyDigits(currency));
    return { kind: 'money', money: { amount_minor, currency } };
  }
  if (DAY.test(text)) return { kind: 'day', at: text };
  if (INSTANT.test(text)) return { kind: 'moment', at: text };
  if (ID.test(text)) return { kind: 'dispute', id: text };
  const [, day, time] = MOMENT.exec(text) ?? [];
  // Without a zone: what the document says stays what it says, wherever it is read.
  return day && time ? { kind: 'moment', at: `${day}T${time}` } : { kind: 'text', text };
}

/** What a hint is about, such as `refunded: 20.00 GBP`: a fact of the document and its value; or two moments. */
export function hintOf(detail: string): { field: string | undefined; values: string[] } {
  const [, field, value] = /^([a-z_]+): (.+)$/.exec(detail) ?? [];
  if (field !== undefined && value !== undefined) return { field, values: [value] };
  const parts = detail.split(' / ');
  const areMoments = parts.every((part) => readValue(part).kind === 'moment');
  return { field: undefined, values: areMoments ? parts : [detail] };
}

/** The number that ends a phrase of the rules, such as that of the days since something. */
export function numberOf(phrase: string): number | undefined {
  const [, digits] = /: (-?\d+)$/.exec(phrase) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** A phrase of the rules as the catalogs name it. */
export const phraseKey = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** Facts that a rule wants otherwise, each with what it would have to be: a line. */
export const lackingText = (
  lacking: readonly { name: string; wants: readonly string[] }[],
  nameOf: (name: string) => string,
  said: (phrase: string) => string,
): string =>
  lacking
    .map(({ name, wants }) =>
      wants.length > 0 ? `${nameOf(name)} (${wants.map(said).join(' / ')})` : nameOf(name),
    )
    .join(', ');

/** What is confirmed at once: read clearly, not answered yet, and not against our own books. */
export function clearOnes<F extends { status: string; confidence: string; books: string }>(
  facts: readonly F[],
): F[] {
  return facts.filter(
    (fact) =>
      fact.status === 'extracted' &&
      (fact.confidence === 'checked' || fact.confidence === 'labelled') &&
      fact.books !== 'contradicts',
  );
}
