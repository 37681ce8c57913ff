//! Every catalog says everything, with the same arguments, in every language. The desk's and the components' here; the others
//! are held to the same as soon as their files stand beside them.
import { parse } from '@messageformat/parser';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BINDINGS } from '../apps/desk/src/keys/bindings.ts';
import { SENTENCE_KINDS } from '../apps/desk/src/inbox/sentences.ts';

const here = new URL('./', import.meta.url);
const languages = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const appsOf = (language: string): string[] =>
  readdirSync(new URL(`${language}/`, here))
    .filter((name) => name.endsWith('.json'))
    .sort();
const read = (language: string, app: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`${language}/${app}`, here), 'utf8')) as Record<string, string>;

type Token = ReturnType<typeof parse>[number];

/** The names of a message's arguments, also inside plurals. A language without a plural here may do without one. */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  const walk = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'content' || token.type === 'octothorpe') continue;
      found.add(token.arg);
      if ('cases' in token) for (const one of token.cases) walk(one.tokens);
    }
  };
  walk(parse(message));
  return [...found].sort();
}

describe.each(appsOf('en'))('%s', (app) => {
  const english = read('en', app);
  it.each(languages.filter((language) => language !== 'en'))('is whole in %s', (language) => {
    const other = read(language, app);
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
    for (const [key, message] of Object.entries(english)) {
      expect(argumentsOf(other[key] ?? ''), `${language}: ${key}`).toEqual(argumentsOf(message));
      expect((other[key] ?? '').trim(), `${language}: ${key}`).not.toBe('');
    }
  });
});

describe('desk.json', () => {
  const english = read('en', 'desk.json');
  it('has a word for every command of the keyboard', () => {
    for (const { command } of BINDINGS) expect(english[`command.${command}`], command).toBeTruthy();
  });
  it('has a sentence for every kind of event', () => {
    for (const kind of SENTENCE_KINDS) {
      const group =
        kind === 'human_requested' ? 'event.human' : kind === 'linked' ? 'event.linked' : `event.${kind}`;
      expect(
        Object.keys(english).some((key) => key.startsWith(group)),
        kind,
      ).toBe(true);
    }
  });
});
