import type { Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnerOf } from './context.ts';
import { hopsOf, isSide, shownChain, withoutPartnersPrice, type Hop, type Price } from './domain/chain.ts';
import type { ChainDeal, ChainRoute, DistributionPorts } from './ports.ts';

export type Chain = Result<'chains.ofDeal'>['chains'][number];

/**
 * The chains of a deal as its reader is shown them; a null reader is the vendor. A partner is given only chains it is part of: that
 * there are others is nothing it learns.
 */
export async function chainsOf(tx: Tx, ports: DistributionPorts, tenantId: string, dealId: string, reader: string | null, maySet = true): Promise<Chain[]> {
  const deal = await ports.chainDeal(tx, tenantId, dealId);
  return deal ? shownChains(tx, ports, tenantId, deal, reader, maySet) : [];
}

/** As people of a partner are shown them. Who looks through their eyes is still of the vendor, and reads the vendor's own price alone. */
export async function chainsForPartner(tx: Tx, ports: DistributionPorts, context: Context, dealId: string): Promise<Chain[]> {
  const reader = partnerOf(context, 'portal:read');
  const viewing = context.actor.viewAs !== undefined;
  const chains = await chainsOf(tx, ports, context.tenantId, dealId, reader, !viewing && context.actor.scopes.has('portal:distribution'));
  return viewing ? chains.map((chain) => ({ ...chain, hops: chain.hops.map(withoutPartnersPrice), ownMarginMinor: null })) : chains;
}

export async function chainsForStaff(tx: Tx, ports: DistributionPorts, context: Context, dealId: string): Promise<Chain[]> {
  const deal = await ports.chainDeal(tx, context.tenantId, dealId);
  if (!deal) throw notFound('deal');
  return shownChains(tx, ports, context.tenantId, deal, null, context.actor.scopes.has('distribution:write'));
}

async function shownChains(tx: Tx, ports: DistributionPorts, tenantId: string, deal: ChainDeal, reader: string | null, maySet: boolean): Promise<Chain[]> {
  const routes = deal.routes.filter((route) => reader === null || route.chain.includes(reader));
  if (routes.length === 0) return [];
  const { name: vendor } = await tx.selectFrom('workspace').select('name').where('id', '=', tenantId).executeTakeFirstOrThrow();
  const partners = new Map(
    (await ports.partners(tx, tenantId, [...new Set(routes.flatMap((route) => route.chain))])).map((partner) => [partner.id, partner.name]),
  );
  const prices = await pricesOf(
    tx,
    tenantId,
    routes.map((route) => route.routeId),
  );
  const names = { vendor, customer: deal.customerName ?? 'The customer', partners };
  return routes.map((route) => ({
    dealId: deal.id,
    dealNumber: deal.number,
    routeId: route.routeId,
    ...shownChain(route.chain, prices.get(route.routeId) ?? [], names, reader, maySet && !deal.lost),
  }));
}

/** The prices that stand now, by route. */
export async function pricesOf(tx: Tx, tenantId: string, routeIds: readonly string[]): Promise<Map<string, Price[]>> {
  const found = new Map<string, Price[]>();
  if (routeIds.length === 0) return found;
  const rows = await tx
    .selectFrom('hop_price')
    .select(['route_id', 'hop', 'seller_id', 'buyer_id', 'amount_minor', 'currency', 'set_by', 'set_at'])
    .where('tenant_id', '=', tenantId)
    .where('route_id', '=', sql<string>`any(${[...routeIds]}::uuid[])`)
    .where('ended_at', 'is', null)
    .orderBy('hop')
    .execute();
  for (const row of rows) {
    const price: Price = {
      hop: row.hop,
      sellerId: row.seller_id,
      buyerId: row.buyer_id,
      amountMinor: row.amount_minor,
      currency: row.currency,
      setBy: row.set_by,
      setAt: row.set_at,
    };
    found.set(row.route_id, [...(found.get(row.route_id) ?? []), price]);
  }
  return found;
}

export type NewPrice = { readonly dealId: string; readonly routeId: string; readonly amountMinor: number; readonly currency: string };

/**
 * Sets the price of the one hop the seller sells on; a null seller is the vendor. Who sets it at the same moment waits, and their row
 * ends this one: both stay in the history.
 */
export async function setPrice(tx: Tx, context: Context, ports: DistributionPorts, sellerId: string | null, price: NewPrice): Promise<Chain> {
  const { tenantId } = context;
  const deal = await ports.chainDeal(tx, tenantId, price.dealId);
  const route = deal?.routes.find((one) => one.routeId === price.routeId);
  if (!deal || !route || (sellerId !== null && !route.chain.includes(sellerId))) throw notFound('chain');
  if (deal.lost) throw new Problem('conflict', 'The deal is lost; its prices stay as they are.', { reason: 'deal_lost' });
  if (price.currency !== deal.currency)
    throw new Problem('invalid_input', `Prices of this deal are in ${deal.currency}.`, {
      fields: [{ path: 'currency', code: 'other_currency', sentence: `Prices of this deal are in ${deal.currency}.` }],
    });
  const hop = soldBy(route, sellerId);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hop-price:${tenantId}:${route.routeId}:${hop.hop}`}, 0))`.execute(tx);
  const standing = (await pricesOf(tx, tenantId, [route.routeId])).get(route.routeId)?.find((one) => one.hop === hop.hop) ?? null;
  const same =
    standing?.amountMinor === price.amountMinor &&
    standing.currency === price.currency &&
    standing.sellerId === hop.sellerId &&
    standing.buyerId === hop.buyerId;
  if (!same) await writePrice(tx, context, ports, deal, route, hop, price, standing);
  const [chain] = (await shownChains(tx, ports, tenantId, { ...deal, routes: [route] }, sellerId, true)) satisfies Chain[];
  if (!chain) throw notFound('chain');
  return chain;
}

function soldBy(route: ChainRoute, sellerId: string | null): Hop {
  const [hop, another] = hopsOf(route.chain).filter((one) => one.sellerId === sellerId);
  if (!hop) throw notFound('chain');
  if (another) throw new Problem('conflict', 'This chain goes through the same partner twice; set it right on the route first.', { reason: 'seller_twice' });
  return hop;
}

async function writePrice(
  tx: Tx,
  context: Context,
  ports: DistributionPorts,
  deal: ChainDeal,
  route: ChainRoute,
  hop: Hop,
  price: NewPrice,
  standing: Price | null,
): Promise<void> {
  const { tenantId } = context;
  const at = context.now.toISOString();
  await tx
    .updateTable('hop_price')
    .set({ ended_at: at })
    .where('tenant_id', '=', tenantId)
    .where('route_id', '=', route.routeId)
    .where('hop', '=', hop.hop)
    .where('ended_at', 'is', null)
    .execute();
  const id = newId();
  await tx
    .insertInto('hop_price')
    .values({
      tenant_id: tenantId,
      id,
      deal_id: deal.id,
      route_id: route.routeId,
      hop: hop.hop,
      seller_id: hop.sellerId,
      buyer_id: hop.buyerId,
      amount_minor: price.amountMinor,
      currency: price.currency,
      set_by: context.actor.name,
      set_at: at,
      ended_at: null,
    })
    .execute();
  const ids = [hop.sellerId, hop.buyerId].filter((one) => one !== null);
  const sides = await ports.partners(tx, tenantId, ids);
  const seller = sides.find((partner) => partner.id === hop.sellerId)?.name ?? null;
  // The vendor reads audit entries and events: amounts of hops it is no side of are kept in the prices alone.
  const told = (amountMinor: number | null) => (isSide(hop, null) ? { amountMinor, currency: price.currency } : { currency: price.currency });
  await recordChange(tx, context, {
    operation: hop.sellerId === null ? 'chains.setPrice' : 'portalDeals.setPrice',
    recordType: 'hop_price',
    recordId: id,
    before: standing === null ? null : told(standing.amountMinor),
    after: { dealId: deal.id, routeId: route.routeId, hop: hop.hop, sellerId: hop.sellerId, buyerId: hop.buyerId, ...told(price.amountMinor) },
    events: [
      {
        type: 'chain.priced',
        dealId: deal.id,
        payload: {
          routeId: route.routeId,
          hop: hop.hop,
          sellerId: hop.sellerId,
          partnerId: hop.buyerId,
          number: deal.number,
          companyName: deal.customerName,
          holderId: null,
          partnerSentence: hop.buyerId === null ? null : `${seller ?? 'The vendor'} set its price to you for ${deal.name}.`,
        },
      },
    ],
  });
}
