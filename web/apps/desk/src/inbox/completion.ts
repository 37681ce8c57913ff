//! What one is about to complete while writing. Pure.

import type { Mode } from './draft.ts';

export interface Completion {
  kind: 'macro' | 'mention';
  typed: string;
  /** The part of the text that the choice replaces. */
  from: number;
  to: number;
}

/** What is being completed at the caret, if anything: “/…” at the start of a line, “@…” in a note after a space. */
export function completionAt(text: string, caret: number, mode: Mode): Completion | null {
  const upTo = text.slice(0, caret);
  const macro = /(?:^|\n)\/([\p{L}\p{N} _-]{0,40})$/u.exec(upTo);
  if (macro)
    return { kind: 'macro', typed: macro[1] ?? '', from: caret - (macro[1]?.length ?? 0) - 1, to: caret };
  const mention = mode === 'note' ? /(?:^|\s)@([\p{L}\p{N}_-]{0,40})$/u.exec(upTo) : null;
  if (mention)
    return {
      kind: 'mention',
      typed: mention[1] ?? '',
      from: caret - (mention[1]?.length ?? 0) - 1,
      to: caret,
    };
  return null;
}

/** Whom a note calls: whoever was chosen under a name, or else everybody who has it. */
export function mentionsOf(
  note: string,
  colleagues: readonly { id: string; name: string }[],
  chosen: ReadonlyMap<string, string>,
): string[] {
  return colleagues
    .filter((user) => note.includes(`@${user.name}`) && (chosen.get(user.name) ?? user.id) === user.id)
    .map((user) => user.id);
}
