//! The desk's words: `useT()` says a message of `locales/<language>/desk.json`. A wrong id does not compile.

import { useTranslate, type CatalogFiles, type Messages, type Translate } from '@ombud/ui';
import type en from '../../../../locales/en/desk.json';

export type DeskKey = keyof typeof en;
export type T = Translate<DeskKey>;

export const DESK_CATALOGS: CatalogFiles = import.meta.glob<Messages>('../../../../locales/*/desk.json', {
  import: 'default',
});

export const useT = (): T => useTranslate<DeskKey>();

/** What a customer is called where only their id is known: nobody reads a visitor's number. */
export function useWho(): (customerId: string) => string {
  const t = useT();
  return (id) => (id.startsWith('visitor-') ? t('who.visitor') : id);
}

/**
 * A word for a value that the server chose, such as a state or a reason. Catalogs hold the values known today as
 * `<group>.<value>`; one that is newer than this build is shown as it came, with spaces, instead of not at all.
 */
export function useWord(): (group: string, value: string | null | undefined) => string {
  const t = useT();
  return (group, value) => {
    if (!value) return '';
    const id = `${group}.${value}`;
    const word = t(id as DeskKey);
    return word === id ? value.replaceAll('_', ' ') : word;
  };
}
