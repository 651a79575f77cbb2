import { notFound } from '@entente/kernel';
import type { Scope } from '@entente/contracts/permissions';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { claimInfluence, evidenceFor, listClaims, oneClaim, type ClaimShown } from './claims.ts';
import { ownClaims, ownSpiffs } from './outcomes.ts';
import type { IncentivesPorts } from './ports.ts';
import { listProgress } from './progress.ts';
import { listSpiffs, registerSpiff } from './spiff-registrations.ts';
import { programmesFor, requireTold } from './told.ts';

type PortalOperation = Extract<keyof Handlers, `portalIncentives.${string}`>;

/** Whose incentives they are. Every query below names it. */
function partnerOf(context: Context, scope: Scope): string {
  requireScope(context, scope);
  if (context.actor.partnerId === null) throw notFound('partner');
  return context.actor.partnerId;
}

export function portalRoutes({ database, ports }: { readonly database: Database; readonly ports: IncentivesPorts }): Pick<Handlers, PortalOperation> {
  const reading = <Value>(context: Context, work: (tx: Tx, partnerId: string) => Promise<Value>, scope: Scope = 'portal:deals'): Promise<Value> => {
    const partnerId = partnerOf(context, scope);
    return database.reading(context.tenantId, (tx) => work(tx, partnerId));
  };
  const shown = async (tx: Tx, context: Context, claim: ClaimShown) => {
    const [own] = await ownClaims(tx, ports, context, [claim]);
    if (!own) throw notFound('claim');
    return own;
  };
  return {
    'portalIncentives.progress': (context, { query }) =>
      reading(
        context,
        async (tx, partnerId) => ({
          items: (await listProgress(tx, context, { partnerId, state: query.state })).map(
            ({ partnerId: _partner, partnerName: _name, version: _version, accruedMinor: _accrued, ...progress }) => progress,
          ),
        }),
        'portal:money',
      ),
    'portalIncentives.programmes': (context) => reading(context, async (tx, partnerId) => ({ items: await programmesFor(tx, context, partnerId) })),
    'portalIncentives.spiffRegistrations': (context, { query }) =>
      reading(context, async (tx, partnerId) => {
        const { items, nextCursor } = await listSpiffs(tx, context.tenantId, { ...query, partnerId });
        return { items: await ownSpiffs(tx, ports, context, partnerId, items), nextCursor };
      }),
    'portalIncentives.registerSpiff': (context, { body }) => {
      const partnerId = partnerOf(context, 'portal:deals');
      const personId = body.personId ?? context.actor.memberId;
      if (personId === null) throw notFound('person');
      return database.inTenant(context.tenantId, async (tx) => {
        await requireTold(tx, context, partnerId, body.ruleId);
        const registered = await registerSpiff(tx, ports, context, { ruleId: body.ruleId, dealId: body.dealId, personId }, partnerId);
        const [own] = await ownSpiffs(tx, ports, context, partnerId, [registered]);
        if (!own) throw notFound('registration');
        return own;
      });
    },
    'portalIncentives.evidence': (context, { query }) =>
      reading(context, async (tx, partnerId) => {
        await requireTold(tx, context, partnerId, query.ruleId);
        return evidenceFor(tx, ports, context, { ...query, partnerId });
      }),
    'portalIncentives.claims': (context, { query }) =>
      reading(context, async (tx, partnerId) => {
        const { items, nextCursor } = await listClaims(tx, context.tenantId, { ...query, partnerId });
        return { items: await ownClaims(tx, ports, context, items), nextCursor };
      }),
    'portalIncentives.getClaim': (context, { params }) =>
      reading(context, async (tx, partnerId) => {
        const claim = await oneClaim(tx, context.tenantId, params.id);
        if (claim.partnerId !== partnerId) throw notFound('claim');
        return shown(tx, context, claim);
      }),
    'portalIncentives.claim': (context, { body }) => {
      const partnerId = partnerOf(context, 'portal:deals');
      return database.inTenant(context.tenantId, async (tx) => {
        await requireTold(tx, context, partnerId, body.ruleId);
        return shown(tx, context, await claimInfluence(tx, ports, context, { ...body, partnerId }));
      });
    },
  };
}
