// @vitest-environment jsdom
//! Selectors and paths as the server reads them: what it signs, the browser takes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PolicyError, REDACTED, rulesOf, type PolicyRule } from './policy.ts';

const FILE = `${import.meta.dirname}/../../../../../crates/cobrowse/tests/golden/selectors.json`;
const SHARED = JSON.parse(readFileSync(FILE, 'utf8')) as {
  good: string[];
  bad: string[];
  paths: [pattern: string, path: string, fits: boolean][];
};

function rules(rule: Pick<PolicyRule, 'selector' | 'paths'>) {
  return rulesOf({ hash: '0'.repeat(64), rules: [{ id: 2, effect: 'show', ...rule }] });
}

describe('a rule of a policy', () => {
  it.each(SHARED.good)('has a selector such as %s', (selector) => {
    expect(() => rules({ selector })).not.toThrow();
  });

  it.each(SHARED.bad)('has no selector such as %j', (selector) => {
    expect(() => rules({ selector })).toThrow(PolicyError);
  });

  it.each(SHARED.paths)('holds at %s for %s: %s', (pattern, path, fits) => {
    const held = rules({ selector: 'div', paths: [pattern] });
    held.arrive(path);
    expect(held.of(document.createElement('div'), REDACTED) === 2).toBe(fits);
  });
});
