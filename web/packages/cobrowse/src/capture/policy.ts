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

interface Compiled {
  id: number;
  selector: string;
  paths: RegExp[] | null;
}

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

/** Everything is redacted except below `data-ombud-show`. */
const attributes: Rules = {
  of(element, above) {
    if (above === HIDDEN || element.hasAttribute(HIDE)) return HIDDEN;
    return above === REDACTED && element.hasAttribute(SHOW) ? ATTRIBUTE_RULE : above;
  },
  asks: (attribute) => attribute === SHOW || attribute === HIDE,
  released: (root) => root.querySelectorAll(`[${SHOW}]`),
  hasPixels: (release) => release === ATTRIBUTE_RULE,
  arrive: () => false,
};

/** The paths that are like this one, in which `*` is any run of characters. */
export function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

function compiled(rule: PolicyRule): Compiled {
  const plain = rule.selector.replace(/"[^"]*"|'[^']*'/g, '""');
  if (!Number.isInteger(rule.id) || rule.id <= ATTRIBUTE_RULE)
    throw new PolicyError(`rule ${rule.id}: id`);
  if (rule.effect !== 'show' && rule.effect !== 'hide')
    throw new PolicyError(`rule ${rule.id}: effect`);
  if (!SELECTOR.test(plain))
    throw new PolicyError(`rule ${rule.id}: selector`);
  try {
    new DocumentFragment().querySelector(rule.selector);
  } catch {
    throw new PolicyError(`rule ${rule.id}: selector`);
  }
  return { id: rule.id, selector: rule.selector, paths: rule.paths?.map(pathPattern) ?? null };
}

/** Reads a policy; none at all releases by attributes alone. Throws `PolicyError`. */
export function rulesOf(policy: Policy | null | undefined): Rules {
  if (!policy) return attributes;
  if (!/^[0-9a-f]{64}$/.test(policy.hash)) throw new PolicyError('hash');
  if (!Array.isArray(policy.rules) || policy.rules.length > RULES_MAX)
    throw new PolicyError('rules');
  const all = policy.rules.map((rule) => ({ rule, compiled: compiled(rule) }));
  const asked = new Set([HIDE]);
  for (const { rule } of all)
    for (const [, name] of rule.selector.matchAll(/\[\s*([\w-]+)/g)) if (name) asked.add(name.toLowerCase());
  let show: Compiled[] = [];
  let hidden = '';
  let before: string | null = null;
  return {
    of(element, above) {
      if (above === HIDDEN || element.hasAttribute(HIDE)) return HIDDEN;
      if (hidden !== '' && element.matches(hidden)) return HIDDEN;
      if (above !== REDACTED) return above;
      return show.find((one) => element.matches(one.selector))?.id ?? REDACTED;
    },
    asks: (attribute) => asked.has(attribute),
    hasPixels: (release) => all.some(({ rule }) => rule.id === release && rule.pixels === true),
    released: (root) =>
      show.length > 0 ? root.querySelectorAll(show.map((one) => one.selector).join()) : [],
    arrive(path) {
      if (path === before) return false;
      before = path;
      const here = all.filter(({ compiled: one }) => !one.paths || one.paths.some((at) => at.test(path)));
      show = here.filter(({ rule }) => rule.effect === 'show').map((one) => one.compiled);
      hidden = here.flatMap(({ rule }) => (rule.effect === 'hide' ? [rule.selector] : [])).join(',');
      return true;
    },
  };
}
