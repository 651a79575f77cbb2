import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { adapterOf, refused, type MarketplacesDeps } from './context.ts';
import { driftOf } from './domain/drift.ts';
import type { ListingView } from './ports.ts';
import { dimensionsIn, listingRow, marketplaceRow, requireVersion, type ListingRow } from './store.ts';

type Shape = Result<'listings.create'>;
type Eligible = Shape['eligibility'][number];
const DAY_MS = 86_400_000;

const listingQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('listing as l')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'l.tenant_id').onRef('m.id', '=', 'l.marketplace_id'))
    .innerJoin('product as p', (join) => join.onRef('p.tenant_id', '=', 'l.tenant_id').onRef('p.id', '=', 'l.product_id'))
    .selectAll('l')
    .select(['m.name as marketplace_name', 'p.name as product_name'])
    .where('l.tenant_id', '=', tenantId);

function shapeOf(row: ListingRow & { marketplace_name: string; product_name: string }, eligibility: Eligible[]): Shape {
  return {
    id: row.id,
    marketplaceId: row.marketplace_id,
    marketplaceName: row.marketplace_name,
    productId: row.product_id,
    productName: row.product_name,
    externalProductId: row.external_product_id,
    externalOfferId: row.external_offer_id,
    externalProductCode: row.external_product_code,
    status: row.status as Shape['status'],
    name: row.name,
    currency: row.currency,
    priceMinor: row.price_minor,
    dimensions: dimensionsIn(row.dimensions),
    drift: row.drift as Shape['drift'],
    checkedAt: row.checked_at,
    checkError: row.check_error,
    eligibility,
    version: row.version,
  };
}

export async function eligibilityOf(tx: Tx, tenantId: string, listingIds: readonly string[]): Promise<Map<string, Eligible[]>> {
  if (listingIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('listing_eligibility')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('listing_id', 'in', [...listingIds])
    .orderBy('from_on')
    .orderBy('id')
    .execute();
  const grouped = new Map<string, Eligible[]>();
  for (const row of rows)
    grouped.set(row.listing_id, [
      ...(grouped.get(row.listing_id) ?? []),
      {
        programme: row.programme,
        percentBp: row.percent_bp,
        decidedOn: row.decided_on as Eligible['decidedOn'],
        excludedKinds: row.excluded_kinds as Eligible['excludedKinds'],
        fromOn: row.from_on,
        untilOn: row.until_on,
        source: row.source,
      },
    ]);
  return grouped;
}

export async function readListing(tx: Tx, tenantId: string, id: string): Promise<Shape> {
  const row = await listingQuery(tx, tenantId).where('l.id', '=', id).executeTakeFirstOrThrow();
  return shapeOf(row, (await eligibilityOf(tx, tenantId, [id])).get(id) ?? []);
}

export async function listListings(deps: MarketplacesDeps, context: Context, query: Parsed<'listings.list'>['query']): Promise<Result<'listings.list'>> {
  requireScope(context, 'marketplaces:read');
  const place = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    let rows = listingQuery(tx, context.tenantId);
    if (query.productId !== undefined) rows = rows.where('l.product_id', '=', query.productId);
    if (query.marketplaceId !== undefined) rows = rows.where('l.marketplace_id', '=', query.marketplaceId);
    if (query.drifted !== undefined) rows = rows.where(sql<boolean>`(jsonb_array_length(l.drift) > 0)`, '=', query.drifted === 'true');
    if (place) rows = rows.where('l.id', '<', place.id);
    const found = await rows
      .orderBy('l.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    const eligibility = await eligibilityOf(
      tx,
      context.tenantId,
      items.map((row) => row.id),
    );
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map((row) => shapeOf(row, eligibility.get(row.id) ?? [])), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export async function createListing(deps: MarketplacesDeps, context: Context, body: Parsed<'listings.create'>['body']): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const marketplace = await marketplaceRow(tx, context.tenantId, body.marketplaceId);
    if (!(await deps.ports.product(tx, context.tenantId, body.productId))) throw refused('productId', 'There is no such product.');
    insistOnOwnKeys(body.dimensions);
    await insistOnFree(tx, context.tenantId, body.marketplaceId, body.externalProductId, null);
    const id = newId();
    const at = context.now.toISOString();
    await tx
      .insertInto('listing')
      .values({
        tenant_id: context.tenantId,
        id,
        marketplace_id: body.marketplaceId,
        product_id: body.productId,
        external_product_id: body.externalProductId,
        external_offer_id: body.externalOfferId ?? null,
        external_product_code: body.externalProductCode ?? null,
        status: body.status,
        name: body.name,
        currency: body.currency ?? null,
        price_minor: body.priceMinor ?? null,
        dimensions: JSON.stringify(body.dimensions),
        checked_at: null,
        check_error: null,
        check_at: marketplace.connection_id === null ? null : at,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await recordChange(tx, context, { operation: 'listings.create', recordType: 'listing', recordId: id, after: body });
    return readListing(tx, context.tenantId, id);
  });
}

function insistOnOwnKeys(dimensions: readonly { key: string }[]): void {
  const keys = dimensions.map((one) => one.key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw refused('dimensions', `There are two dimensions “${twice}”.`);
}

async function insistOnFree(tx: Tx, tenantId: string, marketplaceId: string, externalProductId: string, except: string | null): Promise<void> {
  const taken = await tx
    .selectFrom('listing')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('marketplace_id', '=', marketplaceId)
    .where('external_product_id', '=', externalProductId)
    .executeTakeFirst();
  if (taken && taken.id !== except) throw new Problem('conflict', `${externalProductId} is mapped to a product already.`, { reason: 'mapped_already' });
}

export async function updateListing(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  body: Parsed<'listings.update'>['body'],
  ifVersion: number | null,
): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const row = await listingRow(tx, context.tenantId, id, true);
    requireVersion(row.version, ifVersion);
    if (body.dimensions) insistOnOwnKeys(body.dimensions);
    if (body.externalProductId !== undefined) await insistOnFree(tx, context.tenantId, row.marketplace_id, body.externalProductId, id);
    const kept = <Value>(given: Value | undefined, known: Value): Value => (given === undefined ? known : given);
    const after = {
      external_product_id: kept(body.externalProductId, row.external_product_id),
      external_offer_id: kept(body.externalOfferId, row.external_offer_id),
      external_product_code: kept(body.externalProductCode, row.external_product_code),
      status: kept(body.status, row.status as Shape['status']),
      name: kept(body.name, row.name),
      currency: kept(body.currency, row.currency),
      price_minor: kept(body.priceMinor, row.price_minor),
    };
    const product = await deps.ports.product(tx, context.tenantId, row.product_id);
    const dimensions = body.dimensions ?? dimensionsIn(row.dimensions);
    const ours = { name: after.name, status: after.status, currency: after.currency, priceMinor: after.price_minor, dimensions };
    const drift = row.seen === null || !product ? [] : driftOf(ours, product, seenIn(row.seen));
    await tx
      .updateTable('listing')
      .set((eb) => ({
        ...after,
        dimensions: JSON.stringify(dimensions),
        drift: JSON.stringify(drift),
        updated_at: context.now.toISOString(),
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'listings.update',
      recordType: 'listing',
      recordId: id,
      before: { name: row.name, status: row.status, dimensions: row.dimensions },
      after: body,
    });
    return readListing(tx, context.tenantId, id);
  });
}

export async function setEligibility(deps: MarketplacesDeps, context: Context, id: string, items: readonly Eligible[]): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  items.forEach((item, index) => {
    if (item.untilOn !== null && item.untilOn < item.fromOn) throw refused(`items.${index}.untilOn`, 'It would end before it begins.');
  });
  return deps.database.inTenant(context.tenantId, async (tx) => {
    await listingRow(tx, context.tenantId, id, true);
    const before = (await eligibilityOf(tx, context.tenantId, [id])).get(id) ?? [];
    await tx.deleteFrom('listing_eligibility').where('tenant_id', '=', context.tenantId).where('listing_id', '=', id).execute();
    const noted = { noted_by: context.actor.name, noted_at: context.now.toISOString() };
    if (items.length > 0)
      await tx
        .insertInto('listing_eligibility')
        .values(
          items.map((item) => ({
            tenant_id: context.tenantId,
            id: newId(),
            listing_id: id,
            programme: item.programme,
            percent_bp: item.percentBp,
            decided_on: item.decidedOn,
            excluded_kinds: [...item.excludedKinds],
            from_on: item.fromOn,
            until_on: item.untilOn,
            source: item.source,
            ...noted,
          })),
        )
        .execute();
    await recordChange(tx, context, { operation: 'listings.setEligibility', recordType: 'listing', recordId: id, before, after: items });
    return readListing(tx, context.tenantId, id);
  });
}

/** As kept in JSON: amounts are whole numbers there. */
const seenIn = (stored: unknown): ListingView => {
  const seen = stored as Omit<ListingView, 'priceMinor' | 'dimensions'> & {
    priceMinor?: number;
    dimensions?: { key: string; name: string; unit: string | null; priceMinor: number | null }[];
  };
  const { priceMinor, dimensions, ...rest } = seen;
  return {
    ...rest,
    ...(priceMinor === undefined ? {} : { priceMinor: BigInt(priceMinor) }),
    ...(dimensions === undefined
      ? {}
      : { dimensions: dimensions.map((one) => ({ ...one, priceMinor: one.priceMinor === null ? null : BigInt(one.priceMinor) })) }),
  };
};
const plainSeen = (seen: ListingView): string => JSON.stringify(seen, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));

/** Reads the listing at its marketplace, by whom it may be asked, and compares. A marketplace that cannot be reached leaves what was known. */
export async function refreshListing(deps: MarketplacesDeps, context: Context, id: string): Promise<Shape> {
  const { database, ports } = deps;
  const { listing, marketplace } = await database.reading(context.tenantId, async (tx) => {
    const found = await listingRow(tx, context.tenantId, id);
    return { listing: found, marketplace: await marketplaceRow(tx, context.tenantId, found.marketplace_id) };
  });
  const adapter = adapterOf(ports, marketplace);
  if (marketplace.connection_id === null) throw new Problem('conflict', `${marketplace.name} has no connection to read by.`, { reason: 'no_connection' });
  let seen: ListingView | null = null;
  let failure: string | null = null;
  try {
    seen = await adapter.listing(await ports.access(context.tenantId, marketplace.connection_id), {
      productId: listing.external_product_id,
      offerId: listing.external_offer_id,
    });
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    failure = error.message;
  }
  return database.inTenant(context.tenantId, async (tx) => {
    const row = await listingRow(tx, context.tenantId, id, true);
    const product = await ports.product(tx, context.tenantId, row.product_id);
    const ours = { name: row.name, status: row.status, currency: row.currency, priceMinor: row.price_minor, dimensions: dimensionsIn(row.dimensions) };
    const drift = seen === null || !product ? null : driftOf(ours, product, seen);
    await tx
      .updateTable('listing')
      .set({
        ...(seen === null ? {} : { seen: plainSeen(seen), checked_at: context.now.toISOString() }),
        ...(drift === null ? {} : { drift: JSON.stringify(drift) }),
        ...(seen?.productCode === undefined || row.external_product_code !== null ? {} : { external_product_code: seen.productCode }),
        check_error: failure,
        check_at: new Date(context.now.getTime() + DAY_MS).toISOString(),
      })
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    const before = row.drift as unknown[];
    if (drift !== null && JSON.stringify(before) !== JSON.stringify(drift))
      await recordChange(tx, context, {
        operation: 'listings.refresh',
        recordType: 'listing',
        recordId: id,
        before: { drift: before },
        after: { drift },
        events: [
          {
            type: 'listing.drifted',
            payload: { listingId: id, name: row.name, marketplaceName: marketplace.name, count: drift.length, first: drift[0]?.sentence ?? null },
          },
        ],
      });
    return readListing(tx, context.tenantId, id);
  });
}
