//! Two texts, line by line: what stays, what goes, what comes. Pure.

export interface DiffLine {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Lines that stay around what changed; the others are left out. */
const AROUND = 3;
/** Larger texts are compared at their ends only. */
const CELLS_MAX = 4_000_000;

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The longest run of lines that both have, by the table of Wagner and Fischer. */
function between(before: readonly string[], after: readonly string[]): DiffLine[] {
  const [rows, columns] = [before.length, after.length];
  const gone = before.map((text): DiffLine => ({ kind: 'gone', text }));
  const come = after.map((text): DiffLine => ({ kind: 'new', text }));
  if (rows * columns > CELLS_MAX) return [...gone, ...come];
  const width = columns + 1;
  const longest = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      longest[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    const text = before[row] ?? '';
    if (text === after[column]) {
      lines.push({ kind: 'same', text });
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      lines.push({ kind: 'gone', text });
      row += 1;
    } else {
      lines.push({ kind: 'new', text: after[column] ?? '' });
      column += 1;
    }
  }
  return [...lines, ...gone.slice(row), ...come.slice(column)];
}

/** What changed from one text to the other, with a few lines around it; null stands for lines that are left out. */
export function changesOf(before: string, after: string): (DiffLine | null)[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end))
    end += 1;
  const same = (texts: string[]) => texts.map((text): DiffLine => ({ kind: 'same', text }));
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const all = [...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))];
  const shown: (DiffLine | null)[] = [];
  for (const [index, line] of all.entries()) {
    const near = all.slice(Math.max(0, index - AROUND), index + AROUND + 1);
    if (near.some(({ kind }) => kind !== 'same')) shown.push(line);
    else if (shown.at(-1) !== null) shown.push(null);
  }
  return shown;
}
