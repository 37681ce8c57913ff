//! What a criterion asks, in the reader's language: those that ship have words, a company's own are shown as written.

import { useT, type DeskKey } from '../../words/index.ts';

export function useCriterion(): (id: string, text?: string) => string {
  const t = useT();
  return (id, text) => {
    const key = `recording_criterion.${id}`;
    const word = t(key as DeskKey);
    return word === key ? (text ?? id) : word;
  };
}
