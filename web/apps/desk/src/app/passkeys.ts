//! Passkeys: WebAuthn options arrive as JSON and credentials leave as JSON; the browser does the rest.

type Json = Record<string, unknown>;

interface JsonCredential {
  toJSON(): Json;
}

/** Whether this browser can read and write WebAuthn as JSON. */
export function passkeysWork(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

function publicKeyOf(options: object): object {
  return 'publicKey' in options && typeof options.publicKey === 'object' && options.publicKey
    ? options.publicKey
    : options;
}

/** Asks for a passkey that exists. Throws a `DOMException` when the person says no. */
export async function getPasskey(options: object): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    publicKeyOf(options) as PublicKeyCredentialRequestOptionsJSON,
  );
  const credential = await navigator.credentials.get({ publicKey });
  if (!credential) throw new DOMException('no passkey was chosen', 'NotAllowedError');
  return (credential as unknown as JsonCredential).toJSON();
}

/** Makes a new passkey. */
export async function createPasskey(options: object): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    publicKeyOf(options) as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = await navigator.credentials.create({ publicKey });
  if (!credential) throw new DOMException('no passkey was made', 'NotAllowedError');
  return (credential as unknown as JsonCredential).toJSON();
}
