// Which names of properties the build may shorten: those of our own classes that nothing outside of the script reads. A name
// that the browser has too, or that stands in a message, is kept.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./src/', import.meta.url));
const FOLDERS = ['capture', 'customer', 'wire'];
/** What stands in these is read by others: the server, the page, the next page of the session. */
const TOLD = [
  'customer/act.ts',
  'customer/dom.ts',
  'customer/messages.ts',
  'customer/rest.ts',
  'customer/tabs.ts',
  'customer/index.ts',
  'customer/words.ts',
  'capture/policy.ts',
  'wire/codes.ts',
];
const LIBRARIES = [
  'lib.dom.d.ts',
  'lib.dom.iterable.d.ts',
  'lib.es5.d.ts',
  'lib.es2015.core.d.ts',
  'lib.es2015.collection.d.ts',
  'lib.es2015.iterable.d.ts',
  'lib.es2015.promise.d.ts',
  'lib.es2017.object.d.ts',
  'lib.es2020.string.d.ts',
  'lib.es2022.array.d.ts',
  'lib.es2023.array.d.ts',
];
/** A private member of a class: nothing else reaches it, and never by a name that is made. */
const MEMBER = /\bprivate (?:readonly |async |get )*(\w+)/g;
const WORD = /\w+/g;
const COMMENT = /\/\*[^]*?\*\/|\/\/.*/g;

const LIBRARY_MEMBER = /^\s+(?:(?:readonly|get|set|declare|var|function) )*"?([\w-]+)"?[?(:<]/gm;

function found(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').replace(COMMENT, '').matchAll(pattern)].map((hit) => hit[1] ?? hit[0]),
  );
}

/** Matches the names that may be shortened. */
export function ownNames(): RegExp {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript'));
  const libraries = LIBRARIES.map((name) => join(typescript, name));
  const kept = new Set([
    ...found(libraries, LIBRARY_MEMBER),
    ...found(
      TOLD.map((name) => join(SOURCE, name)),
      WORD,
    ),
  ]);
  const names = new Set<string>();
  for (const folder of FOLDERS)
    for (const name of readdirSync(join(SOURCE, folder))) {
      if (!name.endsWith('.ts') || name.includes('.test.')) continue;
      const text = readFileSync(join(SOURCE, folder, name), 'utf8');
      for (const [, member] of text.matchAll(MEMBER)) if (member && !kept.has(member)) names.add(member);
    }
  return new RegExp(`^(?:${[...names].join('|')})$`);
}
