//! Which commands a few typed letters mean. Pure.

import type { LucideIcon } from 'lucide-react';

export interface Command {
  id: string;
  label: string;
  icon?: LucideIcon;
  /** The keys that do the same. */
  keys?: string;
  /** What it is, beside its label. */
  about?: string;
  /** More words to find it by. */
  search?: string;
  run: () => void;
}

const COMMANDS_SHOWN_MAX = 50;

/** Letters without accents and case, so that “andra” finds “Ändra”. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Every word typed must be somewhere in the command. Those whose label begins with it come first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const first = words[0] ?? '';
  return commands
    .filter((command) => {
      const text = plain(`${command.label} ${command.search ?? ''}`);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => Number(plain(b.label).startsWith(first)) - Number(plain(a.label).startsWith(first)))
    .slice(0, COMMANDS_SHOWN_MAX);
}
