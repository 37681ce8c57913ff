import { ApiError } from '@ombud/client';
import { formatters } from '@ombud/ui/format';
import { describe, expect, it } from 'vitest';
import en from '../../../../locales/en/desk.json';
import type { T } from './index.ts';
import { refusalOf } from './problem.ts';

const t = ((id: string, values: Record<string, string> = {}) =>
  Object.entries(values).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    (en as Record<string, string>)[id] ?? id,
  )) as T;
const refusal = (status: number, code: string, detail: string, field?: string) =>
  new ApiError({
    type: '',
    title: 'A title',
    status,
    code,
    detail,
    field,
    fix: 'mend the field that `field` names',
    request_id: '',
  });
const said = (error: unknown, currency?: string) => refusalOf(error, t, formatters('en'), currency);

describe('a refusal', () => {
  it.each([
    [
      refusal(
        422,
        'invalid_field',
        'field amount_minor: must be 1 to 65057, what is left; got 90000',
        'amount_minor',
      ),
      'The amount must be from £0.01 to £650.57.',
    ],
    [
      refusal(422, 'invalid_field', 'nothing is left of the order; got 1', 'amount_minor'),
      en['problem.nothing_left'],
    ],
    [refusal(422, 'invalid_field', 'must be a name', 'name'), en['problem.code.invalid_field']],
    [refusal(422, 'books_refuse', 'nothing is outstanding'), en['problem.code.books_refuse']],
    [refusal(403, 'forbidden', 'The role supervisor may not do user.manage.'), en['problem.code.forbidden']],
    [refusal(404, 'not_found', 'it does not exist'), en['problem.code.not_found']],
    [refusal(500, 'rules_incomplete', 'x'), en['problem.code.unavailable']],
    [new TypeError('x'), en['problem.unknown']],
  ])('is said without codes, fields or minor units: %s', (error, expected) => {
    expect(said(error, 'GBP')).toEqual({ text: expected });
  });
  it('keeps the server’s words where nothing better is known, but never its advice to programs', () => {
    expect(said(refusal(422, 'brand_new', 'the moon is full'))).toEqual({
      text: en['problem.unknown'],
      detail: 'the moon is full',
    });
  });
});
