//! The facts of a dispute as the rules see them, in the reader's language where it has their words.

import { Facts, useFormat } from '@ombud/ui';
import type { Outlook } from '../api/shapes.ts';
import { useT, useWord, type DeskKey } from '../words/index.ts';
import { numberOf, phraseKey } from './facts-read.ts';

/** The name of a fact with a capital, where it is newer than this build too. */
export function useRuleFactName(): (name: string) => string {
  const word = useWord();
  return (name) => {
    const words = word('rule_fact', name);
    return words.charAt(0).toUpperCase() + words.slice(1);
  };
}

export function RuleFacts({ facts }: { facts: Outlook['facts'] }) {
  const t = useT();
  const format = useFormat();
  const nameOf = useRuleFactName();
  const said = (phrase: string) => {
    const number = numberOf(phrase);
    if (number !== undefined) return format.number(number);
    const id = `rule_text.${phraseKey(phrase)}`;
    const words = t(id as DeskKey);
    return words === id ? phrase : words;
  };
  return (
    <Facts
      items={facts.map((fact) => [nameOf(fact.name), fact.known ? said(fact.text) : t('rules.unknown')])}
    />
  );
}
