import { expect, it } from 'vitest';
import { NO_FILTERS, queryOf } from './filters.ts';

const given = (filters: Partial<typeof NO_FILTERS>) =>
  Object.fromEntries(
    Object.entries(queryOf({ ...NO_FILTERS, ...filters })).filter(([, value]) => value !== undefined),
  );

it('asks for nothing that was not given', () => {
  expect(given({})).toEqual({});
  expect(given({ minutes: '-3', points: 'many', from: 'soon', customer: ' ' })).toEqual({});
});

it('asks by the customer or by the agent', () => {
  expect(given({ customer: ' c1 ', agent: 'ana' })).toEqual({ customer_id: 'c1' });
  expect(given({ agent: 'ana' })).toEqual({ user_id: 'ana' });
});

it('takes the last day whole', () => {
  const { from, to } = given({ from: '2026-11-23', to: '2026-11-23' }) as { from: string; to: string };
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
});

it('tells yes from no from either', () => {
  expect(given({ controlled: 'yes', held: 'no', end: 'idle', minutes: '2', points: '80' })).toEqual({
    controlled: true,
    held: false,
    ended_why: 'idle',
    length_ms_min: 120_000,
    points_max: 80,
  });
});
