import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { notReached, retryAfterOf } from './outside-error.ts';
import { describedService, directoryOf, type Service } from './services.ts';
import { microsoftCredentials, microsoftSettings } from './settings.ts';

/** A token is renewed this long before its end: it must outlive the request it goes out with. */
const SPARE_MS = 120_000;
const answered = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(3600),
  refresh_token: z.string().min(1).optional(),
});
const refused = z.looseObject({ error: z.string().default(''), error_codes: z.array(z.number()).default([]) });

const keyOf = (service: Service): string => `microsoft ${service}`;
/** Two that need a token at the same moment ask once: a refresh token may be replaced by its use. */
const underWay = new WeakMap<Access['tokens'], Map<Service, Promise<string>>>();

/** @throws {OutsideError} `auth` with what is to be done. */
export async function tokenFor(access: Access, service: Service): Promise<string> {
  const kept = access.tokens.get(keyOf(service));
  if (kept !== undefined && kept.until > access.now().getTime()) return kept.value;
  const asking = underWay.get(access.tokens) ?? new Map<Service, Promise<string>>();
  underWay.set(access.tokens, asking);
  const known = asking.get(service);
  if (known !== undefined) return known;
  const asked = ask(access, service).finally(() => asking.delete(service));
  asking.set(service, asked);
  return asked;
}

/** It was not accepted, whatever its time: the next one is asked for anew. */
export function forgetToken(access: Access, service: Service, token: string): void {
  if (access.tokens.get(keyOf(service))?.value === token) access.tokens.delete(keyOf(service));
}

async function ask(access: Access, service: Service): Promise<string> {
  const { clientId, clientSecret, refreshToken } = microsoftCredentials(access);
  const { scope, person } = describedService(service);
  if (person && refreshToken === undefined)
    throw new OutsideError('auth', 'Partner Center answers only to a person. Sign in with the service account, and enter its refresh token.');
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, scope: person ? `${scope} offline_access` : scope });
  if (person) {
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', latest(access, refreshToken ?? ''));
  } else form.set('grant_type', 'client_credentials');
  const url = `${directoryOf(access)}/${encodeURIComponent(microsoftSettings(access).tenant)}/oauth2/v2.0/token`;
  const answer = await access
    .request({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: form.toString() })
    .catch((error: unknown) => {
      throw notReached(error);
    });
  if (answer.status !== 200) throw refusal(answer.status, answer.headers['retry-after'], answer.body);
  const token = answered.safeParse(json(answer.body));
  if (!token.success) throw new OutsideError('protocol', 'Microsoft signed us in with an answer that is not understood.');
  const { access_token: value, expires_in: seconds, refresh_token: replaced } = token.data;
  if (person && replaced !== undefined && replaced !== latest(access, refreshToken ?? '')) {
    // The one that was used may be worth nothing from now on: kept before anything else is done with its successor.
    await access.keepCredentials({ refreshToken: replaced });
    access.tokens.set(successorOf(refreshToken ?? ''), { value: replaced, until: Number.MAX_SAFE_INTEGER });
  }
  access.tokens.set(keyOf(service), { value, until: access.now().getTime() + Math.max(0, seconds * 1000 - SPARE_MS) });
  return value;
}

/** Work that began before a refresh token was replaced still holds the old one. One that a person enters anew has no successor. */
const latest = (access: Access, refreshToken: string): string => access.tokens.get(successorOf(refreshToken))?.value ?? refreshToken;
const successorOf = (refreshToken: string): string => `microsoft refresh ${createHash('sha256').update(refreshToken).digest('hex')}`;

/** Numbers of the directory (learn.microsoft.com, Microsoft Entra authentication and authorisation error codes). */
function refusal(status: number, retryAfter: string | undefined, body: Buffer): OutsideError {
  const { error, error_codes: codes } = refused.safeParse(json(body)).data ?? { error: '', error_codes: [] };
  if (status === 429) {
    const retryAfterMs = retryAfterOf(retryAfter);
    return new OutsideError('throttled', 'Microsoft takes no more sign-ins at this moment. It is tried again.', retryAfterMs === null ? {} : { retryAfterMs });
  }
  if (status >= 500) return new OutsideError('unavailable', 'Microsoft could not sign us in at this moment. It is tried again.');
  if (error === 'invalid_grant')
    return new OutsideError(
      'auth',
      codes.includes(700082)
        ? 'The sign-in of the service account has expired, since it was not used for too long. Sign in again with the service account, and enter the new refresh token.'
        : 'Microsoft has taken back the sign-in of the service account, as after a new password or when the person left. Sign in again with a service account, and enter the new refresh token.',
    );
  if (error === 'invalid_client')
    return new OutsideError('auth', 'Microsoft does not accept the secret of the application. Make a new secret in the directory, and enter it.');
  if (error === 'unauthorized_client') return new OutsideError('auth', 'The directory does not know the application. Compare its client id and the tenant.');
  if (codes.includes(90002)) return new OutsideError('auth', 'Microsoft does not know the directory. Compare the id of the tenant.');
  return new OutsideError('auth', 'Microsoft did not sign us in. Compare tenant, client id, secret and refresh token.');
}
function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
