import { createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { answer, bodyAsForm, isObject } from '../crm/answers.ts';
import { Tokens } from '../crm/tokens.ts';
import type { Grant, TokenState } from '../crm/tokens.ts';
import type { Org } from './org.ts';

export type ConnectedApp = { readonly clientId: string; readonly clientSecret: string; readonly publicKey: string | null; readonly runAs: string };
export type OAuthState = { readonly tokens: TokenState; readonly apps: readonly ConnectedApp[] };

export const organisationId = '00D5g000000EntEAAU';
const sessionMs = 2 * 3_600_000;
/** Salesforce takes an assertion that ends at most three minutes from now; a little more is for clocks that differ. */
const longestAssertionMs = 5 * 60_000;
const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];

const problem = (status: number, error: string, description: string): SimulatedResponse => answer(status, { error, error_description: description });

export class OAuth {
  readonly #org: Org;
  readonly tokens: Tokens;
  readonly apps = new Map<string, ConnectedApp>();

  constructor(org: Org) {
    this.#org = org;
    this.tokens = new Tokens(org.world.ids, { access: `${organisationId.slice(0, 15)}!AQ`, refresh: '5Aep' });
  }

  /** The time of the clients: the simulators' own may be ahead of it. */
  realNow(): number {
    return this.#org.now() - this.#org.world.clock.aheadMs;
  }

  grantOf(request: SimulatedRequest): Grant | undefined {
    const token = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    const check = token === undefined ? undefined : this.tokens.check(token, this.realNow());
    return check?.kind === 'valid' ? check.grant : undefined;
  }

  /** Undefined: not its path. */
  handle(request: SimulatedRequest): SimulatedResponse | undefined {
    switch (`${request.method} ${request.path}`) {
      case 'POST /services/oauth2/token':
        return this.#token(request);
      case 'POST /services/oauth2/revoke':
        return this.tokens.revoke(bodyAsForm(request).get('token') ?? '') ? answer(200) : problem(400, 'unsupported_token_type', 'this token is not supported');
      case 'GET /services/oauth2/authorize':
        return this.#authorize(request);
      case 'GET /services/oauth2/userinfo':
        return this.#identity(request);
      default:
        return request.method === 'GET' && request.path.startsWith(`/id/${organisationId}/`) ? this.#identity(request) : undefined;
    }
  }

  /** The person at the browser is taken to have said yes. */
  #authorize(request: SimulatedRequest): SimulatedResponse {
    const app = this.apps.get(request.query.get('client_id') ?? '');
    const redirectUri = request.query.get('redirect_uri') ?? '';
    if (!app) return problem(400, 'invalid_client_id', 'client identifier invalid');
    if (!URL.canParse(redirectUri)) return problem(400, 'redirect_uri_mismatch', 'redirect_uri must match configuration');
    if (request.query.get('response_type') !== 'code') return problem(400, 'unsupported_response_type', 'response type not supported');
    const challenge = request.query.get('code_challenge') ?? undefined;
    const target = new URL(redirectUri);
    target.searchParams.set(
      'code',
      this.tokens.code({ grant: { user: app.runAs, app: app.clientId, scopes: ['api', 'refresh_token'] }, redirectUri, challenge }),
    );
    const state = request.query.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return answer(302, undefined, { location: target.href });
  }

  #token(request: SimulatedRequest): SimulatedResponse {
    const form = bodyAsForm(request);
    switch (form.get('grant_type')) {
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return this.#byAssertion(request, form.get('assertion') ?? '');
      case 'client_credentials': {
        const app = this.#checkedApp(request, form, true);
        return app
          ? this.#issue(request, { user: app.runAs, app: app.clientId, scopes: ['api'] })
          : problem(400, 'invalid_client', 'invalid client credentials');
      }
      case 'refresh_token': {
        const app = this.#checkedApp(request, form, false);
        if (!app) return problem(400, 'invalid_client', 'invalid client credentials');
        const grant = this.tokens.refreshGrant(form.get('refresh_token') ?? '');
        return grant?.app === app.clientId ? this.#issue(request, grant) : problem(400, 'invalid_grant', 'expired access/refresh token');
      }
      case 'authorization_code': {
        const code = this.tokens.redeem(form.get('code') ?? '');
        const app = this.#checkedApp(request, form, false);
        if (!app) return problem(400, 'invalid_client', 'invalid client credentials');
        const proof =
          code?.challenge === undefined ||
          code.challenge ===
            createHash('sha256')
              .update(form.get('code_verifier') ?? '')
              .digest('base64url');
        if (!code || code.grant.app !== app.clientId || code.redirectUri !== form.get('redirect_uri') || !proof)
          return problem(400, 'invalid_grant', 'invalid authorization code');
        return this.#issue(request, code.grant, this.tokens.refresh(code.grant));
      }
      default:
        return problem(400, 'unsupported_grant_type', 'grant type not supported');
    }
  }

  /** The secret may be left out where the app is known by something else, unless it is the only proof. */
  #checkedApp(request: SimulatedRequest, form: URLSearchParams, secretNeeded: boolean): ConnectedApp | undefined {
    const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    const [basicId = '', basicSecret = ''] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
    const app = this.apps.get(form.get('client_id') ?? decodeURIComponent(basicId));
    const secret = form.get('client_secret') ?? (basic === undefined ? undefined : decodeURIComponent(basicSecret));
    if (!app || (secretNeeded && secret === undefined)) return undefined;
    return secret === undefined || secret === app.clientSecret ? app : undefined;
  }

  #byAssertion(request: SimulatedRequest, assertion: string): SimulatedResponse {
    const [head = '', body = '', signature = '', ...more] = assertion.split('.');
    const [header, claims] = [claimsOf(head), claimsOf(body)];
    if (!header || !claims || more.length > 0) return problem(400, 'invalid_grant', 'invalid assertion');
    const app = this.apps.get(String(claims['iss']));
    if (!app) return problem(400, 'invalid_client_id', 'client identifier invalid');
    const key = app.publicKey === null ? undefined : publicKey(app.publicKey);
    if (!key || header['alg'] !== 'RS256' || !verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
      return problem(400, 'invalid_grant', 'invalid assertion');
    const ends = Number(claims['exp']) * 1000;
    if (!(ends > this.realNow())) return problem(400, 'invalid_grant', 'expired assertion');
    if (ends > this.realNow() + longestAssertionMs) return problem(400, 'invalid_grant', 'invalid assertion: exp is too far ahead');
    const audience = [claims['aud']].flat().map(String);
    if (!audience.some((one) => audiences.includes(one) || one === request.base || one === new URL(request.base).origin))
      return problem(400, 'invalid_grant', 'audience is invalid');
    const user = [...this.#org.where('User', 'Username', String(claims['sub']))][0];
    if (!user || user.values['IsActive'] === false || user.id !== app.runAs) return problem(400, 'invalid_grant', "user hasn't approved this consumer");
    return this.#issue(request, { user: user.id, app: app.clientId, scopes: ['api'] });
  }

  #issue(request: SimulatedRequest, grant: Grant, refresh?: string): SimulatedResponse {
    const now = this.realNow();
    return answer(
      200,
      {
        access_token: this.tokens.access(grant, now + sessionMs),
        ...(refresh === undefined ? {} : { refresh_token: refresh }),
        scope: grant.scopes.join(' '),
        instance_url: request.base,
        id: `${request.base}/id/${organisationId}/${grant.user}`,
        token_type: 'Bearer',
        issued_at: String(now),
      },
      { 'cache-control': 'no-store' },
    );
  }

  #identity(request: SimulatedRequest): SimulatedResponse {
    const grant = this.grantOf(request);
    const user = grant && this.#org.store('User').get(grant.user);
    if (!user) return { status: 403, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: 'Bad_OAuth_Token' };
    const { Username = '', Name = '', Email = '' } = user.values;
    return answer(200, {
      id: `${request.base}/id/${organisationId}/${user.id}`,
      user_id: user.id,
      organization_id: organisationId,
      username: Username,
      preferred_username: Username,
      display_name: Name,
      name: Name,
      email: Email,
      active: true,
      user_type: 'STANDARD',
      urls: {
        rest: `${request.base}/services/data/v{version}/`,
        sobjects: `${request.base}/services/data/v{version}/sobjects/`,
        query: `${request.base}/services/data/v{version}/query/`,
      },
    });
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

function claimsOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** From a certificate or a public key, as PEM. */
export function publicKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
