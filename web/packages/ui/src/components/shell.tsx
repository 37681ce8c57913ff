//! The frame of an app: skip link, navigation, main. And what the reader may choose about the look.

import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useLanguage, useUiText } from '../i18n/provider.tsx';
import { Segments } from './controls.tsx';
import { Count, Icon, type Tone } from './display.tsx';
import { Select } from './fields.tsx';

export interface NavEntry {
  id: string;
  label: string;
  href: string;
  icon: LucideIcon;
  count?: number;
  countTone?: Tone;
  /** A heading above this entry. */
  section?: string;
}

/** Navigation beside the page. `current` is the id of the entry one is in. */
export function AppShell(props: {
  brand: ReactNode;
  home: string;
  nav: NavEntry[];
  current: string | null;
  /** Draws a link, so that an app's own router can take it. */
  renderLink?: (entry: NavEntry, inner: ReactNode) => ReactNode;
  collapsed?: boolean;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const t = useUiText();
  return (
    <div className="o-shell">
      <a className="o-skip" href="#main">
        {t('ui.skip')}
      </a>
      <nav className="o-nav" aria-label={t('ui.navigation')} data-collapsed={props.collapsed ?? false}>
        <a className="o-brand" href={props.home}>
          {props.brand}
        </a>
        {props.nav.map((entry) => (
          <NavItem
            key={entry.id}
            entry={entry}
            isCurrent={entry.id === props.current}
            renderLink={props.renderLink}
          />
        ))}
        {props.foot ? <div className="o-nav-foot">{props.foot}</div> : null}
      </nav>
      <main id="main" className="o-main" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}

function NavItem(props: {
  entry: NavEntry;
  isCurrent: boolean;
  renderLink?: (entry: NavEntry, inner: ReactNode) => ReactNode;
}) {
  const { entry, isCurrent } = props;
  const inner = (
    <>
      <Icon of={entry.icon} />
      <span className="o-nav-text">{entry.label}</span>
      {entry.count ? <Count value={entry.count} tone={entry.countTone} /> : null}
    </>
  );
  return (
    <>
      {entry.section ? <div className="o-nav-section">{entry.section}</div> : null}
      {props.renderLink?.(entry, inner) ?? (
        <a
          className="o-nav-link"
          href={entry.href}
          title={entry.label}
          aria-current={isCurrent ? 'page' : undefined}
        >
          {inner}
        </a>
      )}
    </>
  );
}

/** A page's title, what it is for, and what one can do on it. */
export function PageHead(props: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="o-page-head">
      <div>
        <h1>{props.title}</h1>
        {props.children ? <p>{props.children}</p> : null}
      </div>
      {props.actions ? <div className="o-row">{props.actions}</div> : null}
    </header>
  );
}

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

function stored<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((each) => each === value) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still shows the choice until it is closed.
  }
}

/** The look that this browser was told to show; `public/theme.js` of each app applies it before the first paint. */
export function useAppearance() {
  const [theme, setThemeState] = useState(() =>
    stored<Theme>('ombud.theme', ['system', 'light', 'dark'], 'system'),
  );
  const [density, setDensityState] = useState(() =>
    stored<Density>('ombud.density', ['comfortable', 'compact'], 'comfortable'),
  );
  const setTheme = useCallback((next: Theme) => {
    keep('ombud.theme', next);
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    setThemeState(next);
  }, []);
  const setDensity = useCallback((next: Density) => {
    keep('ombud.density', next);
    document.documentElement.dataset.density = next;
    setDensityState(next);
  }, []);
  return { theme, setTheme, density, setDensity };
}

/** Light, dark or as the system. */
export function ThemeSwitch() {
  const t = useUiText();
  const { theme, setTheme } = useAppearance();
  return (
    <Segments<Theme>
      label={t('ui.theme')}
      value={theme}
      onChange={setTheme}
      choices={[
        { id: 'system', label: t('ui.theme.system'), icon: Monitor },
        { id: 'light', label: t('ui.theme.light'), icon: Sun },
        { id: 'dark', label: t('ui.theme.dark'), icon: Moon },
      ]}
    />
  );
}

/** The languages at hand, each by its own name. */
export function LanguageSelect({ hideLabel }: { hideLabel?: boolean }) {
  const t = useUiText();
  const format = useFormat();
  const { locale, locales, setLocale } = useLanguage();
  const nameOf = (code: string) =>
    new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? format.language(code);
  return (
    <Select
      label={t('ui.language')}
      hideLabel={hideLabel}
      value={locale}
      onChange={setLocale}
      options={locales.map((code) => ({
        id: code,
        label: nameOf(code).replace(/^./, (c) => c.toLocaleUpperCase(code)),
      }))}
    />
  );
}
