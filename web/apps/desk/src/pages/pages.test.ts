import type { Schema } from '@ombud/client';
import { describe, expect, it } from 'vitest';
import { orderTimeline } from '../context/money.ts';
import recorded from '../../dev/recorded.json';
import { changeOf, isClear, usedShare, wholeDays } from './figures.ts';

describe('figures', () => {
  const figures = (mean: number) => {
    const one = { mean, standard_error: 0.01 };
    return { name: 'critical', in_time_share: one, abandoned_share: one, wait_mean_s: one };
  };
  it.each([
    [0.85, 0.96, true],
    [0.85, 0.86, false],
    [0.96, 0.85, true],
  ])('calls a change from %d to %d clear only beyond both errors: %s', (was, will, expected) => {
    const change = changeOf(figures(was), figures(will), 'in_time_share');
    expect(change.mean).toBeCloseTo(will - was);
    expect(isClear(change)).toBe(expected);
  });
  it('believes the change of paired runs, whose error is smaller', () => {
    const one = { mean: 0.01, standard_error: 0.002 };
    const difference = { in_time_share: one, abandoned_share: one, wait_mean_s: one };
    expect(isClear(changeOf(figures(0.85), { ...figures(0.86), difference }, 'in_time_share'))).toBe(true);
  });
  it('calls nothing clear that has no error', () => {
    expect(isClear({ mean: 1, standard_error: 0 })).toBe(false);
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

describe('the days of a report', () => {
  const day = (date: string, contacts: number) =>
    ({ ...wholeDays([{ date } as never])[0], contacts }) as never;
  it('are all there, also those on which nothing happened', () => {
    const whole = wholeDays([day('2026-10-30', 2), day('2026-11-02', 4)]);
    expect(whole.map((one) => [one.date, one.contacts])).toEqual([
      ['2026-10-30', 2],
      ['2026-10-31', 0],
      ['2026-11-01', 0],
      ['2026-11-02', 4],
    ]);
    expect(whole[1]?.csat).toBeNull();
  });
  it('are none where nothing was asked for', () => {
    expect(wholeDays([])).toEqual([]);
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
