//! The hand-off brief as the assistant wrote it into the thread, for where it was not asked for apart.

import type { ConversationEvent } from '@ombud/client';
import type { Brief } from '../api/shapes.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Why our own assistant hands over: codes, which the server's brief puts into words. */
const CODES = new Set(['asked', 'procedure', 'not_understood', 'failed', 'mode']);
const isCode = (text: string): boolean => CODES.has(text) || /^[a-z]+(_[a-z]+)+$/.test(text);
const isWords = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && !isCode(value);

/** The newest brief of a thread. What it lacks is left empty; a brief without a reason is none. */
export function briefOf(events: readonly ConversationEvent[]): Brief | null {
  const event = events.findLast((one) => one.kind === 'handed_over');
  const value = event?.body.brief as (Partial<Brief> & { summary?: string; done?: string[] }) | undefined;
  // An assistant says it in the words of the API's description: `summary` and `done`. Ours says it beside its code.
  const own = [value?.why, value?.summary].find(isWords);
  const why = own ?? [event?.body.why].find(isWords);
  if (!value || why === undefined) return null;
  return {
    ...value,
    why,
    summary: own,
    ai_did: texts(value.ai_did ?? value.done),
    promised: Array.isArray(value.promised)
      ? value.promised.map((one) => (typeof one === 'string' ? { text: one } : one))
      : [],
    support_needs: texts(value.support_needs),
    sources: Array.isArray(value.sources) ? value.sources : [],
  };
}

/** What was put together from the log, with what the assistant added in its own words. */
export function together(made: Brief | null | undefined, own: Brief | null): Brief | null {
  if (!made || !own) return made ?? own;
  const known = new Set([...made.ai_did, ...made.promised.map((one) => one.text)]);
  const refs = new Set(made.sources.map((source) => source.ref));
  return {
    ...made,
    ...(own.summary === undefined || own.summary === made.why ? {} : { summary: own.summary }),
    mood: own.mood ?? made.mood ?? null,
    ai_did: [...made.ai_did, ...own.ai_did.filter((text) => !known.has(text))],
    promised: [...made.promised, ...own.promised.filter((one) => !known.has(one.text))],
    sources: [...made.sources, ...own.sources.filter((source) => !refs.has(source.ref))],
  };
}

/** Deadlines that are shown; an older server tells the nearest alone. */
const DEADLINES_MAX = 3;
export function deadlinesOf(brief: Brief): { at: string; what: string }[] {
  const nearest = brief.deadline ? [brief.deadline] : [];
  return (brief.deadlines?.length ? brief.deadlines : nearest).slice(0, DEADLINES_MAX);
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const NUMBER = /^\d+$/;

/** A source as one reads it: by its name, or by what it is and its number. Ids that nobody knows by heart are left out. */
export function sourceWords(
  { label, ref }: Pick<Brief['sources'][number], 'label' | 'ref'>,
  kind: string,
): { text: string; ref?: string } {
  const isNamed = label !== '' && !UUID.test(label) && !NUMBER.test(label);
  const text = isNamed ? label : NUMBER.test(label) ? `${kind} ${label}` : kind;
  const isTold = UUID.test(ref) || NUMBER.test(ref) || text.includes(ref);
  return isTold ? { text } : { text, ref };
}

/** The sources, each once as it is read. */
export function sourcesOf(
  sources: Brief['sources'],
  word: (kind: string) => string,
): { id: string; text: string; ref?: string }[] {
  const told = sources.map((source) => ({ id: source.ref, ...sourceWords(source, word(source.kind)) }));
  return told.filter((one, at) => told.findIndex((other) => other.text === one.text) === at);
}

/** A reason for the reader: the name of the rule behind it, such as `(en/hardship)`, is for who keeps the rules. */
export const reasonWords = (because: string): string => because.replace(/\s*\([a-z]{2}\/[a-z_]+\)$/, '');
