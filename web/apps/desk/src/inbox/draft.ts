//! What somebody has written and not sent. Kept in this browser for each conversation, so that neither a reload nor losing
//! the race for a conversation loses it.

const PREFIX = 'ombud.draft.';
const DRAFTS_MAX = 200;

export type Mode = 'reply' | 'note';

const keyOf = (conversation: string, mode: Mode): string => `${PREFIX}${conversation}.${mode}`;

export function readDraft(storage: Storage, conversation: string, mode: Mode): string {
  try {
    return storage.getItem(keyOf(conversation, mode)) ?? '';
  } catch {
    return '';
  }
}

export function keepDraft(storage: Storage, conversation: string, mode: Mode, text: string): void {
  try {
    if (text === '') storage.removeItem(keyOf(conversation, mode));
    else storage.setItem(keyOf(conversation, mode), text);
    forgetOldest(storage);
  } catch {
    // A full or forbidden storage: the draft lives as long as the page.
  }
}

function forgetOldest(storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key) =>
    key?.startsWith(PREFIX),
  );
  for (const key of keys.slice(0, Math.max(0, keys.length - DRAFTS_MAX))) if (key) storage.removeItem(key);
}

/** Puts the values of a conversation into a macro. A name that is not known stays as it was written, to be seen. */
export function fillMacro(text: string, values: Record<string, string | null | undefined>): string {
  return text.replace(/\{\{\s*([a-z_.]+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);
}
