import { expect, it } from 'vitest';
import { drawnOf, type SuggestionFigure } from './suggestion-figures.ts';

it('draws what was shown most, each kind together', () => {
  const figure = (kind: SuggestionFigure['kind'], shown: number): SuggestionFigure => ({
    kind,
    shown,
    accepted: 0,
    edited: 0,
    rejected: 0,
  });
  const many = Array.from({ length: 20 }, (_, index) => figure('macro', index + 10));
  const drawn = drawnOf([figure('procedure', 50), ...many, figure('article', 40), figure('macro', 1)]);
  expect(drawn).toHaveLength(16);
  expect(drawn.map((one) => one.kind).slice(0, 2)).toEqual(['article', 'macro']);
  expect(drawn.at(-1)?.kind).toBe('procedure');
  expect(drawn.slice(1, 4).map((one) => one.shown)).toEqual([29, 28, 27]);
});
