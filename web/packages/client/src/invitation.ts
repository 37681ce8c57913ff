// The link of an invitation to look at a page together, as it stands in a message.

/** What its fragment begins with. */
export const INVITATION = 'ombud-cobrowse';
const LINK = new RegExp(`https?://[^\\s#]+#${INVITATION}=([\\w.%-]+)`);

/** A message around the link in it. */
export interface Invitation {
  before: string;
  url: string;
  token: string;
  after: string;
}

/** The first link of an invitation in a text. */
export function invitationIn(text: string): Invitation | undefined {
  const found = LINK.exec(text);
  if (!found?.[1]) return undefined;
  const end = found.index + found[0].length;
  const token = decodeURIComponent(found[1]);
  return { before: text.slice(0, found.index), url: found[0], token, after: text.slice(end) };
}
