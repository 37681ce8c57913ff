import { ApiError, problemOf } from '@ombud/client';
import { describe, expect, it } from 'vitest';
import en from '../../../../locales/en/merchant.json';
import type { Say } from '../app/words.ts';
import { failureText } from './failure.ts';

const words: Record<string, string> = en;
const say: Say = (key, values = {}) =>
  (words[key] ?? `no words: ${key}`).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
const told = (status: number, code: string, field?: string) =>
  failureText(new ApiError({ ...problemOf(status, code, 'field x: must be 1'), field }), say);

describe('what went wrong', () => {
  it.each([
    [422, 'file_refused', undefined, /file cannot be read/],
    [422, 'file_too_large', undefined, /7 MB/],
    [422, 'invalid_field', 'url', /address/],
    [422, 'invalid_field', 'proposal_minor', /amount/],
    [422, 'invalid_field', 'mystery', /entered/],
    [422, 'not_allowed', undefined, /rules/],
    [422, 'no_appeal', undefined, /appeal/],
    [409, 'user_exists', undefined, /already/],
    [409, 'deadline_passed', undefined, /deadline/],
    [409, 'wrong_state', undefined, /moved on/],
    [403, 'forbidden', undefined, /role/],
  ])('%i %s of %s is told as what it means', (status, code, field, meant) => {
    const text = told(status, code, field);
    expect(text).toMatch(meant);
    expect(text).not.toMatch(/must be|no words/);
    expect(text).not.toBe(en.failed);
  });

  it('has words for every kind', () => {
    const kinds = [0, 400, 401, 403, 404, 405, 413, 422, 429, 500].map((status) => told(status, 'x'));
    for (const text of kinds) expect(text).not.toMatch(/no words/);
  });
});
