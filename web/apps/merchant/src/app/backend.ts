// The one API client of the page. The session is a cookie; a 401 anywhere shows the sign-in.

import { Api } from '@ombud/client';

const signedOut = new Set<() => void>();
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export const api = new Api({ onSignedOut: () => signedOut.forEach((listener) => listener()) });
