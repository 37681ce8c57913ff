//! Where on this page a box is that an agent cannot see, for whoever decides what agents see. Said with what the site's
//! developers wrote into the source to be said (`data-ombud-id`, `data-ombud-page`), the names of elements that HTML has,
//! and numbers among siblings. Nothing of the page's content, its other attributes or its address is in it.

import { HIDDEN, pathPattern } from '../capture/policy.ts';
import { above } from '../capture/record.ts';
import { type Follow } from './follow.ts';
import { type Located, type SessionPolicy } from './messages.ts';

const STEPS_MAX = 40;
/** What developers call something. A longer run of digits is the number of something: no constant of the source. */
const NAME = /^(?!.*\d{5})[\w/.:*-]{1,120}$/;

/** The name of an element of HTML; any other is called by its site, perhaps for what is in it. */
function nameOf(element: Element): string {
  const name = element.localName;
  const isKnown = element instanceof HTMLElement && !(element instanceof HTMLUnknownElement);
  return isKnown && /^\w+$/.test(name) ? name : '*';
}

/** The element above, out of shadows and frames too. */
function parentOf(element: Element): Element | null {
  const up = above(element);
  return (up && up.nodeType !== Node.ELEMENT_NODE ? above(up) : up) as Element | null;
}

/** What a developer called something in an attribute. */
function given(element: Element, attribute: string): string | undefined {
  return NAME.exec(element.getAttribute(attribute) ?? '')?.[0];
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
  if (!follow || follow.isBehind(frame)) return { path };
  follow.refresh();
  const node = follow.find(id)?.node;
  if (!node?.isConnected) return { path };
  let target = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node) as Element | null;
  // Of what is hidden, only where the hiding begins.
  for (let at = target && parentOf(target); at && follow.releaseOf(at) === HIDDEN; at = parentOf(at))
    target = at;
  let page: string | undefined;
  for (let at = target; at; at = parentOf(at)) {
    const component = given(at, 'data-ombud-id');
    page ??= given(at, 'data-ombud-page');
    // Above a named component, only components are named.
    if (component) path.unshift(`@${component}`);
    else if (!path.some((step) => step.startsWith('@'))) path.unshift(numbered(at));
  }
  // What the site calls the page, or else the longest path of the policy that fits.
  const fitting = policy?.rules
    .flatMap(({ paths = [] }) => paths)
    .filter((one) => NAME.test(one) && pathPattern(one).test(location.pathname))
    .sort((a, b) => b.length - a.length);
  return { page: page ?? fitting?.[0], path: path.slice(-STEPS_MAX) };
}
