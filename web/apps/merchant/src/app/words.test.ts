import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import de from '../../../../locales/de/merchant.json';
import en from '../../../../locales/en/merchant.json';
import es from '../../../../locales/es/merchant.json';
import sv from '../../../../locales/sv/merchant.json';

const holes = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort();
const SOURCE = new URL('..', import.meta.url).pathname;
/** Says what was refused, in the words of the page. */
const REFUSALS = new URL('../../../../packages/client/src/refusal.ts', import.meta.url).pathname;
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );

describe('the words', () => {
  it.each(Object.entries({ de, es, sv }))('%s has each message, with the same values in it', (_, catalog) => {
    expect(Object.keys(catalog)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(en)) {
      expect([key, holes(catalog[key as keyof typeof en])]).toEqual([key, holes(text)]);
    }
  });

  it.each(Object.entries({ de, en, es, sv }))('%s can be read by the formatter', (_, catalog) => {
    for (const text of Object.values(catalog)) expect(() => compileMessage(text)).not.toThrow();
  });

  it('are each used: a message that nothing says is taken out', () => {
    const code = [...files(SOURCE), REFUSALS].map((file) => readFileSync(file, 'utf8')).join('\n');
    // `reason.${id}` and the like say any message that begins so.
    const begun = [...code.matchAll(/`([a-z][\w.]*\.)\$\{/gi)].map((match) => match[1] ?? '');
    const unused = Object.keys(en).filter(
      (key) => !code.includes(`'${key}'`) && !begun.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });
});
