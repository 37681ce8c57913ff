//! The words of the agent's side, in every language of the desk.

import { type Grant } from './protocol.ts';
import catalogs from './words.json' with { type: 'json' };

export type Key = keyof typeof catalogs.en;
export type Language = keyof typeof catalogs;
export const LANGUAGES = Object.keys(catalogs) as Language[];

export interface Words {
  language: Language;
  (key: Key, values?: Record<string, string | number>): string;
  /** The word for a code of the wire, `prefix_code`; where the code is unknown, the code itself. */
  code(prefix: string, code: string): string;
  grants(list: readonly Grant[]): string;
}

/** The words of the first wish that there is: `sv-FI` is served by `sv`, what is unknown by `en`. */
export function wordsFor(wishes: readonly (string | undefined)[]): Words {
  const wanted = wishes.map((wish) => wish?.toLowerCase().split('-')[0] ?? '');
  const language = wanted.find((one): one is Language => one in catalogs) ?? 'en';
  const catalog: Record<string, string> = catalogs[language];
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  const say = (key: string, values: Record<string, string | number> = {}): string =>
    (catalog[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  return Object.assign(say, {
    language,
    code: (prefix: string, code: string) => catalog[`${prefix}_${code}`] ?? code,
    grants: (list: readonly Grant[]) => lists.format(list.map((one) => say(`grant_${one}`))),
  });
}
