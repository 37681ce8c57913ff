//! Records come out as they went in, however the stream was cut.
import { describe, expect, it } from 'vitest';
import { Writer } from '../../wire/index.ts';
import { RecordError, readRecords } from './records.ts';
import { type RecordRead } from './tape.ts';

const RECORDS: RecordRead[] = [
  { kind: 0, ms: 0, bytes: Uint8Array.from([1, 0, 0]) },
  { kind: 1, ms: 127, bytes: new Uint8Array(200).fill(7) },
  { kind: 2, ms: 3_600_000, bytes: new Uint8Array() },
];

function written(): Uint8Array {
  const out = new Writer();
  for (const { kind, ms, bytes } of RECORDS) {
    out.byte(kind);
    out.whole(ms);
    out.whole(bytes.length);
    out.raw(bytes);
  }
  return out.take();
}

async function read(bytes: Uint8Array, piece: number): Promise<RecordRead[]> {
  const stream = new ReadableStream<Uint8Array>({
    start(to) {
      for (let at = 0; at < bytes.length; at += piece) to.enqueue(bytes.subarray(at, at + piece));
      to.close();
    },
  });
  const all: RecordRead[] = [];
  for await (const record of readRecords(stream)) all.push(record);
  return all;
}

describe('a stream of records', () => {
  it.each([1, 2, 7, 64, 10_000])('is read in pieces of %i bytes', async (piece) => {
    expect(await read(written(), piece)).toEqual(RECORDS);
  });

  it('is refused where it is cut off or is something else', async () => {
    await expect(read(written().subarray(0, 40), 9)).rejects.toThrow(RecordError);
    await expect(read(Uint8Array.from([0, 1, 255, 255, 255, 255, 127]), 3)).rejects.toThrow(RecordError);
    await expect(read(new Uint8Array(40).fill(255), 40)).rejects.toThrow(RecordError);
  });
});
