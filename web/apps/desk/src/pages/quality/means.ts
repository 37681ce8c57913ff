//! Arithmetic of scorecards. Pure.

import type { Scorecard } from '../../api/shapes.ts';

const WEEK_MS = 7 * 86_400_000;
/** A Monday, from which weeks are counted. */
const FIRST_MONDAY_MS = Date.UTC(1970, 0, 5);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of one criterion over all scorecards that have it. */
export function meanOf(cards: readonly Scorecard[], criterion: string): number | null {
  return mean(cards.map((card) => card.scores[criterion]).filter((value) => value !== undefined));
}

/** The mean of one scorecard over its criteria. */
export const scoreOf = (card: Scorecard): number | null => mean(Object.values(card.scores));

/** The Monday of the week of a moment, as a day. */
export function weekOf(at: string): string {
  const since = new Date(at).getTime() - FIRST_MONDAY_MS;
  return new Date(FIRST_MONDAY_MS + Math.floor(since / WEEK_MS) * WEEK_MS).toISOString().slice(0, 10);
}

export interface Trend {
  weeks: string[];
  people: { name: string; values: (number | null)[] }[];
}

/** Means by person and week; those with the most scorecards first. A week without one is a gap, not a zero. */
export function trendOf(cards: readonly Scorecard[], peopleMax: number): Trend {
  const weeks = [...new Set(cards.map((card) => weekOf(card.at)))].sort();
  const byName = new Map<string, Scorecard[]>();
  for (const card of cards) byName.set(card.agent_name, [...(byName.get(card.agent_name) ?? []), card]);
  const most = [...byName].sort(([, a], [, b]) => b.length - a.length).slice(0, peopleMax);
  return {
    weeks,
    people: most.map(([name, own]) => ({
      name,
      values: weeks.map((week) =>
        mean(own.filter((card) => weekOf(card.at) === week).flatMap((card) => scoreOf(card) ?? [])),
      ),
    })),
  };
}
