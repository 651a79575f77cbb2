import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { adapterOf, capabilitiesOf, refused, type MarketplacesDeps } from './context.ts';
import { assignDeal } from './record-agreement.ts';
import { recordEntitlement } from './record-entitlement.ts';
import { renewNow } from './renewals.ts';
import { agreementRow, entitlementRow, marketplaceRow } from './store.ts';

type Shape = Result<'agreements.match'>;
type Entitled = Result<'entitlements.fulfil'>;

const agreementQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('agreement as a')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'a.tenant_id').onRef('m.id', '=', 'a.marketplace_id'))
    .leftJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'a.tenant_id').onRef('d.id', '=', 'a.deal_id'))
    .selectAll('a')
    .select(['m.name as marketplace_name', 'd.number as deal_number', 'd.name as deal_name'])
    .where('a.tenant_id', '=', tenantId);

const shapeOf = (row: Awaited<ReturnType<ReturnType<typeof agreementQuery>['executeTakeFirstOrThrow']>>): Shape => ({
  id: row.id,
  marketplaceId: row.marketplace_id,
  marketplaceName: row.marketplace_name,
  externalId: row.external_id,
  status: row.status as Shape['status'],
  offerId: row.offer_id,
  dealId: row.deal_id,
  dealNumber: row.deal_number,
  dealName: row.deal_name,
  buyerAccount: row.buyer_account,
  currency: row.currency,
  amountMinor: row.amount_minor,
  acceptedAt: row.accepted_at,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  endBehaviour: row.end_behaviour as Shape['endBehaviour'],
  replacesExternalId: row.replaces_external_id,
  renewalDealId: row.renewal_deal_id,
  matchedBy: row.matched_by,
  version: row.version,
});

const readAgreement = async (tx: Tx, tenantId: string, id: string): Promise<Shape> =>
  shapeOf(await agreementQuery(tx, tenantId).where('a.id', '=', id).executeTakeFirstOrThrow());

export async function listAgreements(deps: MarketplacesDeps, context: Context, query: Parsed<'agreements.list'>['query']): Promise<Result<'agreements.list'>> {
  requireScope(context, 'marketplaces:read');
  const place = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    let rows = agreementQuery(tx, context.tenantId);
    if (query.dealId !== undefined) rows = rows.where('a.deal_id', '=', query.dealId);
    if (query.marketplaceId !== undefined) rows = rows.where('a.marketplace_id', '=', query.marketplaceId);
    if (query.status !== undefined) rows = rows.where('a.status', '=', query.status);
    if (query.unmatched === 'true') rows = rows.where('a.deal_id', 'is', null);
    if (query.unmatched === 'false') rows = rows.where('a.deal_id', 'is not', null);
    if (place) rows = rows.where('a.id', '<', place.id);
    const found = await rows
      .orderBy('a.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map(shapeOf), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function getAgreement(deps: MarketplacesDeps, context: Context, id: string): Promise<Shape> {
  requireScope(context, 'marketplaces:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    await agreementRow(tx, context.tenantId, id);
    return readAgreement(tx, context.tenantId, id);
  });
}

export async function matchByHand(deps: MarketplacesDeps, context: Context, id: string, body: Parsed<'agreements.match'>['body']): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const agreement = await agreementRow(tx, context.tenantId, id, true);
    if (!(await deps.ports.deal(tx, context.tenantId, body.dealId))) throw notFound('deal');
    if (agreement.deal_id !== null) throw new Problem('conflict', 'This agreement belongs to a deal already.', { reason: 'matched' });
    await assignDeal(tx, context, deps.ports, await marketplaceRow(tx, context.tenantId, agreement.marketplace_id), agreement, body.dealId, body.note);
    return readAgreement(tx, context.tenantId, id);
  });
}

export async function renewByHand(deps: MarketplacesDeps, context: Context, id: string): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    await renewNow(tx, context, deps, id);
    return readAgreement(tx, context.tenantId, id);
  });
}

const entitlementQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('entitlement as e')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'e.tenant_id').onRef('m.id', '=', 'e.marketplace_id'))
    .innerJoin('agreement as a', (join) => join.onRef('a.tenant_id', '=', 'e.tenant_id').onRef('a.id', '=', 'e.agreement_id'))
    .leftJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'a.tenant_id').onRef('d.id', '=', 'a.deal_id'))
    .selectAll('e')
    .select(['m.name as marketplace_name', 'a.deal_id', 'd.number as deal_number'])
    .where('e.tenant_id', '=', tenantId);
const entitled = (row: Awaited<ReturnType<ReturnType<typeof entitlementQuery>['executeTakeFirstOrThrow']>>): Entitled => ({
  id: row.id,
  agreementId: row.agreement_id,
  marketplaceId: row.marketplace_id,
  marketplaceName: row.marketplace_name,
  externalId: row.external_id,
  productCode: row.external_product_code,
  dealId: row.deal_id,
  dealNumber: row.deal_number,
  buyerAccount: row.buyer_account,
  dimensions: row.dimensions as Entitled['dimensions'],
  state: row.state as Entitled['state'],
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  activatedAt: row.activated_at,
  version: row.version,
});

export async function listEntitlements(
  deps: MarketplacesDeps,
  context: Context,
  query: Parsed<'entitlements.list'>['query'],
): Promise<Result<'entitlements.list'>> {
  requireScope(context, 'marketplaces:read');
  const place = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    let rows = entitlementQuery(tx, context.tenantId);
    if (query.dealId !== undefined) rows = rows.where('a.deal_id', '=', query.dealId);
    if (query.agreementId !== undefined) rows = rows.where('e.agreement_id', '=', query.agreementId);
    if (query.state !== undefined) rows = rows.where('e.state', '=', query.state);
    if (place) rows = rows.where('e.id', '<', place.id);
    const found = await rows
      .orderBy('e.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map(entitled), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

/** The buyer may come before the notice: then it is said whose purchase it is, and the record follows. */
export async function resolvePurchase(deps: MarketplacesDeps, context: Context, marketplaceId: string, token: string): Promise<Result<'entitlements.resolve'>> {
  requireScope(context, 'marketplaces:write');
  const { tenantId } = context;
  const marketplace = await deps.database.reading(tenantId, (tx) => marketplaceRow(tx, tenantId, marketplaceId));
  const adapter = adapterOf(deps.ports, marketplace);
  if (marketplace.connection_id === null) throw new Problem('conflict', `${marketplace.name} has no connection to ask by.`, { reason: 'no_connection' });
  const view = await adapter.resolvePurchase(await deps.ports.access(tenantId, marketplace.connection_id), token);
  return deps.database.inTenant(tenantId, async (tx) => {
    const known = await tx
      .selectFrom('entitlement')
      .select(['id', 'agreement_id'])
      .where('tenant_id', '=', tenantId)
      .where('marketplace_id', '=', marketplaceId)
      .where('external_id', '=', view.id)
      .executeTakeFirst();
    if (!known) {
      const sentence = `The purchase is ${view.id} of account ${view.buyerAccount ?? 'unknown'}. Its agreement has not been told of yet; it follows with the next notice or sweep.`;
      return { entitlement: null, buyerAccount: view.buyerAccount, sentence };
    }
    await recordEntitlement(tx, context, deps.ports, marketplace, known.agreement_id, view, context.now.toISOString());
    const row = await entitlementQuery(tx, tenantId).where('e.id', '=', known.id).executeTakeFirstOrThrow();
    return {
      entitlement: entitled(row),
      buyerAccount: view.buyerAccount,
      sentence: row.deal_number === null ? 'It is known; which deal it belongs to is not.' : `It belongs to deal ${row.deal_number}.`,
    };
  });
}

export async function fulfil(deps: MarketplacesDeps, context: Context, id: string, body: Parsed<'entitlements.fulfil'>['body']): Promise<Entitled> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const { row, marketplace } = await deps.database.reading(tenantId, async (tx) => {
    const found = await entitlementRow(tx, tenantId, id);
    return { row: found, marketplace: await marketplaceRow(tx, tenantId, found.marketplace_id) };
  });
  const can = capabilitiesOf(deps.ports, marketplace.kind);
  const adapter = deps.ports.adapter(marketplace.kind);
  const approves = can.fulfilment === 'approve' && adapter !== null && marketplace.connection_id !== null;
  if (!approves && !body.approve) throw refused('approve', `${marketplace.name} lets the buyer begin at once; a purchase cannot be refused there.`);
  if (row.state === 'ended') throw new Problem('conflict', 'It has ended.', { reason: 'ended' });
  if (approves && adapter && marketplace.connection_id !== null)
    await adapter.fulfil(await deps.ports.access(tenantId, marketplace.connection_id), row.external_id, body);
  return deps.database.inTenant(tenantId, async (tx) => {
    const view = {
      id: row.external_id,
      agreementId: null,
      productCode: row.external_product_code,
      buyerAccount: row.buyer_account,
      state: body.approve ? ('active' as const) : ('ended' as const),
      dimensions: row.dimensions as Entitled['dimensions'],
      startsAt: row.starts_at,
      endsAt: row.ends_at,
    };
    await recordEntitlement(tx, context, deps.ports, marketplace, row.agreement_id, view, context.now.toISOString());
    await recordChange(tx, context, {
      operation: 'entitlements.fulfil',
      recordType: 'entitlement',
      recordId: id,
      after: body,
      reason: body.approve ? null : body.reason,
    });
    return entitled(await entitlementQuery(tx, tenantId).where('e.id', '=', id).executeTakeFirstOrThrow());
  });
}
