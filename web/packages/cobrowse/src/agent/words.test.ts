import { describe, expect, it } from 'vitest';
import catalogs from './words.json' with { type: 'json' };
import { LANGUAGES, wordsFor } from './words.ts';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the words', () => {
  it.each(LANGUAGES)('%s has each message, with the same values in it', (language) => {
    expect(Object.keys(catalogs[language])).toEqual(Object.keys(catalogs.en));
    const [own, english]: Record<string, string>[] = [catalogs[language], catalogs.en];
    for (const [key, text] of Object.entries(english ?? {}))
      expect([key, holes(own?.[key] ?? '')]).toEqual([key, holes(text)]);
  });

  it('are found for a region of a language, and are English for an unknown one', () => {
    expect(wordsFor([undefined, 'sv-FI', 'de']).language).toBe('sv');
    expect(wordsFor(['zu']).language).toBe('en');
  });

  it('say lists of grants, and codes that they do not know as they are', () => {
    expect(wordsFor(['en']).grants(['draw', 'control'])).toBe('drawing and remote control');
    expect(wordsFor(['de']).code('why', 'stale')).toContain('geändert');
    expect(wordsFor(['de']).code('why', 'weather')).toBe('weather');
  });
});
