import { expect, it } from 'vitest';
import { changesOf } from './lines.ts';

const signs = { same: ' ', gone: '-', new: '+' };
const said = (before: string, after: string): string[] =>
  changesOf(before, after).map((line) => (line ? signs[line.kind] + line.text : '…'));

it.each([
  ['a\n', 'a\n', ['…']],
  ['', 'a\nb\n', ['+a', '+b']],
  ['a\nb\n', '', ['-a', '-b']],
  ['v = 1\nx\n', 'v = 2\nx\ny\n', ['-v = 1', '+v = 2', ' x', '+y']],
  ['a\nb\nc\n', 'a\nc\n', [' a', '-b', ' c']],
  ['1\n2\n3\n4\n5\n6\n', '1\n2\n3\n4\n5\n6\n7\n', ['…', ' 4', ' 5', ' 6', '+7']],
])('%j and %j', (before, after, lines) => {
  expect(said(before, after)).toEqual(lines);
});

it('is the second text where what is gone is left out', () => {
  const before = Array.from({ length: 40 }, (_, at) => `line ${at % 7}`);
  const after = before.flatMap((line, at) =>
    at % 5 === 0 ? [] : at % 3 === 0 ? [line, `new ${at}`] : [line],
  );
  const lines = changesOf(before.join('\n'), after.join('\n'));
  expect(lines).not.toContain(null);
  const kept = lines.filter((line) => line?.kind !== 'gone').map((line) => line?.text);
  expect(kept).toEqual(after);
});
