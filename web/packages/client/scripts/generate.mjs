// Makes src/schema.ts from the repository's openapi.json. `npm run generate` writes it; a test makes it
// again and compares, so that a changed API cannot leave the client behind.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const SPEC = new URL('../../../../openapi.json', import.meta.url);
export const TARGET = fileURLToPath(new URL('../src/schema.ts', import.meta.url));

const HEADER = `/* eslint-disable */
// Made by \`npm run generate\` from openapi.json. Do not edit.

`;

export async function generate() {
  const spec = JSON.parse(await readFile(SPEC, 'utf8'));
  const nodes = await openapiTS(spec, {
    exportType: true,
    // A default is filled in by the server: whoever sends may leave the field out.
    defaultNonNullable: false,
    // `type: object` and no more: anything may be in it, not nothing.
    emptyObjectsUnknown: true,
  });
  return HEADER + astToString(nodes) + aliases(Object.keys(spec.components.schemas));
}

/** `Dispute` instead of `components['schemas']['Dispute']`. `Record` is a type of the language. */
function aliases(names) {
  return names
    .map(
      (name) =>
        `export type ${name === 'Record' ? 'FeedRecord' : name} = components['schemas']['${name}'];\n`,
    )
    .join('');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(TARGET, await generate());
}
