//! What of the site agents may see by its hash: the manifest that the site's build made.

/** SHA-256 by whole address. Empty until the manifest has come: the capture asks again now and then. */
export const files: Record<string, string> = {};

let asked = '';

/** Reads a manifest. Without it, its pictures and fonts are not told, and nothing else is different. */
export async function learn(address: string): Promise<void> {
  if (asked === address) return;
  asked = address;
  try {
    const from = new URL(address, location.href);
    const answer = await fetch(from, { credentials: 'omit' });
    const read = (await answer.json()) as { files: Record<string, string> };
    for (const [path, sha256] of Object.entries(read.files)) files[new URL(path, from).href] = sha256;
  } catch {
    // The page goes on without.
  }
}
