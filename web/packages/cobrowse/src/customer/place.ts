//! Where on this page a box is that an agent cannot see, for whoever decides what agents see. Said with what the site's
//! developers wrote into the source to be said (`data-ombud-id`, `data-ombud-page`), the names of elements that HTML has,
//! and numbers among siblings. Nothing of the page's content, its other attributes or its address is in it.

import { HIDDEN, pathPattern } from '../capture/policy.ts';
import { above } from '../capture/record.ts';
import { type Follow } from './follow.ts';
import { type Located, type SessionPolicy } from './messages.ts';

const STEPS_MAX = 40;
/** A longer run of digits is the number of something: what holds one is no constant of the source. */
const NAME = /^(?!.*\d{5})[\w/.:*-]{1,120}$/;
const COMPONENT = /^(?!.*\d{5})[a-z][\w-]{0,39}$/i;

/** The name of an element of HTML; any other is called by its site, perhaps for what is in it. */
function nameOf(element: Element): string {
  const name = element.localName;
  const isKnown = element instanceof HTMLElement && !(element instanceof HTMLUnknownElement);
  return isKnown && /^\w+$/.test(name) ? name : '*';
}

function parentOf(element: Element): Element | null {
  let at = above(element);
  while (at && at.nodeType !== Node.ELEMENT_NODE) at = above(at);
  return at as Element | null;
}

/** What a developer named an element in an attribute. */
function given(element: Element, attribute: string, shape: RegExp): string | undefined {
  const value = element.getAttribute(attribute) ?? '';
  return shape.test(value) ? value : undefined;
}

/** An element and its number among the siblings of its name, from 1. */
function numbered(element: Element): string {
  const name = nameOf(element);
  let nth = 1;
  for (let at = element.previousElementSibling; at; at = at.previousElementSibling)
    if (nameOf(at) === name) nth += 1;
  return `${name}:${nth}`;
}

/** Where a node of the wire is, as it was in a frame; without steps where it is gone. */
export function placeOf(
  follow: Follow | null,
  policy: SessionPolicy | null,
  id: number,
  frame: number,
): Located {
  const path: string[] = [];
  follow?.refresh();
  const node = follow?.isBehind(frame) ? null : follow?.find(id)?.node;
  if (!follow || !node?.isConnected) return { path };
  let target = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node) as Element | null;
  // Of what is hidden, only where the hiding begins.
  for (let at = target && parentOf(target); at && follow.releaseOf(at) === HIDDEN; at = parentOf(at))
    target = at;
  const pages: string[] = [];
  let isNamed = false;
  for (let at = target; at; at = parentOf(at)) {
    const component = given(at, 'data-ombud-id', COMPONENT);
    pages.push(given(at, 'data-ombud-page', NAME) ?? '');
    // Above a named component, only components are named.
    if (component) path.unshift(`@${component}`);
    else if (!isNamed) path.unshift(numbered(at));
    isNamed ||= component !== undefined;
  }
  // What the site calls the page, or else the longest path of the policy that is more than everywhere and fits.
  const { rules = [], writable = [], confirm = [] } = policy ?? {};
  const fitting = [...rules, ...writable, ...confirm]
    .flatMap(({ paths }) => paths ?? [])
    .filter((one) => NAME.test(one) && /\w/.test(one) && pathPattern(one).test(location.pathname))
    .sort((a, b) => b.length - a.length);
  return { page: pages.find(Boolean) ?? fitting[0], path: path.slice(-STEPS_MAX) };
}
