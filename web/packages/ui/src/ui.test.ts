import { describe, expect, it } from 'vitest';
import { hueOf, initialsOf } from './components/names.ts';
import { matching } from './components/matching.ts';
import { chooseLocale, localesOf } from './i18n/catalogs.ts';
import { currencyDigits, formatMoney, formatters, regional, spanOf } from './i18n/format.ts';

const plain = (text: string): string => text.replace(/\s/gu, ' ');

describe('money', () => {
  it.each([
    ['en', 123_450, 'GBP', '£1,234.50'],
    ['sv', 123_450, 'SEK', '1 234,50 kr'],
    ['de', 123_450, 'EUR', '1.234,50 €'],
    ['es', 1_234_567, 'EUR', '12.345,67 €'],
    ['en', 1_234, 'JPY', '¥1,234'],
    ['en', -500, 'EUR', '-€5.00'],
  ])('%s: %d %s is %s', (locale, amount_minor, currency, expected) => {
    expect(plain(formatMoney(locale, { amount_minor, currency }))).toBe(expected);
  });
  it('knows how small a currency is cut', () => {
    expect([currencyDigits('EUR'), currencyDigits('JPY'), currencyDigits('KWD')]).toEqual([2, 0, 3]);
  });
});

describe('time', () => {
  it.each([
    [90_000, { value: 2, unit: 'minute' }],
    [-3 * 3_600_000, { value: -3, unit: 'hour' }],
    [5 * 86_400_000, { value: 5, unit: 'day' }],
    [-26 * 3_600_000, { value: -1, unit: 'day' }],
  ])('%d ms is %j', (milliseconds, expected) => {
    expect(spanOf(milliseconds)).toEqual(expected);
  });
  it('writes a time of day alone as it does beside a date', () => {
    const at = new Date(2026, 10, 22, 14, 43);
    for (const locale of ['en', 'sv', 'de', 'es']) {
      const { time, dateTime } = formatters(locale);
      expect(plain(dateTime(at))).toContain(plain(time(at)));
    }
    const early = new Date(2026, 10, 22, 2, 43);
    expect(plain(formatters('en').time(early))).toBe('2:43 AM');
  });
  it('says seconds as seconds', () => {
    expect(formatters('en').duration(40)).toBe('40 sec');
    expect([40, 60, 100, 3_600].map(formatters('en').exactly)).toEqual([
      '40 sec',
      '1 min',
      '1 min 40 sec',
      '60 min',
    ]);
  });
});

describe('language', () => {
  const files = {
    '../locales/sv/desk.json': async () => ({}),
    '../locales/en/desk.json': async () => ({}),
    '../locales/en/ui.json': async () => ({}),
  };
  it('finds the languages in the files', () => {
    expect(localesOf(files)).toEqual(['en', 'sv']);
  });
  it.each([
    [['sv-FI'], 'sv'],
    [[null, 'fr-FR', 'sv'], 'sv'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('serves %j with %s', (wishes, expected) => {
    expect(chooseLocale(wishes, ['en', 'sv'])).toBe(expected);
  });
  it('writes dates as the reader’s own country does', () => {
    expect(regional('en', ['sv-SE', 'en-GB'])).toBe('en-GB');
    expect(regional('de', ['en-GB'])).toBe('de');
  });
});

describe('the palette', () => {
  const commands = ['Resolve', 'Ändra språk', 'Go to Disputes'].map((label) => ({
    id: label,
    label,
    run: () => undefined,
  }));
  it.each([
    ['andra', ['Ändra språk']],
    ['disp go', ['Go to Disputes']],
    ['', ['Resolve', 'Ändra språk', 'Go to Disputes']],
    ['zebra', []],
  ])('%j finds %j', (typed, expected) => {
    expect(matching(commands, typed).map((one) => one.label)).toEqual(expected);
  });
});

describe('faces', () => {
  it('have initials and keep their colour', () => {
    expect([initialsOf('Maja Lindqvist'), initialsOf('Åsa'), initialsOf('')]).toEqual(['ML', 'Å', '']);
    expect(hueOf('Maja')).toBe(hueOf('Maja'));
    expect(hueOf('Maja')).toBeLessThan(360);
  });
});
