import { describe, expect, it, vi } from 'vitest';
import { stateOf, wasMadeAway } from './availability.ts';

vi.mock('./services.ts', () => ({ api: {}, store: {}, socket: {}, queries: {} }));

describe('the own seat', () => {
  const seats = [{ user_id: 'u1', state: 'busy' as const }];
  it('is as the server has it, and away where there is none', () => {
    expect([stateOf(seats, 'u1'), stateOf(seats, 'u2'), stateOf(seats, null)]).toEqual([
      'busy',
      'away',
      'away',
    ]);
  });
  it.each([
    ['an offer lapsed', 'available', 'away', 'available', true],
    ['the page was just opened', undefined, 'away', undefined, false],
    ['one asked for it', 'available', 'away', 'away', false],
    ['one was busy', 'busy', 'away', undefined, false],
    ['nothing changed', 'available', 'available', undefined, false],
  ] as const)('says when it was made away: %s', (_why, before, now, asked, expected) => {
    expect(wasMadeAway(before, now, asked)).toBe(expected);
  });
});
