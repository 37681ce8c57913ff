import { expect, it } from 'vitest';
import { detailOf } from './detail.ts';

it('reads what the server says', () => {
  const said = {
    cobrowse_id: 'x',
    people: [{ name: 'Ana', role: 'agent' }, { name: 'Sam' }],
    granted: ['view', 'record'],
    shown_ms: 90_500,
    ended_why: 'customer',
    recording_ms: 90_000,
  };
  expect(detailOf(said)).toEqual({
    id: 'x',
    names: ['Ana', 'Sam'],
    granted: ['view', 'record'],
    seconds: 90.5,
    end: 'customer',
    isRecorded: true,
  });
});

it.each([null, 'x', {}, { people: 3, granted: [1, 'view'], shown_ms: null }])('survives %j', (said) => {
  const detail = detailOf(said);
  expect([detail.names, detail.seconds, detail.isRecorded]).toEqual([[], null, false]);
});
