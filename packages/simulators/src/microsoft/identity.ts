import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import type { Microsoft, Organisation } from './model.ts';
import { now, time } from './model.ts';
import { keysOf } from './notifications.ts';
import { publicJwk, signJwt } from './kit/keys.ts';
import { identityError } from './refusals.ts';
import type { Refusal } from './refusals.ts';
import type { Route } from './kit/routes.ts';
import { route } from './kit/routes.ts';

const accessSeconds = 3599;
const refreshDays = 90;
const dayMs = 86_400_000;

export const partnerAudiences = ['https://api.partner.microsoft.com', 'https://api.partnercenter.microsoft.com'];
export const marketplaceAudiences = ['20e940b3-4c77-4b0b-9a53-9e16a1b308a7'];
export const graphAudiences = ['https://graph.microsoft.com'];

export function identityRoutes(ms: Microsoft): readonly Route[] {
  return [
    route('GET', '/:tenant/oauth2/v2.0/authorize', (request, { tenant = '' }) => authorize(ms, request, tenant)),
    route('POST', '/:tenant/oauth2/v2.0/token', (request, { tenant = '' }) => token(ms, request, tenant)),
    route('POST', '/:tenant/oauth2/token', (request, { tenant = '' }) => token(ms, request, tenant)),
    route('GET', '/:tenant/discovery/v2.0/keys', () => ({ status: 200, body: { keys: [publicJwk(keysOf(ms).tokens)] } })),
  ];
}

function organisationOf(ms: Microsoft, tenant: string): Organisation {
  const organisation = ms.organisations.get(tenant);
  if (organisation === undefined) throw identityError(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`, now(ms));
  return organisation;
}

/** Nobody has to click: the simulated person consents at once. */
function authorize(ms: Microsoft, request: SimulatedRequest, tenant: string): SimulatedResponse {
  const organisation = organisationOf(ms, tenant);
  const redirectUri = request.query.get('redirect_uri') ?? '';
  if (request.query.get('client_id') !== organisation.clientId)
    throw identityError(400, 'unauthorized_client', 700016, 'The application was not found in the tenant.', now(ms));
  if (request.query.get('response_type') !== 'code' || !URL.canParse(redirectUri)) {
    throw identityError(400, 'invalid_request', 900144, "The request must carry 'response_type=code' and 'redirect_uri'.", now(ms));
  }
  const code = `code.${ms.world.ids.letters(32)}`;
  ms.codes.put(code, { tenant, redirectUri, expiresAt: time(ms) + 600_000 });
  const back = new URL(redirectUri);
  back.searchParams.set('code', code);
  const state = request.query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  return { status: 302, headers: { location: back.href } };
}

function token(ms: Microsoft, request: SimulatedRequest, tenant: string): SimulatedResponse {
  const organisation = organisationOf(ms, tenant);
  const form = new URLSearchParams(request.body.toString());
  const wants = (name: string): string => {
    const value = form.get(name) ?? '';
    if (value === '') throw identityError(400, 'invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`, now(ms));
    return value;
  };
  const grant = wants('grant_type');
  if (wants('client_id') !== organisation.clientId)
    throw identityError(400, 'unauthorized_client', 700016, 'The application was not found in the tenant.', now(ms));
  if (wants('client_secret') !== organisation.secret) throw identityError(401, 'invalid_client', 7000215, 'Invalid client secret provided.', now(ms));
  const audience = audienceOf(request.path.includes('/v2.0/') ? wants('scope') : wants('resource'), ms);
  switch (grant) {
    case 'client_credentials':
      return issue(ms, { tenant, audience, user: null });
    case 'refresh_token': {
      const given = wants('refresh_token');
      const kept = ms.refreshTokens.get(given);
      if (kept === undefined || kept.tenant !== tenant) throw identityError(400, 'invalid_grant', 50173, 'The grant was revoked or never given.', now(ms));
      if (time(ms) - kept.usedAt > refreshDays * dayMs) {
        throw identityError(400, 'invalid_grant', 700082, `The refresh token has expired: it was not used for ${refreshDays} days.`, now(ms));
      }
      ms.refreshTokens.put(given, { ...kept, usedAt: time(ms) });
      return issue(ms, { tenant, audience, user: kept.user }, given);
    }
    case 'authorization_code': {
      const code = wants('code');
      const kept = ms.codes.get(code);
      ms.codes.remove(code);
      if (kept === undefined || kept.tenant !== tenant || kept.expiresAt < time(ms) || kept.redirectUri !== wants('redirect_uri')) {
        throw identityError(400, 'invalid_grant', 70008, 'The authorization code is unknown, used or expired.', now(ms));
      }
      const refresh = signIn(ms, tenant);
      return issue(ms, { tenant, audience, user: ms.refreshTokens.get(refresh)?.user ?? '' }, refresh);
    }
    default:
      throw identityError(400, 'unsupported_grant_type', 70003, `The grant type '${grant}' is not supported.`, now(ms));
  }
}

/** Where a delegated scope names a permission (`…/user_impersonation`), the audience is what stands before it. */
function audienceOf(scope: string, ms: Microsoft): string {
  const known = [...partnerAudiences, ...marketplaceAudiences, ...graphAudiences];
  for (const word of scope.split(' ')) {
    const audience = known.find((candidate) => word === candidate || word.startsWith(`${candidate}/`) || word.startsWith(`api://${candidate}/`));
    if (audience !== undefined) return audience;
  }
  throw identityError(400, 'invalid_scope', 70011, `The scope '${scope}' is not valid.`, now(ms));
}

export function signIn(ms: Microsoft, tenant: string): string {
  const refresh = `refresh.${ms.world.ids.letters(40)}`;
  ms.refreshTokens.put(refresh, { tenant, user: `service@${ms.organisations.get(tenant)?.mpnId ?? tenant}.example`, usedAt: time(ms) });
  return refresh;
}

function issue(ms: Microsoft, of: { tenant: string; audience: string; user: string | null }, refreshToken?: string): SimulatedResponse {
  const seconds = Math.floor(time(ms) / 1000);
  const accessToken = signJwt(keysOf(ms).tokens, {
    aud: of.audience,
    iss: `https://sts.windows.net/${of.tenant}/`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + accessSeconds,
    tid: of.tenant,
    appid: ms.organisations.get(of.tenant)?.clientId,
    jti: ms.world.ids.letters(24),
    ...(of.user === null ? {} : { upn: of.user, scp: 'user_impersonation' }),
  });
  for (const [old, kept] of ms.accessTokens.save()) if (kept.expiresAt < time(ms)) ms.accessTokens.remove(old);
  ms.accessTokens.put(accessToken, { ...of, expiresAt: time(ms) + accessSeconds * 1000 });
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: {
      token_type: 'Bearer',
      expires_in: accessSeconds,
      ext_expires_in: accessSeconds,
      access_token: accessToken,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken, scope: `${of.audience}/user_impersonation` }),
    },
  };
}

/** Whose request it is. Where a person is needed, an application alone is refused. */
export function callerOf(
  ms: Microsoft,
  request: SimulatedRequest,
  audiences: readonly string[],
  refuse: (status: number, code: string, message: string) => Refusal,
  person = false,
): Organisation {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const kept = ms.accessTokens.get(bearer);
  if (kept === undefined || kept.expiresAt <= time(ms)) throw refuse(401, 'unauthenticated', 'The access token is missing, expired or revoked.');
  if (!audiences.includes(kept.audience)) throw refuse(401, 'unauthenticated', `The access token is for ${kept.audience}, not for this service.`);
  if (person && kept.user === null) throw refuse(403, 'accessDenied', 'This service takes tokens of an application with a user (App+User) only.');
  const organisation = ms.organisations.get(kept.tenant);
  if (organisation === undefined) throw refuse(401, 'unauthenticated', 'The organisation of this token is gone.');
  return organisation;
}

export function revoke(ms: Microsoft, tenant: string, what: 'access' | 'everything'): number {
  let revoked = 0;
  for (const [token, kept] of ms.accessTokens.save()) {
    if (kept.tenant !== tenant) continue;
    ms.accessTokens.remove(token);
    revoked += 1;
  }
  if (what === 'access') return revoked;
  for (const [token, kept] of ms.refreshTokens.save()) {
    if (kept.tenant !== tenant) continue;
    ms.refreshTokens.remove(token);
    revoked += 1;
  }
  return revoked;
}
