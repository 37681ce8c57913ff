// What a refusal means for the person in front of a page. Pages have words for each kind; none shows a code, or the
// `detail`, which is written for whoever programs against the API.

import { ApiError } from './problem.ts';

/** What was refused about what somebody entered. */
export type RefusedField = 'amount' | 'date' | 'email' | 'file' | 'name' | 'phone' | 'text' | 'url';

export type RefusalKind =
  | 'failed'
  | 'signedOut'
  | 'unreachable'
  | 'tooOften'
  | 'absent'
  | 'missing'
  | 'forbidden'
  | 'changed'
  | 'rules'
  | 'file'
  | 'fileLarge'
  | 'input';

const FILE_CODES = ['file_refused'];
const LARGE_CODES = ['file_too_large', 'too_large'];
const INPUT_CODES = ['invalid_body', 'invalid_field', 'invalid_parameter', 'invalid_record', 'unknown'];

/** Names of the API's fields, by the last part of their path. */
const FIELDS: Record<string, RefusedField> = {
  amount_minor: 'amount',
  proposal_minor: 'amount',
  right_amount_minor: 'amount',
  auto_accept_below_minor: 'amount',
  merchant_contacted_at: 'date',
  email: 'email',
  notification_recipients: 'email',
  content_base64: 'file',
  file: 'file',
  media_type: 'file',
  label: 'name',
  name: 'name',
  phone: 'phone',
  because: 'text',
  comment: 'text',
  merchant_said: 'text',
  note: 'text',
  text: 'text',
  url: 'url',
};

/** What kind of refusal it is. Whatever is no answer of the API has simply failed. */
export function refusalOf(error: unknown): RefusalKind {
  if (!(error instanceof ApiError)) return 'failed';
  const { status, code } = error;
  if (status === 401) return 'signedOut';
  if (status === 429) return 'tooOften';
  if (error.isPassing) return 'unreachable';
  if (status === 403) return 'forbidden';
  if (status === 404 && code === 'not_found') return 'missing';
  if (error.isAbsent) return 'absent';
  if (FILE_CODES.includes(code)) return 'file';
  if (status === 413 || LARGE_CODES.includes(code)) return 'fileLarge';
  if (status === 409) return 'changed';
  if (INPUT_CODES.includes(code)) return refusedField(error) === 'file' ? 'file' : 'input';
  return status === 422 ? 'rules' : 'failed';
}

/** Which of the things that somebody entered was refused, where it is one that they see. */
export function refusedField(error: unknown): RefusedField | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const parts = (error.problem.field ?? '').split(/[.[\]/]+/).filter((part) => part && !/^\d+$/.test(part));
  return parts
    .reverse()
    .map((part) => FIELDS[part])
    .find((field) => field !== undefined);
}

type FieldKey = 'failed.field' | `field.${RefusedField}`;

/**
 * A refusal in the words of a page: those of its code in `codes`, else of what was entered wrongly, else of its kind,
 * for which `keyOf` has a key.
 */
export function refusalText<Key extends string>(
  error: unknown,
  say: (key: Key | FieldKey, values?: Record<string, string>) => string,
  codes: Record<string, Key>,
  keyOf: (kind: RefusalKind) => Key,
): string {
  const known = error instanceof ApiError ? codes[error.code] : undefined;
  if (known) return say(known);
  const kind = refusalOf(error);
  const field = kind === 'input' ? refusedField(error) : undefined;
  return field ? say('failed.field', { field: say(`field.${field}`) }) : say(keyOf(kind));
}
