import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { isText } from '../microsoft/kit/json.ts';
import type { SigningKey } from '../microsoft/kit/keys.ts';
import { jwtHolds, newSigningKey, publicJwk, readJwt } from '../microsoft/kit/keys.ts';
import type { Route } from '../microsoft/kit/routes.ts';
import { route } from '../microsoft/kit/routes.ts';
import { Refusal } from '../microsoft/refusals.ts';
import type { Google, Organisation } from './model.ts';
import { time } from './model.ts';
import { googleError } from './refusals.ts';

const auth = 'https://www.googleapis.com/auth';
export const orderScopes = [`${auth}/apps.order`];
export const cloudScopes = [`${auth}/cloud-platform`];
export const controlScopes = [`${auth}/servicecontrol`, `${auth}/cloud-platform`];
const knownScopes = [...orderScopes, ...controlScopes];
const accessSeconds = 3599;
const skewSeconds = 300;

export function keyOf(google: Google): SigningKey {
  google.key ??= newSigningKey();
  return google.key;
}

export function identityRoutes(google: Google): readonly Route[] {
  return [
    route('POST', '/token', (request) => token(google, request)),
    route('GET', '/oauth2/v3/certs', () => ({ status: 200, headers: { 'cache-control': 'public, max-age=3600' }, body: { keys: [publicJwk(keyOf(google))] } })),
  ];
}

const refused = (status: number, error: string, description: string): Refusal => new Refusal({ status, body: { error, error_description: description } });

/** A service account proves itself with a JWT of its own key (RFC 7523). */
function token(google: Google, request: SimulatedRequest): SimulatedResponse {
  const form = new URLSearchParams(request.body.toString());
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') throw refused(400, 'unsupported_grant_type', 'Invalid grant_type');
  const assertion = form.get('assertion') ?? '';
  const read = readJwt(assertion);
  if (read === undefined || read.header.alg !== 'RS256') throw refused(400, 'invalid_grant', 'Invalid JWT: it must be signed with RS256.');
  const { iss, aud, iat, exp, scope } = read.claims;
  const organisation = isText(iss) ? google.organisations.get(iss) : undefined;
  if (organisation === undefined) throw refused(400, 'invalid_grant', 'Invalid grant: account not found');
  const keys = google.accountKeys.save().filter(([kid, key]) => key.email === organisation.email && (read.header.kid === undefined || read.header.kid === kid));
  if (!keys.some(([, key]) => jwtHolds(assertion, key.publicKey))) throw refused(400, 'invalid_grant', 'Invalid JWT Signature.');
  if (aud !== 'https://oauth2.googleapis.com/token' && aud !== `${google.base}/token`)
    throw refused(400, 'invalid_grant', 'Invalid JWT: Failed audience check.');
  const seconds = time(google) / 1000;
  const inTime = typeof iat === 'number' && typeof exp === 'number' && exp - iat <= 3600 && iat <= seconds + skewSeconds && exp > seconds - skewSeconds;
  if (!inTime) throw refused(400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.');
  const scopes = isText(scope) ? scope.split(' ') : [];
  if (scopes.length === 0 || scopes.some((one) => !knownScopes.includes(one)))
    throw refused(400, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  for (const [old, kept] of google.tokens.save()) if (kept.expiresAt < time(google)) google.tokens.remove(old);
  const accessToken = `ya29.sim.${google.world.ids.letters(60)}`;
  google.tokens.put(accessToken, { email: organisation.email, scopes, expiresAt: time(google) + accessSeconds * 1000 });
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: { access_token: accessToken, expires_in: accessSeconds, token_type: 'Bearer' } };
}

export function callerOf(google: Google, request: SimulatedRequest, scopes: readonly string[]): Organisation {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const kept = google.tokens.get(bearer);
  if (kept === undefined || kept.expiresAt <= time(google)) {
    throw googleError(
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    );
  }
  if (!kept.scopes.some((scope) => scopes.includes(scope))) {
    throw googleError('PERMISSION_DENIED', 'Request had insufficient authentication scopes.', [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' },
    ]);
  }
  const organisation = google.organisations.get(kept.email);
  if (organisation === undefined) throw googleError('UNAUTHENTICATED', 'The service account is gone.');
  return organisation;
}
