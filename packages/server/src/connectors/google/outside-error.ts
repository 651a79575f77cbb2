import { Problem } from '@entente/kernel';
import { z } from 'zod';
import { NotReached, type OutboundResponse } from '../../platform/outbound/index.ts';
import { OutsideError, type OutsideFailure, type OutsideIssue } from '../../platform/outside/index.ts';

const violation = z.object({ field: z.string().optional(), subject: z.string().optional(), description: z.string().optional() }).loose();
const detail = z
  .object({
    '@type': z.string().default(''),
    fieldViolations: z.array(violation).optional(),
    violations: z.array(violation).optional(),
    retryDelay: z.string().optional(),
  })
  .loose();
/** google.rpc.Status in its JSON form, the same for all services. */
const errorBody = z.object({
  error: z
    .object({ code: z.number().optional(), message: z.string().default(''), status: z.string().default(''), details: z.array(detail).default([]) })
    .loose(),
});

/** What Google itself answered, kept as the cause so that a caller can tell its codes apart. */
export class GoogleFault extends Error {
  override readonly name = 'GoogleFault';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
/** Nobody answered, and it may have been done nevertheless. */
export const mayHaveArrived = (error: unknown): boolean =>
  error instanceof OutsideError && error.failure === 'unavailable' && !(error.cause instanceof NotReached && !error.cause.mayHaveArrived);

const failures: Readonly<Record<string, OutsideFailure>> = {
  INVALID_ARGUMENT: 'invalid',
  OUT_OF_RANGE: 'invalid',
  UNIMPLEMENTED: 'invalid',
  FAILED_PRECONDITION: 'locked',
  UNAUTHENTICATED: 'auth',
  PERMISSION_DENIED: 'permission',
  NOT_FOUND: 'gone',
  ALREADY_EXISTS: 'conflict',
  ABORTED: 'conflict',
  RESOURCE_EXHAUSTED: 'throttled',
  UNAVAILABLE: 'unavailable',
  DEADLINE_EXCEEDED: 'unavailable',
  INTERNAL: 'unavailable',
};
const byStatus: Readonly<Record<number, OutsideFailure>> = { 400: 'invalid', 401: 'auth', 403: 'permission', 404: 'gone', 409: 'conflict', 429: 'throttled' };

export function notReached(error: unknown): OutsideError {
  if (error instanceof OutsideError) return error;
  if (error instanceof NotReached) return new OutsideError('unavailable', `Google could not be reached. ${error.message}`, { cause: error });
  if (error instanceof Problem) return new OutsideError('auth', `The address of this connection cannot be used. ${error.message}`, { cause: error });
  return new OutsideError('unavailable', 'Google could not be reached.', { cause: error });
}

/** An answer that is no success, as what is to be done about it. `sent` is kept for people to look at, and blotted out of messages. */
export function refusalOf(answer: OutboundResponse, operation: string, sent: unknown): OutsideError {
  const read = errorBody.safeParse(jsonOf(answer.body));
  const error = read.success ? read.data.error : { message: '', status: '', details: [] };
  const failure = failures[error.status] ?? byStatus[answer.status] ?? (answer.status >= 500 ? 'unavailable' : 'protocol');
  const issues = error.details.flatMap((each) =>
    (each.fieldViolations ?? []).map((one): OutsideIssue => ({
      field: one.field ?? null,
      code: error.status.toLowerCase(),
      sentence: blot(one.description ?? '', sent),
    })),
  );
  const retryAfterMs = retryAfter(answer.headers['retry-after'], error.details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay);
  const said = blot(error.message, sent);
  return new OutsideError(failure, sentenceOf(failure, operation, said, answer.status), {
    issues,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    exchange: { request: cut({ operation, body: sent }), response: cut({ status: answer.status, code: error.status, message: said, issues }) },
    cause: new GoogleFault(error.status, said),
  });
}

function sentenceOf(failure: OutsideFailure, operation: string, said: string, status: number): string {
  switch (failure) {
    case 'auth':
      return 'Google does not accept the service account of this connection any more. Make a new key for it in Google Cloud and paste its JSON file.';
    case 'permission':
      return `The service account may not do this at Google (${operation}). Give it the role it needs, then try again.`;
    case 'throttled':
      return 'Google takes no more requests at this moment. It is tried again.';
    case 'unavailable':
      return 'Google could not answer at this moment. It is tried again.';
    case 'gone':
      return 'Google does not know this record, or it belongs to another account.';
    case 'conflict':
      return `It changed at Google meanwhile. ${said}`.trim();
    case 'locked':
    case 'invalid':
      return `Google refused it: ${said === '' ? `answer ${status}.` : said}`;
    default:
      return `Google answered what is not understood (${status}).`;
  }
}

export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
function retryAfter(header: string | undefined, delay: string | undefined): number | null {
  const seconds = Number(header ?? delay?.replace(/s$/, ''));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

const SHORTEST_BLOTTED = 4;
const LONGEST_MESSAGE = 500;
/** Messages may repeat what was sent, personal data included; it is taken out of them again. Names of fields and choices stay. */
function blot(message: string, sent: unknown): string {
  let text = message;
  for (const value of textsIn(sent)) if (value.length >= SHORTEST_BLOTTED && !/^[A-Z_]+$/.test(value)) text = text.replaceAll(value, '…');
  return text.slice(0, LONGEST_MESSAGE);
}
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
const LONGEST_KEPT = 20_000;
function cut(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= LONGEST_KEPT ? (JSON.parse(text) as unknown) : { cut: text.slice(0, LONGEST_KEPT) };
}
