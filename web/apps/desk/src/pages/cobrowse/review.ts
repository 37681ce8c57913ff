//! A review while it is written: marks, comments and moments by criterion. Pure.

import type { Card, Criterion, Finding, Mark } from '../../api/cobrowse.ts';

/** What a criterion is answered with, as one choice. */
export type Choice = 'yes' | 'no' | '1' | '2' | '3' | '4' | '5' | 'not_applicable';

export interface Drafted {
  choice?: Choice;
  comment: string;
  atMs?: number;
}
export type Draft = Record<string, Drafted>;

const YES_NO: readonly Choice[] = ['yes', 'no', 'not_applicable'];
const SCALE: readonly Choice[] = ['1', '2', '3', '4', '5', 'not_applicable'];

export const choicesOf = (criterion: Criterion): readonly Choice[] =>
  criterion.kind === 'yes_no' ? YES_NO : SCALE;

export function choiceOf(mark: Mark): Choice {
  return typeof mark === 'object' ? (String(mark.score) as Choice) : mark;
}

function markOf(choice: Choice): Mark {
  const score = Number(choice);
  return Number.isNaN(score) ? (choice as 'yes' | 'no' | 'not_applicable') : { score };
}

/** A draft that begins with what was said before, where anything was. */
export function draftOf(findings: Record<string, Finding> | undefined): Draft {
  const all = Object.entries(findings ?? {}).map(([id, finding]): [string, Drafted] => [
    id,
    { choice: choiceOf(finding.mark), comment: finding.comment ?? '', atMs: finding.at_ms ?? undefined },
  ]);
  return Object.fromEntries(all);
}

/** What is sent; null while a criterion has no answer. */
export function findingsOf(card: Card, draft: Draft): Record<string, Finding> | null {
  const all: Record<string, Finding> = {};
  for (const { id } of card.criteria) {
    const drafted = draft[id];
    if (!drafted?.choice) return null;
    all[id] = {
      mark: markOf(drafted.choice),
      ...(drafted.comment.trim() ? { comment: drafted.comment.trim() } : {}),
      ...(drafted.atMs === undefined ? {} : { at_ms: drafted.atMs }),
    };
  }
  return all;
}

/** A moment of a recording: `1:05`, `1:01:05`. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
