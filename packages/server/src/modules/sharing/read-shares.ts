import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnerOf } from './context.ts';
import { invitation } from './decide-share.ts';
import { shownTo } from './domain/shown.ts';
import { factsOf, shareQuery, shareShape, typed, type Share, type ShareShape } from './share-store.ts';

type PortalShare = Result<'portalShares.list'>['items'][number];

export async function listShares(tx: Tx, context: Context, query: Parsed<'shares.list'>['query']): Promise<Result<'shares.list'>> {
  requireScope(context, 'deals:read');
  const place = placeIn(query.cursor, 'id');
  let rows = shareQuery(tx, context.tenantId);
  if (query.state !== undefined) rows = rows.where('s.state', '=', query.state);
  if (query.dealId !== undefined) rows = rows.where('s.deal_id', '=', query.dealId);
  if (place) rows = rows.where('s.id', '<', place.id);
  const found = await rows
    .orderBy('s.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map((row) => shareShape(typed(row))), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
}

/** Shares the partner asked for, and those the vendor has consented to that are for it. */
const ownShares = (tx: Tx, tenantId: string, partnerId: string) =>
  shareQuery(tx, tenantId).where(
    sql<boolean>`(s.from_partner_id = ${partnerId}::uuid or (s.to_partner_id = ${partnerId}::uuid and s.vendor_at is not null and not (s.state = 'declined' and s.answered_at is null)))`,
  );

export async function listOwnShares(tx: Tx, context: Context, query: { cursor?: string | undefined; limit: number }): Promise<Result<'portalShares.list'>> {
  const partnerId = partnerOf(context, 'portal:read');
  const place = placeIn(query.cursor, 'id');
  let rows = ownShares(tx, context.tenantId, partnerId);
  if (place) rows = rows.where('s.id', '<', place.id);
  const found = await rows
    .orderBy('s.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return { items: items.flatMap((row) => portalShape(typed(row), partnerId) ?? []), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
}

function portalShape(share: Share, partnerId: string): PortalShare | null {
  const shown = shownTo(factsOf(share), partnerId);
  if (shown === 'nothing') return null;
  const { dealId, dealName, dealNumber, message, partnerSentence, ...rest } = shareShape(share);
  const direction = share.from_partner_id === partnerId ? ('out' as const) : ('in' as const);
  const known = { ...rest, companyName: share.company_name, direction };
  return shown === 'all'
    ? { ...known, dealId, dealName, dealNumber, message, partnerSentence }
    : { ...known, dealId: null, dealName: null, dealNumber: null, message: null, partnerSentence: null };
}

/** Shares of a deal that the actor's partner is a side of, for its deal room. */
export async function sharesOfDeal(tx: Tx, context: Context, dealId: string): Promise<ShareShape[]> {
  const partnerId = partnerOf(context, 'portal:read');
  const rows = await ownShares(tx, context.tenantId, partnerId).where('s.deal_id', '=', dealId).orderBy('s.id').execute();
  return rows.map(typed).flatMap((share) => (shownTo(factsOf(share), partnerId) === 'all' ? [shareShape(share)] : []));
}

/** The partners whose names this partner may read on that deal, by id: those it shares it with, now. */
export async function visibleNames(tx: Tx, tenantId: string, partnerId: string, dealId: string): Promise<Map<string, string>> {
  const rows = await shareQuery(tx, tenantId)
    .where('s.deal_id', '=', dealId)
    .where('s.state', '=', 'active')
    .where((eb) => eb.or([eb('s.from_partner_id', '=', partnerId), eb('s.to_partner_id', '=', partnerId)]))
    .execute();
  return new Map(rows.map((row) => (row.from_partner_id === partnerId ? [row.to_partner_id, row.to_name] : [row.from_partner_id, row.from_name])));
}

const NEEDS_SHOWN = 20;

/** Shares that wait for the actor's partner, for its first page. */
export async function needsOf(tx: Tx, context: Context): Promise<Result<'portal.home'>['needsYou']> {
  const partnerId = partnerOf(context, 'portal:read');
  const rows = await shareQuery(tx, context.tenantId)
    .where('s.to_partner_id', '=', partnerId)
    .where('s.state', '=', 'waiting_partner')
    .orderBy('s.id')
    .limit(NEEDS_SHOWN)
    .execute();
  return rows.map(typed).map((share) => ({
    kind: 'share' as const,
    recordId: share.id,
    title: share.company_name ?? share.from_name,
    sentence: invitation(share),
    dueAt: null,
    path: `/portal/shares?share=${share.id}`,
  }));
}
