import { Problem } from '@entente/kernel';
import { NotReached, type OutboundResponse } from '../../platform/outbound/index.ts';
import { OutsideError, type OutsideFailure, type OutsideIssue } from '../../platform/outside/index.ts';
import { isFields, textAt, type Fields } from './values.ts';

export type Asked = { readonly operation: string; readonly body: unknown };

/** What could not be sent at all. */
export function notReached(error: unknown): unknown {
  if (error instanceof NotReached) return new OutsideError('unavailable', `Microsoft could not be reached. ${error.message}`, { cause: error });
  if (error instanceof Problem) return new OutsideError('auth', `The address of this connection cannot be used. ${error.message}`, { cause: error });
  return error;
}

/** An answer that is none of success becomes what is to be done about it. What was sent is kept for people, personal words blotted out of messages. */
export function toOutsideError(answer: OutboundResponse, asked: Asked): OutsideError {
  const fault = faultOf(answer.body);
  const failure = failureOf(answer.status);
  const issues = failure === 'invalid' ? issuesOf(fault, asked.body) : [];
  const retryAfterMs = retryAfterOf(answer.headers['retry-after']);
  const requestId = answer.headers['x-ms-requestid'] ?? answer.headers['ms-requestid'] ?? answer.headers['request-id'];
  return new OutsideError(failure, sentenceOf(failure, answer.status, blot(fault.message, asked.body), issues), {
    issues,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(requestId === undefined ? {} : { requestId }),
    exchange: {
      request: cut({ operation: asked.operation, body: asked.body ?? null }),
      response: cut({ status: answer.status, code: fault.code, message: blot(fault.message, asked.body), target: fault.target }),
    },
  });
}

type Fault = { readonly code: string; readonly message: string; readonly target: string | null; readonly details: readonly Fields[] };
/** Referrals and ingestion wrap the error in `error`; fulfilment and metering answer it bare. */
function faultOf(body: Buffer): Fault {
  const parsed = parsedOf(body);
  const error = isFields(parsed) && isFields(parsed['error']) ? parsed['error'] : isFields(parsed) ? parsed : {};
  const details = Array.isArray(error['details']) ? error['details'].filter(isFields) : [];
  return { code: textAt(error, ['code']) ?? '', message: textAt(error, ['message']) ?? '', target: textAt(error, ['target']), details };
}
function parsedOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function failureOf(status: number): OutsideFailure {
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 404 || status === 410) return 'gone';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 423) return 'locked';
  if (status === 429) return 'throttled';
  if (status >= 500 || status === 408) return 'unavailable';
  return status === 400 || status === 422 ? 'invalid' : 'protocol';
}

function issuesOf(fault: Fault, sent: unknown): OutsideIssue[] {
  const issue = (target: string | null, code: string, message: string): OutsideIssue => ({
    field: target,
    code: code === '' ? 'refused' : code,
    sentence: closed(blot(message, sent)) || 'Microsoft refused it without saying why.',
  });
  if (fault.details.length > 0)
    return fault.details.map((each) => issue(textAt(each, ['target']), textAt(each, ['code']) ?? fault.code, textAt(each, ['message']) ?? fault.message));
  return [issue(fault.target, fault.code, fault.message)];
}

function sentenceOf(failure: OutsideFailure, status: number, message: string, issues: readonly OutsideIssue[]): string {
  switch (failure) {
    case 'auth':
      return 'Microsoft does not accept the sign-in of this connection. Sign in again with the service account, and enter the new refresh token.';
    case 'permission':
      return 'The application or its service account may not do this at Microsoft. Give the service account the role of referral administrator, and the application its permissions; then try again.';
    case 'throttled':
      return 'Microsoft takes no more requests at this moment. It is tried again.';
    case 'unavailable':
      return 'Microsoft could not answer at this moment. It is tried again.';
    case 'conflict':
      return `It changed at Microsoft meanwhile. ${closed(message)}`.trim();
    case 'locked':
      return 'Another change of this is under way at Microsoft. It is tried again.';
    case 'gone':
      return 'Microsoft does not know this record, or it belongs to another organisation.';
    case 'invalid':
      return `Microsoft refused it: ${issues.map(({ sentence }) => sentence).join(' ')}`;
    default:
      return `Microsoft answered ${status}, which is not understood.`;
  }
}
export const closed = (text: string): string => (text.trim() === '' || /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

export function retryAfterOf(header: string | undefined): number | null {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

const PERSONAL = new Set(['firstName', 'lastName', 'email', 'phoneNumber', 'addressLine1', 'addressLine2', 'notes', 'preparedBy']);
const SHORTEST_BLOTTED = 3;
const LONGEST_MESSAGE = 500;
function blot(message: string, sent: unknown): string {
  let text = message;
  for (const value of personalIn(sent)) if (value.length >= SHORTEST_BLOTTED) text = text.replaceAll(value, '…');
  return text.slice(0, LONGEST_MESSAGE);
}
function personalIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(personalIn);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => (typeof each === 'string' ? (PERSONAL.has(key) ? [each] : []) : personalIn(each)));
}

const LONGEST_KEPT = 20_000;
function cut(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= LONGEST_KEPT ? (JSON.parse(text) as unknown) : { cut: text.slice(0, LONGEST_KEPT) };
}
