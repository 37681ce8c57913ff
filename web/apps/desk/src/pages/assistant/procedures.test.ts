import { describe, expect, it } from 'vitest';
import { findingsOf, placed, withFiles } from './procedures.ts';

const PROCEDURE = 'name = "pause_payment"\nversion = 2\n\n[steps.choose]\nchoose = "order"\n';
const FILES = [
  { path: 'procedures/pause_payment/procedure.toml', text: PROCEDURE },
  { path: 'procedures/pause_payment/sv.toml', text: 'which = "Vilket?"\npaused = "Pausad"\n' },
];

describe('files of procedures', () => {
  it('are placed by their folder, or by the name that the procedure has inside', () => {
    const chosen = [
      { name: 'procedure.toml', folder: '', text: PROCEDURE },
      { name: 'sv.toml', folder: '', text: '' },
      { name: 'en.toml', folder: 'policy/assistant/texts/en.toml', text: '' },
      { name: 'other.toml', folder: '', text: '' },
    ];
    expect(placed(chosen).map((one) => one.path)).toEqual([
      'procedures/pause_payment/procedure.toml',
      'procedures/pause_payment/sv.toml',
      'texts/en.toml',
      'other.toml',
    ]);
  });
  it('replace those of the same path', () => {
    const all = withFiles(FILES, [{ path: 'procedures/pause_payment/sv.toml', text: 'new' }]);
    expect(all.map((one) => one.text)).toEqual([PROCEDURE, 'new']);
  });
  it.each([
    ['pause_payment: step `choose`: no way out', 'procedures/pause_payment/procedure.toml', 4],
    ['pause_payment: step `gone`: no way out', 'procedures/pause_payment/procedure.toml', undefined],
    ['pause_payment: text `paused` in sv: unknown', 'procedures/pause_payment/sv.toml', 2],
    ['pause_payment/sv.toml: TOML parse error at line 7, column 1', 'pause_payment/sv.toml', 7],
    ['pause_payment: nothing is said', 'procedures/pause_payment/procedure.toml', undefined],
    ['too many files', undefined, undefined],
  ])('are pointed into by findings: %s', (text, path, line) => {
    expect(findingsOf(text, FILES)[0]).toEqual({
      text,
      ...(path === undefined ? {} : { path }),
      ...(line === undefined ? {} : { line }),
    });
  });
  it('have one finding a line, with what is indented below it', () => {
    const detail = 'files: 2 problems:\na: step `b`: c\n  more of it\na: d';
    expect(findingsOf(detail, []).map((one) => one.text)).toEqual(['a: step `b`: c\n  more of it', 'a: d']);
  });
});
