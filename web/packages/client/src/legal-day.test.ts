import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lastLegalDay, legalDay, zoneOf } from './legal-day.ts';

describe('a legal day', () => {
  it.each([
    // Eight weeks end with the day: the first late instant is the midnight after it.
    ['2026-10-31T00:00:00Z', 'gb', '2026-10-30'],
    ['2026-06-30T23:00:00Z', 'gb', '2026-06-30'],
    ['2026-06-30T22:00:00Z', 'se', '2026-06-30'],
    ['2026-12-31T23:00:00Z', 'de', '2026-12-31'],
    ['2026-11-23T05:00:00Z', 'us-ny', '2026-11-22'],
    ['2026-11-23T05:00:00Z', 'us-ca', '2026-11-22'],
  ])('%s in %s ends with %s, whoever reads it', (at, where, day) => {
    expect(lastLegalDay(at, where)).toBe(day);
  });

  it('says on which day something came where the law counts', () => {
    expect(legalDay('2026-06-30T23:30:00Z', 'gb')).toBe('2026-07-01');
    expect(legalDay('2026-06-30T23:30:00Z', 'us-ny')).toBe('2026-06-30');
  });

  it('counts in the zones of the calendars that the service counts by', () => {
    const text = readFileSync(new URL('../../../../policy/calendars.toml', import.meta.url), 'utf8');
    const known = [...text.matchAll(/^\[calendar\.([\w-]+)\]\nzone = "([^"]+)"/gm)];
    expect(known.length).toBeGreaterThan(0);
    for (const [, code = '', zone] of known) expect([code, zoneOf(code)]).toEqual([code, zone]);
  });
});
