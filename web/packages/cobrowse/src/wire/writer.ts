//! Bytes of a frame, written one after the other.

/** A reader refuses these; and what turns the order of signs about would say other words than were looked through. */
const CONTROLS = /[\0-\b\v-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const utf8 = new TextEncoder();

/** A number of either sign as the whole number that it is written as. */
export function signed(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export class Writer {
  #bytes = new Uint8Array(4096);
  length = 0;

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + more));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }

  /** A whole number of at least 0, seven bits a byte, the lowest first (LEB128). */
  whole(value: number): void {
    this.#room(8);
    let left = value;
    while (left > 127) {
      this.#bytes[this.length++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    this.#bytes[this.length++] = left;
  }

  /** A whole number of either sign: 0, −1, 1, −2 … become 0, 1, 2, 3 …. */
  signed(value: number): void {
    this.whole(signed(value));
  }

  /** Four bytes, the highest first. */
  word(value: number): void {
    this.byte(value >>> 24);
    this.byte((value >>> 16) & 255);
    this.byte((value >>> 8) & 255);
    this.byte(value & 255);
  }

  /** Bytes that are given as hexadecimal digits. */
  hex(digits: string): void {
    for (let at = 0; at < digits.length; at += 2) this.byte(Number.parseInt(digits.slice(at, at + 2), 16));
  }

  text(value: string): void {
    const bytes = utf8.encode(value.replace(CONTROLS, ''));
    this.whole(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written, and an empty writer. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }
}
