import type { Json } from '../microsoft/kit/json.ts';
import { Refusal } from '../microsoft/refusals.ts';

/** The one error body of all Google services: a number, a sentence, a canonical name and typed details. */
const codes = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  UNIMPLEMENTED: 501,
} as const;
export type Status = keyof typeof codes;

export const googleError = (status: Status, message: string, details: readonly Json[] = []): Refusal =>
  new Refusal({ status: codes[status], body: { error: { code: codes[status], message, status, ...(details.length === 0 ? {} : { details }) } } });

export type Violation = { readonly field: string; readonly description: string };
export const invalid = (violations: readonly Violation[]): Refusal =>
  googleError('INVALID_ARGUMENT', violations.map(({ field, description }) => `${field}: ${description}`).join(' '), [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
  ]);
export const precondition = (message: string, subject: string): Refusal =>
  googleError('FAILED_PRECONDITION', message, [
    { '@type': 'type.googleapis.com/google.rpc.PreconditionFailure', violations: [{ type: 'STATE', subject, description: message }] },
  ]);
