//! What customers say to the assistant in the stories, one file for each language: as people write, not as it was
//! trained to hear.

/** What the customer has when they write. */
export type Has =
  /** A plan in three parts, the first of them paid, and the goods delivered. */
  | 'plan'
  /** A purchase whose promised day is over, and nothing was delivered. */
  | 'undelivered'
  /** A purchase that was delivered. */
  | 'delivered'
  /** A missed payment, with a late fee. */
  | 'fee'
  /** An open case about a purchase that did not come. */
  | 'case'
  /** A case in which the shop offers a part. */
  | 'offer';

/** What must have come of it, in the books. */
export type Comes =
  | 'paused'
  /** Paused by the rules of critical moments. */
  | 'protected'
  | 'moved'
  | 'paid'
  | 'settled'
  | 'returned'
  | 'opened'
  | 'waived'
  | 'withdrawn'
  | 'accepted';

/** A choice that is pressed; all else is written. */
export interface Tap {
  tap: string;
}
export const tap = (choice: string): Tap => ({ tap: choice });

export interface Talk {
  name: string;
  has: Has;
  /** What was bought, where. */
  item: string;
  shop: string;
  says: (string | Tap)[];
  comes: Comes;
  /** Of a case that is opened: its reason and what happened. */
  about?: [reason: string, issue: string];
}

/** A talk that goes to a person. */
export interface ToPerson extends Omit<Talk, 'comes' | 'about'> {
  why: 'asked' | 'procedure' | 'critical' | 'not_understood';
  /** The skill that whoever takes it must have. */
  skill?: string;
  /** What was done before it was handed over. */
  comes?: Comes;
  about?: [reason: string, issue: string];
}

export interface Language {
  /** BCP 47. */
  language: string;
  /** Whose law and money it is; some have another, where the talk is about what their own law does not have. */
  market: string;
  feeMarket: string;
  customer: string;
  talks: Talk[];
  persons: ToPerson[];
}
