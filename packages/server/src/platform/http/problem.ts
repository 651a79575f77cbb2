import { Problem, type ProblemCode } from '@entente/kernel';
import { z } from 'zod';

const TITLES: Readonly<Record<ProblemCode, string>> = {
  invalid_input: 'Some of what was sent cannot be used',
  not_signed_in: 'Not signed in',
  not_allowed: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Not possible in its present state',
  version_missing: 'Say which version you changed',
  version_stale: 'Changed in the meantime',
  rate_limited: 'Too many requests',
  too_large: 'Too large',
  unsupported: 'Not supported',
  unavailable: 'Not available now',
  internal: 'A fault on our side',
  idempotency_mismatch: 'The key was used for another request',
};

export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  reason?: string;
  fields?: readonly { path: string; code: string; sentence: string }[];
};

/** RFC 9457. The code is stable and is the translation key; the detail is a sentence for people; a fault of ours tells only its reference. */
export function problemBody(error: unknown, requestId: string): ProblemBody {
  const problem = asProblem(error);
  return {
    type: `urn:entente:problem:${problem.code}`,
    title: TITLES[problem.code],
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(problem.reason ? { reason: problem.reason } : {}),
    ...(problem.fields.length > 0 ? { fields: problem.fields } : {}),
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) return invalidInput(error);
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string };
  if (statusCode === 413) return new Problem('too_large', 'What was sent is larger than this accepts.');
  if (statusCode === 415) return new Problem('unsupported', 'Send JSON (content-type: application/json).');
  if (statusCode === 429) return new Problem('rate_limited', 'There were too many requests. Try again in a minute.');
  if (statusCode === 400) return new Problem('invalid_input', 'The request could not be read as JSON.');
  if (code === '22P02' || code === '22P05' || code === '22021') return new Problem('invalid_input', 'The text holds characters that cannot be stored.');
  if (code === '53100') return new Problem('unavailable', 'The disk of the database is full. Nothing was changed.');
  if (code === '57P01' || code === 'ECONNREFUSED') return new Problem('unavailable', 'The database cannot be reached. Nothing was changed.');
  return new Problem('internal', 'Something went wrong on our side. Nothing was changed; the reference id helps us to find it.');
}

export function invalidInput(error: z.ZodError): Problem {
  const fields = error.issues.map((issue) => ({ path: issue.path.join('.'), code: issue.code, sentence: issue.message }));
  const first = fields[0];
  return new Problem('invalid_input', first ? `${first.path === '' ? 'The input' : first.path}: ${first.sentence}` : 'The input cannot be used.', { fields });
}
