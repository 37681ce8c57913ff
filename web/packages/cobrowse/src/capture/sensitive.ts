//! What is never sent, also where a rule releases it: passwords, one-time codes, card fields, and text shaped like a card
//! number, IBAN, e-mail address or national id. Shapes, not proofs: what looks like one is taken for one.

/** Tokens of `autocomplete` (HTML, 4.10.18.7) that name what a thief wants. */
const AUTOCOMPLETE = /\b(cc-[a-z-]+|one-time-code|current-password|new-password)\b/i;
/** Names that people give to such fields where `autocomplete` is absent. */
const NAMES =
  /pass(word|wd|code)|kennwort|passwort|lösenord|losenord|contrase|\bpin\b|pincode|\botp\b|one.?time|tan\b|cvc|cvv|csc|card.?(no|num|holder|exp)|kortnummer|kartennummer|tarjeta|iban|\bssn\b|social.?sec|personnummer|national.?id|\bdni\b|\bnie\b|steuer.?id/i;
const NAMED_BY = 'autocomplete name id placeholder aria-label data-testid'.split(' ');

/** Fields that were a password once: a page that shows it in the clear makes it `type=text`. */
export const passwords = new WeakSet<Element>();

/** Whether what this field holds must never leave the page. */
export function isSecretField(field: Element): boolean {
  const type = field.getAttribute('type')?.toLowerCase() ?? '';
  if (type === 'password') passwords.add(field);
  if (passwords.has(field) || type === 'file' || type === 'hidden') return true;
  if (AUTOCOMPLETE.test(field.getAttribute('autocomplete') ?? '')) return true;
  return NAMED_BY.some((name) => NAMES.test(field.getAttribute(name) ?? ''));
}

/** Signs that stand between the digits of one number. */
const GAP = '[\\s\\u00a0\\u2000-\\u200f\\u2010-\\u2015\\u202f\\u2060\\ufeff._\\-/\\u00ad\\u00b7\\u2022]';
const DIGIT = '\\p{Nd}';

/** Check digit of ISO/IEC 7812, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at -= 1, twice = !twice) {
    const digit = Number(digits[at]) * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** Twelve digits and more are many things: a card's are in one run, in groups as on the card, or have its check digit. */
function isCard(hit: string): boolean {
  const plain = hit.normalize('NFKC');
  const groups = plain.split(/\D+/).filter(Boolean);
  return groups.slice(0, -1).every((group) => group.length >= 4) || passesLuhn(groups.join(''));
}

/** ISO 13616: some beginning of it has the remainder 1 by 97; or it is written like one, in capitals with many digits. */
function isIban(hit: string): boolean {
  const compact = hit.replace(/[^\p{L}\p{Nd}]/gu, '').toUpperCase();
  for (let length = 15; length <= Math.min(34, compact.length); length += 1) {
    const turned = compact.slice(4, length) + compact.slice(0, 4);
    let rest = 0;
    for (const sign of turned) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
    if (rest === 1) return true;
  }
  return hit === hit.toUpperCase() && (hit.match(/\d/g)?.length ?? 0) >= 10;
}

interface Shape {
  /** With the flag `g`. */
  is: RegExp;
  /** Asked of a hit, where the shape alone is too common. */
  only?: (hit: string) => boolean;
}

const SHAPES: readonly Shape[] = [
  // E-mail address (RFC 5322, the part that people use), also with the sign spelt out in brackets.
  { is: /[^\s@<>]{1,64}\s?(?:@|＠|\[at\]|\(at\))\s?[^\s@<>]+\.[^\s@<>]{2,}/giu },
  // Card number: 12 to 19 digits (ISO/IEC 7812).
  { is: new RegExp(`(?<!${DIGIT})${DIGIT}(?:${GAP}{0,3}${DIGIT}){11,18}(?!${DIGIT})`, 'gu'), only: isCard },
  // IBAN (ISO 13616).
  {
    is: new RegExp(`(?<![A-Z0-9])[A-Z]{2}${GAP}?\\d{2}(?:${GAP}{0,2}[A-Z0-9]){11,30}(?![A-Z0-9])`, 'giu'),
    only: isIban,
  },
  // Sweden: YYMMDD-NNNN, with or without the century; Denmark: DDMMYY-NNNN.
  { is: new RegExp(`(?<!${DIGIT})(?:19|20)?\\d{6}\\s?[-+\\u2010-\\u2015]\\s?\\d{4}(?!${DIGIT})`, 'gu') },
  { is: /(?<!\d)(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[67-9]\d)\d{4}(?!\d)/gu },
  // United States: SSN.
  {
    is: new RegExp(
      `(?<!${DIGIT})\\d{3}[-\\s\\u2010-\\u2015]\\d{2}[-\\s\\u2010-\\u2015]\\d{4}(?!${DIGIT})`,
      'gu',
    ),
  },
  // Spain: DNI and NIE; United Kingdom: National Insurance number; Finland: HETU; Italy: codice fiscale.
  { is: /(?<![\p{L}\d])(?:[XYZ][-\s]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[-\s]?[A-HJ-NP-TV-Z](?![\p{L}\d])/giu },
  { is: /(?<![\p{L}\d])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?![\p{L}\d])/giu },
  { is: /(?<!\d)\d{6}[-+A-FU-Y]\d{3}[0-9A-Z](?![\p{L}\d])/giu },
  { is: /(?<![\p{L}\d])[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z](?![\p{L}\d])/giu },
  // Germany, Poland, Norway and others: eleven digits; the Netherlands: nine. In a row, or as they are written.
  { is: /(?<!\d)(?:\d{11}|\d{9}|\d{2} \d{3} \d{3} \d{3}|\d{6} \d{5}|\d{4}\.\d{2}\.\d{3})(?!\d)/g },
];

/** Where in a text such a thing stands, as [from, to) in UTF-16 units; none as a rule. */
export function sensitiveIn(text: string): [number, number][] {
  if (!/[\p{Nd}@＠]|\(at\)|\[at\]/iu.test(text)) return [];
  const found: [number, number][] = [];
  for (const shape of SHAPES) {
    for (const hit of text.matchAll(shape.is)) {
      if (shape.only?.(hit[0]) ?? true) found.push([hit.index, hit.index + hit[0].length]);
    }
  }
  return found;
}

/** The most digits and signs that a half-typed value may have before it is taken for the beginning of such a thing. */
const TYPED_DIGITS_MAX = 7;

/** A value that is being typed is hidden before it is whole: a card number lacks one digit only for a moment. */
export function isSensitiveValue(value: string): boolean {
  if (/[@＠]/u.test(value) || /^\s*[A-Z]{2}\s?\d{2}/i.test(value)) return true;
  const digits = value.match(/\p{Nd}/gu)?.length ?? 0;
  return digits > TYPED_DIGITS_MAX || sensitiveIn(value).length > 0;
}
