//! Money, numbers and times as the reader's language writes them. Money is in minor units and stays an integer until here.

import { useMemo } from 'react';
import { useLanguage } from './provider.tsx';

/** An amount in minor units with its ISO 4217 currency. */
export interface MoneyValue {
  amount_minor: number;
  currency: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** From here on nobody asks for the seconds. */
const EXACT_MINUTES = 10;

const NUMBERS = new Map<string, Intl.NumberFormat>();

/** A writer of numbers, made once for each language and kind: building one costs a hundred times what using it does. */
function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = NUMBERS.get(key) ?? new Intl.NumberFormat(locale, options);
  NUMBERS.set(key, known);
  return known;
}

/** How many decimals a currency has: 2 for most, 0 for yen, 3 for the Kuwaiti dinar. */
export function currencyDigits(currency: string): number {
  return numbers('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Writes money, for example `1 234,50 kr` in Swedish. */
export function formatMoney(locale: string, value: MoneyValue, options?: { signed?: boolean }): string {
  return moneyParts(locale, value, options?.signed ?? false)
    .map((part) => part.value)
    .join('');
}

/** The same in parts, so that digits can be set apart from the sign of the currency. */
export function moneyParts(locale: string, value: MoneyValue, signed: boolean): Intl.NumberFormatPart[] {
  const major = value.amount_minor / 10 ** currencyDigits(value.currency);
  return numbers(locale, {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: 'narrowSymbol',
    signDisplay: signed ? 'exceptZero' : 'auto',
  }).formatToParts(major);
}

/**
 * The reader's own variant of a language, where the browser names one: somebody in Vienna reads German dates as Vienna
 * writes them. Plain `en` would be American, with the month first, which most of Europe reads as another day.
 */
export function regional(locale: string, wishes: readonly string[]): string {
  const own = wishes.find((wish) => wish.toLowerCase().startsWith(`${locale.toLowerCase()}-`));
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}

/** A day stays that day in every time zone; an instant is told in the reader's own. */
function dateOf(value: Date | string): Date {
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
  return new Date(isDay ? `${value}T12:00:00` : value);
}

/** The largest whole unit of a span of time, with its sign: `-3 days`, `+20 minutes`. */
export function spanOf(milliseconds: number): { value: number; unit: 'minute' | 'hour' | 'day' } {
  const size = Math.abs(milliseconds);
  if (size < HOUR_MS) return { value: Math.round(milliseconds / MINUTE_MS), unit: 'minute' };
  if (size < DAY_MS) return { value: Math.round(milliseconds / HOUR_MS), unit: 'hour' };
  return { value: Math.round(milliseconds / DAY_MS), unit: 'day' };
}

/** Writers for one language, made once: building an Intl object costs more than using it. */
export function formatters(locale: string) {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const number = numbers(locale, {});
  const percent = numbers(locale, { style: 'percent', maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  return {
    locale,
    money: (value: MoneyValue, options?: { signed?: boolean }) => formatMoney(locale, value, options),
    day: (at: Date | string) => day.format(dateOf(at)),
    shortDay: (at: Date | string) => shortDay.format(dateOf(at)),
    weekday: (at: Date | string) => weekday.format(dateOf(at)),
    time: (at: Date | string) => time.format(new Date(at)),
    dateTime: (at: Date | string) => dateTime.format(new Date(at)),
    relative: (at: Date | string, now: Date) => {
      const span = spanOf(new Date(at).getTime() - now.getTime());
      return relative.format(span.value, span.unit);
    },
    duration: (seconds: number) => {
      const span = spanOf(seconds * 1000);
      const shown = seconds < 60 ? { value: Math.round(seconds), unit: 'second' as const } : span;
      return numbers(locale, { style: 'unit', unit: shown.unit, unitDisplay: 'short' }).format(shown.value);
    },
    /** Under ten minutes with its seconds, where they matter: how long a wait or a call was. */
    exactly: (seconds: number) => {
      const whole = Math.round(seconds);
      const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
      const part = (value: number, unit: 'minute' | 'second') =>
        numbers(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
      if (minutes === 0) return part(whole, 'second');
      if (minutes < EXACT_MINUTES && rest > 0) return `${part(minutes, 'minute')} ${part(rest, 'second')}`;
      return part(Math.round(seconds / 60), 'minute');
    },
    seconds: (value: number) =>
      numbers(locale, {
        style: 'unit',
        unit: 'second',
        unitDisplay: 'narrow',
        maximumFractionDigits: 1,
      }).format(value),
    number: (value: number) => number.format(value),
    percent: (share: number) => percent.format(share),
    list: (items: string[]) => list.format(items),
    language: (code: string) => languages.of(code) ?? code,
    /** A country, also from the name of a part of one: `us-ny` is in the United States. */
    region: (code: string) => regions.of(code.slice(0, 2).toUpperCase()) ?? code,
  };
}

export type Formatters = ReturnType<typeof formatters>;

const WRITERS = new Map<string, Formatters>();

function written(locale: string): Formatters {
  const known = WRITERS.get(locale) ?? formatters(locale);
  WRITERS.set(locale, known);
  return known;
}

/** The writers of the language in force. */
export function useFormat(): Formatters {
  const { locale } = useLanguage();
  return useMemo(() => written(regional(locale, navigator.languages)), [locale]);
}
