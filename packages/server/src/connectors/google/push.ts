import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { certsAddress } from './hosts.ts';
import { jsonOf, notReached } from './outside-error.ts';
import { googleSettings } from './settings.ts';

const jwk = z.object({ kid: z.string(), kty: z.literal('RSA'), n: z.string(), e: z.string() });
const certs = z.object({ keys: z.array(z.looseObject({})) });
const header = z.object({ alg: z.literal('RS256'), kid: z.string() });
const claims = z.object({
  iss: z.enum(['https://accounts.google.com', 'accounts.google.com']),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});
const KEPT = 'google push keys';
const KEPT_MS = 3_600_000;
/** How old keys must be before an unknown one is looked for again: else anybody could have us ask Google all day. */
const AGAIN_MS = 60_000;
const SKEW_SECONDS = 300;
const refused = (sentence: string): OutsideError => new OutsideError('auth', sentence);

/**
 * Pub/Sub proves each push by a token that Google signs for the service account of the subscription. The signature alone says only that
 * Google carried it: anybody can have Google sign for an account of theirs, so who and for whom are looked at as well.
 */
export async function requirePush(access: Access, request: { readonly url: string; readonly headers: Readonly<Record<string, string>> }): Promise<void> {
  const [, token = ''] = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const said = header.safeParse(jsonOf(Buffer.from(head, 'base64url')));
  const claimed = claims.safeParse(jsonOf(Buffer.from(body, 'base64url')));
  if (!said.success || !claimed.success) throw refused('A message came without a token of Google.');
  const key = await keyOf(access, said.data.kid);
  if (key === null || !verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    throw refused('The signature of a message from Google does not hold.');
  const seconds = access.now().getTime() / 1000;
  if (claimed.data.exp + SKEW_SECONDS < seconds || claimed.data.iat - SKEW_SECONDS > seconds)
    throw refused('The token of a message from Google is out of date.');
  requireAudience(access, claimed.data.aud, request.url);
  requireSender(access, claimed.data);
}

/** Meant for this very connection: by the audience it names, or else by the address it is sent to, whose path nobody else has. */
function requireAudience(access: Access, audience: string, url: string): void {
  const { pushAudience } = googleSettings(access);
  if (pushAudience !== null ? audience !== pushAudience : pathOf(audience) !== pathOf(url))
    throw refused('A message from Google was meant for another address.');
}
const pathOf = (url: string): string | null => (URL.canParse(url, 'http://here') ? new URL(url, 'http://here').pathname : null);

function requireSender(access: Access, { email, email_verified: verified }: z.infer<typeof claims>): void {
  const { pushServiceAccount } = googleSettings(access);
  if (pushServiceAccount === null) {
    if (access.environment === 'simulator') return;
    throw refused('Messages from Google are not taken before the settings say which service account the subscription pushes as.');
  }
  if (verified !== true || email !== pushServiceAccount) throw refused('A message from Google was pushed by another service account.');
}

async function keyOf(access: Access, kid: string): Promise<ReturnType<typeof createPublicKey> | null> {
  const now = access.now().getTime();
  const kept = access.tokens.get(KEPT);
  const known = kept !== undefined && kept.until > now ? findKey(kept.value, kid) : null;
  if (known !== null) return known;
  if (kept !== undefined && now < kept.until - KEPT_MS + AGAIN_MS) return null;
  let answer;
  try {
    answer = await access.request({ method: 'GET', url: certsAddress(access), headers: { accept: 'application/json' } });
  } catch (error) {
    throw notReached(error);
  }
  if (answer.status !== 200) throw new OutsideError('unavailable', 'The keys of Google could not be read. The message will come again.');
  access.tokens.set(KEPT, { value: answer.body.toString('utf8'), until: now + KEPT_MS });
  return findKey(answer.body.toString('utf8'), kid);
}

function findKey(text: string, kid: string): ReturnType<typeof createPublicKey> | null {
  const read = certs.safeParse(jsonOf(Buffer.from(text)));
  const key = (read.success ? read.data.keys : []).flatMap((each) => jwk.safeParse(each).data ?? []).find((each) => each.kid === kid);
  return key === undefined ? null : createPublicKey({ key: { kty: key.kty, n: key.n, e: key.e }, format: 'jwk' });
}
