import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, type LeadState } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { LeadsDeps } from './route-lead.ts';

type Row = Result<'leads.list'>['items'][number];
export type LeadDetail = Result<'leads.get'>;

const HOUR = 3_600_000;
/** Hours since it came in, to one decimal; both sides see the same. */
export const ageHours = (createdAt: string, now: Date): number => Math.max(0, Math.round((now.getTime() - Date.parse(createdAt)) / (HOUR / 10)) / 10);
export const isLate = (lead: { state: string; answer_by: string | null; contact_by: string | null }, now: Date): boolean => {
  const by = lead.state === 'offered' ? lead.answer_by : lead.state === 'accepted' || lead.state === 'with_vendor' ? lead.contact_by : null;
  return by !== null && Date.parse(by) < now.getTime();
};

function leadQuery(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('lead as l')
    .leftJoin('product as g', (join) => join.onRef('g.tenant_id', '=', 'l.tenant_id').onRef('g.id', '=', 'l.product_id'))
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'l.tenant_id').onRef('p.id', '=', 'l.partner_id'))
    .leftJoin('membership as m', (join) => join.onRef('m.tenant_id', '=', 'l.tenant_id').onRef('m.id', '=', 'l.owner_id'))
    .leftJoin('user as u', 'u.id', 'm.user_id')
    .leftJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'l.tenant_id').onRef('d.id', '=', 'l.deal_id'))
    .where('l.tenant_id', '=', tenantId)
    .selectAll('l')
    .select(['g.name as product_name', 'p.name as partner_name', 'u.name as owner_name', 'd.number as deal_number']);
}
type Stored = Awaited<ReturnType<ReturnType<typeof leadQuery>['executeTakeFirstOrThrow']>>;

const rowOf = (row: Stored, now: Date): Row => ({
  id: row.id,
  number: row.number,
  state: row.state as LeadState,
  companyName: row.company_name,
  contactName: row.contact_name,
  country: row.country,
  region: row.region,
  productName: row.product_name,
  amountMinor: row.amount_minor,
  currency: row.currency,
  source: row.source,
  partnerId: row.partner_id,
  partnerName: row.partner_name,
  ownerName: row.owner_name,
  hops: row.hops,
  ageHours: ageHours(row.created_at, now),
  answerBy: row.answer_by,
  contactBy: row.contact_by,
  late: isLate(row, now),
  dealId: row.deal_id,
  dealNumber: row.deal_number,
  createdAt: row.created_at,
  version: row.version,
});

const lateNow = (now: Date) =>
  sql<boolean>`(case l.state when 'offered' then l.answer_by when 'accepted' then l.contact_by when 'with_vendor' then l.contact_by end) < ${now.toISOString()}::timestamptz`;

/** Those a partner has still to answer, the nearest answer first; then all others, the newest first. */
export async function listLeads(tx: Tx, tenantId: string, query: Parsed<'leads.list'>['query'], now: Date): Promise<Result<'leads.list'>> {
  let rows = leadQuery(tx, tenantId);
  if (query.state !== undefined) rows = rows.where('l.state', '=', query.state);
  if (query.partnerId !== undefined) rows = rows.where('l.partner_id', '=', query.partnerId);
  if (query.late) rows = rows.where(lateNow(now));
  if (query.q) {
    const like = `%${query.q.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    rows = rows.where(sql<boolean>`(lower(l.company_name) like ${like} or l.customer_domain like ${like} or lower(l.contact_name) like ${like})`);
  }
  const place = placeIn(query.cursor, 'instant', { nullable: true });
  if (place)
    rows =
      place.sort === null
        ? rows.where(sql<boolean>`(l.answer_by is null and l.id < ${place.id}::uuid)`)
        : rows.where(
            sql<boolean>`(l.answer_by > ${String(place.sort)}::timestamptz or (l.answer_by = ${String(place.sort)}::timestamptz and l.id < ${place.id}::uuid) or l.answer_by is null)`,
          );
  const found = await rows
    .orderBy(sql`l.answer_by asc nulls last`)
    .orderBy('l.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map((row) => rowOf(row, now)), nextCursor: last ? encodeCursor({ sort: last.answer_by, id: last.id }) : null };
}

export async function leadDetail(tx: Tx, tenantId: string, deps: LeadsDeps, id: string, now: Date): Promise<LeadDetail> {
  const row = await leadQuery(tx, tenantId).where('l.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('lead');
  const offers = await tx
    .selectFrom('lead_offer as o')
    .innerJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'o.tenant_id').onRef('p.id', '=', 'o.partner_id'))
    .where('o.tenant_id', '=', tenantId)
    .where('o.lead_id', '=', id)
    .select(['o.id', 'o.partner_id', 'p.name', 'o.hop', 'o.why', 'o.offered_at', 'o.answer_by', 'o.answer', 'o.answered_at', 'o.answered_by', 'o.reason'])
    .orderBy('o.hop')
    .orderBy('o.id')
    .execute();
  const { rows: passedOver } = await sql<{ partnerId: string; partnerName: string; why: string }>`
    select p.id as "partnerId", p.name as "partnerName", x.one ->> 'why' as why
    from lead l cross join lateral jsonb_array_elements(l.passed_over) with ordinality as x(one, place)
    join partner p on p.tenant_id = ${tenantId}::uuid and p.id = (x.one ->> 'partnerId')::uuid
    where l.tenant_id = ${tenantId}::uuid and l.id = ${id}::uuid order by x.place`.execute(tx);
  const deal = row.deal_id === null ? undefined : (await deps.ports.deals(tx, tenantId, [row.deal_id]))[0];
  return {
    ...rowOf(row, now),
    customerDomain: row.customer_domain,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    productId: row.product_id,
    story: row.story,
    sourceDetail: row.source_detail,
    accountId: row.account_id,
    closedReason: row.closed_reason,
    wonAmountMinor: deal?.status === 'won' ? (deal.amountMinor ?? 0) : null,
    offers: offers.map((offer) => ({
      id: offer.id,
      partnerId: offer.partner_id,
      partnerName: offer.name,
      hop: offer.hop,
      why: offer.why,
      offeredAt: offer.offered_at,
      answerBy: offer.answer_by,
      answer: shownAnswer(offer.answer),
      answeredAt: offer.answered_at,
      answeredBy: offer.answered_by,
      reason: offer.reason,
    })),
    passedOver,
  };
}

/** A claim that somebody else was first to is, for those who read it, an offer that was taken back. */
export const shownAnswer = (answer: string | null): 'accepted' | 'declined' | 'pulled_back' | null =>
  answer === null || answer === 'accepted' || answer === 'declined' ? answer : 'pulled_back';
