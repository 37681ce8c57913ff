//! A language that does not exist: every message between brackets, longer and with accents, its arguments untouched. What
//! stands outside the brackets on a page came from no catalog.

const ACCENTED: Record<string, string> = {
  a: 'á',
  e: 'ë',
  i: 'î',
  o: 'ö',
  u: 'ü',
  y: 'ÿ',
  n: 'ñ',
  c: 'ç',
  A: 'Å',
  E: 'É',
  O: 'Ø',
  U: 'Û',
};

/** Accents letters outside braces; inside a plural only the words of its cases. Quotes keep their meaning. */
export function pseudo(message: string): string {
  let depth = 0;
  let out = '';
  for (const character of message) {
    if (character === '{') depth += 1;
    // Odd depths are arguments and their keywords; even ones are text.
    out += depth % 2 === 0 ? (ACCENTED[character] ?? character) : character;
    if (character === '}') depth -= 1;
  }
  return `⟦${out}⟧`;
}
