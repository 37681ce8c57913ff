import { describe, expect, it } from 'vitest';
import { LOCALES, pickLocale, wordsOf } from './words.ts';
import de from '../../../locales/de/widget.json';
import en from '../../../locales/en/widget.json';
import es from '../../../locales/es/widget.json';
import sv from '../../../locales/sv/widget.json';

const holes = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]).sort();

describe('the words', () => {
  it.each(Object.entries({ de, es, sv }))('%s has each message, with the same values in it', (_, catalog) => {
    expect(Object.keys(catalog)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(en)) {
      expect([key, holes(catalog[key as keyof typeof en])]).toEqual([key, holes(text)]);
    }
  });

  it('are found for a region of a language', () => {
    expect(LOCALES.sort()).toEqual(['de', 'en', 'es', 'sv']);
    expect(pickLocale(['fi', 'sv-FI'])).toBe('sv-FI');
    expect(pickLocale(['zu'])).toBe('en');
  });

  it('count', () => {
    const words = wordsOf('sv');
    expect(words('openUnread', { count: 1 })).toBe('Hjälp, 1 nytt meddelande');
    expect(words('openUnread', { count: 3 })).toBe('Hjälp, 3 nya meddelanden');
    expect([40, 90, 600, 7_200].map((seconds) => words.span(seconds))).toEqual([
      'mindre än en minut',
      '2 minuter',
      '10 minuter',
      '2 timmar',
    ]);
  });

  it('write money in its own decimals, and a day as that day', () => {
    const words = wordsOf('en-GB');
    expect(words.money({ amount_minor: 123_450, currency: 'GBP' })).toBe('£1,234.50');
    expect(words.money({ amount_minor: 500, currency: 'JPY' })).toBe('¥500');
    expect(words.date('2026-12-06')).toBe('6 December');
  });
});
