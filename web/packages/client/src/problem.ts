// What the API says when it refuses: RFC 9457 with our stable `code`, the `field` and a `fix`.

import type { Problem } from './schema.ts';

export type { Problem };

/** The request never got an answer: no network, or the server cannot be reached. */
export const CODE_UNREACHABLE = 'unreachable';
/** The answer was not what the API promises (a proxy's page, for instance). */
export const CODE_GARBLED = 'garbled';

/** A refusal. `code` is what programs look at; `problem.detail` and `problem.fix` are for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }

  /** Whether the same request may work later, unchanged. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503 || this.status === 504;
  }

  /** Whether the server does not have this operation, or not for this reader. */
  get isAbsent(): boolean {
    return this.status === 404 || this.status === 405 || this.status === 501;
  }
}

export function problemOf(status: number, code: string, detail: string): Problem {
  return {
    type: `/problems#${code}`,
    title: code === CODE_UNREACHABLE ? 'The service cannot be reached' : 'The answer could not be read',
    status,
    code,
    detail,
    fix: 'try again in a moment',
    request_id: '',
  };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
