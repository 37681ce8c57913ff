//! A recording as a list that can be entered anywhere: from the last start or checkpoint before a moment, the frames after
//! it make the picture of that moment. No drawing is kept.

import { FRAME } from '../../wire/index.ts';
import { headOf } from '../mirror.ts';
import { readFields, readMark, type SeatMark } from '../protocol.ts';

/** Of a record: a frame, a control event as JSON in UTF-8, a checkpoint. */
export const RECORD = { frame: 0, event: 1, checkpoint: 2 } as const;

export interface RecordRead {
  kind: number;
  /** Since the recording began, in milliseconds. */
  ms: number;
  bytes: Uint8Array;
}

/** A control event, as it stands in the recording. */
export interface EventRead {
  ms: number;
  fields: Record<string, unknown>;
}

interface Picture {
  ms: number;
  bytes: Uint8Array;
  kind: number;
  sequence: number;
}

interface TimedMark {
  ms: number;
  mark: SeatMark;
}

const utf8 = new TextDecoder();

/** How to get from what is shown to a moment. */
export interface Way {
  /** Draw anew: `pictures` begin with a start or a checkpoint. */
  isAnew: boolean;
  pictures: Uint8Array[];
  /** The number of pictures up to the moment: where the next way begins. */
  to: number;
}

const OPENING_MS = 500;
/** More frames at once than these are not drawn one by one. */
const STEPS_DRAWN_MAX = 200;
/** Marks of the last seconds before a moment are shown there; those that stay are all looked through. */
const FLEETING_MS = 10_000;

export class Tape {
  readonly events: EventRead[] = [];
  /** When something happened at all, rising; for skipping what is idle. */
  readonly busyMs: number[] = [];
  endMs = 0;
  private readonly pictures: Picture[] = [];
  /** The places among the pictures from which one can begin. */
  private readonly entries: number[] = [];
  private readonly marks: TimedMark[] = [];

  /** Adds the next record. One that is no record of ours is left out; gives whether it was one. */
  add(record: RecordRead): boolean {
    const ms = Math.max(record.ms, this.endMs);
    if (record.kind === RECORD.event) this.event(ms, record.bytes);
    else if (record.kind === RECORD.frame || record.kind === RECORD.checkpoint) {
      let head;
      try {
        head = headOf(record.bytes);
      } catch {
        return false;
      }
      if (head.kind !== FRAME.ops) this.entries.push(this.pictures.length);
      this.pictures.push({ ms, bytes: record.bytes, ...head });
    } else return false;
    this.endMs = ms;
    if (this.busyMs.at(-1) !== ms) this.busyMs.push(ms);
    return true;
  }

  get hasPicture(): boolean {
    return this.entries.length > 0;
  }

  /** When the first page is whole enough to be shown: a capture begins with nothing, and fills it in a moment. */
  get openingMs(): number {
    const first = this.pictures[this.entries[0] ?? 0];
    return first ? first.ms + OPENING_MS : 0;
  }

  /** The way from the picture after `from` pictures (null: none) to the one at `ms`. */
  way(from: number | null, ms: number): Way {
    const to = countUpTo(this.pictures, ms);
    const entry = this.entries[rank(this.entries.length, (index) => this.entries[index], to - 1) - 1];
    if (entry === undefined) return { isAnew: true, pictures: [], to };
    // A long way is walked without drawing each step of it.
    const isNear = from !== null && from <= to && to - from <= STEPS_DRAWN_MAX;
    if (isNear && from > entry) return { isAnew: false, pictures: this.bytes(from, to), to };
    // Forward over an entry that only repeats what is shown needs no new drawing.
    if (isNear && this.isOneRun(from, to)) return { isAnew: false, pictures: this.bytes(from, to, true), to };
    return { isAnew: true, pictures: this.bytes(entry, to), to };
  }

  /** The marks of the time after `from` up to `to`. */
  marksIn(from: number, to: number): TimedMark[] {
    return this.marks.slice(countUpTo(this.marks, from), countUpTo(this.marks, to));
  }

  /** The marks that are still to be seen at a moment, oldest first. */
  marksAt(ms: number): TimedMark[] {
    return this.marks
      .slice(0, countUpTo(this.marks, ms))
      .filter(({ ms: at, mark }) => stays(mark) || ms - at < FLEETING_MS);
  }

  /** When something happens next after a moment; null where nothing does. */
  nextBusy(ms: number): number | null {
    return this.busyMs[rank(this.busyMs.length, (index) => this.busyMs[index], ms)] ?? null;
  }

  private event(ms: number, bytes: Uint8Array): void {
    const fields = readFields(utf8.decode(bytes));
    if (!fields) return;
    const mark = readMark(fields);
    if (!mark) this.events.push({ ms, fields });
    else if (typeof fields.seat === 'number') this.marks.push({ ms, mark: { ...mark, seat: fields.seat } });
    if (mark && (mark.t === 'ink' || mark.t === 'box' || mark.t === 'arrow'))
      this.events.push({ ms, fields: { t: mark.t, seat: fields.seat } });
  }

  /** Whether the numbers of the frames go on without a gap or a new start. */
  private isOneRun(from: number, to: number): boolean {
    let due = this.pictures[from - 1]?.sequence ?? -1;
    for (const one of this.pictures.slice(from, to)) {
      if (one.kind === FRAME.start) return false;
      if (one.kind === FRAME.ops) {
        if (one.sequence !== due + 1) return false;
        due = one.sequence;
      } else if (one.sequence !== due) return false;
    }
    return true;
  }

  private bytes(from: number, to: number, isRun = false): Uint8Array[] {
    const part = this.pictures.slice(from, to);
    return (isRun ? part.filter((one) => one.kind === FRAME.ops) : part).map((one) => one.bytes);
  }
}

function stays(mark: SeatMark): boolean {
  return mark.t === 'box' || mark.t === 'arrow' || mark.t === 'clear' || (mark.t === 'ink' && !mark.fades);
}

/** How many of a rising list of `length` numbers are at or below a limit. */
function rank(length: number, at: (index: number) => number | undefined, limit: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at(middle) ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many are at or before a moment. */
function countUpTo(list: readonly { ms: number }[], ms: number): number {
  return rank(list.length, (index) => list[index]?.ms, ms);
}
