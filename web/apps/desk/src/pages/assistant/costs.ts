//! What a language model cost. Micros are millionths of a currency's minor unit. Pure.

import type { Schema } from '@ombud/client';
import { currencyDigits } from '@ombud/ui';

const MICROS_PER_MINOR = 1_000_000;

/** An amount that may be a fraction of a cent: three digits that say something, where it is less than one. */
export function costText(locale: string, currency: string, micros: number): string {
  const major = micros / MICROS_PER_MINOR / 10 ** currencyDigits(currency);
  const digits = Math.abs(major) < 1 ? { maximumSignificantDigits: 3 } : {};
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...digits,
  }).format(major);
}

/** Of each currency, joined: sums of different ones make no sense. */
export const costsText = (locale: string, costs: readonly { currency: string; micros: number }[]): string =>
  costs.map((one) => costText(locale, one.currency, one.micros)).join(' + ');

/** What each resolved conversation cost; nothing where no model was asked, or none was resolved. */
export function perResolved(locale: string, costs: readonly Schema.ModelCost[]): string {
  const known = costs.flatMap((one) =>
    one.micros_per_resolved === null ? [] : [{ currency: one.currency, micros: one.micros_per_resolved }],
  );
  return costsText(locale, known);
}
