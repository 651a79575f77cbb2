import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { notReached } from './outside-error.ts';
import { directoryOf, MARKETPLACE_APPLICATION } from './services.ts';
import { microsoftCredentials, microsoftSettings } from './settings.ts';

const header = z.object({ alg: z.string(), kid: z.string().optional() });
const claims = z.looseObject({
  aud: z.string(),
  iss: z.string(),
  exp: z.number(),
  nbf: z.number().default(0),
  tid: z.string().optional(),
  appid: z.string().optional(),
  azp: z.string().optional(),
});
const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.string(), n: z.string().optional(), e: z.string().optional() })) });
type Key = z.infer<typeof keySet>['keys'][number];
const CLOCK_SKEW_S = 300;
const KEPT_MS = 3_600_000;
const refused = (sentence: string): OutsideError => new OutsideError('auth', sentence);

/**
 * The marketplace calls with a token of our directory, made for our application (learn.microsoft.com, SaaS fulfilment webhook):
 * signature, time, for whom, by whom and on whose behalf are looked at. @throws {OutsideError} `auth`
 */
export async function requireMarketplaceToken(access: Access, headers: Readonly<Record<string, string>>): Promise<void> {
  const token = /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1]?.split('.');
  if (token === undefined || token.length !== 3) throw refused('A message from the marketplace has no token.');
  const [head = '', payload = '', signature = ''] = token;
  const named = header.safeParse(decoded(head));
  const said = claims.safeParse(decoded(payload));
  if (!named.success || !said.success || named.data.alg !== 'RS256') throw refused('The token of a message from the marketplace cannot be read.');
  const keys = await keysFor(access, named.data.kid);
  const bytes = Buffer.from(`${head}.${payload}`);
  if (
    !keys.some((key) =>
      verify(
        'RSA-SHA256',
        bytes,
        createPublicKey({ key: { kty: key.kty, n: key.n ?? '', e: key.e ?? '' }, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      ),
    )
  )
    throw refused('The signature of a message from the marketplace does not hold.');
  const { tenant } = microsoftSettings(access);
  const { aud, iss, exp, nbf, tid, appid, azp } = said.data;
  const seconds = access.now().getTime() / 1000;
  if (exp + CLOCK_SKEW_S < seconds || nbf - CLOCK_SKEW_S > seconds) throw refused('The token of a message from the marketplace is not valid at this time.');
  const issuers = [`https://sts.windows.net/${tenant}/`, `https://login.microsoftonline.com/${tenant}/v2.0`];
  const ours = aud === microsoftCredentials(access).clientId && issuers.includes(iss) && (tid === undefined || tid === tenant);
  if (!ours || (appid ?? azp) !== MARKETPLACE_APPLICATION) throw refused('The token of a message is not one of the marketplace for this application.');
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** Keys change now and then: one that is not known is asked for once more. */
async function keysFor(access: Access, kid: string | undefined): Promise<Key[]> {
  const fitting = (text: string): Key[] => keysIn(text).filter((key) => kid === undefined || key.kid === undefined || key.kid === kid);
  const place = 'microsoft keys';
  const kept = access.tokens.get(place);
  const known = kept !== undefined && kept.until > access.now().getTime() ? fitting(kept.value) : [];
  if (known.length > 0) return known;
  const url = `${directoryOf(access)}/${encodeURIComponent(microsoftSettings(access).tenant)}/discovery/v2.0/keys`;
  const answer = await access.request({ method: 'GET', url, maxBytes: 200_000 }).catch((error: unknown) => {
    throw notReached(error);
  });
  if (answer.status !== 200) throw new OutsideError('unavailable', 'The keys of the directory could not be read.');
  const text = answer.body.toString('utf8');
  access.tokens.set(place, { value: text, until: access.now().getTime() + KEPT_MS });
  return fitting(text);
}
function keysIn(text: string): Key[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = keySet.safeParse(json);
  return parsed.success ? parsed.data.keys.filter(({ kty }) => kty === 'RSA') : [];
}
