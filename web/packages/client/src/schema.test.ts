import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generate, TARGET } from '../scripts/generate.mjs';

it('the types are those of openapi.json (run `npm run generate` in packages/client)', async () => {
  expect((await readFile(TARGET, 'utf8')) === (await generate())).toBe(true);
}, 30_000);
