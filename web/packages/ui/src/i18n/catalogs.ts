//! Catalogs of messages: one file per language, found by the bundler, so that a language is added by adding a file.
//! It must never fetch from anywhere but the app's own origin.

/** Messages of one language by id, in ICU MessageFormat. */
export type Messages = Record<string, string>;
/** Lazily loaded catalogs by the path of their file, as `import.meta.glob` gives them. */
export type CatalogFiles = Record<string, () => Promise<Messages>>;

export const FALLBACK_LOCALE = 'en';

/** The words of the components themselves. */
export const UI_CATALOGS: CatalogFiles = import.meta.glob<Messages>('../../../../locales/*/ui.json', {
  import: 'default',
});

/** The language that a catalog's path names: `…/locales/sv/desk.json` is Swedish. */
function localeOf(path: string): string {
  return path.split('/').at(-2) ?? FALLBACK_LOCALE;
}

/** The languages that every one of the given catalogs has, in the order of their codes. */
export function localesOf(files: CatalogFiles): string[] {
  return [...new Set(Object.keys(files).map(localeOf))].sort();
}

/** Loads the words of the components and of the app for one language. */
export async function loadMessages(files: CatalogFiles, locale: string): Promise<Messages> {
  const wanted = [...Object.entries(UI_CATALOGS), ...Object.entries(files)].filter(
    ([path]) => localeOf(path) === locale,
  );
  const parts = await Promise.all(wanted.map(([, load]) => load()));
  return Object.assign({}, ...parts) as Messages;
}

/** The first wish that is at hand: `de-AT` is served by `de`. English where none is. */
export function chooseLocale(
  wishes: readonly (string | null | undefined)[],
  available: readonly string[],
): string {
  for (const wish of wishes) {
    if (!wish) continue;
    const exact = available.find((locale) => locale.toLowerCase() === wish.toLowerCase());
    const language = available.find((locale) => locale === wish.split('-')[0]?.toLowerCase());
    const found = exact ?? language;
    if (found) return found;
  }
  return FALLBACK_LOCALE;
}
