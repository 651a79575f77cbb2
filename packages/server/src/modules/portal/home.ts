import type { Result } from '@entente/contracts';
import { isRole, roleAllows } from '@entente/contracts/permissions';
import { notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { brandShown } from './brand.ts';
import { partnerOf } from './deals.ts';
import type { DealFacts } from './domain/deal-for-partner.ts';
import { isTold } from './domain/disclosure.ts';
import type { Need, PortalPorts } from './ports.ts';
import { dealsForSums, dueOf, managerOf, readPartner } from './store.ts';

type Home = Result<'portal.home'>;
const DAY_MS = 86_400_000;
/** How long before it is due something of the partner's begins to need it. */
const AHEAD_DAYS = 7;
const NEEDS_SHOWN = 50;

export async function portalHome(tx: Tx, ports: PortalPorts, context: Context): Promise<Home> {
  requireScope(context, 'portal:read');
  const { tenantId, now, actor } = context;
  const partnerId = partnerOf(context);
  const partner = await readPartner(tx, tenantId, partnerId);
  if (!partner) throw notFound('partner');
  const figures = await ports.figures(tx, tenantId, partnerId);
  const deals = await dealsForSums(tx, tenantId, partnerId, yearBefore(now));
  const open = deals.filter((deal) => deal.stage !== 'won' && deal.standing.leftAt === null);
  const until = await ports.protectedUntil(
    tx,
    tenantId,
    partnerId,
    open.map((deal) => deal.id),
  );
  const manager = await managerOf(tx, tenantId, partnerId);
  return {
    partner: { id: partner.id, name: partner.name, tier: partner.tier },
    vendor: brandShown(await ports.brand(tx, tenantId), tenantId),
    money: {
      waiting: figures.waiting.map(({ currency, amountMinor }) => ({ currency, amountMinor })),
      protectedOpen: sums(open.filter((deal) => Date.parse(until.get(deal.id) ?? '') > now.getTime())),
      won12Months: sums(deals.filter((deal) => deal.stage === 'won')),
      asOf: now.toISOString(),
    },
    needsYou: await needsYou(tx, ports, context, partnerId),
    withVendor: await ports.withVendor(tx, context),
    expiring: figures.expiring,
    manager: manager === null ? null : { name: manager.name, email: manager.email },
    usualDecisionHours: await ports.usualDecisionHours(tx, context),
    counts: { registrations: figures.open, deals: open.length, leads: await ports.openLeads(tx, tenantId, partnerId) },
    // Of the role and not of the scopes: who looks through a partner's eyes sees what is there, though they cannot press it.
    mayRegister: partner.status === 'active' && isRole(actor.role) && roleAllows(actor.role, 'portal:register'),
    resellers: await ports.resellersOf(tx, tenantId, partnerId),
  };
}

/** A deal counts once, whatever the number of the partner's parts in it; currencies are never added up. */
function sums(deals: readonly DealFacts[]): Home['money']['waiting'] {
  const totals = new Map<string, number>();
  for (const deal of deals)
    if (deal.amountMinor !== null && isTold('amount', deal.standing)) totals.set(deal.currency, (totals.get(deal.currency) ?? 0) + deal.amountMinor);
  return [...totals]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .sort((a, b) => b.amountMinor - a.amountMinor || (a.currency < b.currency ? -1 : 1));
}

async function needsYou(tx: Tx, ports: PortalPorts, context: Context, partnerId: string): Promise<Need[]> {
  const needs: Need[] = [];
  for (const needsOf of ports.needs) needs.push(...(await needsOf(tx, context)));
  const due = await dueOf(tx, context.tenantId, partnerId, new Date(context.now.getTime() + AHEAD_DAYS * DAY_MS).toISOString());
  for (const one of due)
    needs.push({
      kind: one.kind,
      recordId: one.id,
      title: `D-${one.number} ${one.name}`,
      sentence: one.kind === 'handoff' ? `Hand over: ${one.words ?? ''}`.trim() : (one.words ?? `Say where your part as ${one.role ?? 'partner'} stands.`),
      dueAt: one.dueAt,
      path: `/portal/deals/${one.dealId}`,
    });
  const at = (need: Need): number => (need.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(need.dueAt));
  return needs.sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b))).slice(0, NEEDS_SHOWN);
}

function yearBefore(now: Date): string {
  const day = new Date(now);
  day.setUTCFullYear(day.getUTCFullYear() - 1);
  return day.toISOString().slice(0, 10);
}
