/**
 * What can go wrong at an outside system, by what is to be done about it:
 * `auth` the connection stops until a person mends it · `permission` a right there is missing · `invalid` the values are refused, and
 * will be again · `conflict` it has changed meanwhile: read again · `locked` not now, by its own rules · `gone` deleted or merged ·
 * `throttled` wait · `unavailable` try again · `protocol` it answered what we do not understand.
 */
export type OutsideFailure = 'auth' | 'permission' | 'invalid' | 'conflict' | 'locked' | 'gone' | 'throttled' | 'unavailable' | 'protocol';

export type OutsideIssue = { readonly field: string | null; readonly code: string; readonly sentence: string };

export class OutsideError extends Error {
  override readonly name = 'OutsideError';
  readonly failure: OutsideFailure;
  readonly issues: readonly OutsideIssue[];
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  /** What was sent and what came back, without credentials, cut to a size that can be kept. */
  readonly exchange: { readonly request: unknown; readonly response: unknown } | null;

  /** `sentence` is for people: no secret, no stack, and it says what to do. */
  constructor(
    failure: OutsideFailure,
    sentence: string,
    details: {
      issues?: readonly OutsideIssue[];
      retryAfterMs?: number;
      requestId?: string;
      exchange?: { request: unknown; response: unknown };
      cause?: unknown;
    } = {},
  ) {
    super(sentence, { cause: details.cause });
    this.failure = failure;
    this.issues = details.issues ?? [];
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.requestId = details.requestId ?? null;
    this.exchange = details.exchange ?? null;
  }

  get mayPass(): boolean {
    return this.failure === 'throttled' || this.failure === 'unavailable' || this.failure === 'conflict' || this.failure === 'locked';
  }
}
