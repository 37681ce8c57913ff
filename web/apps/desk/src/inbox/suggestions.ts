//! Suggested replies: which are shown, what their figure says, and what is told of one that was used. Pure.

import type { Suggestion } from '../api/shapes.ts';

/** Suggestions that were neither used nor refused, with something to say or to do. */
export const openOnes = (all: readonly Suggestion[]): Suggestion[] =>
  all.filter((one) => one.outcome === 'shown' && (one.text !== '' || one.act));

/** A text that holds less of the customer's words is about something else too often to be put in by a key. */
const WORDS_SHARE_MIN = 0.5;

const isWeak = ({ basis, confidence }: Suggestion): boolean =>
  typeof confidence === 'number'
    ? (basis === 'coverage' || basis === 'words') && confidence < WORDS_SHARE_MIN
    : basis === 'coverage';

/** The first one that a key puts into a reply. What is weak is there to be read, and put in by its own button only. */
export const firstReply = (all: readonly Suggestion[]): Suggestion | undefined =>
  openOnes(all).find((one) => one.text !== '' && !isWeak(one));

/** What is written after a suggestion was put in: below what stands there already. */
export const withReply = (written: string, reply: string): string =>
  written.trim() === '' ? reply : `${written.trimEnd()}\n\n${reply}`;

/** The last message of the customer: while it is the last, the suggestions are the same. */
export function askedSeq(events: readonly { seq: number; kind: string; by?: { kind?: string } }[]): number {
  return events.findLast((one) => one.kind === 'message' && one.by?.kind === 'customer')?.seq ?? 0;
}
