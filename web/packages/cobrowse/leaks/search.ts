//! Looks for words in bytes: as they are, encoded, compressed and in pieces.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** So many characters of a word in a row are a leak of the word. */
const PIECE_CHARACTERS = 6;

/** The same bytes, and what they become if they were compressed. */
function opened(bytes: Buffer): Buffer[] {
  const all = [bytes];
  for (const open of [gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync]) {
    try {
      all.push(open(bytes));
    } catch {
      // It was not compressed like this.
    }
  }
  return all;
}

/** A text in the forms in which it could stand in bytes. Base64 depends on where the text begins: three forms. */
function formsOf(text: string): string[] {
  const forms = [
    text,
    [...text].reverse().join(''),
    Buffer.from(text).toString('hex'),
    encodeURIComponent(text),
  ];
  for (const lead of ['', 'x', 'xx']) {
    const coded = Buffer.from(lead + text)
      .toString('base64')
      .replace(/=+$/, '');
    forms.push(coded.slice(lead.length === 0 ? 0 : lead.length + 1, -1));
  }
  return forms;
}

/** Those of the words that are found in what was sent: in its frames, or in the texts in them, in their order. */
export function found(
  frames: readonly Uint8Array[],
  atoms: readonly string[],
  words: readonly string[],
): string[] {
  const joined = Buffer.concat(frames);
  const texts = [
    ...frames.flatMap((frame) => opened(Buffer.from(frame))),
    joined,
    Buffer.from(atoms.join('')),
    Buffer.from(atoms.join('').replace(/[^\p{L}\p{N}]/gu, '')),
  ].flatMap((bytes) => [
    bytes.toString('latin1').toLowerCase(),
    bytes.toString('latin1').replaceAll('\0', '').toLowerCase(),
  ]);
  const everything = texts.join('\u0001');
  return words.filter((word) => {
    const pieces = new Set(formsOf(word).map((form) => form.toLowerCase()));
    for (let at = 0; at + PIECE_CHARACTERS <= word.length; at += 1)
      pieces.add(word.slice(at, at + PIECE_CHARACTERS).toLowerCase());
    return [...pieces].some((piece) => everything.includes(piece));
  });
}
