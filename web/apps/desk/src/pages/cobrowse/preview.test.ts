import { expect, it } from 'vitest';
import { shownFrom, stepsOf } from './preview.ts';

it('reads a place', () => {
  expect(stepsOf('@order-summary > dl:1 > dd:2')).toEqual([
    { name: '@order-summary', kind: '', sample: 'text' },
    { name: 'dl:1', kind: 'dl', sample: 'text' },
    { name: 'dd:2', kind: 'dd', sample: 'text' },
  ]);
  expect(stepsOf('main:1 > h1:1 > img:2').map((step) => step.sample)).toEqual(['text', 'heading', 'picture']);
  expect(stepsOf('box.1 > field.3').at(-1)?.sample).toBe('field');
});

it.each([
  ['the box itself', '[data-ombud-id="order"] > dl > dd', 2],
  ['all around it', '[data-ombud-id="order"]', 0],
  ['one of several', '.total, main dl', 1],
  ['another name', '[data-ombud-id="other"]', null],
  ['what only the page knows', '.total', null],
  ['nothing yet', '', null],
])('shows from %s', (_name, selector, from) => {
  expect(shownFrom(stepsOf('@order > dl:1 > dd:2'), selector)).toBe(from);
});
