//! Frames made by hand, as the relay makes them for whoever joins late.
import { BODY, FLAG, FRAME, KIND, OP, WIRE_VERSION, Writer } from '@ombud/cobrowse/wire';

const HASH_BYTES = 32;
const ROOT = { id: 40, wide: 3_200, high: 2_400 };
const TEXT = { id: 57, wide: 800, high: 96 };

function words(out: Writer, text: string): void {
  out.byte(BODY.lines);
  out.whole(1);
  out.whole(1);
  out.whole(1);
  for (const length of [0, 0, TEXT.wide, TEXT.high]) out.whole(length);
  out.text(text);
}

/** A page with one text, which begins in the middle of a capture: its nodes have the numbers that they had there. */
export function checkpoint(sequence: number, text: string): Uint8Array {
  const out = new Writer();
  out.byte(WIRE_VERSION);
  out.byte(FRAME.checkpoint);
  out.whole(sequence);
  for (let at = 0; at < HASH_BYTES; at += 1) out.byte(0);
  out.byte(OP.look);
  out.byte(0);
  out.byte(OP.view);
  for (const one of [800, 600, 100]) out.whole(one);
  out.byte(OP.next);
  out.whole(ROOT.id);
  out.byte(OP.node);
  out.byte(KIND.box);
  out.signed(0);
  out.signed(0);
  out.signed(-ROOT.wide);
  out.whole(ROOT.high);
  out.whole(0);
  out.byte(OP.enter);
  out.byte(OP.next);
  out.whole(TEXT.id);
  out.byte(OP.node);
  out.byte(KIND.text | (FLAG.body << 4));
  out.signed(80);
  out.signed(160);
  out.signed(ROOT.wide - TEXT.wide);
  out.whole(TEXT.high);
  out.whole(0);
  words(out, text);
  out.byte(OP.leave);
  out.byte(OP.next);
  out.whole(TEXT.id + 1);
  out.byte(OP.ready);
  return out.take();
}

/** The next frame, in which that text says something else. */
export function change(sequence: number, text: string): Uint8Array {
  const out = new Writer();
  out.byte(WIRE_VERSION);
  out.byte(FRAME.ops);
  out.whole(sequence);
  out.byte(OP.body);
  out.whole(TEXT.id);
  out.byte(1);
  words(out, text);
  return out.take();
}
