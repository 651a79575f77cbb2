import type { Scope } from '@entente/contracts/permissions';
import { isId, newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { recordChange } from '../../platform/change.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Principal } from './principal.ts';

/** All that a partner's pages read, and none of what is a person's own, such as their notifications. */
/** Looking gives nobody a right: what they may not read on their own pages, they do not read on the partner's. */
const VIEWING: readonly (readonly [shown: Scope, needs: Scope])[] = [
  ['portal:read', 'partners:view_as'],
  ['portal:distribution', 'partners:view_as'],
  ['portal:deals', 'incentives:read'],
  ['portal:funds', 'funds:read'],
  ['portal:money', 'payouts:read'],
];

export type WishToView = { readonly partnerId: string; readonly named: 'header' | 'cookie' };

/** A header for calls, a cookie for what a browser opens by itself. */
export function wishToView(headers: { readonly [name: string]: string | string[] | undefined }): WishToView | null {
  const header = headers['entente-view-as'];
  if (typeof header === 'string' && header.trim() !== '') return { partnerId: header.trim(), named: 'header' };
  const cookie = /(?:^|;)\s*entente-view-as=([^;\s]{1,100})/.exec(typeof headers.cookie === 'string' ? headers.cookie : '')?.[1];
  return cookie === undefined ? null : { partnerId: cookie, named: 'cookie' };
}

/**
 * Whom the request is answered as: somebody of the workspace who looks through a partner's eyes is given that partner's pages and
 * none of their own. A wish that cannot be met is refused and not passed over, or what was meant for the partner would be done by
 * the vendor; only a forgotten cookie of somebody who may never look so is.
 */
export function createViewAs(deps: { database: Database; now: () => Date }) {
  /** Sign-ins that have been put on record by this process already; the record itself is asked for the rest. */
  const recorded = new Set<string>();
  return async function viewAs(principal: Principal, wish: WishToView, request: { method: string; id: string; credential: string }): Promise<Principal> {
    const { actor, tenantId } = principal;
    if (!actor.scopes.has('partners:view_as') || actor.kind !== 'person' || actor.memberId === null) {
      if (wish.named === 'cookie') return principal;
      throw new Problem('not_allowed', 'Only partner managers, in person, look through a partner’s eyes.');
    }
    if (!isId(wish.partnerId)) throw notFound('partner');
    const partner = await deps.database.inTenant(tenantId, (tx) =>
      tx.selectFrom('partner').select(['id', 'name']).where('tenant_id', '=', tenantId).where('id', '=', wish.partnerId).executeTakeFirst(),
    );
    if (!partner) throw notFound('partner');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Problem('not_allowed', `You are looking as ${partner.name}; nothing can be changed.`, { reason: 'view_as' });
    const session = createHash('sha256').update(request.credential).digest('hex').slice(0, 16);
    const viewing: Principal = {
      tenantId,
      actor: {
        kind: 'person',
        id: `view-as ${actor.memberId}`,
        name: `${actor.name} as ${partner.name}`,
        memberId: null,
        audience: 'partner',
        partnerId: partner.id,
        role: 'partner_admin',
        scopes: new Set(VIEWING.flatMap(([shown, needs]) => (actor.scopes.has(needs) ? [shown] : []))),
        onBehalfOf: null,
        viewAs: { partnerId: partner.id, partnerName: partner.name, by: actor.name, memberId: actor.memberId },
      },
    };
    await record(principal, partner, session, request.id);
    return viewing;
  };

  /** Once a sign-in and partner, whatever the number of pages looked at and of processes that answer. */
  async function record(principal: Principal, partner: { id: string; name: string }, session: string, requestId: string): Promise<void> {
    const { tenantId, actor } = principal;
    const key = `${session} ${partner.id}`;
    if (recorded.has(key)) return;
    await deps.database.inTenant(tenantId, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`view-as ${key}`}, 0))`.execute(tx);
      const known = await tx
        .selectFrom('audit_entry')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('record_type', '=', 'partner')
        .where('record_id', '=', partner.id)
        .where('operation', '=', 'partners.viewAs')
        .where(sql<boolean>`after ->> 'session' = ${session}`)
        .executeTakeFirst();
      if (known) return;
      await recordChange(
        tx,
        { tenantId, actor, requestId: requestId === '' ? newId() : requestId, now: deps.now() },
        {
          operation: 'partners.viewAs',
          recordType: 'partner',
          recordId: partner.id,
          after: { session },
          events: [{ type: 'partner.viewed_as', payload: { partnerId: partner.id, partnerName: partner.name } }],
        },
      );
    });
    if (recorded.size > 10_000) recorded.clear();
    recorded.add(key);
  }
}
