//! Bytes of a frame, read one after the other; whatever is cut short or too long is an error, never a guess.

/** A frame is not one of ours. `at` is the offset in bytes where it went wrong. */
export class WireError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(`${message}, at byte ${at}`);
  }
}

/** No length on a page is larger: 2^27 quarters are 33 million pixels. */
const WHOLE_MAX = 2 ** 32;

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

export class Reader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  fail(message: string): WireError {
    return new WireError(message, this.at);
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw this.fail('the frame ends too early');
    this.at += 1;
    return value;
  }

  whole(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value > WHOLE_MAX) throw this.fail('a number is too large');
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.whole();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  word(): number {
    return ((this.byte() << 24) | (this.byte() << 16) | (this.byte() << 8) | this.byte()) >>> 0;
  }

  /** A whole number that may be so large, and not larger. */
  upTo(max: number): number {
    const value = this.whole();
    if (value > max) throw this.fail(`${value} where at most ${max} may be`);
    return value;
  }

  list<T>(max: number, one: () => T): T[] {
    return Array.from({ length: this.upTo(max) }, one);
  }

  text(): string {
    const raw = this.raw(this.whole());
    try {
      return utf8.decode(raw);
    } catch {
      throw this.fail('a text is not UTF-8');
    }
  }

  raw(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.bytes.length) throw this.fail('the frame ends too early');
    const raw = this.bytes.subarray(this.at, end);
    this.at = end;
    return raw;
  }
}
