//! The code that a customer reads out. Pure.

export const CODE_DIGITS = 6;

/** The digits of what was typed or pasted, at most six: `12 34-56` is `123456`. */
export function codeOf(text: string): string {
  return text.replace(/[^0-9]/g, '').slice(0, CODE_DIGITS);
}

export const isWhole = (code: string): boolean => code.length === CODE_DIGITS;

/** Codes are read in two halves. */
export function halves(code: string): string {
  const [first, second] = [code.slice(0, CODE_DIGITS / 2), code.slice(CODE_DIGITS / 2)];
  return second === '' ? first : `${first} ${second}`;
}

/** What a refused code means, by the status of the answer; null for what has nothing to do with the code. */
export function refusalOf(status: number): 'wrong' | 'tries' | null {
  if (status === 429) return 'tries';
  return status === 404 || status === 409 || status === 410 || status === 422 ? 'wrong' : null;
}

/** The address of a seat's socket, which may be a path of this server. */
export function socketAt(given: string, page: string): string {
  const address = new URL(given, page);
  if (address.protocol === 'http:') address.protocol = 'ws:';
  if (address.protocol === 'https:') address.protocol = 'wss:';
  return address.href;
}
