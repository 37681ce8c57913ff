import { expect, it } from 'vitest';
import type { Card } from '../../api/cobrowse.ts';
import { choicesOf, clockOf, draftOf, findingsOf } from './review.ts';

const card: Card = {
  version: '1',
  criteria: [
    { id: 'safe', text: 'Safe', kind: 'yes_no', weight: 1, critical: true },
    { id: 'led', text: 'Led', kind: 'scale', weight: 1, critical: false },
  ],
};

it('offers what a criterion is answered with', () => {
  expect(card.criteria.map((one) => choicesOf(one).length)).toEqual([3, 6]);
});

it('is sent when every criterion has an answer, and comes back as it was', () => {
  const draft = { safe: { choice: 'yes' as const, comment: ' ' } };
  expect(findingsOf(card, draft)).toBeNull();
  const whole = findingsOf(card, { ...draft, led: { choice: '4', comment: 'Slower.', atMs: 12_400 } });
  expect(whole).toEqual({
    safe: { mark: 'yes' },
    led: { mark: { score: 4 }, comment: 'Slower.', at_ms: 12_400 },
  });
  expect(findingsOf(card, draftOf(whole!))).toEqual(whole);
  expect(draftOf(undefined)).toEqual({});
});

it.each([
  [0, '0:00'],
  [65_900, '1:05'],
  [3_665_000, '1:01:05'],
])('writes %i as %s', (ms, text) => {
  expect(clockOf(ms)).toBe(text);
});
