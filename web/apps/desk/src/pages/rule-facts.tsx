//! The facts of a dispute as the rules see them, in the reader's language where it has their words.

import type { Schema } from '@ombud/client';
import { Facts, useFormat } from '@ombud/ui';
import { useT, useWord, type DeskKey } from '../words/index.ts';
import { lackingText, numberOf, phraseKey } from './facts-read.ts';

/** The name of a fact with a capital, where it is newer than this build too. */
export function useRuleFactName(): (name: string) => string {
  const word = useWord();
  return (name) => {
    const words = word('rule_fact', name);
    return words.charAt(0).toUpperCase() + words.slice(1);
  };
}

/** What a fact is, in the reader's words. One that is newer than this build is said as it came. */
function usePhrase(): (phrase: string) => string {
  const t = useT();
  const format = useFormat();
  return (phrase) => {
    const number = numberOf(phrase);
    if (number !== undefined) return format.number(number);
    const id = `rule_text.${phraseKey(phrase)}`;
    const words = t(id as DeskKey);
    return words === id ? phrase : words;
  };
}

/** What would have to be otherwise for a rule to fire. */
export function useLacking(): (lacking: readonly Schema.LackingFact[]) => string {
  const nameOf = useRuleFactName();
  const said = usePhrase();
  return (lacking) => lackingText(lacking, nameOf, said);
}

export function RuleFacts({ facts }: { facts: readonly Schema.OutlookFact[] }) {
  const t = useT();
  const nameOf = useRuleFactName();
  const said = usePhrase();
  return (
    <Facts
      items={facts.map((fact) => [nameOf(fact.name), fact.known ? said(fact.text) : t('rules.unknown')])}
    />
  );
}
