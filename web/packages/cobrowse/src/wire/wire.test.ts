//! Numbers and texts come back as they were written, and nothing is read past the end.
import { describe, expect, it } from 'vitest';
import { Reader, WireError, Writer } from './index.ts';

const WHOLE = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32];

describe('the wire', () => {
  it('gives back what was written', () => {
    const out = new Writer();
    for (const value of WHOLE) out.whole(value);
    for (const value of [0, -1, 1, -64, 64, -100_000, 100_000]) out.signed(value);
    out.word(0xfe_dc_ba_98);
    out.text('åäö – 漢字 🙂');
    const from = new Reader(out.take());
    expect(WHOLE.map(() => from.whole())).toEqual(WHOLE);
    expect([0, -1, 1, -64, 64, -100_000, 100_000].map(() => from.signed())).toEqual([
      0, -1, 1, -64, 64, -100_000, 100_000,
    ]);
    expect(from.word()).toBe(0xfe_dc_ba_98);
    expect(from.text()).toBe('åäö – 漢字 🙂');
    expect(from.done).toBe(true);
  });

  it('grows with what is written, and is empty once it was taken', () => {
    const out = new Writer();
    for (let count = 0; count < 100_000; count += 1) out.byte(count & 255);
    expect(out.take().length).toBe(100_000);
    expect(out.take().length).toBe(0);
  });

  it.each([
    ['nothing', [], (from: Reader) => from.byte()],
    ['a number without its end', [0x80, 0x80], (from: Reader) => from.whole()],
    ['a number without end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], (from: Reader) => from.whole()],
    ['a text longer than what is there', [5, 65], (from: Reader) => from.text()],
    ['a text that is not UTF-8', [1, 0xff], (from: Reader) => from.text()],
  ])('refuses %s', (_name, bytes, read) => {
    expect(() => read(new Reader(Uint8Array.from(bytes)))).toThrow(WireError);
  });
});
