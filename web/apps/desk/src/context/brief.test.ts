import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '@ombud/client';
import { briefOf, sourcesOf, together } from './brief.ts';

const WORDS: Record<string, string> = { dispute: 'Dispute', order: 'Order', message: 'Message' };
const said = (sources: { kind: string; label: string; ref: string }[]) =>
  sourcesOf(sources as never, (kind) => WORDS[kind] ?? kind).map(({ text, ref }) => [text, ref]);

describe('the sources of a brief', () => {
  it.each([
    ['a number of nothing', { kind: 'message', label: '1', ref: '1' }, ['Message 1', undefined]],
    ['its name twice', { kind: 'order', label: 'ord-270', ref: 'ord-270' }, ['ord-270', undefined]],
    [
      'an id that nobody knows by heart',
      { kind: 'dispute', label: 'Not received', ref: '01a1f6c9-090c-7cfa-b59e-3d3f941a7c90' },
      ['Not received', undefined],
    ],
    [
      'an id as its name',
      {
        kind: 'dispute',
        label: '01a1f6c9-090c-7cfa-b59e-3d3f941a7c90',
        ref: '01a1f6c9-090c-7cfa-b59e-3d3f941a7c90',
      },
      ['Dispute', undefined],
    ],
  ])('show no %s', (_what, source, expected) => {
    expect(said([source])).toEqual([expected]);
  });
  it('keep a reference that says more than the name, and say each once', () => {
    const rule = { kind: 'policy', label: 'Late fees', ref: 'fee-03' };
    expect(said([rule, { ...rule }])).toEqual([['Late fees', 'fee-03']]);
  });
});

describe('what an assistant left', () => {
  const handed = (brief: unknown, why: string) =>
    briefOf([{ kind: 'handed_over', body: { brief, why } } as unknown as ConversationEvent]);
  const made = {
    why: 'Der Assistent verstand nicht',
    ai_did: [],
    promised: [],
    support_needs: [],
    sources: [],
  };
  it('is shown in its words, never as a code', () => {
    const ours = handed({ why: 'not_understood', step: 'choose' }, 'The assistant did not understand');
    expect(ours?.why).toBe('The assistant did not understand');
    expect(together(made, ours)).toMatchObject({ why: made.why });
    expect(together(made, ours)?.summary).toBeUndefined();
    expect(handed({ why: 'asked' }, '')).toBeNull();
  });
  it('stands beside the reason where it is the words of somebody', () => {
    const theirs = handed({ summary: 'Wants a refund by phone', done: ['Looked it up'] }, '');
    expect(together(made, theirs)).toMatchObject({
      why: made.why,
      summary: 'Wants a refund by phone',
      ai_did: ['Looked it up'],
    });
  });
});
