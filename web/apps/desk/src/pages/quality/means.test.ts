import { describe, expect, it } from 'vitest';
import { meanOf, trendOf, weekOf } from './means.ts';

const card = (agent_name: string, at: string, scores: Record<string, number>) => ({
  id: `${agent_name} ${at}`,
  conversation_id: 'c',
  number: 'N',
  agent_name,
  at,
  scores,
});

describe('scorecards', () => {
  it.each([
    ['2026-11-16T00:00:00Z', '2026-11-16'],
    ['2026-11-22T23:59:59Z', '2026-11-16'],
    ['2026-11-23T00:00:00Z', '2026-11-23'],
    ['1969-12-31T12:00:00Z', '1969-12-29'],
  ])('puts %s in the week of %s', (at, week) => {
    expect(weekOf(at)).toBe(week);
  });

  it('means what is there and invents nothing for what is not', () => {
    const cards = [
      card('Anna', '2026-11-02T09:00:00Z', { tone: 4 }),
      card('Anna', '2026-11-20T09:00:00Z', { tone: 2, correct: 5 }),
    ];
    expect(meanOf(cards, 'tone')).toBe(3);
    expect(meanOf(cards, 'next_step')).toBeNull();
    const { weeks, people } = trendOf([...cards, card('Bert', '2026-11-11T09:00:00Z', { tone: 1 })], 5);
    expect(weeks).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
    expect(people).toEqual([
      { name: 'Anna', values: [4, null, 3.5] },
      { name: 'Bert', values: [null, 1, null] },
    ]);
  });

  it('shows those with the most scorecards', () => {
    const many = ['Anna', 'Bert', 'Bert', 'Cilla', 'Cilla', 'Cilla'].map((name) =>
      card(name, '2026-11-02T09:00:00Z', { tone: 3 }),
    );
    expect(trendOf(many, 2).people.map((one) => one.name)).toEqual(['Cilla', 'Bert']);
  });
});
