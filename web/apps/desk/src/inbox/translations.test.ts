import { describe, expect, it } from 'vitest';
import { cautionOf, isAbout, isForeign, ofMessage, type Translation } from './translations.ts';

const translation = (part: Partial<Translation>): Translation => ({
  message_seq: 3,
  text: 'Hello',
  from: 'sv',
  to: 'en',
  differs: [],
  checked: 'all',
  model: 'local',
  ...part,
});

describe('translations', () => {
  it.each([
    ['sv', 'en', true],
    ['en-GB', 'en', false],
    ['EN_us', 'en-GB', false],
    ['', 'en', false],
    [undefined, 'en', false],
  ])('are for what is not in one’s own language: %s for %s', (language, own, expected) => {
    expect(isForeign(language, own)).toBe(expected);
  });
  it('warn of what differs before all else, then of words that nobody checked', () => {
    expect(cautionOf(translation({}))).toBe('none');
    expect(cautionOf(translation({ checked: 'digits' }))).toBe('digits');
    expect(cautionOf(translation({ checked: 'digits', differs: ['number'] }))).toBe('differs');
  });
  it('are found by the number of their message', () => {
    const all = [translation({ message_seq: 4 }), translation({ text: 'new' }), translation({ text: 'old' })];
    expect(ofMessage(all, 3)?.text).toBe('new');
    expect(ofMessage(all, 9)).toBeUndefined();
  });
  it('are shown beside the words that they are of, or beside themselves, and no others', () => {
    const one = { of: 'conv-1', source: 'Hej', translation: translation({ text: 'Hello ' }) };
    expect(isAbout(one, 'conv-1', ' Hej')).toBe(true);
    expect(isAbout(one, 'conv-1', 'Hello')).toBe(true);
    expect(isAbout(one, 'conv-1', 'Hej då')).toBe(false);
    expect(isAbout(one, 'conv-2', 'Hej')).toBe(false);
    expect(isAbout(null, 'conv-1', 'Hej')).toBe(false);
  });
});
