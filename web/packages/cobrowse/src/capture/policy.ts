//! What may be shown. Everything is redacted; a rule releases an element with all below it, and what is hidden below a
//! released element stays hidden: nothing under it is released again.

/** A rule of the signed redaction policy, as the browser gets it. */
export interface PolicyRule {
  /** At least 2: 1 is the attribute `data-ombud-show`. Every piece of text on the wire names the rule that let it out. */
  id: number;
  effect: 'show' | 'hide';
  /** Compound selectors of tags, ids, classes and attributes, joined by descent (`a b`, `a > b`) and commas. */
  selector: string;
  /** Paths of the site for which it holds, `*` for any run of characters. Everywhere if absent. */
  paths?: string[];
  /** Releases pictures and drawings too, in which nobody can look for what is never sent. */
  pixels?: boolean;
}

export interface Policy {
  /** SHA-256 of the signed file, 64 hexadecimal digits. */
  hash: string;
  rules: PolicyRule[];
}

/** A policy that cannot be read. The capture then releases nothing. Its message names the field that is wrong; what each
 * must be, docs/cobrowse-wire.md says, and the server in full when it signs. */
export class PolicyError extends Error {}

export const ATTRIBUTE_RULE = 1;
export const SHOW = 'data-ombud-show';
export const HIDE = 'data-ombud-hide';

/** How an element stands: hidden for good, hidden until a rule releases it, or released by the rule of that number. */
export type Release = number;
export const HIDDEN: Release = -1;
export const REDACTED: Release = 0;

/** The state of an element is what those above it and it itself make of it. Siblings and descendants must not count: what
 * they make visible could not be taken back in the same moment. */
const SELECTOR = /^(?:[\w\s\-#.,>*[\]="'^$]|\|=)+$/;
const RULES_MAX = 2_000;

/** The rules that hold on the present path. */
export interface Rules {
  of(element: Element, above: Release): Release;
  /** Whether this attribute of an element decides about what is below it. */
  asks(attribute: string): boolean;
  /** The elements of a document or shadow that are released where they stand, hidden ones among them. */
  released(root: ParentNode): Iterable<Element>;
  /** Whether a rule releases pictures that are in no manifest. */
  hasPixels(release: Release): boolean;
  /** Call when the address may have changed. True if other rules hold now. */
  arrive(path: string): boolean;
}

/** Of no policy: everything is redacted except below `data-ombud-show`. */
const ATTRIBUTE: PolicyRule = { id: ATTRIBUTE_RULE, effect: 'show', selector: `[${SHOW}]`, pixels: true };

/** The paths that are like this one, in which `*` is any run of characters. */
export function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

function check(rule: PolicyRule): void {
  const { id, effect, selector } = rule;
  const plain = selector.replace(/"[^"]*"|'[^']*'/g, '""');
  if (!Number.isInteger(id) || id <= ATTRIBUTE_RULE) throw new PolicyError(`rule ${id}: id`);
  if (effect !== 'show' && effect !== 'hide') throw new PolicyError(`rule ${id}: effect`);
  try {
    if (SELECTOR.test(plain)) {
      new DocumentFragment().querySelector(selector);
      return;
    }
  } catch {
    // The browser cannot read it either.
  }
  throw new PolicyError(`rule ${id}: selector`);
}

/** Reads a policy; none at all releases by attributes alone. Throws `PolicyError`. */
export function rulesOf(policy: Policy | null | undefined): Rules {
  if (policy) {
    if (!/^[0-9a-f]{64}$/.test(policy.hash)) throw new PolicyError('hash');
    if (!Array.isArray(policy.rules) || policy.rules.length > RULES_MAX) throw new PolicyError('rules');
    policy.rules.forEach(check);
  }
  const all = (policy?.rules ?? [ATTRIBUTE]).map((rule) => ({ rule, paths: rule.paths?.map(pathPattern) }));
  const asked = new Set([HIDE]);
  for (const { rule } of all)
    for (const [, name] of rule.selector.matchAll(/\[\s*([\w-]+)/g)) if (name) asked.add(name.toLowerCase());
  let show: PolicyRule[] = [];
  let hidden = '';
  let before: string | null = null;
  const selectors = (rules: PolicyRule[]): string => rules.map((rule) => rule.selector).join();
  return {
    of(element, above) {
      if (above === HIDDEN || element.hasAttribute(HIDE)) return HIDDEN;
      if (hidden !== '' && element.matches(hidden)) return HIDDEN;
      if (above !== REDACTED) return above;
      return show.find((one) => element.matches(one.selector))?.id ?? REDACTED;
    },
    asks: (attribute) => asked.has(attribute),
    hasPixels: (release) => all.some(({ rule }) => rule.id === release && rule.pixels === true),
    released: (root) => (show.length > 0 ? root.querySelectorAll(selectors(show)) : []),
    arrive(path) {
      if (path === before) return false;
      before = path;
      const here = all.filter(({ paths }) => !paths || paths.some((at) => at.test(path)));
      const of = (effect: string): PolicyRule[] =>
        here.flatMap(({ rule }) => (rule.effect === effect ? [rule] : []));
      show = of('show');
      hidden = selectors(of('hide'));
      return true;
    },
  };
}
