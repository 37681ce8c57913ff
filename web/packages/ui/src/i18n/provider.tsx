//! The language of the page: which one, its words, and how it writes money, numbers and dates.

import { setupI18n, type I18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components';
import type enUi from '../../../../locales/en/ui.json';
import { chooseLocale, loadMessages, localesOf, type CatalogFiles, type Messages } from './catalogs.ts';

export type Values = Record<string, string | number | Date>;
export type Translate<Key extends string> = (id: Key, values?: Values) => string;
export type UiKey = keyof typeof enUi;

interface Language {
  i18n: I18n;
  locale: string;
  locales: string[];
  setLocale: (locale: string) => void;
}

const LanguageContext = createContext<Language | null>(null);
const STORAGE_KEY = 'ombud.locale';

function storedLocale(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** An instance for one language. Messages are compiled when they are first said. */
export function createI18n(locale: string, messages: Messages): I18n {
  const i18n = setupI18n({ locale, messages: { [locale]: messages } });
  i18n.setMessagesCompiler(compileMessage);
  return i18n;
}

/**
 * Loads the words and gives them to everything below. Nothing is drawn until the first language is here: half a page in
 * two languages helps nobody. `preferred` is what the person's account says; a choice in this browser comes before it.
 */
export function LanguageProvider(props: {
  catalogs: CatalogFiles;
  preferred?: string | null;
  children: ReactNode;
}) {
  const { catalogs, preferred, children } = props;
  const locales = useMemo(() => localesOf(catalogs), [catalogs]);
  const [wanted, setWanted] = useState(() =>
    chooseLocale([storedLocale(), preferred, ...navigator.languages], locales),
  );
  const [i18n, setI18n] = useState<I18n | null>(null);

  useEffect(() => {
    let current = true;
    void loadMessages(catalogs, wanted).then((messages) => {
      if (!current) return;
      document.documentElement.lang = wanted;
      setI18n(createI18n(wanted, messages));
    });
    return () => {
      current = false;
    };
  }, [catalogs, wanted]);

  const setLocale = useCallback((locale: string) => {
    try {
      localStorage.setItem(STORAGE_KEY, locale);
    } catch {
      // A browser that keeps nothing still shows the language until it is closed.
    }
    setWanted(locale);
  }, []);

  const language = useMemo(
    () => (i18n ? { i18n, locale: i18n.locale, locales, setLocale } : null),
    [i18n, locales, setLocale],
  );
  if (!language) return null;
  return (
    <LanguageContext.Provider value={language}>
      <AriaI18nProvider locale={language.locale}>{children}</AriaI18nProvider>
    </LanguageContext.Provider>
  );
}

/**
 * Says everything below in another language than the page's, where the app has it: what is inside a conversation is in the
 * conversation's. Until its words are here, and where there are none, the page's own stay.
 */
export function InLanguage(props: {
  language: string | null | undefined;
  catalogs: CatalogFiles;
  children: ReactNode;
}) {
  const { language, catalogs, children } = props;
  const page = useLanguage();
  const [other, setOther] = useState<I18n | null>(null);
  const wanted = chooseLocale([language, page.locale], page.locales);
  const isOther = wanted !== page.locale;
  useEffect(() => {
    if (!isOther) return undefined;
    let current = true;
    void loadMessages(catalogs, wanted).then((messages) => {
      if (current) setOther(createI18n(wanted, messages));
    });
    return () => {
      current = false;
    };
  }, [catalogs, isOther, wanted]);
  const value = useMemo(
    () => (isOther && other?.locale === wanted ? { ...page, i18n: other, locale: wanted } : page),
    [isOther, other, page, wanted],
  );
  return <LanguageContext.Provider value={value}>{children}</LanguageContext.Provider>;
}

/** The language in force, and how to change it. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (!language) throw new Error('LanguageProvider is missing above this component');
  return language;
}

/** Says messages by id. `Key` is the app's own set of ids, so that a wrong id does not compile. */
export function useTranslate<Key extends string>(): Translate<Key> {
  const { i18n } = useLanguage();
  return useCallback((id: Key, values?: Values) => i18n._(id, values), [i18n]);
}

/** The words of the components themselves. */
export const useUiText = (): Translate<UiKey> => useTranslate<UiKey>();
