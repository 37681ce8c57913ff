//! Replies that the made-up desk suggests.

import type { Schema } from '@ombud/client';
import type { Suggestion } from '../../src/api/shapes.ts';

export const SUGGESTIONS: Suggestion[] = [
  {
    number: 1,
    message_seq: 8,
    kind: 'procedure',
    text: 'I can open a case with the shop about the parcel that has not arrived. Your payments stand still while we look into it. Shall I?',
    language: 'en',
    confidence: 0.87,
    basis: 'calibrated',
    sources: [{ label: 'A parcel that did not come', ref: 'not_received@2' }],
    act: { act: 'open_dispute', what: 'Open a dispute' },
    outcome: 'shown',
  },
  {
    number: 2,
    message_seq: 8,
    kind: 'article',
    text: 'While we look into a parcel that has not arrived, you do not have to pay for it.',
    language: 'en',
    confidence: 0.41,
    basis: 'coverage',
    sources: [{ label: 'A parcel is missing', ref: 'missing_parcel@1#2' }],
    outcome: 'shown',
  },
  {
    number: 3,
    message_seq: 8,
    kind: 'macro',
    text: 'Hi Amara, I am looking at order ord-243 now and write to you within the hour. Maja',
    language: 'en',
    confidence: 0.24,
    basis: 'words',
    sources: [{ label: 'Looking into it', ref: 'macro-1' }],
    outcome: 'shown',
  },
];

const figure = (
  kind: Schema.SuggestionKind,
  intent: string | undefined,
  [shown, accepted, edited, rejected]: [number, number, number, number],
): Schema.SuggestionFigure => {
  const used = (accepted + edited) / shown;
  return {
    kind,
    ...(intent === undefined ? {} : { intent }),
    shown,
    accepted,
    edited,
    rejected,
    used_share: used,
    used_interval: { low: Math.max(0, used - 0.08), high: Math.min(1, used + 0.08), of: shown },
    words_changed: 4.2,
  };
};

export const SUGGESTED_FIGURES: Schema.SuggestionFigure[] = [
  figure('procedure', 'refund_status', [212, 88, 41, 20]),
  figure('procedure', 'pause_payment', [140, 71, 22, 9]),
  figure('article', 'late_fee_waiver', [96, 12, 18, 30]),
  figure('macro', 'refund_status', [180, 40, 60, 22]),
  figure('macro', undefined, [75, 6, 14, 25]),
];
