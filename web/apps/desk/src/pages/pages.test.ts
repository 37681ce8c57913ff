import type { Schema } from '@ombud/client';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../app/csv.ts';
import { orderTimeline } from '../context/money.ts';
import recorded from '../../dev/recorded.json';
import { differs, usedShare } from './figures.ts';

describe('rows as a file', () => {
  it('quotes what needs it and lets no cell compute', () => {
    expect(csvOf([{ name: 'Ek, "Sofia"', note: '=1+1', count: -3, none: null }])).toBe(
      'name,note,count,none\r\n"Ek, ""Sofia""",\'=1+1,-3,\r\n',
    );
  });
  it('is an empty line when there is nothing', () => {
    expect(csvOf([])).toBe('\r\n');
  });
});

describe('figures', () => {
  it('calls a difference clear only beyond its error', () => {
    const was = { mean: 0.85, standard_error: 0.01 };
    expect(differs(was, { mean: 0.96, standard_error: 0.01 })).toBe(true);
    expect(differs(was, { mean: 0.86, standard_error: 0.01 })).toBe(false);
    expect(differs({ mean: 1, standard_error: 0 }, { mean: 2, standard_error: 0 })).toBe(false);
  });
  it.each([
    ['2026-11-20T00:00:00Z', '2026-11-24T00:00:00Z', '2026-11-22T00:00:00Z', 0.5],
    ['2026-11-20T00:00:00Z', '2026-11-24T00:00:00Z', '2026-11-28T00:00:00Z', 1],
    ['2026-11-20T00:00:00Z', '2026-11-24T00:00:00Z', '2026-11-19T00:00:00Z', 0],
    ['2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z', 1],
  ])('uses up a term from %s to %s at %s: %d', (from, until, now, share) => {
    expect(usedShare(from, until, Date.parse(now))).toBe(share);
  });
});

describe('the timeline of money', () => {
  const answers = recorded.answers as Record<string, unknown>;
  const file = answers['/v1/orders/ord-243'] as Schema.OrderFile;
  const entries = orderTimeline(file, recorded.now);
  it('is in the order of time and names each thing once', () => {
    const times = entries.map((entry) => entry.at);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
  });
  it('has every instalment, and only those to come lie ahead', () => {
    const due = entries.filter((entry) => entry.kind === 'due');
    expect(due).toHaveLength(3);
    expect(due.filter((entry) => entry.isAhead).map((entry) => entry.about)).toEqual(['3/3', '2/3']);
    expect(due.reduce((sum, entry) => sum + (entry.amount?.amount_minor ?? 0), 0)).toBe(30_012);
  });
  it('says that a paused plan’s instalment is paused, not open', () => {
    expect(entries.find((entry) => entry.about === '2/3')?.state).toBe('paused');
  });
});
