// What every view of the widget is given.

import type { Api } from '@ombud/client/api';
import type { Chat } from '@ombud/client/chat';
import type { Company } from '@ombud/client/contract';
import { ApiError } from '@ombud/client/problem';
import type { Identity } from './session.ts';
import type { Together } from './together.ts';
import type { Words } from './words.ts';

/** A place in the widget. `stop` is called when it is left. */
export interface View {
  title: string;
  element: HTMLElement;
  /** What gets the focus when the view is shown; the heading when absent. */
  focus?: HTMLElement;
  stop?: () => void;
}

export interface App {
  words: Words;
  api: Api;
  identity: Identity;
  company: Company;
  together: Together;
  /** Where the portal is. */
  portal: string;
  chat: () => Chat | undefined;
  /** Connects, signing a visitor in where nobody is. */
  needChat: () => Promise<Chat>;
  go: (view: (app: App) => View) => void;
  home: () => void;
  /** Says something to a screen reader, and shows it for a while. */
  tell: (text: string) => void;
}

/** What went wrong, in words for the person who uses it. */
export function wordsOfError(app: App, error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 401) return app.words('expired');
    if (error.isPassing) return app.words('unreachable');
  }
  return app.words('refused');
}

/** Runs something that may fail, with the button shut meanwhile; a failure is told. */
export async function attempt(
  app: App,
  shut: HTMLButtonElement | undefined,
  work: () => Promise<void>,
): Promise<void> {
  if (shut) shut.disabled = true;
  try {
    await work();
  } catch (error) {
    app.tell(wordsOfError(app, error));
  } finally {
    if (shut) shut.disabled = false;
  }
}
