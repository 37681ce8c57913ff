//! Numbers for what of the site may be named by its hash.

import { LIMIT, OP, type Writer } from '../wire/index.ts';

/** The manifest that the site's build made: addresses with the SHA-256 of what they lead to, in hexadecimal digits. */
export type Assets = Readonly<Record<string, string>>;

const SHA256 = /^[0-9a-f]{64}$/;

/** Gives the number of an address, which is defined on the wire when it is first asked for; 0 for one that is not there. */
export function assetNumbers(assets: Assets, out: Writer): (address: string) => number {
  const numbers = new Map<string, number>();
  return (address) => {
    const sha256 = assets[address] ?? '';
    const known = numbers.get(sha256);
    if (known !== undefined) return known;
    if (!SHA256.test(sha256) || numbers.size >= LIMIT.assets) return 0;
    const number = numbers.size + 1;
    numbers.set(sha256, number);
    out.byte(OP.asset);
    out.hex(sha256);
    return number;
  };
}
