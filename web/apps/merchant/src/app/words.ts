// The merchants' words. A key that is not in the English catalog does not compile.

import {
  formatters,
  useLanguage,
  useTranslate,
  type CatalogFiles,
  type Messages,
  type Translate,
} from '@ombud/ui';
import { useMemo } from 'react';
import type en from '../../../../locales/en/merchant.json';

export type Key = keyof typeof en;
export type Say = Translate<Key>;

export const CATALOGS: CatalogFiles = import.meta.glob<Messages>('../../../../locales/*/merchant.json', {
  import: 'default',
});

export const useWords = (): Say => useTranslate<Key>();

/** A day stays that day in every time zone; an instant is told in the reader's own. */
export function dateOf(value: string): Date {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T12:00:00`) : new Date(value);
}

/** The reader's own region of a language: somebody in Vienna reads German dates as Vienna writes them. */
function regionOf(locale: string): string {
  const own = navigator.languages.find((wish) => wish.toLowerCase().startsWith(`${locale}-`));
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}

/** Writers of dates and money for the language in force. */
export function useWriters() {
  const { locale } = useLanguage();
  return useMemo(() => {
    const format = formatters(regionOf(locale));
    const of = (write: (at: Date) => string) => (value: string) => write(dateOf(value));
    return { ...format, day: of(format.day), shortDay: of(format.shortDay), weekday: of(format.weekday) };
  }, [locale]);
}
export type Writers = ReturnType<typeof useWriters>;
