import { Problem } from '@entente/kernel';
import type { FastifyRequest } from 'fastify';
import { fromNodeHeaders } from 'better-auth/node';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Authenticate } from '../../platform/http/server.ts';
import type { Auth } from './auth.ts';
import { hashMatches, isUsable, prefixOf, scopesOfKey } from './domain/api-key.ts';
import type { Principal, PrincipalCache } from './principal.ts';
import { personPrincipal, workspacesOfUser } from './store.ts';
import { createViewAs, wishToView } from './view-as.ts';

const LAST_USED_EVERY_MS = 60_000;

export function createAuthenticate(deps: { database: Database; auth: Auth; cache: PrincipalCache; now: () => Date }): Authenticate {
  const { database, cache, now } = deps;
  const viewAs = createViewAs(deps);
  return async (request) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
      const principal = await cache.get(`key ${key}`, () => database.inSystem((tx) => principalOfKey(tx, key, now())));
      if (!principal) throw new Problem('not_signed_in', 'This API key is not known, has expired or was revoked.');
      if (wishToView(request.headers)?.named === 'header') throw new Problem('not_allowed', 'Only partner managers, in person, look through a partner’s eyes.');
      return principal;
    }
    const cookie = request.headers.cookie ?? '';
    if (!cookie.includes('entente.session_token=')) return null;
    const wanted = workspaceNamed(request);
    const remembered = wanted === null && request.method === 'GET' ? workspaceRemembered(cookie) : null;
    const credential = sessionCookie(cookie);
    const principal = await cache.get(`session ${wanted ?? ''} ${remembered ?? ''} ${credential}`, () => principalOfSession(deps, request, wanted, remembered));
    const wish = principal === null ? null : wishToView(request.headers);
    return principal === null || wish === null ? principal : viewAs(principal, wish, { method: request.method, id: request.id, credential });
  };
}

async function principalOfKey(tx: Tx, key: string, now: Date): Promise<Principal | null> {
  const prefix = prefixOf(key);
  if (prefix === null) return null;
  const rows = await tx.selectFrom('api_key').selectAll().where('prefix', '=', prefix).execute();
  const row = rows.find((each) => hashMatches(each.hash, key));
  if (!row || !isUsable(row, now)) return null;
  if (row.last_used_at === null || Date.parse(row.last_used_at) <= now.getTime() - LAST_USED_EVERY_MS) {
    await tx.updateTable('api_key').set({ last_used_at: now.toISOString() }).where('tenant_id', '=', row.tenant_id).where('id', '=', row.id).execute();
  }
  return {
    tenantId: row.tenant_id,
    actor: {
      kind: 'api_key',
      id: row.id,
      name: row.name,
      memberId: null,
      audience: 'workspace',
      partnerId: null,
      role: row.role,
      scopes: new Set(scopesOfKey(row)),
      onBehalfOf: null,
    },
  };
}

async function principalOfSession(
  deps: { database: Database; auth: Auth },
  request: FastifyRequest,
  wanted: string | null,
  remembered: string | null,
): Promise<Principal | null> {
  // Not refreshed here: a longer session needs a new cookie, which GET /api/auth/get-session gives.
  const session = await deps.auth.api.getSession({ headers: fromNodeHeaders(request.headers), query: { disableRefresh: true } });
  if (!session) return null;
  const workspaces = await deps.database.inSystem((tx) => workspacesOfUser(tx, session.user.id));
  const named = (name: string) => workspaces.find((each) => each.slug === name || each.tenantId === name);
  const chosen = wanted === null ? ((remembered === null ? undefined : named(remembered)) ?? workspaces[0]) : named(wanted);
  if (!chosen && wanted !== null && workspaces.length > 0) throw new Problem('not_found', 'There is no such workspace, or you are not a member of it.');
  return chosen ? personPrincipal(chosen) : null;
}

function workspaceNamed(request: FastifyRequest): string | null {
  const header = request.headers['entente-workspace'];
  return typeof header === 'string' && header.trim() !== '' ? header.trim().slice(0, 100) : null;
}

/**
 * Live events and downloads cannot send a header, so the browser also remembers its workspace in a cookie. It only prefers one
 * of the person's own workspaces, and only for reading.
 */
function workspaceRemembered(cookie: string): string | null {
  const value = /(?:^|;)\s*entente\.workspace=([^;\s]{1,100})/.exec(cookie)?.[1];
  return value ?? null;
}

/** Only this cookie: others, such as a theme, would make one session many entries. */
const sessionCookie = (cookie: string): string =>
  cookie
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.includes('entente.session_token='))
    .join(';');
