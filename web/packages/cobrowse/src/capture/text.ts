//! Texts: of a redacted one only how many lines it takes, and about how wide they are; of a released one what each line
//! says, and where it stands.

import { UNITS_PER_PX } from '../wire/index.ts';

/** A line of a released text, its place in the page in CSS pixels. */
export interface Line {
  left: number;
  top: number;
  width: number;
  height: number;
  text: string;
}

/** Widths of redacted texts are told in steps of about four characters, so that their length is not. */
const BUCKET_CHARACTERS = 4;
/** An average character of the Latin alphabet beside the height of its line. */
const CHARACTER_PER_LINE = 0.42;
const LINES_MAX = 500;
const LINE_CHARACTERS_MAX = 2_000;

/** A width in units, rounded up to the step that a line of this height has. */
export function bucket(width: number, lineHeight: number): number {
  const step = Math.max(UNITS_PER_PX, Math.round(BUCKET_CHARACTERS * CHARACTER_PER_LINE * lineHeight));
  return Math.ceil(width / step) * step;
}

/** The boxes of a text's lines: several boxes of one line are one. */
export function linesOf(range: Range, text: Text): DOMRect[] {
  range.selectNodeContents(text);
  const rects = range.getClientRects();
  if (rects.length === 1) return rects[0]?.width ? [rects[0]] : [];
  const lines: DOMRect[] = [];
  for (const rect of rects) {
    if (rect.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.top - rect.top) < last.height / 2) {
      const right = Math.max(last.right, rect.right);
      const left = Math.min(last.left, rect.left);
      lines[lines.length - 1] = new DOMRect(left, last.top, right - left, last.height);
    } else if (lines.length < LINES_MAX) {
      lines.push(rect);
    }
  }
  return lines;
}

/** What each line of a released text says. */
export function readLines(range: Range, text: Text, keepsSpaces: boolean): Line[] {
  const boxes = linesOf(range, text);
  const data = text.data;
  let from = 0;
  return boxes.map((box, at) => {
    const next = boxes[at + 1];
    const to = next ? lineEnd(range, text, from, next) : data.length;
    const told = keepsSpaces ? data.slice(from, to).replace(/[\r\n]+/g, '') : words(range, text, from, to);
    from = to;
    const { left, top, width, height } = box;
    return { left, top, width, height, text: told.slice(0, LINE_CHARACTERS_MAX) };
  });
}

/** What a line says where spaces are drawn as one, and where it begins or ends perhaps as none. */
function words(range: Range, text: Text, from: number, to: number): string {
  const part = text.data.slice(from, to);
  const told = part.trim().replace(/\s+/g, ' ');
  const start = part.length - part.trimStart().length;
  const end = part.trimEnd().length;
  const isDrawn = (low: number, high: number): boolean => {
    if (low === high) return false;
    range.setStart(text, from + low);
    range.setEnd(text, from + high);
    return range.getBoundingClientRect().width > 0;
  };
  return `${isDrawn(0, start) ? ' ' : ''}${told}${isDrawn(end, part.length) ? ' ' : ''}`;
}

/** Where the line before `next` ends: the first character that stands as low as `next`. By halving. */
function lineEnd(range: Range, text: Text, from: number, next: DOMRect): number {
  let low = from;
  let high = text.data.length;
  const limit = next.top + next.height / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    range.setStart(text, middle);
    range.setEnd(text, Math.min(middle + 1, text.data.length));
    const rects = range.getClientRects();
    const rect = rects[rects.length - 1];
    const isBelow = rect ? rect.bottom > limit : false;
    if (isBelow || (!rect && isAfter(range, text, middle, limit))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A space at the end of a line has no box of its own: what comes next tells. */
function isAfter(range: Range, text: Text, at: number, limit: number): boolean {
  for (let ahead = at + 1; ahead < Math.min(text.data.length, at + 40); ahead += 1) {
    range.setStart(text, ahead);
    range.setEnd(text, ahead + 1);
    const rect = range.getClientRects()[0];
    if (rect) return rect.bottom > limit;
  }
  return false;
}
