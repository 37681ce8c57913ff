//! From what is filled in to the letter that is asked for. Pure.

import type { Schema } from '@ombud/client';

export type LetterKind = Schema.ComplaintLetter;

export interface Filled {
  letter: LetterKind;
  finding: Schema.Finding | undefined;
  reasons: string;
  /** For distress and inconvenience. */
  distress_minor: number;
  fees: readonly Schema.ReturnedFee[];
  /** For a delay: when an answer is expected. */
  expected_on: string;
}

/** What has still to be chosen before there is a letter at all; what law asks of it the server says. */
export function isWhole(filled: Filled): boolean {
  return filled.letter === 'delay' || filled.finding !== undefined;
}

export function answerOf(filled: Filled): Schema.AnswerComplaint {
  const { distress_minor, fees } = filled;
  const hasRedress = distress_minor > 0 || fees.length > 0;
  return {
    letter: filled.letter,
    finding: filled.finding ?? 'rejected',
    ...(filled.reasons.trim() ? { reasons: filled.reasons.trim() } : {}),
    ...(hasRedress ? { redress: { distress_minor, fees: [...fees] } } : {}),
  };
}

export function delayOf(filled: Filled): Schema.DelayComplaint {
  return {
    ...(filled.reasons.trim() ? { reasons: filled.reasons.trim() } : {}),
    ...(filled.expected_on ? { expected_on: filled.expected_on } : {}),
  };
}

/** The letter that a draft is asked for. */
export const wantedOf = (filled: Filled): Schema.DraftComplaintLetter =>
  filled.letter === 'delay' ? { delay: delayOf(filled) } : { answer: answerOf(filled) };

/** A short answer will do only until its day; after it the choice would be refused. */
export const mayBeShort = (complaint: Pick<Schema.Complaint, 'summary_until'>, now: number): boolean =>
  new Date(complaint.summary_until).getTime() > now;
