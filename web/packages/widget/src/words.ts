// The words, and how money, dates and times are written. A small part of ICU MessageFormat: `{name}` and
// `{count, plural, one {…} other {…}}`, which is all that our messages use.

import type { Money } from '@ombud/client/contract';
import type en from '../../../locales/en/widget.json';

export type Key = keyof typeof en;
export type Values = Record<string, string | number>;
type Catalog = Partial<Record<string, string>>;

const FILES = import.meta.glob<Catalog>('../../../locales/*/widget.json', { eager: true, import: 'default' });
const CATALOGS = new Map(Object.entries(FILES).map(([path, words]) => [path.split('/').at(-2) ?? '', words]));

export const LOCALES = [...CATALOGS.keys()];

/** The first of the wishes that there is: `sv-FI` is served by `sv`. */
export function pickLocale(wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split('-')[0] ?? '';
    if (CATALOGS.has(language)) return wish ?? language;
  }
  return 'en';
}

export interface Words {
  locale: string;
  /** The language without its region. */
  language: string;
  (key: Key, values?: Values): string;
  has(key: string): key is Key;
  money(value: Money): string;
  date(value: string): string;
  time(value: string): string;
  day(value: string): string;
  /** How long, in words: a wait. */
  span(seconds: number): string;
}

export function wordsOf(locale: string): Words {
  const language = locale.toLowerCase().split('-')[0] ?? 'en';
  const catalog = CATALOGS.get(language) ?? {};
  const plural = new Intl.PluralRules(language);
  const say = (key: string, values: Values = {}): string => fill(catalog[key] ?? key, values, plural, locale);
  const format = (options: Intl.DateTimeFormatOptions) => {
    const writer = new Intl.DateTimeFormat(locale, options);
    return (value: string): string => writer.format(dateOf(value));
  };
  return Object.assign(say, {
    locale,
    language,
    has: (key: string): key is Key => key in catalog,
    money: (value: Money) => moneyText(locale, value),
    date: format({ day: 'numeric', month: 'long' }),
    time: format({ hour: '2-digit', minute: '2-digit' }),
    day: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    span: (seconds: number) => {
      if (seconds < 60) return say('underMinute');
      const minutes = Math.round(seconds / 60);
      return minutes < 90 ? say('minutes', { n: minutes }) : say('hours', { n: Math.round(minutes / 60) });
    },
  });
}

/** A day stays that day in every time zone. */
function dateOf(value: string): Date {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T12:00:00`) : new Date(value);
}

function moneyText(locale: string, value: Money): string {
  const writer = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: 'narrowSymbol',
  });
  const decimals = writer.resolvedOptions().maximumFractionDigits ?? 2;
  return writer.format(value.amount_minor / 10 ** decimals);
}

const PLURAL = /\{(\w+), plural, ((?:\w+ \{[^{}]*\} ?)+)\}/g;
const CASE = /(\w+) \{([^{}]*)\}/g;

function fill(message: string, values: Values, plural: Intl.PluralRules, locale: string): string {
  return message
    .replace(PLURAL, (_, name: string, cases: string) => {
      const count = Number(values[name]);
      const wanted = plural.select(count);
      const texts = new Map([...cases.matchAll(CASE)].map((match) => [match[1], match[2]]));
      const text = texts.get(wanted) ?? texts.get('other') ?? '';
      return text.replace('#', new Intl.NumberFormat(locale).format(count));
    })
    .replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
