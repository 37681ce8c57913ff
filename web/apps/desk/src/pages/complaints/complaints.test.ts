import { describe, expect, it } from 'vitest';
import { byClock, lastDayOf, nextClockOf, standingOf } from './clocks.ts';
import { delayOf, isWhole, mayBeShort, wantedOf, type Filled } from './letter.ts';
import { proposedOf } from './proposed.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const day = (days: number): string => new Date(NOW + days * 86_400_000).toISOString();
const complaint = (more: object = {}) => ({
  state: 'open',
  received_at: day(-1),
  acknowledge_by: day(2),
  respond_by: day(55),
  ...more,
});

describe('the clocks of a complaint', () => {
  it.each([
    ['a new one', {}, 'acknowledge_by'],
    ['an acknowledged one', { acknowledged_at: day(0) }, 'respond_by'],
    [
      'one that is too late for everything',
      { acknowledge_by: day(-9), respond_by: day(-2) },
      'acknowledge_by',
    ],
    ['an answered one', { finding: 'upheld', state: 'answered' }, undefined],
    ['one that was taken back', { state: 'withdrawn' }, undefined],
  ] as const)('%s', (_name, more, expected) => {
    expect(nextClockOf(complaint(more))?.name).toBe(expected);
  });
  it('put the nearest first, and what is answered last', () => {
    const [late, new_, done] = [
      complaint({ respond_by: day(-1), acknowledged_at: day(-20) }),
      complaint(),
      complaint({ finding: 'rejected', state: 'answered' }),
    ];
    expect([done, new_, late].sort(byClock)).toEqual([late, new_, done]);
  });
  it('are counted once each, as late or soon', () => {
    const all = [
      complaint(),
      complaint({ acknowledge_by: day(-1) }),
      complaint({ acknowledged_at: day(-5), respond_by: day(3) }),
      complaint({ acknowledged_at: day(-5), respond_by: day(-3) }),
      complaint({ finding: 'upheld', state: 'answered', respond_by: day(-3) }),
    ];
    expect(standingOf(all, NOW)).toEqual({ open: 4, unacknowledged: 2, soon: 1, over: 2 });
  });
});

describe('the letter that is asked for', () => {
  const filled = (more: Partial<Filled> = {}): Filled => ({
    letter: 'final_response',
    finding: 'upheld',
    reasons: ' It was our fault. ',
    distress_minor: 0,
    fees: [],
    expected_on: '',
    ...more,
  });
  it('has what was filled in and nothing else', () => {
    expect(wantedOf(filled())).toEqual({
      answer: { letter: 'final_response', finding: 'upheld', reasons: 'It was our fault.' },
    });
    expect(wantedOf(filled({ reasons: ' ', distress_minor: 500 }))).toEqual({
      answer: { letter: 'final_response', finding: 'upheld', redress: { distress_minor: 500, fees: [] } },
    });
    expect(wantedOf(filled({ letter: 'delay', expected_on: '2026-12-24', distress_minor: 500 }))).toEqual({
      delay: { reasons: 'It was our fault.', expected_on: '2026-12-24' },
    });
    expect(delayOf(filled({ reasons: '' }))).toEqual({});
  });
  it.each([
    ['final_response', undefined, false],
    ['final_response', 'rejected', true],
    ['delay', undefined, true],
  ] as const)('%s with the finding %s can be drafted: %s', (letter, finding, expected) => {
    expect(isWhole(filled({ letter, finding }))).toBe(expected);
  });
  it('may be short only until its day', () => {
    expect([1, -1].map((days) => mayBeShort({ summary_until: day(days) }, NOW))).toEqual([true, false]);
  });
});

describe('an answer that waits for approval', () => {
  it('is read from its request in the words of the interface', () => {
    const details = {
      requester: 'user-1',
      complaint_answer: {
        complaint: 'complaint-1',
        answer: {
          letter: 'final_response',
          contents: ['decision'],
          finding: 'upheld',
          reasons: 'Ours.',
          redress: { distress_minor: 500, fees: [{ plan: 'plan-1', no: 2 }] },
        },
      },
    };
    expect(proposedOf({ details })).toEqual({
      complaint: 'complaint-1',
      requester: 'user-1',
      answer: {
        letter: 'final_response',
        finding: 'upheld',
        reasons: 'Ours.',
        redress: { distress_minor: 500, fees: [{ plan_id: 'plan-1', number: 2 }] },
      },
    });
  });
  it('is none where a task is about something else', () => {
    expect(proposedOf({ details: { why: 'refund', input: {} } })).toBeNull();
  });
});

describe('the last day of a term', () => {
  it.each([
    ['2027-01-16T00:00:00Z', 'gb', '2027-01-15'],
    ['2026-12-31T23:00:00Z', 'se', '2026-12-31'],
    ['2026-11-25T05:00:00Z', 'us-ny', '2026-11-24'],
  ])('%s in %s is %s in the zone of whoever reads it', (until, where, day) => {
    const last = lastDayOf(until, where);
    const local = [last.getFullYear(), last.getMonth() + 1, last.getDate()].map((part) =>
      String(part).padStart(2, '0'),
    );
    expect(local.join('-')).toBe(day);
  });
});
