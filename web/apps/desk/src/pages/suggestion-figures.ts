//! Which figures of suggestions are drawn. Pure.

import type { Schema } from '@ombud/client';

export type SuggestionFigure = Schema.SuggestionFigure;

/** More stand in the table than a chart can name. */
const DRAWN_MAX = 16;

/** Those that were shown most, by kind, so that each kind stands together. */
export const drawnOf = (all: readonly SuggestionFigure[]): SuggestionFigure[] =>
  [...all]
    .sort((a, b) => b.shown - a.shown)
    .slice(0, DRAWN_MAX)
    .sort((a, b) => a.kind.localeCompare(b.kind) || b.shown - a.shown);
