import { createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { callCrm, textIn } from '../crm/call.ts';
import { loginUrl, salesforceSettings } from './settings.ts';

export type Session = { readonly token: string; readonly instance: string };

/** Salesforce does not say how long a session lives; it refuses an old one, and then a new one is asked for. */
const KEPT_MS = 110 * 60_000;
const ASSERTION_S = 120;

/** The session of this connection, shared by all its work. `refused` is one that Salesforce has just turned down. */
export async function sessionOf(access: Access, refused: string | null = null): Promise<Session> {
  const kept = access.tokens.get('session');
  const instance = access.tokens.get('instance');
  if (kept && instance && kept.until > access.now().getTime() && kept.value !== refused) return { token: kept.value, instance: instance.value };
  const answer = await callCrm(access, 'Salesforce', { method: 'POST', url: `${loginUrl(access)}/services/oauth2/token`, form: grantOf(access) });
  const token = textIn(answer.body, 'access_token');
  if (answer.status >= 500) throw new OutsideError('unavailable', 'Salesforce could not let us in at this moment. It is tried again.');
  if (answer.status !== 200 || token === null) throw refusedBy(textIn(answer.body, 'error'), textIn(answer.body, 'error_description'));
  const session = { token, instance: (textIn(answer.body, 'instance_url') ?? loginUrl(access)).replace(/\/+$/, '') };
  const until = access.now().getTime() + KEPT_MS;
  access.tokens.set('session', { value: session.token, until });
  access.tokens.set('instance', { value: session.instance, until });
  const rotated = textIn(answer.body, 'refresh_token');
  if (rotated !== null && rotated !== access.credentials['refreshToken']) await access.keepCredentials({ refreshToken: rotated });
  return session;
}

function grantOf(access: Access): Readonly<Record<string, string>> {
  const { flow } = salesforceSettings(access);
  const clientId = needed(access, 'clientId', 'a consumer key');
  switch (flow) {
    case 'client_credentials':
      return { grant_type: 'client_credentials', client_id: clientId, client_secret: needed(access, 'clientSecret', 'the consumer secret') };
    case 'refresh_token': {
      const secret = access.credentials['clientSecret'] ?? '';
      return {
        grant_type: 'refresh_token',
        client_id: clientId,
        refresh_token: needed(access, 'refreshToken', 'a refresh token'),
        ...(secret === '' ? {} : { client_secret: secret }),
      };
    }
    case 'jwt':
      return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(access, clientId) };
  }
}

function needed(access: Access, key: string, what: string): string {
  const value = access.credentials[key] ?? '';
  if (value === '') throw new OutsideError('auth', `This connection needs ${what} to sign in to Salesforce. Enter it.`);
  return value;
}

/** A JSON web token signed with our key (RFC 7523). It is for the place where one signs in, not for the org. */
function assertion(access: Access, clientId: string): string {
  const now = Math.floor(access.now().getTime() / 1000);
  const claims = { iss: clientId, sub: needed(access, 'username', 'the name of the integration user'), aud: audienceOf(access), exp: now + ASSERTION_S };
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(keyOf(access)).toString('base64url')}`;
}
const audienceOf = (access: Access): string => (access.environment === 'sandbox' ? 'https://test.salesforce.com' : 'https://login.salesforce.com');

function keyOf(access: Access): KeyObject {
  try {
    return createPrivateKey(needed(access, 'privateKey', 'a private key'));
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError('auth', 'The private key of this connection cannot be read. It must be PEM, without a password.', { cause: error });
  }
}

function refusedBy(code: string | null, description: string | null): OutsideError {
  const why: Readonly<Record<string, string>> = {
    invalid_client_id: 'It does not know the consumer key. Enter the one of the connected app.',
    invalid_client: 'It does not accept the consumer key and secret. Enter those of the connected app.',
    invalid_grant: 'The access was taken away, or has ended. Let the integration user agree again, or enter new credentials.',
    inactive_user: 'The integration user is not active any more.',
    inactive_org: 'The org is not active.',
  };
  return new OutsideError(
    'auth',
    `Salesforce does not let us in. ${why[code ?? ''] ?? 'Enter the credentials anew.'}${description === null ? '' : ` (${description.slice(0, 200)})`}`,
  );
}
