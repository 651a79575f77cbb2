import { OutsideError, type Access, type OutsideFailure, type OutsideIssue } from '../../platform/outside/index.ts';
import { callCrm, cut, isList, isObject, retryAfterMs, textIn, type CrmAnswer, type Json } from '../crm/call.ts';
import { sessionOf } from './session.ts';
import { salesforceSettings } from './settings.ts';

export type Salesforce = {
  /** `path` after the version: `/query?q=…`. @throws {OutsideError} for every refusal of the call as a whole. */
  call(method: string, path: string, json?: unknown): Promise<CrmAnswer>;
  /** Outside any version: `/services/data`. */
  root(path: string): Promise<CrmAnswer>;
  left(): number | null;
};

/** The name that change events carry of what we wrote; a hint for people, and nothing relies on it. */
const CALL_OPTIONS = 'client=Entente';

export function createSalesforce(access: Access): Salesforce {
  let left: number | null = null;
  const { apiVersion } = salesforceSettings(access);
  const send = async (method: string, path: string, json: unknown): Promise<CrmAnswer> => {
    let refused: string | null = null;
    for (;;) {
      const session = await sessionOf(access, refused);
      const answer = await callCrm(access, 'Salesforce', {
        method,
        url: `${session.instance}${path}`,
        headers: { authorization: `Bearer ${session.token}`, 'sforce-call-options': CALL_OPTIONS },
        ...(json === undefined ? {} : { json }),
      });
      const usage = /api-usage=(\d+)\/(\d+)/.exec(answer.headers['sforce-limit-info'] ?? '');
      if (usage) left = Math.max(0, Number(usage[2]) - Number(usage[1]));
      // A session that ended by its time is replaced once; a new one that is refused too is a matter for a person.
      if (answer.status === 401 && refused === null) {
        refused = session.token;
        continue;
      }
      if (answer.status >= 400) throw toError(answer, method, path, json, access.now(), left);
      return answer;
    }
  };
  return {
    call: (method, path, json) => send(method, `/services/data/v${apiVersion}${path}`, json),
    root: (path) => send('GET', path, undefined),
    left: () => left,
  };
}

export type SalesforceFault = { readonly code: string; readonly message: string; readonly fields: readonly string[] };

/** Of a whole answer (`errorCode`) and of one record of a batch (`statusCode`). */
export const faultsIn = (list: readonly Json[]): SalesforceFault[] =>
  list.filter(isObject).map((one) => ({
    code: textIn(one, 'errorCode') ?? textIn(one, 'statusCode') ?? 'UNKNOWN',
    message: textIn(one, 'message') ?? '',
    fields: isList(one['fields']) ? one['fields'].filter((field) => typeof field === 'string') : [],
  }));

/** The requests of a day come back little by little; a burst of them is over soon. Salesforce says the same of both. */
const DAY_LIMIT_WAIT_MS = 15 * 60_000;
const BUSY_WAIT_MS = 1_000;

export function toError(answer: CrmAnswer, method: string, path: string, sent: unknown, now: Date, left: number | null): OutsideError {
  const faults = isList(answer.body) ? faultsIn(answer.body) : [];
  const code = faults[0]?.code ?? '';
  const failure = failureOf(answer.status, code);
  const wait = failure === 'throttled' ? (retryAfterMs(answer.headers, now) ?? (left === 0 ? DAY_LIMIT_WAIT_MS : BUSY_WAIT_MS)) : null;
  return new OutsideError(failure, sentenceOf(failure, code, faults), {
    issues: faults.map(issueOf),
    ...(wait === null ? {} : { retryAfterMs: wait }),
    exchange: { request: cut({ method, path, body: sent ?? null }), response: cut({ status: answer.status, body: answer.body }) },
  });
}

function failureOf(status: number, code: string): OutsideFailure {
  if (code === 'REQUEST_LIMIT_EXCEEDED' || code === 'CONCURRENT_REQUESTS_LIMIT_EXCEEDED' || status === 429) return 'throttled';
  if (code === 'API_DISABLED_FOR_ORG' || code === 'API_CURRENTLY_DISABLED' || status === 401) return 'auth';
  if (status === 410 || code === 'UNSUPPORTED_API_VERSION') return 'auth';
  if (code === 'UNABLE_TO_LOCK_ROW') return 'locked';
  if (code === 'ENTITY_IS_DELETED') return 'gone';
  if (code === 'INSUFFICIENT_ACCESS' || code === 'INVALID_TYPE' || status === 403) return 'permission';
  if (status === 412) return 'conflict';
  if (status >= 500) return 'unavailable';
  return status === 400 || status === 404 ? 'invalid' : 'protocol';
}

function sentenceOf(failure: OutsideFailure, code: string, faults: readonly SalesforceFault[]): string {
  switch (failure) {
    case 'auth':
      return code === 'UNSUPPORTED_API_VERSION'
        ? 'Salesforce does not speak the API version of this connection any more. Choose a newer one in its settings.'
        : 'Salesforce does not let us in any more: the session and a new one were refused. Enter the credentials anew.';
    case 'throttled':
      return 'Salesforce takes no more requests at this moment. It is tried again.';
    case 'unavailable':
      return 'Salesforce could not answer at this moment. It is tried again.';
    case 'permission':
      return `The integration user may not do this in Salesforce. ${faults.map(({ message }) => message).join(' ')}`.trim();
    default:
      return faults.length === 0
        ? 'Salesforce answered what is not understood.'
        : `Salesforce refused it: ${faults.map((one) => issueOf(one).sentence).join(' ')}`;
  }
}

const sentences: Readonly<Record<string, string>> = {
  REQUIRED_FIELD_MISSING: 'is demanded there, and nothing was sent',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'has no such value in its list there any more. Change the value map, or add the value there',
  STRING_TOO_LONG: 'is longer than Salesforce takes',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'may not be set by the integration user',
  INVALID_FIELD: 'is not there, or hidden from the integration user',
  INVALID_EMAIL_ADDRESS: 'is no mail address',
  DUPLICATE_VALUE: 'has a value that another record there has',
  DUPLICATES_DETECTED: 'looks like a record that is there already, and a rule of the org forbids doubles',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'points at a record the integration user may not use',
  INVALID_CROSS_REFERENCE_KEY: 'points at a record that is not there',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'breaks a rule of the org',
  NUMBER_OUTSIDE_VALID_RANGE: 'is out of range',
};
export function issueOf(fault: SalesforceFault): OutsideIssue {
  const field = fault.fields[0] ?? null;
  const what = sentences[fault.code];
  const said = fault.message.slice(0, 300);
  return {
    field,
    code: fault.code,
    sentence:
      what === undefined
        ? `${said === '' ? fault.code : said}`
        : `${fault.fields.length > 0 ? fault.fields.join(', ') : 'The record'} ${what}.${said === '' ? '' : ` (${said})`}`,
  };
}
