//! The parts that the desk and the portals are made of. Import the look once per app: `import '@ombud/ui/styles.css'`.

export * from './components/collections.tsx';
export * from './components/controls.tsx';
export * from './components/display.tsx';
export * from './components/fields.tsx';
export * from './components/matching.ts';
export * from './components/names.ts';
export * from './components/overlays.tsx';
export * from './components/palette.tsx';
export * from './components/shell.tsx';
export * from './components/toast.tsx';
export { chooseLocale, localesOf, UI_CATALOGS, type CatalogFiles, type Messages } from './i18n/catalogs.ts';
export * from './csv.ts';
export * from './i18n/format.ts';
export {
  createI18n,
  InLanguage,
  LanguageProvider,
  useLanguage,
  useTranslate,
  type Translate,
  type Values,
} from './i18n/provider.tsx';
export { useNow } from './hooks.ts';
