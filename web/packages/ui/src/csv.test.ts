import { describe, expect, it } from 'vitest';
import { csvOf, csvOfRecords, decimalOf } from './csv.ts';

describe('CSV', () => {
  it('quotes what needs it, and lets no cell be a formula', () => {
    const text = csvOf(
      ['a', 'b'],
      [
        ['x,y', 'he said "no"'],
        ['=HYPERLINK("x")', -3],
        [null, '+46'],
      ],
    );
    expect(text).toBe('a,b\r\n"x,y","he said ""no"""\r\n"\'=HYPERLINK(""x"")",-3\r\n,\'+46\r\n');
  });

  it('takes the names of the fields of records for the head', () => {
    expect(csvOfRecords([{ day: '2026-11-20', contacts: 3, csat: null }])).toBe(
      'day,contacts,csat\r\n2026-11-20,3,\r\n',
    );
    expect(csvOfRecords([])).toBe('\r\n');
  });

  it('writes money in the decimals of its currency', () => {
    const written = [
      ['GBP', 1_050],
      ['JPY', 500],
      ['KWD', 1_234],
    ] as const;
    expect(written.map(([currency, amount_minor]) => decimalOf({ currency, amount_minor }))).toEqual([
      '10.50',
      '500',
      '1.234',
    ]);
  });
});
