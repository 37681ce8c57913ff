import { describe, expect, it } from 'vitest';
import de from '../../../../locales/de/desk.json';
import { clearOnes, hintOf, lackingText, numberOf, phraseKey, readValue } from './facts-read.ts';

describe('what was read', () => {
  it.each([
    ['20.00 GBP', { kind: 'money', money: { amount_minor: 2000, currency: 'GBP' } }],
    ['19.99 EUR', { kind: 'money', money: { amount_minor: 1999, currency: 'EUR' } }],
    ['500 JPY', { kind: 'money', money: { amount_minor: 500, currency: 'JPY' } }],
    ['2026-11-03', { kind: 'day', at: '2026-11-03' }],
    ['2026-11-03 10:00', { kind: 'moment', at: '2026-11-03T10:00' }],
    ['2026-11-03 10:00:07', { kind: 'moment', at: '2026-11-03T10:00' }],
    ['2026-11-03T10:00:00Z', { kind: 'moment', at: '2026-11-03T10:00:00Z' }],
    ['01a1f6c9-090c-7cfa-b59e-3d3f941a7c90', { kind: 'dispute', id: '01a1f6c9-090c-7cfa-b59e-3d3f941a7c90' }],
    ['15502867301234', { kind: 'text', text: '15502867301234' }],
    ['27 Orchard Lane, LS6 2QT Leeds', { kind: 'text', text: '27 Orchard Lane, LS6 2QT Leeds' }],
  ])('%s', (text, expected) => {
    expect(readValue(text)).toEqual(expected);
  });

  it.each([
    ['refunded: 20.00 GBP', 'refunded', ['20.00 GBP']],
    ['Photoshop 25', undefined, ['Photoshop 25']],
    ['a / b', undefined, ['a / b']],
    ['2026-05-03 14:02:11 / 2026-05-04 09:00:00', undefined, ['2026-05-03 14:02:11', '2026-05-04 09:00:00']],
  ])('of a hint: %s', (detail, field, values) => {
    expect(hintOf(detail)).toEqual({ field, values });
  });

  it('is confirmed at once only where it is clear and our books do not contradict it', () => {
    const fact = { status: 'extracted', confidence: 'labelled', books: 'silent' };
    const all = [
      fact,
      { ...fact, confidence: 'checked', books: 'agrees' },
      { ...fact, confidence: 'likely' },
      { ...fact, books: 'contradicts' },
      { ...fact, status: 'rejected' },
      { ...fact, status: 'confirmed_by_rule' },
    ];
    expect(clearOnes(all)).toEqual(all.slice(0, 2));
  });
});

describe('phrases of the rules', () => {
  it('say what a rule wants, fact by fact', () => {
    const lacking = [
      { name: 'carrier', wants: ['it was lost', 'it went back'] },
      { name: 'days_past_promise', wants: [] },
    ];
    const said = lackingText(
      lacking,
      (name) => name.toUpperCase(),
      (phrase) => `<${phrase}>`,
    );
    expect(said).toBe('CARRIER (<it was lost> / <it went back>), DAYS_PAST_PROMISE');
  });
  it.each(['stage', 'round', 'framework', 'kind', 'sub_issue', 'authenticity', 'abuse', 'wrong_risk'])(
    'name the column %s',
    (column) => {
      expect(de).toHaveProperty([`rule_fact.${column}`]);
    },
  );
  it('have a word in the catalogs', () => {
    expect(de).toHaveProperty([`rule_text.${phraseKey("the shop's offer is open")}`]);
  });
  it.each([
    ['days since the promised delivery date: 10', 10],
    ['other claims in the last 180 days: 0', 0],
    ['the goods are physical', undefined],
  ])('end in a number, or not: %s', (phrase, expected) => {
    expect(numberOf(phrase)).toBe(expected);
  });
});
