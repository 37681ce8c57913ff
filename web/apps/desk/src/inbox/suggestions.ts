//! Suggested replies: which are shown, what their figure says, and what is told of one that was used. Pure.

import type { Suggestion } from '../api/shapes.ts';

/** Suggestions that were neither used nor refused, with something to say or to do. */
export const openOnes = (all: readonly Suggestion[]): Suggestion[] =>
  all.filter((one) => one.outcome === 'shown' && (one.text !== '' || one.act));

/** The first one that can be put into a reply. */
export const firstReply = (all: readonly Suggestion[]): Suggestion | undefined =>
  openOnes(all).find((one) => one.text !== '');

/** What is written after a suggestion was put in: below what stands there already. */
export const withReply = (written: string, reply: string): string =>
  written.trim() === '' ? reply : `${written.trimEnd()}\n\n${reply}`;

/** The last message of the customer: while it is the last, the suggestions are the same. */
export function askedSeq(events: readonly { seq: number; kind: string; by?: { kind?: string } }[]): number {
  return events.findLast((one) => one.kind === 'message' && one.by?.kind === 'customer')?.seq ?? 0;
}
