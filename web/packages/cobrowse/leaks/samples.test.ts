// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { covered, plant } from './samples.ts';

const policy = (...rules: [id: number, effect: 'show' | 'hide', selector: string][]) => ({
  hash: '0'.repeat(64),
  rules: rules.map(([id, effect, selector]) => ({ id, effect, selector })),
});

beforeEach(() => {
  // What is drawn before and after elements is not known here.
  vi.spyOn(window, 'getComputedStyle').mockReturnValue({ content: 'none' } as CSSStyleDeclaration);
  document.body.replaceChildren();
});

describe('samples of a policy', () => {
  it.each([
    '.order-summary',
    '#total > td[data-kind="sum, or ]"]',
    "article.card [data-x='1'] > h2.title",
    'body.shop main p',
    '*.free',
    'textarea[rows]',
    'select.size',
  ])('are elements that %s fits, and their words are reached', (selector) => {
    const of = policy([2, 'show', selector]);
    const samples = plant(of, 1);
    const reached = covered(of);
    expect(document.querySelectorAll(selector).length).toBeGreaterThan(0);
    const shown = samples.filter((one) => one.must === 'arrive');
    expect(shown).toHaveLength(1);
    expect(reached).toContain(shown[0]?.word);
    for (const one of samples.filter((other) => other.must === 'stay'))
      expect(reached).not.toContain(one.word);
  });

  it('are there for each part of a selector, and none where it has no words', () => {
    const names = plant(policy([2, 'show', '.a, .b'], [3, 'show', 'img.logo']), 1)
      .filter((one) => one.must === 'arrive')
      .map((one) => [one.rule, one.name]);
    expect(names).toEqual([
      [2, 'shown: .a'],
      [2, 'shown: .b'],
    ]);
  });

  it('try what hides inside of what shows', () => {
    const of = policy([2, 'show', '.a'], [3, 'hide', '.secret']);
    const samples = plant(of, 1);
    const hidden = samples.find((one) => one.name === 'hidden: .secret');
    expect(document.querySelector('.a .secret')?.textContent).toBe(hidden?.word);
    expect(covered(of)).not.toContain(hidden?.word);
    expect(new Set(samples.map((one) => one.word)).size).toBe(samples.length);
  });

  it('reach nothing without a rule that shows', () => {
    document.body.innerHTML = '<p data-ombud-show>x</p>';
    expect(covered(policy([3, 'hide', 'p']))).toBe('');
  });
});
