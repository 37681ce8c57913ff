//! Text shaped like a card number, IBAN, e-mail address or national id. Shapes, not proofs: what looks like one is taken
//! for one; where a shape is that of many other things, its check digit decides.

/** A place in a text, as [from, to) in UTF-16 units of what `plain` makes of it. */
export type Place = [from: number, to: number];

/** The text as the shapes read it: digits of any script in ASCII, signs of full width as usual ones, without what takes no
 * room. */
export function plain(text: string): string {
  // Most texts are.
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/\s/g, ' ')
    .replace(/[\p{C}\p{M}]/gu, '')
    .replace(/(?!\d)\p{Nd}/gu, (digit) => {
      let value = 0;
      // The ten digits of a script stand beside each other.
      while (/\p{Nd}/u.test(String.fromCodePoint((digit.codePointAt(0) ?? 0) - 1 - value))) value += 1;
      return `${value % 10}`;
    });
}

/** Check digit of ISO/IEC 7812, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, times = 1; at >= 0; at -= 1, times = 3 - times) {
    const digit = Number(digits[at]) * times;
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

const CARD_DIGITS_MIN = 12;
const CARD_DIGITS_MAX = 19;
/** How many digits stand together on a card. */
const CARD_GROUPS = /^(4,4,4,4(,\d)?|4,6,[45]|8,8|1[56])$/;

/** 12 to 19 digits (ISO/IEC 7812) in groups as on a card, or evenly apart with the check digit. */
function isCard(digits: string, groups: number[], gaps: Set<string>, isAcross: boolean): boolean {
  const isGrouped = CARD_GROUPS.test(`${groups}`);
  if (isGrouped && !isAcross) return true;
  return (isGrouped || gaps.size < 2) && /^[2-689]/.test(digits) && passesLuhn(digits);
}

/** Card numbers. `isAcross`: the text is put together from several, in which numbers stand beside each other by chance. */
function cards(text: string, isAcross: boolean): Place[] {
  const found: Place[] = [];
  const runs = [...text.matchAll(/\d+/g)];
  runs.forEach(({ index }, begin) => {
    let digits = '';
    let end = index;
    const groups: number[] = [];
    const gaps = new Set<string>();
    for (const run of runs.slice(begin, begin + CARD_DIGITS_MAX)) {
      const gap = text.slice(end, run.index);
      if (/\p{L}|[@+]|.{4}/u.test(gap)) return;
      if (digits) gaps.add(gap);
      digits += run[0];
      groups.push(run[0].length);
      end = run.index + run[0].length;
      if (digits.length > CARD_DIGITS_MAX) return;
      if (digits.length >= CARD_DIGITS_MIN + Number(isAcross) && isCard(digits, groups, gaps, isAcross))
        found.push([index, end]);
    }
  });
  return found;
}

/** ISO 13616: some beginning of it has the remainder 1 by 97; or it is written like one, in capitals with many digits. */
function ibans(text: string, isAcross: boolean): Place[] {
  const found: Place[] = [];
  for (const { 0: hit, index } of text.matchAll(
    /(?<![\p{L}\d])[a-z]{2}(?:[^\p{L}\d]{0,2}\d){2}(?:[^\p{L}\d]{0,2}[a-z\d]){11,30}/giu,
  )) {
    const compact = hit.replace(/[^a-z\d]/gi, '').toUpperCase();
    let isOne = !isAcross && hit === hit.toUpperCase() && compact.replace(/\D/g, '').length > 9;
    for (let length = 15; length <= compact.length && !isOne; length += 1) {
      let rest = 0;
      for (const sign of compact.slice(4, length) + compact.slice(0, 4))
        rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
      isOne = rest === 1 && compact.replace(/\D/g, '').length * 2 >= length;
    }
    if (isOne) found.push([index, index + hit.length]);
  }
  return found;
}

/** E-mail addresses (RFC 6531), also with the sign spelt out in brackets, and also from right to left. */
const ADDRESS =
  /[^\s@<>]{1,64} ?(?:@ ?(?:[^\s@<>]{1,99}[.。](?!\d+\b)|(?<=\p{L}\.\S{1,64}@))[^\s@<>]|[[({] ?at ?[\])}] ?\w)[^\s@<>]*/giu;

/** A shape that stands by itself, in which `#` is a digit, `#8` are eight, `@` a day of the month,
 * `%` a month, `&` a letter, `_` perhaps a space or hyphen, and `~` in brackets any hyphen or dash. */
const alone = (shapes: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\d])(?:${shapes
      .replace(/#(\d+)/g, '#{$1}')
      .replace(/@/g, '(?:0[1-9]|[12]#|3[01])')
      .replace(/%/g, '(?:0[1-9]|1[0-2])')
      .replace(/#/g, '\\d')})(?![\\p{L}\\d])`,
    'giu',
  );

const IDS: readonly RegExp[] = [
  alone(
    // Sweden, Denmark, Iceland, Latvia; Sweden in this form has a date.
    '(?:1[89]|20)?#6 ?[-\\u2010-\\u2015+] ?#4#?|19##%(?:@|[6-9]#)#4|' +
      // Finland, the United Kingdom, Italy, Spain, France, Switzerland.
      '@%##[-+A-FU-Y]#3[#A-Z]|[A-Z][A-Z](?:[- ]?##){3}[- ]?[A-D]|[A-Z]{3} ?[A-Z]{3} ?##[A-Z]## ?[A-Z]#3[A-Z]|' +
      '(?:[X-Z][- ]?#7|#8|##\\.#3\\.#3)[- ]?[A-HJ-NP-TV-Z]|[1-478] ## ## #[#AB] #3 #3(?: ##)?|756(?:\\.?#4){2}\\.?##|' +
      // Germany, Poland, Norway, Brazil and others: eleven digits; the Netherlands, the United States: nine; Belgium.
      '#11|#9|##(?: #3){3}|#6 #5|#4\\.##\\.#3|#3\\.#3\\.#3-##|#3[-\\u2010-\\u2015 ]##[-\\u2010-\\u2015 ]#4|##\\.##\\.##-#3\\.##|' +
      // Canada, Korea, Czechia; China; India.
      '#3-#3-#3|#6-#7|#6/#3#?|#17[#X]|[2-9]#3([ -])#4\\1#4',
  ),
  /\+\d[\d ()./-]{6,17}\d/g,
];
/** Ten and twelve digits of many things are Sweden's where they have its check digit, too. */
const SWEDEN = alone('(?:19|20)?(##%(?:@|[6-9]#) ?#4)');

/** Card numbers, IBANs and e-mail addresses in what `plain` made. */
export function numbersIn(text: string, isAcross: boolean): Place[] {
  return [...hitsOf(text, ADDRESS), ...cards(text, isAcross), ...ibans(text, isAcross)];
}

/** National ids, and telephone numbers from abroad. */
export function identitiesIn(text: string): Place[] {
  const swedish = [...text.matchAll(SWEDEN)].filter((hit) => passesLuhn((hit[1] ?? '').replace(' ', '')));
  return [...IDS.flatMap((shape) => hitsOf(text, shape)), ...swedish.map(placeOf)];
}

const placeOf = (hit: RegExpMatchArray): Place => [hit.index ?? 0, (hit.index ?? 0) + hit[0].length];
const hitsOf = (text: string, shape: RegExp): Place[] => [...text.matchAll(shape)].map(placeOf);

/** Where in a text such a thing stands; none as a rule. */
export function sensitiveIn(told: string): Place[] {
  const text = plain(told);
  // None of the shapes has less.
  const isPerhaps = /@|[[({] ?at|(?:\d\D*){6}/i.test(text);
  return isPerhaps ? [...numbersIn(text, false), ...identitiesIn(text)] : [];
}

/** The most digits that a half-typed number may have before it is taken for the beginning of such a thing. */
const TYPED_DIGITS_MAX = 7;

/** Whether a value is sensitive; one that is being typed is hidden before it is whole: a card number lacks one digit only
 * for a moment. */
export function isSensitiveValue(told: string, isTyped: boolean): boolean {
  const value = plain(told);
  const isBegun =
    isTyped &&
    (/\S@|(?<!\p{L})[a-z]{2} ?\d\d[\da-z ]*$/iu.test(value) ||
      (value.match(/\d(?:[^\p{L}\d]{0,3}\d)*/gu) ?? []).some(
        (run) => run.replace(/\D/g, '').length > TYPED_DIGITS_MAX,
      ));
  return isBegun || sensitiveIn(value).length > 0;
}
