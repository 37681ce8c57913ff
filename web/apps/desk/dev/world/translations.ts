//! What the made-up desk's language model translates.

import type { Schema } from '@ombud/client';

type Asked = { what: 'message'; seq: number } | { what: 'draft'; text: string };

const known = new Map<string, Schema.Translation[]>();

export const translationsOf = (conversation: string): Schema.Translation[] => known.get(conversation) ?? [];

/** Every message is the same one; words with an amount come back with another, and are refused. */
export function translate(conversation: string, asked: Asked): Schema.Translation {
  if (asked.what === 'draft') {
    const made = { from: 'en', to: 'de', checked: 'all' as const, model: 'local' };
    return asked.text.includes('£')
      ? { ...made, differs: ['number'] }
      : { ...made, differs: [], text: 'Guten Tag, ich sehe gleich nach.' };
  }
  const made: Schema.Translation = {
    message_seq: asked.seq,
    text: 'Thank you, I am waiting for your message.',
    from: 'de',
    to: 'en',
    differs: [],
    checked: 'all',
    model: 'local',
  };
  known.set(conversation, [made, ...translationsOf(conversation)]);
  return made;
}
