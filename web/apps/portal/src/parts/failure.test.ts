import { ApiError, problemOf } from '@ombud/client';
import { describe, expect, it } from 'vitest';
import en from '../../../../locales/en/portal.json';
import type { Say } from '../app/words.ts';
import { failureText } from './failure.ts';

const words: Record<string, string> = en;
const say: Say = (key, values = {}) =>
  (words[key] ?? `no words: ${key}`).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
const told = (status: number, code: string, field?: string) =>
  failureText(new ApiError({ ...problemOf(status, code, 'field x: must be 1'), field }), say);

describe('what went wrong', () => {
  it.each([
    [409, 'no_instrument', /no card or account/i],
    [409, 'payment_declined', /declined/],
    [409, 'payment_pending', /on its way/],
    [409, 'plan_in_dispute', /case/],
    [409, 'plan_paused', /on hold/],
    [409, 'plan_in_hardship', /person/],
    [409, 'plan_closed', /nothing left/i],
    [409, 'wrong_state', /Load the page again/],
    [404, 'not_found', /not found/],
    [422, 'file_refused', /file cannot be read/],
    [422, 'not_allowed', /not possible/],
  ])('%i %s is told as what it means', (status, code, meant) => {
    const text = told(status, code);
    expect(text).toMatch(meant);
    expect(text).not.toMatch(/must be|no words/);
  });

  it('names what was entered wrongly', () => {
    expect(told(422, 'invalid_field', 'statement.merchant_contacted_at')).toContain(en['field.date']);
    expect(told(422, 'invalid_field', 'mystery')).toBe(en['failed.input']);
  });

  it('has words for every kind, and changed means only what changed', () => {
    const kinds = [0, 400, 401, 403, 404, 405, 413, 422, 429, 500].map((status) => told(status, 'x'));
    for (const text of kinds) expect(text).not.toMatch(/no words|meantime/);
  });
});
