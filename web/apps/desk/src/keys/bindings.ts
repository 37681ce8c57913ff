//! The keyboard: which keys mean which command. Pure, so that a test can hold it against the bindings agents know.

export type CommandName =
  | 'palette'
  | 'help'
  | 'next'
  | 'previous'
  | 'resolve'
  | 'resolve_next'
  | 'reply'
  | 'note'
  | 'snooze'
  | 'side_panel'
  | 'send'
  | 'suggestion'
  | 'actions'
  | 'hand_over'
  | 'sources'
  | 'take_floor'
  | 'search';

export interface Binding {
  command: CommandName;
  /** Physical key, so that Alt+E is Alt+E also where Alt types another letter. */
  code?: string;
  /** The character typed, for keys that a layout moves about. */
  key?: string;
  mod?: boolean;
  alt?: boolean;
  /** Works while one writes. Others wait until the writing is left. */
  inFields?: boolean;
  shown: string;
}

/** Chatwoot's bindings where it has one; single letters of our own beside them. */
export const BINDINGS: readonly Binding[] = [
  { command: 'palette', code: 'KeyK', mod: true, inFields: true, shown: 'Ctrl K' },
  { command: 'help', key: '/', mod: true, inFields: true, shown: 'Ctrl /' },
  { command: 'help', key: '?', shown: '?' },
  { command: 'next', code: 'KeyJ', alt: true, inFields: true, shown: 'Alt J' },
  { command: 'previous', code: 'KeyK', alt: true, inFields: true, shown: 'Alt K' },
  { command: 'resolve', code: 'KeyE', alt: true, inFields: true, shown: 'Alt E' },
  { command: 'resolve_next', code: 'KeyE', alt: true, mod: true, inFields: true, shown: 'Ctrl Alt E' },
  { command: 'reply', code: 'KeyL', alt: true, inFields: true, shown: 'Alt L' },
  { command: 'note', code: 'KeyP', alt: true, inFields: true, shown: 'Alt P' },
  { command: 'snooze', code: 'KeyM', alt: true, inFields: true, shown: 'Alt M' },
  { command: 'side_panel', code: 'KeyO', alt: true, inFields: true, shown: 'Alt O' },
  { command: 'send', key: 'Enter', mod: true, inFields: true, shown: 'Ctrl ↵' },
  { command: 'suggestion', code: 'KeyI', alt: true, inFields: true, shown: 'Alt I' },
  { command: 'actions', code: 'KeyA', shown: 'A' },
  { command: 'hand_over', code: 'KeyH', shown: 'H' },
  { command: 'sources', code: 'KeyS', shown: 'S' },
  { command: 'take_floor', code: 'KeyT', shown: 'T' },
  { command: 'search', key: '/', shown: '/' },
];

export interface Stroke {
  code: string;
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing?: boolean;
}

/** The command of a stroke. `writing`: focus is where letters are typed. */
export function commandOf(stroke: Stroke, writing: boolean): CommandName | undefined {
  if (stroke.isComposing) return undefined;
  const mod = stroke.ctrlKey || stroke.metaKey;
  // AltGr arrives as Ctrl+Alt and types characters; only the letter of a chord that has both may pass.
  const found = BINDINGS.find(
    (binding) =>
      (binding.code === undefined || binding.code === stroke.code) &&
      (binding.key === undefined || binding.key === stroke.key) &&
      Boolean(binding.mod) === mod &&
      Boolean(binding.alt) === stroke.altKey &&
      (Boolean(binding.inFields) || !writing),
  );
  return found?.command;
}

/** The keys of a command, as one reads them. On a Mac, ⌘ and ⌥; `control` is what the key is called here. */
export function keysOf(command: CommandName, isMac: boolean, control = 'Ctrl'): string | undefined {
  const shown = BINDINGS.find((binding) => binding.command === command)?.shown;
  return isMac ? shown?.replace('Ctrl', '⌘').replace('Alt', '⌥') : shown?.replace('Ctrl', control);
}
