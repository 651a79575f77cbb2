import { sign } from 'node:crypto';
import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { tokenAddress, type Api } from './hosts.ts';
import { jsonOf, notReached } from './outside-error.ts';
import { serviceAccountOf, type ServiceAccount } from './settings.ts';

const auth = 'https://www.googleapis.com/auth';
/** Each API is asked with a token that can do nothing else. */
const scopes: Readonly<Record<Api, string>> = {
  channel: `${auth}/apps.order`,
  procurement: `${auth}/cloud-platform`,
  producer: `${auth}/cloud-platform`,
  usage: `${auth}/servicecontrol`,
};
const GOOGLE_AUDIENCE = 'https://oauth2.googleapis.com/token';
const LIFE_SECONDS = 3600;
/** A token is left alone shortly before it ends, since a request takes a while. */
const EARLY_MS = 60_000;
const answerShape = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const errorShape = z.object({ error: z.string().default(''), error_description: z.string().default('') });

const nameOf = (api: Api, email: string): string => `google ${scopes[api]} ${email}`;

export async function accessToken(access: Access, api: Api): Promise<string> {
  const account = serviceAccountOf(access);
  const known = access.tokens.get(nameOf(api, account.email));
  if (known && known.until > access.now().getTime()) return known.value;
  const { access_token: value, expires_in: seconds } = await fetchToken(access, account, scopes[api]);
  access.tokens.set(nameOf(api, account.email), { value, until: access.now().getTime() + seconds * 1000 - EARLY_MS });
  return value;
}
/** It was refused: the next one is fetched anew. */
export function forgetToken(access: Access, api: Api): void {
  access.tokens.delete(nameOf(api, serviceAccountOf(access).email));
}

/** A service account proves itself by a token that it signs with its own key (RFC 7523). */
async function fetchToken(access: Access, account: ServiceAccount, scope: string): Promise<z.infer<typeof answerShape>> {
  const issued = Math.floor(access.now().getTime() / 1000);
  const assertion = signed(account, { iss: account.email, aud: GOOGLE_AUDIENCE, scope, iat: issued, exp: issued + LIFE_SECONDS });
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString();
  let answer;
  try {
    answer = await access.request({ method: 'POST', url: tokenAddress(access), headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  } catch (error) {
    throw notReached(error);
  }
  if (answer.status === 429) throw new OutsideError('throttled', 'Google takes no more requests at this moment. It is tried again.');
  if (answer.status >= 500) throw new OutsideError('unavailable', 'Google could not answer at this moment. It is tried again.');
  const token = answerShape.safeParse(jsonOf(answer.body));
  if (answer.status === 200 && token.success) return token.data;
  const refused = errorShape.safeParse(jsonOf(answer.body));
  throw new OutsideError('auth', sentenceOf(refused.success ? refused.data : { error: '', error_description: '' }, account.email));
}

function sentenceOf(refused: z.infer<typeof errorShape>, email: string): string {
  if (/short-lived|timeframe/i.test(refused.error_description)) return 'Google says the clock of this server is wrong. Set the clock, then it is tried again.';
  if (refused.error === 'invalid_scope')
    return `Google does not give ${email} the rights this needs. Enable the API in its project and give it the role, then try again.`;
  return `Google does not accept the key of ${email}: it was deleted or disabled. Make a new key for it in Google Cloud and paste its JSON file.`;
}

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function signed(account: ServiceAccount, claims: Readonly<Record<string, unknown>>): string {
  const content = `${segment({ alg: 'RS256', typ: 'JWT', ...(account.keyId === null ? {} : { kid: account.keyId }) })}.${segment(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), account.privateKey).toString('base64url')}`;
}
