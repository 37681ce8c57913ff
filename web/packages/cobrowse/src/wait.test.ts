//! How long is waited before a lost connection is tried again.
import { describe, expect, it } from 'vitest';
import { waitOf } from './wait.ts';

/** When the tries come, in milliseconds since the connection was lost. */
function triesAt(chance: () => number, until: number): number[] {
  const all: number[] = [];
  for (let at = waitOf(0, chance()); at < until; at += waitOf(all.length, chance())) all.push(at);
  return all;
}

describe('waits', () => {
  it('let one try come soon after a lost node is missed, whatever the chances', () => {
    const MISSED_MS = 2_100;
    let seed = 1;
    const chance = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 2_000; round += 1) {
      const back = triesAt(chance, 10_000).find((at) => at > MISSED_MS);
      expect(back).toBeLessThanOrEqual(4_500);
    }
    expect(triesAt(() => 0, 10_000).find((at) => at > MISSED_MS)).toBeLessThanOrEqual(4_500);
    expect(triesAt(() => 1, 10_000).find((at) => at > MISSED_MS)).toBeLessThanOrEqual(4_500);
  });
});
