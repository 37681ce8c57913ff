//! The leak page: each place with a word of its own, made from a seed.
import { ACTS, CONTROLS } from './acts.ts';
import { HTML_PLACES } from './places.ts';
import { SHAPED, SPLIT } from './shaped.ts';

/** Random letters and digits from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function word(next: () => number): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  return Array.from({ length: 16 }, () => letters[Math.floor(next() * letters.length)]).join('');
}

/** A word, and where it stands. */
export interface Planted {
  name: string;
  word: string;
}

export interface ActPlanted extends Planted {
  script: string;
  /** A selector of the element that it is about. */
  host: string;
}

export interface LeakPage {
  html: string;
  /** Words that must never be found. */
  places: Planted[];
  /** What is to be done while the capture runs; those of the controls among them. */
  acts: ActPlanted[];
  /** Words that must be found. */
  controls: Planted[];
}

/** The page of a seed: any whole number; the same page for the same seed. */
export function leakPage(seed: number): LeakPage {
  const next = random(seed);
  const places = HTML_PLACES.map(([group, name, template]) => ({
    name: `${group}: ${name}`,
    template,
    word: word(next),
  }));
  const acts = ACTS.map(([group, name, script], at) => ({
    name: `${group}: ${name}`,
    script,
    word: word(next),
    host: `#h${at}`,
  }));
  const controls = CONTROLS.map(([name, template, script], at) => ({
    name,
    template,
    script,
    word: word(next),
    id: `g${at}`,
  }));
  const shown = places.map((one) => `<section>${one.template.replaceAll('%', one.word)}</section>`);
  const shaped = SHAPED.map(
    ([, number]) => `<p data-ombud-show>x ${number} x</p><p data-ombud-show><input value="${number}"></p>`,
  );
  const split = SPLIT.map(([, , template]) => `<section data-ombud-show>${template}</section>`);
  const hosts = acts.map((one) => `<section><div id="${one.host.slice(1)}"></div></section>`);
  const known = controls.map((one) =>
    one.script
      ? `<section id="${one.id}">${one.template}</section>`
      : `<section>${one.template.replaceAll('%', one.word)}</section>`,
  );
  const title = word(next);
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><meta name="description" content="${title}"><base href="/"><style>section{min-height:8px}</style></head><body>${[...shown, ...shaped, ...split, ...hosts, ...known].join('\n')}</body></html>`;
  const later = controls.flatMap(({ name, word: planted, script, id }) =>
    script ? [{ name, word: planted, script, host: `#${id} > :first-child` }] : [],
  );
  return {
    html,
    places: [{ name: 'head: title and description', word: title }, ...places, ...acts],
    acts: [...acts, ...later],
    controls,
  };
}
