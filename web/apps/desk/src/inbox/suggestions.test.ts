import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../api/shapes.ts';
import { askedSeq, firstReply, openOnes, withReply } from './suggestions.ts';

const suggestion = (part: Partial<Suggestion>): Suggestion => ({
  number: 1,
  message_seq: 1,
  kind: 'macro',
  text: 'Hello',
  language: 'en',
  basis: 'words',
  sources: [],
  outcome: 'shown',
  ...part,
});

describe('suggested replies', () => {
  it('are those that were neither used nor refused, and say or do something', () => {
    const act = { act: 'pause_plan' as const, what: 'Offer a pause' };
    const all = [
      suggestion({ number: 1, outcome: 'accepted' }),
      suggestion({ number: 2, outcome: 'rejected' }),
      suggestion({ number: 3, text: '' }),
      suggestion({ number: 4, text: '', act }),
      suggestion({ number: 5 }),
    ];
    expect(openOnes(all).map((one) => one.number)).toEqual([4, 5]);
    expect(firstReply(all)?.number).toBe(5);
  });
  it.each<[string, Partial<Suggestion>[], number | undefined]>([
    ['half of the words', [{ kind: 'article', basis: 'coverage', confidence: 0.5 }], 1],
    [
      'an article that holds a quarter of them',
      [{ kind: 'article', basis: 'coverage', confidence: 0.25 }],
      undefined,
    ],
    ['an article of which nothing is known', [{ kind: 'article', basis: 'coverage' }], undefined],
    ['a macro with few of them', [{ basis: 'words', confidence: 0.2 }], undefined],
    ['a procedure, however unsure', [{ kind: 'procedure', basis: 'calibrated', confidence: 0.3 }], 1],
    ['what goes on', [{ kind: 'article', basis: 'coverage', confidence: 0.2 }, { basis: 'at_work' }], 2],
  ])('are put in by a key, or not: %s', (_name, parts, expected) => {
    const all = parts.map((part, index) => suggestion({ number: index + 1, ...part }));
    expect(firstReply(all)?.number).toBe(expected);
  });
  it.each([
    ['', 'B', 'B'],
    ['  \n', 'B', 'B'],
    ['A \n', 'B', 'A\n\nB'],
  ])('are put below what is written: %j', (written, reply, expected) => {
    expect(withReply(written, reply)).toBe(expected);
  });
  it('are made anew with each message of the customer, and with no other', () => {
    const event = (seq: number, kind: string, by: string) => ({ seq, kind, by: { kind: by } });
    const said = [event(1, 'message', 'customer'), event(2, 'message', 'person')];
    expect(askedSeq(said)).toBe(1);
    expect(askedSeq([...said, event(3, 'note', 'person'), event(4, 'message', 'customer')])).toBe(4);
    expect(askedSeq([])).toBe(0);
  });
});
