import { describe, expect, it } from 'vitest';
import { ApiError, problemOf } from './problem.ts';
import { refusalOf, refusedField, type RefusalKind, type RefusedField } from './refusal.ts';

const refused = (status: number, code: string, field?: string) =>
  new ApiError({ ...problemOf(status, code, 'field x: must be 1 to 65057'), ...(field ? { field } : {}) });

describe('a refusal', () => {
  it.each<[number, string, string | undefined, RefusalKind]>([
    [0, 'unreachable', undefined, 'unreachable'],
    [503, 'overloaded', undefined, 'unreachable'],
    [401, 'unauthenticated', undefined, 'signedOut'],
    [429, 'too_many_attempts', undefined, 'tooOften'],
    [403, 'forbidden', undefined, 'forbidden'],
    [404, 'not_found', undefined, 'missing'],
    [404, 'no_such_path', undefined, 'absent'],
    [405, 'method_not_allowed', undefined, 'absent'],
    [409, 'wrong_state', undefined, 'changed'],
    [413, 'too_large', undefined, 'fileLarge'],
    [422, 'file_too_large', undefined, 'fileLarge'],
    [422, 'file_refused', undefined, 'file'],
    [422, 'invalid_field', 'evidence[0].file.content_base64', 'file'],
    [422, 'invalid_field', 'proposal_minor', 'input'],
    [400, 'invalid_body', 'url', 'input'],
    [422, 'not_allowed', undefined, 'rules'],
    [422, 'nothing_left', undefined, 'rules'],
    [500, 'internal', undefined, 'failed'],
  ])('%i %s of %s is %s', (status, code, field, kind) => {
    expect(refusalOf(refused(status, code, field))).toBe(kind);
  });

  it('of another kind has simply failed', () => expect(refusalOf(new TypeError('x'))).toBe('failed'));

  it.each<[string | undefined, RefusedField | undefined]>([
    ['proposal_minor', 'amount'],
    ['statement.merchant_contacted_at', 'date'],
    ['notification_recipients[2]', 'email'],
    ['evidence[0].file.name', 'name'],
    ['auto_accept_below_minor', 'amount'],
    ['url', 'url'],
    ['cursor', undefined],
    [undefined, undefined],
  ])('of the field %s is told as %s', (field, told) => {
    expect(refusedField(refused(422, 'invalid_field', field))).toBe(told);
  });
});
