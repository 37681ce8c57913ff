//! The parts of the full script that most pages never need: files beside it, loaded when they are asked for.

import { wordsBody } from './capture/bodies.ts';
import { fine, parts, shadowOf, units } from './capture/looks.ts';
import { HIDDEN, pathPattern, REDACTED } from './capture/policy.ts';
import { isSecretField, sensitiveIn } from './capture/sensitive.ts';
import { h, svg } from './customer/dom.ts';
import { HOST } from './customer/stage.ts';

/** What those parts share with this one: it is here once, and so is what it remembers. vite.config.ts says of what. */
const SHARED = {
  fine,
  h,
  HIDDEN,
  HOST,
  isSecretField,
  parts,
  pathPattern,
  REDACTED,
  sensitiveIn,
  shadowOf,
  svg,
  units,
  wordsBody,
};
/** Of each part: changes with what it is made of, so that a browser does not take another release's from its store. */
declare const RELEASE: string;

/** The script that runs now: known while it runs for the first time only. */
const own = document.currentScript as HTMLScriptElement | null;
const loads = new Map<string, Promise<Window>>();

/** Loads a part from where this script came from, with its nonce: the content policy that let this in lets it in. */
export function later<Part>(name: string): Promise<Part> {
  const known = loads.get(name);
  if (known) return known as Promise<Part>;
  const load = new Promise<Window>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(`cobrowse-${name}.js?${RELEASE}`, own?.src || location.href).href;
    script.nonce = own?.nonce ?? '';
    script.onload = () => resolve(window);
    script.onerror = reject;
    Object.assign(window, { OmbudCobrowseShared: SHARED });
    document.head.append(script);
    script.remove();
  });
  loads.set(name, load);
  return load as Promise<Part>;
}
