import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { answer, bodyAsForm } from '../crm/answers.ts';
import { Tokens } from '../crm/tokens.ts';
import type { Grant, TokenState } from '../crm/tokens.ts';
import { Refused, uuid } from './errors.ts';
import { appId, portalId } from './portal.ts';
import type { Portal } from './portal.ts';

export type App = { readonly clientId: string; readonly clientSecret: string };
export type OAuthState = { readonly tokens: TokenState; readonly apps: readonly App[] };

/** Access tokens of HubSpot live for half an hour. */
const sessionSeconds = 1800;
export const crmScopes = [
  'oauth',
  ...['deals', 'companies', 'contacts', 'products', 'line_items', 'owners'].flatMap((one) => [`crm.objects.${one}.read`, `crm.objects.${one}.write`]),
];

export class OAuth {
  readonly #portal: Portal;
  readonly tokens: Tokens;
  readonly apps = new Map<string, App>();

  constructor(portal: Portal) {
    this.#portal = portal;
    this.tokens = new Tokens(portal.world.ids, { access: 'CNlx-', refresh: 'na1-' });
  }

  realNow(): number {
    return this.#portal.now() - this.#portal.world.clock.aheadMs;
  }

  /** @throws {Refused} when the token is missing, unknown, revoked or past its time. */
  grantOf(request: SimulatedRequest): Grant {
    const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    if (token === undefined)
      throw new Refused(
        401,
        'INVALID_AUTHENTICATION',
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
      );
    const check = this.tokens.check(token, this.realNow());
    if (check.kind === 'valid') return check.grant;
    if (check.kind === 'expired')
      throw new Refused(
        401,
        'EXPIRED_AUTHENTICATION',
        `The OAuth token used to make this call expired ${Math.round((this.realNow() - check.at) / 1000)} second(s) ago.`,
        { context: { 'expire time': [new Date(check.at).toISOString()] } },
      );
    throw new Refused(401, 'INVALID_AUTHENTICATION', 'The OAuth token used to make this call is invalid or was revoked.');
  }

  /** Undefined: not its path. */
  handle(request: SimulatedRequest): SimulatedResponse | undefined {
    if (request.method === 'GET' && request.path === '/oauth/authorize') return this.#authorize(request);
    if (request.method === 'POST' && /^\/oauth\/(?:v1|v3|\d{4}-\d\d)\/token$/.test(request.path)) return this.#token(request);
    const [, verb, token] = /^\/oauth\/v1\/(access|refresh)-tokens\/(.+)$/.exec(request.path) ?? [];
    if (verb === 'access' && request.method === 'GET') return this.#about(token ?? '');
    if (verb === 'refresh' && request.method === 'DELETE') {
      this.tokens.revoke(token ?? '');
      return answer(204);
    }
    return undefined;
  }

  /** The person at the browser is taken to have said yes. */
  #authorize(request: SimulatedRequest): SimulatedResponse {
    const app = this.apps.get(request.query.get('client_id') ?? '');
    const redirectUri = request.query.get('redirect_uri') ?? '';
    if (!app || !URL.canParse(redirectUri)) return this.#problem('BAD_CLIENT_ID', 'missing or unknown client id or redirect uri');
    const target = new URL(redirectUri);
    target.searchParams.set(
      'code',
      this.tokens.code({ grant: { user: String(portalId), app: app.clientId, scopes: crmScopes }, redirectUri, challenge: undefined }),
    );
    const state = request.query.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return answer(302, undefined, { location: target.href });
  }

  #token(request: SimulatedRequest): SimulatedResponse {
    const form = bodyAsForm(request);
    const app = this.apps.get(form.get('client_id') ?? '');
    if (!app) return this.#problem('BAD_CLIENT_ID', 'missing or unknown client id');
    if (app.clientSecret !== form.get('client_secret')) return this.#problem('BAD_CLIENT_SECRET', 'missing or invalid client secret');
    switch (form.get('grant_type')) {
      case 'refresh_token': {
        const refresh = form.get('refresh_token') ?? '';
        const grant = this.tokens.refreshGrant(refresh);
        return grant?.app === app.clientId ? this.#issue(grant, refresh) : this.#problem('BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
      }
      case 'authorization_code': {
        const code = this.tokens.redeem(form.get('code') ?? '');
        if (!code || code.grant.app !== app.clientId || code.redirectUri !== form.get('redirect_uri'))
          return this.#problem('BAD_AUTH_CODE', 'missing or unknown auth code');
        return this.#issue(code.grant, this.tokens.refresh(code.grant));
      }
      case 'client_credentials':
        return this.#issue({ user: '', app: app.clientId, scopes: (form.get('scope') ?? '').split(' ').filter((one) => one !== '') }, undefined);
      default:
        return this.#problem('BAD_GRANT_TYPE', 'grant_type must be one of: authorization_code, refresh_token, client_credentials');
    }
  }

  #issue(grant: Grant, refresh: string | undefined): SimulatedResponse {
    const access = this.tokens.access(grant, this.realNow() + sessionSeconds * 1000);
    return answer(200, {
      token_type: 'bearer',
      ...(refresh === undefined ? {} : { refresh_token: refresh }),
      access_token: access,
      expires_in: sessionSeconds,
      hub_id: portalId,
      scopes: grant.scopes,
    });
  }

  #about(token: string): SimulatedResponse {
    const check = this.tokens.check(token, this.realNow());
    if (check.kind !== 'valid')
      return { status: 404, body: { status: 'error', message: 'missing or unknown access token', correlationId: uuid(this.#portal.world.ids, 'correlation') } };
    return answer(200, {
      token,
      user: 'admin@acme.example',
      hub_domain: 'acme.example',
      scopes: check.grant.scopes,
      hub_id: portalId,
      app_id: appId,
      expires_in: sessionSeconds,
      user_id: 9001,
      token_type: 'access',
    });
  }

  #problem(status: string, message: string): SimulatedResponse {
    return answer(400, { status, message, correlationId: uuid(this.#portal.world.ids, 'correlation') });
  }

  save(): OAuthState {
    return { tokens: this.tokens.save(), apps: [...this.apps.values()] };
  }

  load(state: OAuthState | undefined): void {
    this.tokens.load(state?.tokens);
    this.apps.clear();
    for (const app of state?.apps ?? []) this.apps.set(app.clientId, app);
  }
}
