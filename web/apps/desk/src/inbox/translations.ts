//! Translations by a machine: which language is foreign, what is known already, what to warn of. Pure.

import type { Schema } from '@ombud/client';

export type Translation = Schema.Translation;

const base = (language: string): string => language.split(/[-_]/)[0]?.toLowerCase() ?? '';

/** Whether somebody who reads one language needs a translation of the other. */
export const isForeign = (language: string | null | undefined, own: string): boolean =>
  typeof language === 'string' && language !== '' && base(language) !== base(own);

/** The newest translation of a message. */
export const ofMessage = (all: readonly Translation[], seq: number): Translation | undefined =>
  all.find((one) => one.message_seq === seq);

/** What is said beside a translation: nothing, that its words were not checked, or that it differs. */
export type Caution = 'none' | 'digits' | 'differs';
export function cautionOf(one: Translation): Caution {
  if (one.differs.length > 0) return 'differs';
  return one.checked === 'digits' ? 'digits' : 'none';
}

/** Words of one’s own with their translation: shown as long as the reply holds the one or the other. */
export interface Translated {
  of: string;
  source: string;
  translation: Translation;
}

export const isAbout = (one: Translated | null, conversation: string, written: string): one is Translated =>
  one !== null &&
  one.of === conversation &&
  (written.trim() === one.source || written.trim() === one.translation.text?.trim());
