import { Problem } from '@entente/kernel';
import { NotReached } from '../../platform/outbound/index.ts';
import { OutsideError, type OutsideFailure, type OutsideIssue } from '../../platform/outside/index.ts';

/** What the clients throw, as far as all services have it in common. */
type ServiceFault = {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly Reason?: string;
  readonly ErrorList?: readonly { readonly FieldName?: string; readonly Message?: string; readonly Code?: string }[];
};

/** What is wrong with the credentials themselves. Names as AWS documents them for all of its services. */
const badCredentials = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'OptInRequired',
  'CredentialsProviderError',
]);
const DAY_QUOTA_WAIT_MS = 15 * 60_000;

/** Turns whatever a client threw into what is to be done about it. `sent` is kept for people to look at, and blotted out of messages. */
export function toOutsideError(error: unknown, operation: string, sent: unknown): OutsideError {
  if (error instanceof OutsideError) return error;
  if (error instanceof NotReached) return new OutsideError('unavailable', `AWS could not be reached. ${error.message}`, { cause: error });
  if (error instanceof Problem) return new OutsideError('auth', `The address of this connection cannot be used. ${error.message}`, { cause: error });
  const fault = asFault(error);
  const status = fault.$metadata?.httpStatusCode;
  const failure = failureOf(fault, status);
  const issues = (fault.ErrorList ?? []).map((each) => issueOf(each, sent));
  const retryAfterMs = retryAfterOf(fault);
  return new OutsideError(failure, sentenceOf(failure, fault, operation, issues, sent), {
    issues,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(fault.$metadata?.requestId === undefined ? {} : { requestId: fault.$metadata.requestId }),
    exchange: {
      request: cut({ operation, input: sent }),
      response: cut({ status: status ?? null, name: fault.name, message: blot(fault.message, sent), reason: fault.Reason ?? null, errors: issues }),
    },
    cause: error,
  });
}

/** Calls a client and lets nothing but an OutsideError out. */
export async function asking<Value>(operation: string, sent: unknown, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw toOutsideError(error, operation, sent);
  }
}

function asFault(error: unknown): ServiceFault {
  if (typeof error === 'object' && error !== null && 'name' in error && 'message' in error) return error as ServiceFault;
  return { name: 'Error', message: String(error) };
}

function failureOf(fault: ServiceFault, status: number | undefined): OutsideFailure {
  if (badCredentials.has(fault.name)) return 'auth';
  if (/AccessDenied/.test(fault.name)) return 'permission';
  if (/Throttl|TooManyRequests|ServiceQuotaExceeded|LimitExceeded/.test(fault.name) || status === 429) return 'throttled';
  if (/Conflict|ResourceInUse/.test(fault.name)) return 'conflict';
  if (/ResourceNotFound|NoSuchEntity/.test(fault.name)) return 'gone';
  if (/Validation|InvalidInput|InvalidParameter|Serialization/.test(fault.name)) return 'invalid';
  if (/Timeout|AbortError|NetworkingError/.test(fault.name) || (status !== undefined && status >= 500)) return 'unavailable';
  if (status === 401) return 'auth';
  if (status === 403) return 'permission';
  if (status === 400 || status === 422) return 'invalid';
  return 'protocol';
}

function retryAfterOf(fault: ServiceFault): number | null {
  const seconds = Number(fault.$response?.headers?.['retry-after']);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  return /ServiceQuotaExceeded/.test(fault.name) ? DAY_QUOTA_WAIT_MS : null;
}

function sentenceOf(failure: OutsideFailure, fault: ServiceFault, operation: string, issues: readonly OutsideIssue[], sent: unknown): string {
  switch (failure) {
    case 'auth':
      return 'AWS does not accept the access key of this connection. Enter a valid access key and secret.';
    case 'permission':
      return `The access key may not do this at AWS (${operation}). Add the permission to its policy, then try again.`;
    case 'throttled':
      return 'AWS takes no more requests at this moment. It is tried again.';
    case 'unavailable':
      return 'AWS could not answer at this moment. It is tried again.';
    case 'conflict':
      return `It changed at AWS meanwhile. ${blot(fault.message, sent)}`.trim();
    case 'gone':
      return 'AWS does not know this record, or it is in another catalogue.';
    case 'invalid':
      return issues.length > 0 ? `AWS refused it: ${issues.map(({ sentence }) => sentence).join(' ')}` : `AWS refused it: ${blot(fault.message, sent)}`;
    default:
      return `AWS answered what is not understood (${fault.name}).`;
  }
}

const codeSentences: Readonly<Record<string, string>> = {
  REQUIRED_FIELD_MISSING: 'is missing',
  INVALID_ENUM_VALUE: 'has a value that AWS does not know',
  INVALID_STRING_FORMAT: 'has a form that AWS does not accept',
  INVALID_VALUE: 'has a value that AWS does not accept',
  NOT_ENOUGH_VALUES: 'needs more values',
  TOO_MANY_VALUES: 'has too many values',
  INVALID_RESOURCE_STATE: 'cannot be changed in this state',
  DUPLICATE_KEY_VALUE: 'is there already',
  VALUE_OUT_OF_RANGE: 'is out of range',
  ACTION_NOT_PERMITTED: 'cannot be changed now',
};

/** Their messages repeat what was sent, personal data included; what was sent is taken out of them again. */
function issueOf(entry: { FieldName?: string; Message?: string; Code?: string }, sent: unknown): OutsideIssue {
  const code = entry.Code ?? 'INVALID_VALUE';
  const what = codeSentences[code] ?? 'was refused';
  const said = blot(entry.Message ?? '', sent);
  const field = entry.FieldName ?? null;
  const subject = field ?? 'The record';
  return { field, code, sentence: `${subject} ${what}.${said === '' ? '' : ` ${said}${/[.!?]$/.test(said) ? '' : '.'}`}` };
}

const SHORTEST_BLOTTED = 4;
const LONGEST_MESSAGE = 500;
function blot(message: string, sent: unknown): string {
  let text = message;
  for (const value of textsIn(sent)) if (value.length >= SHORTEST_BLOTTED) text = text.replaceAll(value, '…');
  return text.slice(0, LONGEST_MESSAGE);
}
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

const LONGEST_KEPT = 20_000;
function cut(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= LONGEST_KEPT ? (JSON.parse(text) as unknown) : { cut: text.slice(0, LONGEST_KEPT) };
}
