import { describe, expect, it, vi } from 'vitest';
import { Api } from './api.ts';
import { Clock } from './clock.ts';

const HERE = Date.parse('2026-11-22T15:00:00Z');
const moved = '2026-12-22T15:00:00.000Z';
const at = (clock: Clock) => new Date(clock.now()).toISOString();

describe('the clock of the server', () => {
  it('is the browser’s until something else is known', () => {
    expect(new Clock(() => HERE).now()).toBe(HERE);
  });
  it('follows what it is told, forward and back, and runs on from there', () => {
    let here = HERE;
    const clock = new Clock(() => here);
    clock.told(moved);
    here += 5_000;
    expect(at(clock)).toBe('2026-12-22T15:00:05.000Z');
    clock.told('2026-11-22T14:00:00Z');
    expect(at(clock)).toBe('2026-11-22T14:00:00.000Z');
  });
  it('cannot stand before what has happened, and is not held back by what happened long ago', () => {
    const clock = new Clock(() => HERE);
    clock.heard('2026-11-01T00:00:00Z');
    expect(clock.now()).toBe(HERE);
    clock.heard(moved);
    expect(at(clock)).toBe(moved);
    clock.heard('2026-12-01T00:00:00Z');
    expect(at(clock)).toBe(moved);
  });
  it('does not move for the delay of the network, nor for what is no time', () => {
    const clock = new Clock(() => HERE);
    const listener = vi.fn();
    clock.on(listener);
    clock.told(new Date(HERE - 400).toISOString());
    clock.told('soon');
    clock.heard(undefined);
    clock.heard('never');
    expect(listener).not.toHaveBeenCalled();
    expect(clock.now()).toBe(HERE);
  });
  it.each([
    ['a list', { items: [{ created_at: '2026-11-01T00:00:00Z' }, { updated_at: moved }] }],
    ['one thing', { updated_at: moved, due_at: '2027-01-01T00:00:00Z' }],
    ['its own time', { now: moved, items: [] }],
  ])('takes what %s in an answer proves', async (_what, body) => {
    const clock = new Clock(() => HERE);
    const fetch = () => Promise.resolve(new Response(JSON.stringify(body)));
    await new Api({ fetch, clock }).get('/v1/disputes');
    expect(at(clock)).toBe(moved);
  });
});
