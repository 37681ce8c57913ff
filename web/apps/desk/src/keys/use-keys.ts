//! Listens to the keyboard once for the page, and hands commands to whatever part of it answers them now.

import { useEffect, useRef } from 'react';
import { commandOf, keysOf, type CommandName } from './bindings.ts';

type Handlers = Partial<Record<CommandName, () => void>>;

/** Parts that answer, the one shown last first. */
const answering: { current: Handlers }[] = [];

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))
  );
}

/** Inside a dialog or menu its own keys rule; only what also works in fields passes, and not through a modal. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null
  );
}

function onKey(event: KeyboardEvent): void {
  const command = commandOf(event, isWriting(event.target));
  if (!command || isElsewhere(event.target)) return;
  const handler = [...answering].reverse().find((handlers) => handlers.current[command])?.current[command];
  if (!handler) return;
  event.preventDefault();
  handler();
}

/** Runs a command as if its keys had been pressed. */
export function runCommand(command: CommandName): void {
  [...answering]
    .reverse()
    .find((handlers) => handlers.current[command])
    ?.current[command]?.();
}

/** Answers commands while the component is on the page. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (answering.length === 0) document.addEventListener('keydown', onKey);
    answering.push(latest);
    return () => {
      answering.splice(answering.indexOf(latest), 1);
      if (answering.length === 0) document.removeEventListener('keydown', onKey);
    };
  }, []);
}

export const IS_MAC = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);
/** The keys of a command on this machine. */
export const keys = (command: CommandName): string | undefined =>
  keysOf(command, IS_MAC, document.documentElement.lang === 'de' ? 'Strg' : 'Ctrl');
