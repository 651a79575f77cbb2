/** What a caller can be told. `code` is stable: it is part of the API and the key of the translation. */
export type ProblemCode =
  | 'invalid_input'
  | 'not_signed_in'
  | 'not_allowed'
  | 'not_found'
  | 'conflict'
  | 'version_missing'
  | 'version_stale'
  | 'rate_limited'
  | 'too_large'
  | 'unsupported'
  | 'unavailable'
  | 'internal'
  | 'idempotency_mismatch';

const STATUS: Readonly<Record<ProblemCode, number>> = {
  invalid_input: 422,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  version_missing: 428,
  version_stale: 412,
  rate_limited: 429,
  too_large: 413,
  unsupported: 415,
  unavailable: 503,
  internal: 500,
  idempotency_mismatch: 409,
};

export type InvalidField = { readonly path: string; readonly code: string; readonly sentence: string };

/** An expected refusal, with one sentence a person can act on. Anything else that is thrown is a fault of ours. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly reason: string | undefined;
  readonly fields: readonly InvalidField[];
  constructor(code: ProblemCode, sentence: string, detail: { reason?: string; fields?: readonly InvalidField[] } = {}) {
    super(sentence);
    this.name = 'Problem';
    this.code = code;
    this.status = STATUS[code];
    this.reason = detail.reason;
    this.fields = detail.fields ?? [];
  }
}

export const notFound = (what: string): Problem => new Problem('not_found', `There is no such ${what}, or it is outside your reach.`);
