//! Replies that the made-up desk suggests.

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
