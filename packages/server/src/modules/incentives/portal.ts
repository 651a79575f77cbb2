import { notFound } from '@entente/kernel';
import type { Scope } from '@entente/contracts/permissions';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { claimInfluence, listClaims, type ClaimShown } from './claims.ts';
import { enrolmentOf, inForce, isKind } from './domain/facts.ts';
import type { IncentivesPorts } from './ports.ts';
import { listProgress } from './progress.ts';
import { ruleVersions } from './rule-store.ts';
import { listSpiffs, registerSpiff, type SpiffShown } from './spiff-registrations.ts';
import { enrolmentsOn } from './store.ts';

type PortalOperation = Extract<keyof Handlers, `portalIncentives.${string}`>;

/** Whose incentives they are. Every query below names it. */
function partnerOf(context: Context, scope: Scope): string {
  requireScope(context, scope);
  if (context.actor.partnerId === null) throw notFound('partner');
  return context.actor.partnerId;
}
const ownClaim = ({ partnerId: _partner, partnerName: _name, amountMinor: _amount, currency: _currency, ...claim }: ClaimShown) => claim;
const ownSpiff = ({ partnerId: _partner, partnerName: _name, ...spiff }: SpiffShown) => spiff;

export function portalRoutes({ database, ports }: { readonly database: Database; readonly ports: IncentivesPorts }): Pick<Handlers, PortalOperation> {
  return {
    'portalIncentives.progress': (context, { query }) => {
      const partnerId = partnerOf(context, 'portal:money');
      return database.reading(context.tenantId, async (tx) => ({
        items: (await listProgress(tx, context, { partnerId, state: query.state })).map(
          ({ partnerId: _partner, partnerName: _name, version: _version, accruedMinor: _accrued, ...progress }) => progress,
        ),
      }));
    },
    'portalIncentives.programmes': (context) => {
      const partnerId = partnerOf(context, 'portal:deals');
      const day = context.now.toISOString().slice(0, 10);
      return database.reading(context.tenantId, async (tx) => {
        const enrolments = await enrolmentsOn(tx, context.tenantId, [partnerId]);
        const open = inForce(await ruleVersions(tx, context.tenantId), day).filter(
          ({ document, ruleId }) => !document.enrolled || enrolmentOf(enrolments, ruleId, partnerId, day) !== null,
        );
        // A programme that names partners is not told to others.
        const told = open.filter(({ document }) =>
          document.when.every((condition) => condition.kind !== 'partner' || condition.partnerIds.includes(partnerId)),
        );
        return {
          items: [
            ...told
              .filter(isKind('spiff'))
              .filter(({ document }) => document.from <= day && day < document.until)
              .map(({ ruleId, name, document }) => ({
                ruleId,
                name,
                kind: document.kind,
                from: document.from,
                until: document.until,
                sentence: 'Register a person for a deal before it is won.',
              })),
            ...told.filter(isKind('influence')).map(({ ruleId, name, document }) => ({
              ruleId,
              name,
              kind: document.kind,
              from: null,
              until: null,
              sentence: `Claim influence on a deal you take part in; ${document.evidence.atLeast} logged ${document.evidence.atLeast === 1 ? 'touch shows' : 'touches show'} it.`,
            })),
          ],
        };
      });
    },
    'portalIncentives.spiffRegistrations': (context, { query }) => {
      const partnerId = partnerOf(context, 'portal:deals');
      return database.reading(context.tenantId, async (tx) => {
        const { items, nextCursor } = await listSpiffs(tx, context.tenantId, { ...query, partnerId });
        return { items: items.map(ownSpiff), nextCursor };
      });
    },
    'portalIncentives.registerSpiff': (context, { body }) => {
      const partnerId = partnerOf(context, 'portal:deals');
      const personId = body.personId ?? context.actor.memberId;
      if (personId === null) throw notFound('person');
      return database.inTenant(context.tenantId, async (tx) =>
        ownSpiff(await registerSpiff(tx, ports, context, { ruleId: body.ruleId, dealId: body.dealId, personId }, partnerId)),
      );
    },
    'portalIncentives.claims': (context, { query }) => {
      const partnerId = partnerOf(context, 'portal:deals');
      return database.reading(context.tenantId, async (tx) => {
        const { items, nextCursor } = await listClaims(tx, context.tenantId, { ...query, partnerId });
        return { items: items.map(ownClaim), nextCursor };
      });
    },
    'portalIncentives.claim': (context, { body }) => {
      const partnerId = partnerOf(context, 'portal:deals');
      return database.inTenant(context.tenantId, async (tx) => ownClaim(await claimInfluence(tx, ports, context, { ...body, partnerId })));
    },
  };
}
