import { describe, expect, it, vi } from 'vitest';
import type { NextAct } from '../api/shapes.ts';
import { actionOf, ACTIONS, actionsFor, bodyOf, planFor } from './catalog.ts';

vi.mock('../app/services.ts', () => ({ api: { post } }));
const { post } = vi.hoisted(() => ({ post: vi.fn(() => Promise.resolve({ result: 'done' })) }));

const target = { order_id: 'o', plan_id: 'p', dispute_id: 'd' };
const filled = {
  days: 14,
  why: 'In hospital.',
  instalment: 2,
  parts: 6,
  fee: 1,
  amount_minor: 500,
  note: 'Sorry.',
  reason: 'not_received',
  text: 'It never came.',
  told_on: '2026-11-01',
  for_party: 'merchant',
  reasons: 'It was signed for.',
  what: 'A photo.',
};

describe('actions', () => {
  it.each(ACTIONS)('tries out $id with the very fields it is then done with', async (action) => {
    const values = bodyOf(action, filled);
    expect(values).toBeDefined();
    post.mockClear();
    await action.run(target, values ?? {}, 'key');
    const [, { path = {}, body }] = post.mock.calls[0] as unknown as [
      string,
      { path?: object; body: object },
    ];
    if ('act' in action) {
      expect(action.act(target, values ?? {})).toEqual({ action: action.id, ...path, ...body });
    } else {
      expect(body).toEqual({ what: filled.what });
    }
  });

  it('have no values while a needed one is missing', () => {
    const pause = ACTIONS.find((action) => action.id === 'pause_plan');
    expect(pause && bodyOf(pause, { why: ' ' })).toBeUndefined();
    expect(pause && bodyOf(pause, { why: 'In hospital.' })).toEqual({ days: 28, why: 'In hospital.' });
  });

  it('name no winner of a dispute before the agent does', () => {
    const decide = ACTIONS.find((action) => action.id === 'decide');
    expect(decide && bodyOf(decide, { reasons: 'It was signed for.' })).toBeUndefined();
  });

  it('are those of what is in front of the agent', () => {
    expect(actionsFor({ order_id: 'o' }, false).map((action) => action.needs)).toEqual([
      'order',
      'order',
      'order',
    ]);
    expect(actionsFor({}, false)).toEqual([]);
  });
});

describe('the plan of an action', () => {
  const plan = (id: string, status: string, fees: object[] = []) => ({ id, status, fees }) as never;
  const [pause, waive] = ['pause_plan', 'waive_fee'].map((id) => ACTIONS.find((action) => action.id === id));
  const plans = [plan('done', 'settled', [{ state: 'charged' }]), plan('runs', 'active')];
  it('is the one that runs, and for a fee the one that has one', () => {
    expect(pause && planFor(pause, plans)?.id).toBe('runs');
    expect(waive && planFor(waive, plans)?.id).toBe('done');
    expect(waive && planFor(waive, [plan('runs', 'active', [{ state: 'waived' }])])?.id).toBe('runs');
  });
});

describe('the action of a step', () => {
  it.each<[NextAct, string | undefined]>([
    ['extend_plan', 'extend_plan'],
    ['start_hardship', 'start_hardship'],
    ['open_dispute', 'open_dispute'],
    ['decide', 'decide'],
    ['waive_fee', 'waive_fee'],
    ['pause_plan', 'pause_plan'],
    ['answer', undefined],
    ['call_back', undefined],
    ['acknowledge_complaint', undefined],
  ])('%s begins the action %s', (act, action) => {
    expect(actionOf(act)).toBe(action);
  });
});
