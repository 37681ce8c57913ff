//! What a refusal means, said to a person. The server's own words name fields and codes: they are for who writes programs, and
//! stand here only where nothing better is known.

import { ApiError } from '@ombud/client';
import type { Formatters } from '@ombud/ui';
import type { DeskKey, T } from './index.ts';

export interface Refused {
  text: string;
  detail?: string;
}

/** A sum that the server wants in minor units, as in “must be 1 to 65057”. */
const RANGE = /must be (\d+) to (\d+)/;
const AMOUNT = /amount_minor$/;

/** What the server says of a field, where that can be said as a sum of money. */
function amountWords(error: ApiError, t: T, format: Formatters, currency: string): string | undefined {
  const { detail, field } = error.problem;
  if (!AMOUNT.test(field ?? '')) return undefined;
  const [, low, high] = RANGE.exec(detail) ?? [];
  if (!low || !high) return t(/nothing is left/.test(detail) ? 'problem.nothing_left' : 'problem.amount');
  const money = (minor: string) => format.money({ amount_minor: Number(minor), currency });
  return t('problem.amount_range', { low: money(low), high: money(high) });
}

/** A refusal in the reader's language. With the currency of what was asked for, bounds are said in money. */
export function refusalOf(error: unknown, t: T, format: Formatters, currency?: string): Refused {
  if (!(error instanceof ApiError)) return { text: t('problem.unknown') };
  if (error.code === 'unreachable') return { text: t('problem.unreachable') };
  const amount = currency ? amountWords(error, t, format, currency) : undefined;
  if (amount) return { text: amount };
  const id = `problem.code.${error.code}`;
  const words = t(id as DeskKey);
  if (words !== id) return { text: words };
  if (error.isAbsent) return { text: t('problem.absent') };
  if (error.status >= 500) return { text: t('problem.code.unavailable') };
  return { text: t('problem.unknown'), detail: error.problem.detail };
}
