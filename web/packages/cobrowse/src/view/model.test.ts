//! What a frame says is what the model holds; what no frame may say is refused.
import { describe, expect, it } from 'vitest';
import { BODY, FRAME, KIND, LIMIT, OP, PROP, SHAPE, WIRE_VERSION, WireError, Writer } from '../wire/index.ts';
import { Model } from './model.ts';

const HASH = 'ab'.repeat(32);
const FLAG_BODY = 8 << 4;

function frame(kind: number, sequence: number, write: (out: Writer) => void): Uint8Array {
  const out = new Writer();
  out.byte(WIRE_VERSION);
  out.byte(kind);
  out.whole(sequence);
  if (kind !== FRAME.ops) out.hex(HASH);
  write(out);
  return out.take();
}

/** A node of 100 by 40 units. */
function node(out: Writer, head: number, parentWidth = 0): void {
  out.byte(OP.node);
  out.byte(head);
  out.signed(4);
  out.signed(8);
  out.signed(parentWidth - 100);
  out.whole(40);
  out.whole(0);
}

function begun(): Model {
  const model = new Model();
  model.take(frame(FRAME.start, 0, () => undefined));
  return model;
}

describe('a checkpoint', () => {
  const checkpoint = frame(FRAME.checkpoint, 41, (out) => {
    out.byte(OP.next);
    out.whole(7);
    node(out, KIND.box);
    out.byte(OP.enter);
    out.byte(OP.next);
    out.whole(3);
    node(out, KIND.box, 100);
    out.byte(OP.next);
    out.whole(12);
  });

  it('is taken at any time, and what came before is forgotten', () => {
    const model = begun();
    model.take(frame(FRAME.ops, 1, (out) => node(out, KIND.box)));
    const change = model.take(checkpoint);
    expect([...model.nodes.keys()]).toEqual([7, 3]);
    expect(model.policy).toBe(HASH);
    expect(change.removed.size).toBe(1);
  });

  it('says what number the next node has, and the next frame', () => {
    const model = new Model();
    model.take(checkpoint);
    expect(model.sequence).toBe(41);
    model.take(
      frame(FRAME.ops, 42, (out) => {
        out.byte(OP.at);
        out.whole(7);
        out.whole(3);
        node(out, KIND.box, 100);
      }),
    );
    expect([...model.nodes.keys()]).toEqual([7, 3, 12]);
    expect(model.nodes.get(3)?.parent?.id).toBe(7);
  });
});

describe('a body', () => {
  const taken = (write: (out: Writer) => void) => {
    const model = begun();
    model.take(
      frame(FRAME.ops, 1, (out) => {
        out.byte(OP.asset);
        out.hex(HASH);
        node(out, KIND.image | FLAG_BODY);
        write(out);
      }),
    );
    return model.nodes.get(1)?.body;
  };
  const fit = (out: Writer) => [2, 1, 3, 0, 0, 0, 0].forEach((one) => out.whole(one));
  const head = (out: Writer, body: number, rule = 1) => {
    out.byte(body);
    out.whole(rule);
  };

  it('is a picture of the manifest', () => {
    const body = taken((out) => {
      head(out, BODY.picture);
      out.whole(1);
      fit(out);
    });
    expect(body).toMatchObject({ kind: 'picture', asset: 1, fit: 2, inset: [0, 0, 0, 0] });
  });

  it('is pixels', () => {
    const body = taken((out) => {
      head(out, BODY.pixels);
      out.whole(1);
      out.whole(3);
      out.raw(Uint8Array.of(1, 2, 3));
      fit(out);
    });
    expect(body).toMatchObject({ kind: 'pixels', type: 'image/png', bytes: Uint8Array.of(1, 2, 3) });
  });

  it('is a drawing, each step of which goes on from the last', () => {
    const body = taken((out) => {
      head(out, BODY.vector);
      out.whole(1);
      out.whole(SHAPE.fill);
      out.word(0x11_22_33_ff);
      out.whole(3);
      for (const [step, x, y] of [
        [1, 64, 0],
        [2, 64, -64],
      ] as const) {
        out.whole(step);
        out.signed(x);
        out.signed(y);
      }
      out.whole(0);
    });
    expect(body).toMatchObject({ shapes: [{ path: [{ at: [64, 0] }, { at: [128, -64] }, { at: [] }] }] });
  });

  it.each([
    ['without a rule', (out: Writer) => head(out, BODY.level, 0)],
    ['of no kind', (out: Writer) => head(out, 6)],
    ['more than full', (out: Writer) => (head(out, BODY.level), out.whole(1_001))],
    ['of an asset that is not known', (out: Writer) => (head(out, BODY.picture), out.whole(2), fit(out))],
    [
      'of too many bytes',
      (out: Writer) => (head(out, BODY.pixels), out.whole(0), out.whole(LIMIT.pixelsBytes + 1)),
    ],
    ['of too many shapes', (out: Writer) => (head(out, BODY.vector), out.whole(LIMIT.shapes + 1))],
  ])('%s is refused', (_name, write) => {
    expect(() => taken(write)).toThrow(WireError);
  });
});

describe('a look', () => {
  const look = (...numbers: number[]) => {
    const model = begun();
    model.take(
      frame(FRAME.ops, 1, (out) => {
        out.byte(OP.look);
        for (const number of numbers) out.whole(number);
        out.byte(PROP.end);
      }),
    );
    return model.looks[0];
  };

  it('has a gradient behind it', () => {
    // Linear, 90 degrees, no stops; as large as it is, at the corner, not repeated, from the border, cut off at the text.
    const made = look(PROP.layers, 1, 0, 900, 0, 0, 0, 1, 1, 1, 0, 3);
    expect(made?.layers?.[0]).toMatchObject({
      source: { from: 'linear', angle: 900 },
      repeat: [1, 1],
      clip: 3,
    });
  });

  it.each([
    ['no property', [99]],
    ['a font that is not in the list', [PROP.fonts, 1, 2 * 41]],
    ['a font by an asset that is not known', [PROP.fonts, 1, 3]],
    ['more layers than may be', [PROP.layers, LIMIT.layers + 1]],
    ['an angle of more than a turn', [PROP.layers, 1, 0, 3_600]],
    ['a filter of no kind', [PROP.filter, 1, 9, 0]],
    ['a control that no browser draws', [PROP.native, 9]],
  ])('with %s is refused', (_name, numbers) => {
    expect(() => look(...numbers)).toThrow(WireError);
  });
});
