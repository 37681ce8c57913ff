//! A recording as the server gives it: records one after the other, each a kind (one byte), its moment in milliseconds and
//! its length in bytes (whole numbers, LEB128), and its bytes.

import { type RecordRead } from './tape.ts';

/** A frame has at most 4 MB. */
const RECORD_BYTES_MAX = 8 * 1_024 * 1_024;
const HEAD_BYTES_MAX = 12;

/** The recording is cut off, or is none. */
export class RecordError extends Error {}

interface Head {
  kind: number;
  ms: number;
  length: number;
  size: number;
}

/** The head of a record; null while it is not whole. */
function headAt(bytes: Uint8Array): Head | null {
  let at = 1;
  const whole = (): number | null => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      if (byte === undefined) return null;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (at > HEAD_BYTES_MAX) throw new RecordError('a number is too large');
    }
  };
  const kind = bytes[0];
  const ms = whole();
  const length = ms === null ? null : whole();
  if (kind === undefined || ms === null || length === null) return null;
  if (length > RECORD_BYTES_MAX) throw new RecordError(`a record of ${length} bytes is too long`);
  return { kind, ms, length, size: at };
}

/** Reads records as they come, for `play`. Throws `RecordError` for what is cut off or is no recording. */
export async function* readRecords(from: ReadableStream<Uint8Array>): AsyncGenerator<RecordRead> {
  const reader = from.getReader();
  let waiting = new Uint8Array();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const joined = new Uint8Array(waiting.length + value.length);
      joined.set(waiting);
      joined.set(value, waiting.length);
      let at = 0;
      for (;;) {
        const head = headAt(joined.subarray(at));
        if (!head || at + head.size + head.length > joined.length) break;
        const begin = at + head.size;
        at = begin + head.length;
        yield { kind: head.kind, ms: head.ms, bytes: joined.slice(begin, at) };
      }
      waiting = joined.slice(at);
    }
  } finally {
    reader.releaseLock();
  }
  if (waiting.length > 0) throw new RecordError('the recording ends in the middle of a record');
}
