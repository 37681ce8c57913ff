//! Frames that both sides read: they stand in `crates/cobrowse/tests/golden`, and `OMBUD_GOLDEN=write` writes them anew.
//! The checkpoint beside them is what the relay makes of the frames.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Model, type NodeShown } from '../view/model.ts';
import { BODY, FLAG, FRAME, KIND, OP, PROP, signed, STATE, WIRE_VERSION, Writer } from './index.ts';

const GOLDEN = new URL('../../../../../crates/cobrowse/tests/golden/', import.meta.url);
const POLICY = Uint8Array.from({ length: 32 }, (_, at) => at + 1);

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function node(out: Writer, kind: number, flags: number, place: [number, number, number, number]): void {
  const [x, below, narrower, h] = place;
  out.byte(OP.node);
  out.byte(kind | (flags << 4));
  out.signed(x);
  out.signed(below);
  out.signed(narrower);
  out.whole(h);
}

function measure(out: Writer, value: number, isPercent: boolean): void {
  out.whole(2 * signed(value) + (isPercent ? 1 : 0));
}

function about(out: Writer, op: number, ...numbers: number[]): void {
  out.byte(op);
  for (const number of numbers) out.whole(number);
}

function assets(out: Writer): void {
  for (const first of [7, 9]) {
    out.byte(OP.asset);
    out.raw(Uint8Array.from({ length: 32 }, (_, at) => first * at));
  }
}

function boxLook(out: Writer): void {
  out.byte(OP.look);
  out.byte(PROP.background);
  out.word(0xff_ee_dd_cc);
  out.byte(PROP.border);
  for (const width of [4, 0, 8, 0]) {
    out.whole(width);
    if (width === 0) continue;
    out.byte(width / 4);
    out.word(0x11_22_33_ff);
  }
  about(out, PROP.shadow, 1, 1);
  for (const value of [-8, 12]) out.signed(value);
  out.whole(40);
  out.signed(-1);
  out.word(0x00_00_00_40);
  out.byte(PROP.radius);
  for (const corner of [16, -50, 0, 8]) out.signed(corner);
  about(out, PROP.opacity, 128);
  out.byte(PROP.positioned);
  out.byte(PROP.order);
  out.signed(2_147_483_647);
  out.byte(PROP.outline);
  out.signed(-4);
  out.whole(8);
  out.byte(2);
  out.word(0x00_00_ff_ff);
  about(out, PROP.filter, 2, 0, 16, 4, 90);
  out.byte(PROP.turn);
  for (const part of [707, -707, 707, 707]) out.signed(part);
  about(out, PROP.native, 3);
  out.byte(PROP.accent);
  out.word(0x00_66_cc_ff);
  about(out, PROP.clip, 2);
  out.byte(PROP.end);
}

function layersLook(out: Writer): void {
  const after = (): void => {
    out.whole(3);
    for (const [value, percent] of [
      [400, false],
      [5_000, true],
      [-4, false],
      [10_000, true],
    ] as const)
      measure(out, value, percent);
    for (const value of [1, 3, 2, 1]) out.whole(value);
  };
  const stops = (): void => {
    out.whole(2);
    out.word(0xff_00_00_ff);
    out.whole(0);
    out.word(0x00_ff_00_80);
    out.whole(1);
    measure(out, 2_550, true);
  };
  out.byte(OP.look);
  about(out, PROP.layers, 4, 0, 900);
  stops();
  after();
  for (const value of [5, 1, 4]) out.whole(value);
  for (let left = 3; left > 0; left -= 1) measure(out, 8, false);
  stops();
  after();
  out.whole(2);
  out.whole(3_599);
  measure(out, 5_000, true);
  measure(out, 5_000, true);
  stops();
  after();
  out.whole(3);
  out.whole(2);
  after();
  about(out, PROP.mask, 1, 3, 1);
  after();
  out.byte(PROP.end);
}

function textLook(out: Writer): void {
  out.byte(OP.look);
  out.byte(PROP.color);
  out.word(0x22_22_22_ff);
  about(out, PROP.size, 1_024);
  about(out, PROP.weight, 7);
  out.byte(PROP.italic);
  about(out, PROP.family, 5);
  about(out, PROP.transform, 3);
  about(out, PROP.decoration, 7);
  out.byte(PROP.spacing);
  out.signed(-32);
  about(out, PROP.fonts, 3, 0, 80, 3);
  about(out, PROP.textShadow, 1);
  out.signed(4);
  out.signed(-4);
  out.whole(8);
  out.word(0x00_00_00_80);
  about(out, PROP.line, 4);
  out.word(0xff_00_00_ff);
  out.whole(4);
  out.byte(PROP.justified);
  about(out, PROP.align, 2);
  about(out, PROP.leading, 1_280);
  out.byte(PROP.smallCaps);
  out.byte(PROP.end);
}

function words(out: Writer, rule: number, look: number, ...lines: string[]): void {
  about(out, BODY.lines, rule, look, lines.length);
  lines.forEach((line, at) => {
    for (const number of [0, 80 * at, 400, 80]) out.whole(number);
    out.text(line);
  });
}

function fit(out: Writer): void {
  out.whole(2);
  measure(out, 5_000, true);
  measure(out, -12, false);
  for (const inset of [4, 8, 12, 16]) out.whole(inset);
}

/** The page: a root with a header, words, a form, a picture, pixels, a drawing and a bar. */
function page(out: Writer): void {
  about(out, OP.at, 0, 0);
  node(out, KIND.box, 0, [0, 0, -4_000, 8_000]);
  out.whole(1);
  out.byte(OP.enter);
  node(out, KIND.box, FLAG.clip | FLAG.fixed, [0, 0, 0, 240]);
  out.whole(2);
  out.byte(OP.enter);
  node(out, KIND.text, FLAG.body, [16, 8, 3_000, 160]);
  out.whole(0);
  words(out, 2, 3, 'Your order is on its way', '– tack, 谢谢 🙂');
  node(out, KIND.text, FLAG.body, [16, 8, 2_000, 240]);
  out.whole(0);
  about(out, BODY.bars, 3, 120);
  out.byte(OP.leave);
  node(out, KIND.field, FLAG.body, [-8, 40, 1_000, 120]);
  out.whole(1);
  out.byte(STATE.filled | STATE.focused);
  about(out, BODY.lines, 3, 3, 1, 0, 0, 0, 0);
  out.text('Anna');
  node(out, KIND.check, 0, [0, -120, 3_936, 64]);
  out.whole(0);
  out.byte(STATE.checked);
  node(out, KIND.image, FLAG.body, [0, 0, 3_000, 400]);
  out.whole(0);
  about(out, BODY.picture, 2, 1);
  fit(out);
}

function pictures(out: Writer): void {
  about(out, OP.at, 1, 7);
  node(out, KIND.media, FLAG.body | FLAG.top, [0, 0, 3_000, 400]);
  out.whole(0);
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 3];
  about(out, BODY.pixels, 2, 1, png.length);
  out.raw(Uint8Array.from(png));
  fit(out);
  node(out, KIND.drawing, FLAG.body, [0, 0, 3_000, 400]);
  out.whole(0);
  about(out, BODY.vector, 2, 2, 5);
  out.word(0xff_cc_00_ff);
  out.whole(3);
  out.byte(1);
  for (const value of [64, -64]) out.signed(value);
  out.byte(4);
  for (const value of [1, 2, -3, 4, 5, -6]) out.signed(value);
  out.byte(0);
  out.whole(2);
  out.word(0x00_00_00_ff);
  for (const value of [96, 1, 2, 2, 64, 128, 1]) out.whole(value);
  out.byte(2);
  for (const value of [1_000, 0]) out.signed(value);
  node(out, KIND.bar, FLAG.body, [0, 0, 3_000, 64]);
  out.whole(0);
  about(out, BODY.level, 2, 375);
  out.byte(OP.ready);
}

function changes(out: Writer): void {
  about(out, OP.rect, 7);
  for (const value of [-40, 900]) out.signed(value);
  for (const value of [1_200, 300]) out.whole(value);
  about(out, OP.size, 2);
  for (const value of [-40, 8]) out.signed(value);
  about(out, OP.shift, 8, 3);
  for (const value of [0, -100]) out.signed(value);
  about(out, OP.wear, 2, 1);
  about(out, OP.flags, 2, FLAG.clip);
  about(out, OP.state, 5, STATE.filled | STATE.disabled);
  about(out, OP.scroll, 1, 0, 1_200);
  about(out, OP.scroll, 2, 40, 8);
  about(out, OP.move, 10, 0);
  about(out, OP.body, 4, 1);
  words(out, 2, 3, 'Parcel 1 of 2');
  about(out, OP.body, 5, 0);
  about(out, OP.remove, 6);
  out.byte(OP.pointer);
  out.whole(1);
  for (const value of [1_200, -8]) out.signed(value);
  about(out, OP.at, 2, 4);
  node(out, KIND.link, 0, [0, 0, 0, 80]);
  out.whole(0);
  out.byte(OP.enter);
  node(out, KIND.text, FLAG.body, [0, 0, 0, 80]);
  out.whole(0);
  about(out, BODY.bars, 1);
}

function frames(): Uint8Array[] {
  const parts: ((out: Writer) => void)[] = [
    (out) => {
      about(out, OP.view, 1_000, 800, 150);
      assets(out);
      boxLook(out);
      layersLook(out);
      textLook(out);
      page(out);
    },
    pictures,
    changes,
    (out) => about(out, OP.pointer, 0),
  ];
  const out = new Writer();
  out.byte(WIRE_VERSION);
  out.byte(FRAME.start);
  out.whole(0);
  out.raw(POLICY);
  return [
    out.take(),
    ...parts.map((part, at) => {
      out.byte(WIRE_VERSION);
      out.byte(FRAME.ops);
      out.whole(at + 1);
      part(out);
      return out.take();
    }),
  ];
}

/** What a page is, without the order in which it came to be. */
function told(model: Model): unknown {
  const one = (shown: NodeShown): unknown => ({
    ...shown,
    parent: shown.parent?.id ?? 0,
    children: shown.children.map(one),
  });
  return {
    page: model.root && one(model.root),
    looks: model.looks,
    assets: model.assets,
    view: model.view,
    pointer: model.pointer,
    policy: model.policy,
    isReady: model.isReady,
    sequence: model.sequence,
  };
}

describe('golden frames', () => {
  it('are written as the other side reads them', () => {
    const made = frames().map(hex);
    const file = new URL('frames.json', GOLDEN);
    if (process.env['OMBUD_GOLDEN'] === 'write') writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made);
  });

  it('make the page that a checkpoint of the relay makes', () => {
    const live = new Model();
    for (const frame of frames()) live.take(frame);
    const late = new Model();
    late.take(unhex(readFileSync(new URL('checkpoint.hex', GOLDEN), 'utf8').trim()));
    expect(told(late)).toEqual(told(live));
    const next = new Writer();
    next.byte(WIRE_VERSION);
    next.byte(FRAME.ops);
    next.whole(5);
    about(next, OP.at, 1, 2);
    node(next, KIND.box, 0, [0, 0, 0, 40]);
    next.whole(0);
    const frame = next.take();
    live.take(frame);
    late.take(frame);
    expect(told(late)).toEqual(told(live));
  });
});
