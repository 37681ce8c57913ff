//! What of a sum in the customer's favour is money, and what is debt that falls away. Pure arithmetic over a preview.

import type { Schema } from '@ombud/client';

export interface InFavour {
  /** Debt that falls away. */
  relieved: Schema.Money;
  /** Money that comes back. */
  back: Schema.Money;
}

/** Nothing where nothing more comes back than before. */
export function inFavour({
  plans,
  returned,
}: Pick<Schema.Preview, 'plans' | 'returned'>): InFavour | undefined {
  const { currency } = returned.after;
  const more = returned.after.amount_minor - returned.before.amount_minor;
  if (more <= 0) return undefined;
  const fell = plans.reduce(
    (sum, { before, after }) =>
      sum + (before ? before.outstanding.amount_minor - after.outstanding.amount_minor : 0),
    0,
  );
  const relieved = Math.min(more, Math.max(0, fell));
  return {
    relieved: { amount_minor: relieved, currency },
    back: { amount_minor: more - relieved, currency },
  };
}
