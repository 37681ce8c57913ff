//! Places made of a policy's own rules, so that each of them is tried: what a rule shows must arrive, and what it does not
//! reach must not.
import { type Policy, type PolicyRule } from '../src/capture/policy.ts';
import { random, word } from './page.ts';

export interface Sample {
  rule: number;
  name: string;
  word: string;
  must: 'arrive' | 'stay';
}

const BRACKET = `\\[(?:[^\\]"']|"[^"]*"|'[^']*')*\\]`;
const PARTS = new RegExp(`(?:${BRACKET}|[^,[])+`, 'g');
const COMPOUNDS = new RegExp(`(?:${BRACKET}|[^\\s>[])+`, 'g');
const ATTRIBUTE = /\[\s*([\w-]+)\s*(?:[\^$*|]?=\s*("[^"]*"|'[^']*'|[\w-]+)\s*)?\]/g;
/** Elements without words of their own, or none that are seen. */
const WORDLESS =
  /^(area|audio|base|br|canvas|col|colgroup|datalist|embed|head|hr|iframe|img|link|meta|meter|noscript|object|optgroup|option|picture|progress|script|slot|source|style|svg|template|title|track|video|wbr)$/;
const HIDE = 'data-ombud-hide';

/** An element that a compound selector fits; the page's own for `html` and `body`. */
function elementOf(compound: string): Element {
  const tag = /^[a-z_-][\w-]*/i.exec(compound)?.[0].toLowerCase() ?? 'div';
  const own = { html: document.documentElement, body: document.body }[tag];
  const made = own ?? document.createElement(tag);
  for (const [, name = '', value = ''] of compound.matchAll(ATTRIBUTE))
    made.setAttribute(name, value.replace(/^["']|["']$/g, ''));
  for (const [, sign, name = ''] of compound.replace(ATTRIBUTE, '').matchAll(/([#.])([\w-]+)/g))
    if (sign === '#') made.id = name;
    else made.classList.add(name);
  return made;
}

/** Elements nested in `holder` of which the innermost fits a selector without commas. */
function nested(selector: string, holder: Element): Element {
  let at = holder;
  for (const compound of selector.match(COMPOUNDS) ?? []) {
    const made = elementOf(compound);
    if (made.parentNode && made.contains(holder)) continue;
    at.append(made);
    at = made;
  }
  return at;
}

/** Writes a word into an element as people see it. False where it has none. */
function say(element: Element, said: string): boolean {
  const tag = element.localName;
  if (WORDLESS.test(tag)) return false;
  if (tag === 'select') (element as HTMLSelectElement).add(new Option(said, said, true, true));
  else if (tag === 'input' || tag === 'textarea') (element as HTMLInputElement).value = said;
  else element.append(said);
  return true;
}

const partsOf = (rule: PolicyRule): string[] => (rule.selector.match(PARTS) ?? []).map((one) => one.trim());

/** Puts places of each rule on the page, with words from a seed, and says which of them must arrive. */
export function plant(policy: Policy, seed: number): Sample[] {
  const next = random(seed);
  const planted: Sample[] = [];
  const note = (rule: number, name: string, must: Sample['must']): string => {
    const made = word(next);
    planted.push({ rule, name, word: made, must });
    return made;
  };
  const section = (): Element => document.body.appendChild(document.createElement('section'));
  const shows = policy.rules.filter((rule) => rule.effect === 'show');
  for (const rule of shows)
    for (const part of partsOf(rule)) {
      const holder = section();
      const leaf = nested(part, holder);
      if (!say(leaf, note(rule.id, `shown: ${part}`, 'arrive'))) planted.pop();
      holder.append(note(rule.id, `beside: ${part}`, 'stay'));
      if (!leaf.hasAttribute('title')) leaf.setAttribute('title', note(rule.id, `title of: ${part}`, 'stay'));
      if (WORDLESS.test(leaf.localName) || /^(input|select|textarea)$/.test(leaf.localName)) continue;
      const hidden = leaf.appendChild(document.createElement('b'));
      hidden.setAttribute(HIDE, '');
      hidden.append(note(rule.id, `hidden in: ${part}`, 'stay'));
      const password = leaf.appendChild(document.createElement('input'));
      password.type = 'password';
      password.value = note(rule.id, `password in: ${part}`, 'stay');
    }
  const around = shows.flatMap(partsOf)[0];
  if (around !== undefined)
    for (const rule of policy.rules.filter((one) => one.effect === 'hide'))
      for (const part of partsOf(rule)) {
        const leaf = nested(part, nested(around, section()));
        if (!say(leaf, note(rule.id, `hidden: ${part}`, 'stay'))) planted.pop();
      }
  return planted;
}

/** All words of the page that the rules reach, by what stands in the document alone. */
export function covered(policy: Policy): string {
  const selectors = (effect: string): string =>
    policy.rules.flatMap((rule) => (rule.effect === effect ? [rule.selector] : [])).join();
  const show = selectors('show');
  const hide = [`[${HIDE}]`, selectors('hide')].filter(Boolean).join();
  const said: string[] = [];
  const isReached = (element: Element): boolean => {
    let isShown = false;
    for (let at: Element | null = element; at;) {
      if (at.matches(hide)) return false;
      isShown ||= at.matches(show);
      const root: Node = at.getRootNode();
      at = at.parentElement ?? ('host' in root ? (root.host as Element) : null);
    }
    return isShown;
  };
  const walk = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) walk(element.shadowRoot);
      const inner = element.localName === 'iframe' ? (element as HTMLIFrameElement).contentDocument : null;
      if (inner) walk(inner);
      if (isReached(element)) said.push(...wordsOf(element));
    }
  };
  if (show !== '') walk(document);
  return said.join('\n');
}

/** What an element shows by itself. Fields with a name or a purpose may be of those that are never sent. */
function wordsOf(element: Element): string[] {
  const texts = [...element.childNodes].flatMap((node) =>
    node.nodeType === 3 ? [node.nodeValue ?? ''] : [],
  );
  const isPlain = !element.hasAttribute('name') && !element.hasAttribute('autocomplete');
  const { value, type } = element as HTMLInputElement;
  if (isPlain && typeof value === 'string' && /^(text|textarea|select-one)$/.test(type)) texts.push(value);
  const drawn = ['::before', '::after', '::marker'].map((part) => getComputedStyle(element, part).content);
  return [...texts, ...drawn];
}
