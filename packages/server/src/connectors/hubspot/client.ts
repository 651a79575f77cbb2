import { setTimeout as wait } from 'node:timers/promises';
import { OutsideError, type Access, type OutsideFailure, type OutsideIssue } from '../../platform/outside/index.ts';
import { callCrm, cut, isList, isObject, listIn, objectsIn, retryAfterMs, textIn, type CrmAnswer, type Json } from '../crm/call.ts';
import { baseOf, hubspotSettings, pathOf } from './settings.ts';

export type Hubspot = {
  /** @throws {OutsideError} for every refusal of the call as a whole; 207 is an answer. */
  call(method: string, resource: string, rest: string, json?: unknown): Promise<CrmAnswer>;
  plain(path: string): Promise<CrmAnswer>;
  token(): Promise<string>;
  left(): number | null;
};
/** Of tokens that end by their time, a little is given away so that none ends on its way. */
const EARLY_MS = 60_000;
/** Searches have a limit of their own: a few a second, whoever searches. */
const SEARCH_EVERY_MS = 260;

export function createHubspot(access: Access): Hubspot {
  let left: number | null = null;
  let nextSearch = 0;
  const { apiVersion } = hubspotSettings(access);
  const base = baseOf(access);

  const token = async (): Promise<string> => {
    const own = access.credentials['accessToken'] ?? '';
    if (own !== '') return own;
    const kept = access.tokens.get('access');
    if (kept && kept.until > access.now().getTime()) return kept.value;
    return refresh(access, base, apiVersion);
  };
  const send = async (method: string, path: string, json: unknown): Promise<CrmAnswer> => {
    for (let renewed = false; ; renewed = true) {
      const used = await token();
      if (path.endsWith('/search')) await spaced();
      const answer = await callCrm(access, 'HubSpot', {
        method,
        url: `${base}${path}`,
        headers: { authorization: `Bearer ${used}` },
        ...(json === undefined ? {} : { json }),
      });
      const remaining = Number(answer.headers['x-hubspot-ratelimit-remaining']);
      if (Number.isFinite(remaining)) left = remaining;
      // Tokens are renewed by their time; only where HubSpot itself says that one has ended is it renewed here, once.
      if (answer.status === 401 && !renewed && (access.credentials['accessToken'] ?? '') === '') {
        access.tokens.delete('access');
        continue;
      }
      if (answer.status >= 400) throw toError(answer, method, path, json, access.now());
      return answer;
    }
  };
  const spaced = async (): Promise<void> => {
    const now = performance.now();
    const at = Math.max(now, nextSearch);
    nextSearch = at + SEARCH_EVERY_MS;
    if (at > now) await wait(at - now);
  };
  return {
    call: (method, resource, rest, json) => send(method, pathOf(apiVersion, resource, rest), json),
    plain: (path) => send('GET', path, undefined),
    token,
    left: () => left,
  };
}

async function refresh(access: Access, base: string, version: string): Promise<string> {
  const { clientId = '', clientSecret = '', refreshToken = '' } = access.credentials;
  if (clientId === '' || clientSecret === '' || refreshToken === '')
    throw new OutsideError('auth', 'This connection needs the access token of a private app, or a client id, a client secret and a refresh token. Enter them.');
  const answer = await callCrm(access, 'HubSpot', {
    method: 'POST',
    url: `${base}/oauth/${version.startsWith('v') ? 'v1' : version}/token`,
    form: { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken },
  });
  if (answer.status >= 500) throw new OutsideError('unavailable', 'HubSpot could not let us in at this moment. It is tried again.');
  if (answer.status === 429) throw toError(answer, 'POST', '/oauth/token', null, access.now());
  const token = textIn(answer.body, 'access_token');
  if (answer.status !== 200 || token === null) throw new OutsideError('auth', `HubSpot does not let us in. ${whyNot(textIn(answer.body, 'status'))}`);
  const rotated = textIn(answer.body, 'refresh_token');
  if (rotated !== null && rotated !== refreshToken) await access.keepCredentials({ refreshToken: rotated });
  const seconds = isObject(answer.body) ? Number(answer.body['expires_in']) : Number.NaN;
  access.tokens.set('access', { value: token, until: access.now().getTime() + (Number.isFinite(seconds) ? seconds * 1000 : 1_800_000) - EARLY_MS });
  return token;
}
const whyNot = (status: string | null): string =>
  status === 'BAD_REFRESH_TOKEN'
    ? 'The access was taken away, or the app was removed. Install the app again and enter the new refresh token.'
    : status === 'BAD_CLIENT_ID' || status === 'BAD_CLIENT_SECRET'
      ? 'It does not know the client id or the secret. Enter those of the app.'
      : 'Enter the credentials anew.';

function toError(answer: CrmAnswer, method: string, path: string, sent: unknown, now: Date): OutsideError {
  const category = textIn(answer.body, 'category') ?? '';
  const failure = failureOf(answer.status, category);
  const issues = issuesIn(answer.body);
  const said = issues.length > 0 ? issues.map(({ sentence }) => sentence).join(' ') : (textIn(answer.body, 'message') ?? '').slice(0, 300);
  const requestId = textIn(answer.body, 'correlationId');
  const sentences: Partial<Record<OutsideFailure, string>> = {
    auth: 'HubSpot does not let us in any more. Enter the credentials anew.',
    permission: `The app may not do this in HubSpot. Give it the scopes of deals, companies, contacts, products and owners. ${said}`.trim(),
    throttled: 'HubSpot takes no more requests at this moment. It is tried again.',
    unavailable: 'HubSpot could not answer at this moment. It is tried again.',
  };
  return new OutsideError(failure, sentences[failure] ?? `HubSpot refused it: ${said}`, {
    issues,
    ...(failure === 'throttled'
      ? { retryAfterMs: retryAfterMs(answer.headers, now) ?? (textIn(answer.body, 'policyName') === 'DAILY' ? 15 * 60_000 : 1_000) }
      : {}),
    ...(requestId === null ? {} : { requestId }),
    exchange: { request: cut({ method, path, body: sent ?? null }), response: cut({ status: answer.status, body: answer.body }) },
  });
}

function failureOf(status: number, category: string): OutsideFailure {
  if (status === 429) return 'throttled';
  if (status === 401) return 'auth';
  if (status === 403 || category === 'MISSING_SCOPES') return 'permission';
  if (status === 404) return 'gone';
  if (status === 423) return 'locked';
  if (status >= 500 || status === 408) return 'unavailable';
  return status === 400 || status === 409 || status === 413 ? 'invalid' : 'protocol';
}

const words: Readonly<Record<string, string>> = {
  INVALID_OPTION: 'has no such value in its list there any more. Change the value map, or add the value there',
  PROPERTY_DOESNT_EXIST: 'is not there any more, or hidden from the app',
  READ_ONLY_VALUE: 'may not be set by the app',
  REQUIRED_FIELD: 'is demanded there, and nothing was sent',
  INVALID_DATE: 'is no date HubSpot takes',
  INVALID_LONG: 'is no number HubSpot takes',
  INVALID_OWNER_ID: 'names somebody who is no owner there',
  CONFLICTING_UNIQUE_VALUE: 'has a value that another record there has',
  VALUE_TOO_LONG: 'is longer than HubSpot takes',
};
/** HubSpot puts a list of problems into the message, as JSON within the text. */
export function issuesIn(body: Json): OutsideIssue[] {
  const message = textIn(body, 'message') ?? '';
  const inText = embedded(message);
  const found =
    inText.length > 0
      ? inText
      : objectsIn(body, 'errors').map((one) => ({
          name: firstText(listIn(one['context'], 'propertyName')),
          error: textIn(one, 'code') ?? 'INVALID',
          message: textIn(one, 'message') ?? '',
        }));
  return found.map(({ name, error, message: said }) => ({
    field: name,
    code: error,
    sentence: words[error] === undefined ? said.slice(0, 300) : `${name ?? 'The record'} ${words[error]}.`,
  }));
}
function embedded(message: string): { name: string | null; error: string; message: string }[] {
  const at = message.indexOf('[');
  if (at < 0) return [];
  try {
    const list = JSON.parse(message.slice(at)) as Json;
    return isList(list)
      ? list.flatMap((one) =>
          isObject(one) && textIn(one, 'error') !== null
            ? [{ name: textIn(one, 'name'), error: textIn(one, 'error') ?? '', message: textIn(one, 'message') ?? '' }]
            : [],
        )
      : [];
  } catch {
    return [];
  }
}
const firstText = (list: readonly Json[]): string | null => {
  const [first] = list;
  return typeof first === 'string' ? first : null;
};
