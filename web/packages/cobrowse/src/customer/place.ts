//! Where on this page a box is that an agent cannot see, for whoever decides what agents see. Said with what the site's
//! developers wrote into the source to be said (`data-ombud-id`, `data-ombud-page`), the names of elements that HTML has,
//! and numbers among siblings. Nothing of the page's content, its other attributes or its address is in it.

import { HIDDEN, pathPattern } from '../capture/policy.ts';
import { above } from '../capture/record.ts';
import { type Follow } from './follow.ts';
import { type Located, type SessionPolicy } from './messages.ts';
import { HOST } from './stage.ts';
import { within } from './target.ts';

/** The same list is in `crates/cobrowse/src/place.rs`. */
const ELEMENTS = new Set(
  (
    'a abbr address area article aside audio b bdi bdo blockquote body br button canvas caption cite code col colgroup data ' +
    'dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr ' +
    'html i iframe img input ins kbd label legend li main map mark menu meter nav object ol optgroup option output p picture ' +
    'pre progress q rp rt ruby s samp search section select slot small span strong sub summary sup svg table tbody td ' +
    'textarea tfoot th thead time tr u ul var video wbr'
  ).split(' '),
);
const STEPS_MAX = 40;
/** Longer runs of digits are numbers of something: an attribute that holds one is no constant of the source. */
const NUMBER = /\d{5}/;
const COMPONENT = /^[a-z][\w-]{0,39}$/i;
const PAGE = /^[\w/.:*-]{1,120}$/;
/** Says nothing of where it is. */
const EVERYWHERE = /^\/?\*?$/;

const nameOf = (element: Element): string => (ELEMENTS.has(element.localName) ? element.localName : '*');

/** The name that developers gave in an attribute, if it is one. */
function given(element: Element, attribute: string, shape: RegExp): string | null {
  const value = element.getAttribute(attribute) ?? '';
  return shape.test(value) && !NUMBER.test(value) ? value : null;
}

function parentOf(element: Element): Element | null {
  let at = above(element);
  while (at && at.nodeType !== Node.ELEMENT_NODE) at = above(at);
  return at as Element | null;
}

/** The number of an element among the siblings of its name, from 1. */
function nth(element: Element, name: string): number {
  let count = 1;
  for (let at = element.previousElementSibling; at; at = at.previousElementSibling)
    if (nameOf(at) === name) count += 1;
  return Math.min(count, 9_999);
}

/** The steps to an element, from the page inwards. Above a named component, only components are named. */
function pathTo(target: Element): string[] {
  const path: string[] = [];
  let isNamed = false;
  for (let at: Element | null = target; at && path.length < STEPS_MAX; at = parentOf(at)) {
    const component = given(at, 'data-ombud-id', COMPONENT);
    if (component) path.unshift(`@${component}`);
    else if (!isNamed && at.localName !== 'html') path.unshift(`${nameOf(at)}:${nth(at, nameOf(at))}`);
    isNamed ||= component !== null;
  }
  return path;
}

/** What the page is called: by its developers, or by a path of the policy that fits it. */
function pageOf(target: Element, policy: SessionPolicy | null): string | undefined {
  for (let at: Element | null = target; at; at = parentOf(at)) {
    const page = given(at, 'data-ombud-page', PAGE);
    if (page) return page;
  }
  const { rules = [], writable = [], confirm = [] } = policy ?? {};
  const fitting = [...rules, ...writable, ...confirm]
    .flatMap(({ paths }) => paths ?? [])
    .filter((path) => !EVERYWHERE.test(path) && PAGE.test(path) && !NUMBER.test(path))
    .filter((path) => pathPattern(path).test(location.pathname));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** Where a node of the wire is, as it was in a frame; without steps where it is gone. */
export function placeOf(
  follow: Follow | null,
  policy: SessionPolicy | null,
  node: number,
  frame: number,
): Located {
  follow?.refresh();
  const sent = follow && !follow.isBehind(frame) ? follow.find(node) : null;
  const found = sent?.node.nodeType === Node.TEXT_NODE ? sent.node.parentElement : (sent?.node as Element | null);
  if (!follow || !found?.isConnected || within(found, HOST)) return { path: [] };
  let target = found;
  // Of what is hidden, only where the hiding begins.
  for (let at = parentOf(target); at && follow.releaseOf(at) === HIDDEN; at = parentOf(at)) target = at;
  return { page: pageOf(target, policy), path: pathTo(target) };
}
