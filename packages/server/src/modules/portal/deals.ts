import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Scope } from '@entente/contracts/permissions';
import { rowForPartner, roomForPartner, type DealFacts } from './domain/deal-for-partner.ts';
import type { PortalPorts } from './ports.ts';
import { findDeal, isOwnHandoff, isOwnLane, listDeals, roomOf } from './store.ts';

type PortalDeal = Result<'portalDeals.get'>;

/** Whose pages these are; nobody else has any. */
export function partnerOf(context: Context): string {
  if (context.actor.partnerId === null) throw notFound('partner');
  return context.actor.partnerId;
}

export async function portalDeals(
  tx: Tx,
  ports: PortalPorts,
  context: Context,
  query: Parsed<'portalDeals.list'>['query'],
): Promise<Result<'portalDeals.list'>> {
  requireScope(context, 'portal:read');
  const partnerId = partnerOf(context);
  const place = placeIn(query.cursor, 'instant');
  const after = place === null ? null : { at: String(place.sort), id: place.id };
  const rows = await listDeals(tx, context.tenantId, partnerId, { status: query.status, q: query.q, after, limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const until = await ports.protectedUntil(
    tx,
    context.tenantId,
    partnerId,
    items.map((deal) => deal.id),
  );
  return {
    items: items.map((deal) => rowForPartner(deal, until.get(deal.id) ?? null)),
    nextCursor: last ? encodeCursor({ sort: last.updatedAt, id: last.id }) : null,
  };
}

/** The deal, if the partner has ever had to do with it; any other does not exist for it. */
async function requireReach(tx: Tx, context: Context, dealId: string): Promise<DealFacts> {
  const deal = await findDeal(tx, context.tenantId, partnerOf(context), dealId);
  if (!deal) throw notFound('deal');
  return deal;
}

export async function portalDeal(tx: Tx, ports: PortalPorts, context: Context, dealId: string): Promise<PortalDeal> {
  requireScope(context, 'portal:read');
  const partnerId = partnerOf(context);
  const deal = await requireReach(tx, context, dealId);
  const now = deal.standing.leftAt === null;
  const room = await roomOf(tx, context, partnerId, deal);
  const names = now ? await ports.visibleNames(tx, context.tenantId, partnerId, dealId) : new Map<string, string>();
  const until = await ports.protectedUntil(tx, context.tenantId, partnerId, [dealId]);
  return {
    ...rowForPartner(deal, until.get(dealId) ?? null),
    ...roomForPartner(room, { partnerId, actorId: context.actor.id, names, now: context.now }),
    registrations: await ports.registrationsOf(tx, context, dealId),
    shares: await ports.sharesOf(tx, context, dealId),
    chains: now ? await ports.chainsOf(tx, context, dealId) : [],
    record: await ports.recordOf(tx, context, dealId),
  };
}

/** A step of the partner's, answered with the deal as it then is. Who has left a deal changes nothing of it any more. */
async function acting(
  tx: Tx,
  ports: PortalPorts,
  context: Context,
  dealId: string,
  scope: Scope,
  work: (partnerId: string) => Promise<unknown>,
): Promise<PortalDeal> {
  requireScope(context, scope);
  const deal = await requireReach(tx, context, dealId);
  if (deal.standing.leftAt !== null)
    throw new Problem('conflict', 'You take no part in this deal any more. What you did stays; ask the vendor to let you in again.');
  await work(partnerOf(context));
  return portalDeal(tx, ports, context, dealId);
}

export const setLane = (
  tx: Tx,
  ports: PortalPorts,
  context: Context,
  { id, childId }: { id: string; childId: string },
  lane: Parsed<'portalDeals.setLane'>['body'],
): Promise<PortalDeal> =>
  acting(tx, ports, context, id, 'portal:deals', async (partnerId) => {
    if (!(await isOwnLane(tx, context.tenantId, partnerId, id, childId))) throw notFound('lane');
    await ports.setLane(tx, context, id, childId, lane);
  });

export const comment = (tx: Tx, ports: PortalPorts, context: Context, dealId: string, body: string): Promise<PortalDeal> =>
  acting(tx, ports, context, dealId, 'portal:deals', (partnerId) => ports.addComment(tx, context, dealId, body, { visibleTo: 'partner', partnerId }));

export const handoffDone = (tx: Tx, ports: PortalPorts, context: Context, { id, childId }: { id: string; childId: string }): Promise<PortalDeal> =>
  acting(tx, ports, context, id, 'portal:deals', async (partnerId) => {
    if (!(await isOwnHandoff(tx, context.tenantId, partnerId, id, childId))) throw notFound('handoff');
    await ports.completeHandoff(tx, context, id, childId, true);
  });

export const shareDeal = (tx: Tx, ports: PortalPorts, context: Context, dealId: string, share: Parsed<'portalDeals.share'>['body']): Promise<PortalDeal> =>
  acting(tx, ports, context, dealId, 'portal:deals', () => ports.shareDeal(tx, context, dealId, share));

export const setPrice = (
  tx: Tx,
  ports: PortalPorts,
  context: Context,
  { id, childId }: { id: string; childId: string },
  price: Parsed<'portalDeals.setPrice'>['body'],
): Promise<PortalDeal> => acting(tx, ports, context, id, 'portal:distribution', () => ports.setPrice(tx, context, id, childId, price));

/** Its own record stays its own, also of a deal it has left. */
export async function setRecord(
  tx: Tx,
  ports: PortalPorts,
  context: Context,
  dealId: string,
  record: Parsed<'portalDeals.setRecord'>['body'],
): Promise<PortalDeal> {
  requireScope(context, 'portal:deals');
  await requireReach(tx, context, dealId);
  await ports.setRecord(tx, context, dealId, record);
  return portalDeal(tx, ports, context, dealId);
}
