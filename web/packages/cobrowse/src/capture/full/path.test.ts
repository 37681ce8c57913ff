//! Paths as browsers read them: commands that go on, numbers that touch each other, arcs as curves.
import { describe, expect, it } from 'vitest';
import { stepsOf } from './path.ts';

describe('a path', () => {
  it.each([
    [
      'lines after a move',
      'M1 2 3 4',
      [
        [1, 1, 2],
        [2, 3, 4],
      ],
    ],
    ['relative ones', 'm1 2 3 4z', [[1, 1, 2], [2, 4, 6], [0]]],
    [
      'across and down',
      'M1 1H5v-2',
      [
        [1, 1, 1],
        [2, 5, 1],
        [2, 5, -1],
      ],
    ],
    [
      'numbers without a gap',
      'M.5.5-1-1',
      [
        [1, 0.5, 0.5],
        [2, -1, -1],
      ],
    ],
    [
      'a smooth curve',
      'M0 0C0 1 2 1 2 0S4-1 4 0',
      [
        [1, 0, 0],
        [4, 0, 1, 2, 1, 2, 0],
        [4, 2, -1, 4, -1, 4, 0],
      ],
    ],
    [
      'a smooth quadratic',
      'M0 0Q1 1 2 0T4 0',
      [
        [1, 0, 0],
        [3, 1, 1, 2, 0],
        [3, 3, -1, 4, 0],
      ],
    ],
    ['what follows on a close', 'M1 1h2zl1 1', [[1, 1, 1], [2, 3, 1], [0], [2, 2, 2]]],
    [
      'as much as can be read',
      'M1 1L2 2 x9',
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
    ],
    ['nothing', '', []],
  ])('of %s', (_name, data, steps) => {
    expect(stepsOf(data)).toEqual(steps);
  });

  it('has an arc as curves that end where it does, with flags that touch', () => {
    const steps = stepsOf('M0 0a5 5 0 0110 0');
    const last = steps[steps.length - 1] ?? [0];
    expect(last.slice(-2)).toEqual([10, 0]);
    // Half a circle about (5, 0): every end of a curve is five from its middle.
    for (const [, ...at] of steps.slice(1)) {
      const [x = 0, y = 0] = at.slice(-2);
      expect(Math.hypot(x - 5, y)).toBeCloseTo(5, 6);
    }
    expect(Math.min(...steps.slice(1).map((step) => step[step.length - 1] ?? 0))).toBeCloseTo(-5, 6);
  });
});
