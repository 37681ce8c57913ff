//! Where a recording is entered, and that every moment is come to with the frames that make it.
import { describe, expect, it } from 'vitest';
import { FRAME, Writer, WIRE_VERSION } from '../../wire/index.ts';
import { wordsFor } from '../words.ts';
import { RECORD, Tape, type RecordRead } from './tape.ts';
import { Timeline, clockOf } from './timeline.ts';

const CHECKPOINT = 2;

function frame(kind: number, sequence: number): Uint8Array {
  const out = new Writer();
  out.byte(WIRE_VERSION);
  out.byte(kind);
  out.whole(sequence);
  return out.take();
}
const event = (ms: number, fields: object): RecordRead => ({
  kind: RECORD.event,
  ms,
  bytes: new TextEncoder().encode(JSON.stringify(fields)),
});
const names = (pictures: Uint8Array[]): string[] =>
  pictures.map((bytes) => `${['start', 'ops', 'checkpoint'][bytes[1]!]} ${bytes[2]}`);

/** Starts at 0 and at 20 s; frames at each second; a checkpoint with 10 s, as a recorder makes them. */
function tape(): Tape {
  const made = new Tape();
  for (let second = 0; second < 20; second += 1) {
    made.add({
      kind: RECORD.frame,
      ms: second * 1_000,
      bytes: frame(second === 0 ? FRAME.start : FRAME.ops, second),
    });
    if (second === 10) made.add({ kind: RECORD.checkpoint, ms: 10_000, bytes: frame(CHECKPOINT, 10) });
  }
  made.add({ kind: RECORD.frame, ms: 20_000, bytes: frame(FRAME.start, 0) });
  made.add({ kind: RECORD.frame, ms: 21_000, bytes: frame(FRAME.ops, 1) });
  return made;
}

describe('a tape', () => {
  it('is entered at the last start or checkpoint before a moment', () => {
    expect(names(tape().way(null, 2_500).pictures)).toEqual(['start 0', 'ops 1', 'ops 2']);
    expect(names(tape().way(null, 12_000).pictures)).toEqual(['checkpoint 10', 'ops 11', 'ops 12']);
    expect(names(tape().way(null, 99_000).pictures)).toEqual(['start 0', 'ops 1']);
  });

  it('goes on with the next frames where it is, over a checkpoint too', () => {
    const made = tape();
    const first = made.way(null, 2_000);
    const next = made.way(first.to, 4_000);
    expect([next.isAnew, names(next.pictures)]).toEqual([false, ['ops 3', 'ops 4']]);
    const over = made.way(made.way(next.to, 9_000).to, 11_000);
    expect([over.isAnew, names(over.pictures)]).toEqual([false, ['ops 10', 'ops 11']]);
  });

  it('is drawn anew backwards, and over a new start', () => {
    const made = tape();
    const at = made.way(null, 15_000).to;
    expect(made.way(at, 3_000).isAnew).toBe(true);
    expect(names(made.way(at, 20_500).pictures)).toEqual(['start 0']);
  });

  it('comes to the same frames by steps as in one leap', () => {
    const made = tape();
    for (const target of [3_000, 9_500, 10_000, 14_000, 19_000, 21_000]) {
      let shown: string[] = [];
      let from: number | null = null;
      for (let ms = 0; ms <= target; ms += 500) {
        const way = made.way(from, ms);
        shown = way.isAnew ? names(way.pictures) : [...shown, ...names(way.pictures)];
        from = way.to;
      }
      const leap = names(made.way(null, target).pictures);
      expect(shown.at(-1)?.split(' ')[1]).toBe(leap.at(-1)?.split(' ')[1]);
    }
  });

  it('does not walk a long way step by step', () => {
    const made = new Tape();
    for (let at = 0; at < 1_000; at += 1)
      made.add({ kind: RECORD.frame, ms: at, bytes: frame(at === 0 ? FRAME.start : FRAME.ops, at) });
    expect(made.way(11, 100)).toMatchObject({ isAnew: false });
    expect(made.way(11, 900)).toMatchObject({ isAnew: true });
  });

  it('takes no notice of what is no frame, and has no picture without a start', () => {
    const made = new Tape();
    expect(made.add({ kind: RECORD.frame, ms: 0, bytes: new Uint8Array() })).toBe(false);
    expect(made.add({ kind: 9, ms: 0, bytes: frame(FRAME.start, 0) })).toBe(false);
    made.add({ kind: RECORD.frame, ms: 1, bytes: frame(FRAME.ops, 4) });
    expect(made.hasPicture).toBe(false);
    expect(made.way(null, 5).pictures).toEqual([]);
  });

  it('knows when something happens next', () => {
    const made = tape();
    expect([made.nextBusy(-1), made.nextBusy(0), made.nextBusy(4_200), made.nextBusy(21_000)]).toEqual([
      0,
      1_000,
      5_000,
      null,
    ]);
  });

  it('keeps marks that stay, and of the others those of the last seconds', () => {
    const made = tape();
    made.add(event(22_000, { t: 'box', seat: 1, id: 'b', x: 0, y: 0, w: 4, h: 4 }));
    made.add(event(23_000, { t: 'pointer', seat: 1, x: 1, y: 1 }));
    made.add(
      event(50_000, {
        t: 'ink',
        seat: 1,
        id: 's',
        points: [
          [1, 1],
          [2, 2],
        ],
        fades: true,
      }),
    );
    expect(made.marksAt(24_000).map((one) => one.mark.t)).toEqual(['box', 'pointer']);
    expect(made.marksAt(51_000).map((one) => one.mark.t)).toEqual(['box', 'ink']);
    expect(made.marksIn(22_000, 23_000).map((one) => one.mark.t)).toEqual(['pointer']);
  });
});

describe('what happened', () => {
  const told = (...records: object[]): string[] => {
    const timeline = new Timeline(wordsFor(['en']));
    records.forEach((fields, at) =>
      timeline.add({ ms: at * 1_000, fields: fields as Record<string, unknown> }),
    );
    return timeline.lines.map((line) => `${line.text} [${line.tone}]`);
  };

  it('is told in words, with the outcome of each wish', () => {
    expect(
      told(
        { t: 'ask', wants: ['control'] },
        { t: 'state', state: 'active', grants: ['view'] },
        { t: 'state', state: 'active', grants: ['view', 'control'] },
        { t: 'intent', id: 'i1', seat: 1, act: { do: 'click' } },
        { t: 'intent', id: 'i1', seat: 2, act: { do: 'scroll' } },
        { t: 'outcome', id: 'i1', seat: 1, outcome: 'declined' },
        { t: 'state', state: 'paused', grants: ['view', 'control'] },
        { t: 'state', state: 'active', grants: ['view'] },
        { t: 'dropped', node: 4, why: 'rule' },
        { t: 'state', state: 'ended', grants: [] },
      ),
    ).toEqual([
      'Asked for remote control [plain]',
      'Consent given [good]',
      'Allowed: remote control [good]',
      'Click: the customer said no [bad]',
      'Paused [warn]',
      'Went on [good]',
      'Taken back: remote control [warn]',
      'Taken out by the server [bad]',
      'Ended [plain]',
    ]);
  });

  it('is told as the server keeps it', () => {
    const people = [
      { seat: 1, name: 'Ana', role: 'agent' },
      { seat: 2, name: 'Bo', role: 'supervisor' },
    ];
    expect(
      told(
        { t: 'state', state: 'active', grants: ['view', 'record'] },
        { t: 'people', people },
        { t: 'ask', seat: 1, wants: ['draw'] },
        { t: 'declined', ask: 2 },
        { t: 'transferred', from: 1, to: 2 },
        { t: 'intent', id: 'i1', seat: 2, frame: 3, node: 9, act: { do: 'type' } },
        { t: 'outcome', id: 'i1', seat: 2, outcome: 'done' },
        { t: 'blind', seat: 2, node: 9 },
      ),
    ).toEqual([
      'Consent given [good]',
      'Allowed: recording [good]',
      'Ana joined [plain]',
      'Bo joined [plain]',
      'Asked for drawing [plain]',
      'Consent refused [bad]',
      'Bo now leads the session [plain]',
      'Text: done [good]',
      'Could not see a box [warn]',
    ]);
  });

  it('tells outcomes whose wishes are not in the recording, done ones together', () => {
    const done = { t: 'outcome', id: 'i1', seat: 1, outcome: 'done' };
    expect(told(done, { ...done, id: 'i2' }, { ...done, id: 'i3', outcome: 'refused', why: 'gone' })).toEqual(
      ['Remote control: done [good]', 'Remote control: refused (it is no longer there) [bad]'],
    );
  });

  it('names drawing once in a while, and who came and went', () => {
    const ink = { t: 'ink', seat: 1 };
    const ana = { seat: 1, name: 'Ana', role: 'agent' };
    expect(told(ink, ink, { t: 'people', people: [ana] }, { t: 'people', people: [] })).toEqual([
      'Drawing [plain]',
      'Ana joined [plain]',
      'Ana left [plain]',
    ]);
  });

  it('has a clock', () => {
    expect([0, 61_000, 3_600_000, 3_725_999].map(clockOf)).toEqual(['0:00', '1:01', '1:00:00', '1:02:05']);
  });
});
