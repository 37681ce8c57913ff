// The portal's words. A key that is not in the English catalog does not compile.

import { useTranslate, type CatalogFiles, type Messages, type Translate } from '@ombud/ui';
import type en from '../../../../locales/en/portal.json';

export type Key = keyof typeof en;
export type Say = Translate<Key>;

export const CATALOGS: CatalogFiles = import.meta.glob<Messages>('../../../../locales/*/portal.json', {
  import: 'default',
});

export const useWords = (): Say => useTranslate<Key>();

export { useFormat, type Formatters } from '@ombud/ui';
