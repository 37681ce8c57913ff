import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXTRAS, type Ask } from './messages.ts';
import { consentOf, hashOf, LANGUAGES, TABLE, textOf, VERSION, wordsOf, type Key } from './words.ts';

const ask: Ask = {
  id: 1,
  agent: 'Ana Berg',
  company: 'Acme Shop',
  wants: ['view', ...EXTRAS],
  text: { version: '2026-11', language: 'en', hash: '' },
  purpose: 'the missing refund',
};
const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe('the words', () => {
  it.each(Object.entries(TABLE))('%s is there in each language, with the same holes', (_, said) => {
    expect(said).toHaveLength(LANGUAGES.length);
    for (const one of said as readonly string[])
      expect([one !== '', holes(one)]).toEqual([true, holes(said[0])]);
    // Short words are alike in some languages; whole sentences never are.
    if (said[0].length > 20) expect(new Set(said).size).toBe(LANGUAGES.length);
  });

  it.each([
    [['sv-FI', 'en'], 'sv'],
    [[undefined, 'ES'], 'es'],
    [['zu', 'de-AT'], 'de'],
    [['zu', 'constructor'], 'en'],
    [[], 'en'],
  ])('of %j are %s', (wishes, language) => {
    expect(wordsOf(wishes).language).toBe(language);
  });
});

describe('a consent', () => {
  it.each(LANGUAGES)('names who asks, what for and each grant, in %s', (language) => {
    const text = textOf(consentOf(wordsOf([language]), ask, EXTRAS, false));
    for (const part of ['Ana Berg', 'Acme Shop', 'the missing refund']) expect(text).toContain(part);
    for (const grant of EXTRAS) expect(text).toContain(wordsOf([language])(grant));
    expect(text).not.toMatch(/[{}]/);
  });

  it('is hashed as it is read, line by line', async () => {
    const text = textOf(consentOf(wordsOf(['en']), ask, ['control'], false));
    expect(text.split('\n')).toEqual([
      'Ana Berg of Acme Shop would like to see this page',
      'the missing refund',
      'Never shown: passwords, one-time codes, card numbers, files, other tabs, and what Acme Shop has not released.',
      'Ana Berg may also:',
      'Click and fill in',
      'Where Acme Shop allows it. You are always asked before anything is sent or paid, and before this site is left.',
      'You can pause or end this at any time.',
      'Show this page',
      'No, thanks',
    ]);
    expect(await hashOf(text)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('asks for one thing more where the page is shown already', () => {
    const text = textOf(consentOf(wordsOf(['en']), { ...ask, purpose: 'support' }, ['record'], true));
    expect(text.split('\n')).toEqual([
      'Ana Berg of Acme Shop asks for one thing more',
      'Ana Berg may also:',
      'Record this',
      'You can pause or end this at any time.',
      'Allow',
      'No, thanks',
    ]);
  });

  it('has the very words that the server holds answers against', () => {
    const file = new URL('../../../../../policy/cobrowse/consent.json', import.meta.url);
    const held = JSON.parse(readFileSync(file, 'utf8')) as {
      version: string;
      languages: Record<string, Record<string, string>>;
    };
    expect(held.version).toBe(VERSION);
    for (const language of LANGUAGES)
      for (const [key, said] of Object.entries(held.languages[language] ?? {}))
        expect([key, wordsOf([language])(key as Key)]).toEqual([key, said]);
    expect(Object.keys(held.languages)).toEqual([...LANGUAGES]);
  });
});
