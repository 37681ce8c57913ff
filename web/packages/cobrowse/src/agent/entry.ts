//! In the frame of an in-house tool: a seat for whoever the tool vouches for, by a session or by the code that the customer
//! reads out.

import { button, h, icon } from './dom.ts';
import { type Place } from './link.ts';
import { type Words } from './words.ts';

const SEATS = '/v1/cobrowse/seats';
const DIGITS = 6;

/** How a session is found. */
export type Way = { code: string } | { session_id: string };

/** The server said no: HTTP's status. */
export class RefusedSeat extends Error {
  constructor(readonly status: number) {
    super(`the server refused the seat: ${status}`);
  }
}

export interface Seat extends Place {
  session: string;
}

/** Takes a seat with a signed token. Throws `RefusedSeat`, or what `fetch` throws without a connection. */
export async function takeSeat(jwt: string, way: Way, socketOf: (given: unknown) => string): Promise<Seat> {
  const answer = await fetch(SEATS, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: jwt, ...way }),
  });
  if (!answer.ok) throw new RefusedSeat(answer.status);
  const { id, token, socket } = (await answer.json()) as { id: string; token: string; socket: string };
  return { session: id, token, socket: socketOf(socket) };
}

/** What a refusal means to the agent. */
export function wordsOfRefusal(words: Words, error: unknown): string {
  const status = error instanceof RefusedSeat ? error.status : 0;
  if (status === 429) return words('codeTries');
  if (status === 401 || status === 403) return words('codeRefused');
  if (status === 404 || status === 409 || status === 422) return words('codeWrong');
  return words('codeFailed');
}

/** Where the code is entered. `join` settles when the seat is taken, and throws where it is refused. */
export function codeEntry(words: Words, join: (code: string) => Promise<void>): HTMLElement {
  const field = h('input', {
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: DIGITS + 1,
    'aria-label': words('code'),
    'aria-describedby': 'said',
  });
  const said = h('p', { id: 'said', role: 'alert' });
  const enter = button(words('codeJoin'), () => void submit(), { class: 'b main' });
  const submit = async (): Promise<void> => {
    const code = field.value.replace(/\D/g, '');
    if (code.length !== DIGITS || enter.disabled) return field.focus();
    enter.disabled = true;
    said.textContent = '';
    try {
      await join(code);
    } catch (error) {
      said.textContent = wordsOfRefusal(words, error);
      field.select();
    } finally {
      enter.disabled = false;
    }
  };
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') void submit();
  });
  return h(
    'div',
    { class: 'card entry' },
    icon('shield'),
    h('h2', {}, words('codeTitle')),
    h('p', {}, words('codeText')),
    field,
    enter,
    said,
  );
}
