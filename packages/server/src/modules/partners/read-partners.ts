import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, type SortKind } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { recordOf } from './domain/record.ts';
import { readBaseline, touchCounts } from './history-store.ts';
import type { TiesOfPartner } from './ports.ts';
import { competenciesOf, contactsOf, dealPage, partnerHead, partnerPage, type After, type PartnerDetail } from './read-store.ts';

function afterOf(text: string | undefined, kind: SortKind): After | null {
  const place = placeIn(text, kind);
  return place && { sort: String(place.sort ?? ''), id: place.id };
}

export function listPartners(database: Database, context: Context, query: Parsed<'partners.list'>['query']): Promise<Result<'partners.list'>> {
  requireScope(context, 'partners:read');
  const after = afterOf(query.cursor, 'text');
  return database.inTenant(context.tenantId, async (tx) => {
    const found = await partnerPage(tx, context.tenantId, query, after, query.limit + 1);
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return { items: page.map(({ item }) => item), nextCursor: found.length > query.limit && last ? encodeCursor({ sort: last.sort, id: last.item.id }) : null };
  });
}

export async function partnerDetail(tx: Tx, context: Context, id: string, tiesOfPartner: TiesOfPartner): Promise<PartnerDetail> {
  const { tenantId, now } = context;
  const head = await partnerHead(tx, tenantId, id);
  if (!head) throw notFound('partner');
  return {
    ...head.item,
    countries: head.row.countries,
    capacityTotal: head.row.capacity_total,
    capacityUsed: head.openDeals,
    medianResponseHours: head.row.median_response_hours,
    joinedOn: head.row.joined_on,
    competencies: await competenciesOf(tx, tenantId, id),
    contacts: await contactsOf(tx, tenantId, id),
    record: recordOf({ wins: head.wins, losses: head.losses }, await readBaseline(tx, tenantId)),
    ties: [...(await tiesOfPartner(tx, tenantId, id, now.toISOString().slice(0, 10)))],
    touches: await touchCounts(tx, tenantId, id, now),
  };
}

export function getPartner(database: Database, context: Context, id: string, tiesOfPartner: TiesOfPartner): Promise<PartnerDetail> {
  requireScope(context, 'partners:read');
  return database.inTenant(context.tenantId, (tx) => partnerDetail(tx, context, id, tiesOfPartner));
}

export function listDealsOfPartner(
  database: Database,
  context: Context,
  id: string,
  query: Parsed<'partners.deals'>['query'],
): Promise<Result<'partners.deals'>> {
  requireScope(context, 'partners:read');
  const after = afterOf(query.cursor, 'instant');
  return database.inTenant(context.tenantId, async (tx) => {
    if (!(await partnerHead(tx, context.tenantId, id))) throw notFound('partner');
    const found = await dealPage(tx, context.tenantId, id, after, query.limit + 1);
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > query.limit && last ? encodeCursor({ sort: last.updatedAt, id: last.id }) : null };
  });
}
