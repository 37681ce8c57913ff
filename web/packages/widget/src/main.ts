// What the script tag runs. `window.Ombud` may be called before this file has come: an array keeps the calls.
//
//   <script src="https://help.example.com/widget.js" data-ombud-tenant="shop" data-ombud-locale="sv" async></script>
//   <script>(window.Ombud ||= []).push(['identify', token])</script>
//
// docs/widget.md says what each attribute does and what the deployment must allow.

import { Widget, type WidgetEvent, type WidgetOptions } from './widget.ts';
import { pickLocale } from './words.ts';

type Early = [name: 'identify' | 'open' | 'close' | 'forget' | 'on', ...values: never[]];
interface Ombud {
  identify: (token: string) => Promise<void>;
  open: () => void;
  close: () => void;
  forget: () => void;
  on: (name: WidgetEvent, listener: (value?: unknown) => void) => () => void;
  push: (...calls: Early[]) => void;
}
declare global {
  interface Window {
    Ombud?: Ombud | Early[];
  }
}

function optionsOf(script: HTMLScriptElement | null): WidgetOptions {
  const { ombudTenant, ombudLocale, ombudTheme, ombudCompany, ombudLauncher, ombudApi } =
    script?.dataset ?? {};
  return {
    base: new URL(ombudApi ?? script?.src ?? '', location.href).origin,
    tenant: ombudTenant,
    locale: pickLocale([ombudLocale, document.documentElement.lang, ...navigator.languages]),
    theme: ombudTheme,
    company: ombudCompany,
    hasLauncher: ombudLauncher !== 'off',
  };
}

function start(options: WidgetOptions): void {
  const early = Array.isArray(window.Ombud) ? window.Ombud : [];
  if (window.Ombud && !Array.isArray(window.Ombud)) return;
  const widget = new Widget(options);
  const run = ([name, ...values]: Early): void =>
    void (ombud[name] as (...all: never[]) => unknown)(...values);
  const ombud: Ombud = {
    identify: (token) => widget.identify(token),
    open: () => widget.open(),
    close: () => widget.close(),
    forget: () => widget.forget(),
    on: (name, listener) => widget.on(name, listener),
    push: (...calls) => calls.forEach(run),
  };
  window.Ombud = ombud;
  early.forEach(run);
}

// The tag is only known while the file runs; the page's body may not be there yet.
const options = optionsOf(
  document.currentScript instanceof HTMLScriptElement ? document.currentScript : null,
);
if (document.body) start(options);
else document.addEventListener('DOMContentLoaded', () => start(options));
