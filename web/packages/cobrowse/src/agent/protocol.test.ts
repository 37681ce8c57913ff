//! What the server says is read as it is meant, and nothing else is read at all.
import { describe, expect, it } from 'vitest';
import { readMessage } from './protocol.ts';

const read = (message: unknown) => readMessage(JSON.stringify(message));

describe('a message', () => {
  it('of welcome tells the session', () => {
    const people = [{ seat: 1, name: 'Ana', role: 'agent' }];
    const customer = { name: 'Kim', language: 'sv' };
    const welcome = {
      t: 'welcome',
      session: 's',
      seat: 1,
      state: 'active',
      grants: ['view'],
      people,
      customer,
    };
    expect(read({ ...welcome, now: 5, unknown: true })).toEqual(welcome);
  });

  it.each([
    { t: 'state', state: 'paused', grants: ['view', 'draw'], reason: 'customer' },
    { t: 'pointer', seat: 2, x: 4, y: 8 },
    { t: 'laser', seat: 2, x: null, y: null },
    {
      t: 'ink',
      seat: 2,
      id: 's1',
      points: [
        [1, 2],
        [3, 4],
      ],
      fades: true,
    },
    { t: 'box', seat: 2, id: 'b1', x: 1, y: 2, w: 3, h: 4 },
    { t: 'arrow', seat: 2, id: 'a1', from: [1, 2], to: [3, 4] },
    { t: 'clear', seat: 2 },
    { t: 'outcome', id: 'i1', seat: 1, outcome: 'refused', why: 'stale' },
    { t: 'blind', seat: 2, node: 45, note: 'the sum' },
    { t: 'dropped', node: 5, why: 'detector' },
    { t: 'latency', customer_ms: 12 },
    { t: 'bye', reason: 'moved' },
    { t: 'pong' },
  ])('comes as it went: $t', (message) => {
    expect(read(message)).toEqual(message);
  });

  it('leaves out grants and people that it does not know', () => {
    expect(read({ t: 'state', state: 'active', grants: ['view', 'fly', 3] })).toMatchObject({
      grants: ['view'],
    });
    expect(read({ t: 'people', people: [{ seat: 'x' }, null, 4] })).toEqual({ t: 'people', people: [] });
  });

  it.each([
    ['no object', [1]],
    ['of no kind', {}],
    ['of an unknown kind', { t: 'run', script: 'x' }],
    ['of an unknown state', { t: 'state', state: 'open', grants: [] }],
    ['welcome without a seat', { t: 'welcome', session: 's', state: 'active' }],
    ['a mark without a seat', { t: 'box', id: 'b', x: 1, y: 1, w: 1, h: 1 }],
    ['ink with a point of three', { t: 'ink', seat: 1, id: 's', points: [[1, 2, 3]] }],
    ['an arrow to nowhere', { t: 'arrow', seat: 1, id: 'a', from: [1, 2] }],
    ['an outcome of another kind', { t: 'outcome', id: 'i', seat: 1, outcome: 'maybe' }],
  ])('is not read: %s', (_name, message) => {
    expect(read(message)).toBeNull();
  });

  it('is not read where it is no JSON', () => {
    expect(readMessage('{"t":')).toBeNull();
  });
});
