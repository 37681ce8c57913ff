//! What the agent points at is what is pointed at for the customer.
import { describe, expect, it } from 'vitest';
import { boxOf, inPage, onPicture, scaleOf, type Lie } from './geometry.ts';

describe('the scale', () => {
  it.each([
    ['a wide window in a small stage', { width: 2_000, height: 1_000 }, { width: 1_000, height: 900 }, 0.5],
    ['a high window', { width: 400, height: 1_600 }, { width: 1_000, height: 800 }, 0.5],
    ['one that fits', { width: 300, height: 200 }, { width: 1_000, height: 800 }, 1],
    ['no window', { width: 0, height: 0 }, { width: 1_000, height: 800 }, 1],
    ['a stage of no size', { width: 800, height: 600 }, { width: 0, height: 0 }, 0.05],
  ])('fits %s', (_name, view, stage, scale) => {
    expect(scaleOf(view, stage, 'fit')).toBe(scale);
    expect(scaleOf(view, stage, 'full')).toBe(1);
  });
});

describe('a place', () => {
  const lies: Lie[] = [0.05, 0.37, 0.73, 1].flatMap((scale) =>
    [0, 311.25, 20_000].map((y) => ({ left: 17.5, top: 63, scale, scroll: { x: y / 10, y } })),
  );

  it.each(lies)('comes back within half a unit: scale $scale, scrolled $scroll.y', (lie) => {
    for (let at = 0; at < 50; at += 1) {
      const mouse = { x: lie.left + at * 13.37, y: lie.top + at * 7.77 };
      const back = onPicture(lie, inPage(lie, mouse));
      expect(Math.abs(back.x - (mouse.x - lie.left))).toBeLessThanOrEqual(0.126 * lie.scale);
      expect(Math.abs(back.y - (mouse.y - lie.top))).toBeLessThanOrEqual(0.126 * lie.scale);
    }
  });

  it('is in quarters of a pixel of the page', () => {
    const lie = { left: 10, top: 20, scale: 0.5, scroll: { x: 0, y: 100 } };
    expect(inPage(lie, { x: 60, y: 70 })).toEqual([400, 800]);
  });

  it('and another make a box, whichever comes first', () => {
    const box = { x: 1, y: 2, w: 4, h: 8 };
    expect(boxOf([1, 2], [5, 10])).toEqual(box);
    expect(boxOf([5, 2], [1, 10])).toEqual(box);
  });
});
