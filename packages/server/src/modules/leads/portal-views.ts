import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, type LeadState } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { partnerOf } from './partner-answers.ts';
import { ageHours, isLate, shownAnswer } from './vendor-views.ts';

export type PortalLead = Result<'portalLeads.accept'>;
export type NeedOfPartner = Result<'portal.home'>['needsYou'][number];

/** The last time each lead was put before the partner, with the lead. */
function askedQuery(tx: Tx, tenantId: string, partnerId: string) {
  return tx
    .selectFrom('lead_offer as o')
    .innerJoin('lead as l', (join) => join.onRef('l.tenant_id', '=', 'o.tenant_id').onRef('l.id', '=', 'o.lead_id'))
    .leftJoin('product as g', (join) => join.onRef('g.tenant_id', '=', 'l.tenant_id').onRef('g.id', '=', 'l.product_id'))
    .where('o.tenant_id', '=', tenantId)
    .where('o.partner_id', '=', partnerId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('lead_offer as later')
            .select('later.id')
            .where('later.tenant_id', '=', tenantId)
            .whereRef('later.lead_id', '=', 'o.lead_id')
            .whereRef('later.partner_id', '=', 'o.partner_id')
            .whereRef('later.hop', '>', 'o.hop'),
        ),
      ),
    )
    .selectAll('l')
    .select(['g.name as product_name', 'o.id as offer_id', 'o.why', 'o.answer', 'o.offered_at as asked_at', 'o.answer_by as asked_by']);
}
type Asked = Awaited<ReturnType<ReturnType<typeof askedQuery>['executeTakeFirstOrThrow']>>;

/** What the partner is shown is what it was asked and what it has; where the lead went without it, is closed to it. */
const stateFor = (row: Asked): LeadState => (row.answer === null ? 'offered' : row.answer === 'accepted' ? (row.state as LeadState) : 'closed');

function shape(row: Asked, now: Date): PortalLead {
  const state = stateFor(row);
  const mine = row.answer === 'accepted';
  const open = row.answer === null || mine;
  const answerBy = row.answer === null ? row.asked_by : null;
  const contactBy = mine ? row.contact_by : null;
  return {
    id: row.id,
    number: row.number,
    state,
    companyName: row.company_name,
    contactName: mine ? row.contact_name : null,
    contactEmail: mine ? row.contact_email : null,
    contactPhone: mine ? row.contact_phone : null,
    country: row.country,
    productName: row.product_name,
    amountMinor: row.amount_minor,
    currency: row.currency,
    story: open ? row.story : null,
    source: row.source,
    why: row.why,
    ageHours: ageHours(row.created_at, now),
    answerBy,
    contactBy,
    late: isLate({ state, answer_by: answerBy, contact_by: contactBy }, now),
    dealId: mine ? row.deal_id : null,
    answer: shownAnswer(row.answer),
    version: row.version,
  };
}

export async function portalLead(tx: Tx, context: Context, id: string): Promise<PortalLead> {
  const row = await askedQuery(tx, context.tenantId, partnerOf(context, 'portal:leads')).where('l.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('lead');
  return shape(row, context.now);
}

export async function portalLeads(tx: Tx, context: Context, query: Parsed<'portalLeads.list'>['query']): Promise<Result<'portalLeads.list'>> {
  let rows = askedQuery(tx, context.tenantId, partnerOf(context, 'portal:read'));
  if (query.state !== undefined)
    rows = rows.where(sql<boolean>`(case when o.answer is null then 'offered' when o.answer = 'accepted' then l.state else 'closed' end) = ${query.state}`);
  const place = placeIn(query.cursor, 'instant');
  if (place) rows = rows.where(sql<boolean>`(o.offered_at, o.id) < (${String(place.sort)}::timestamptz, ${place.id}::uuid)`);
  const found = await rows
    .orderBy('o.offered_at', 'desc')
    .orderBy('o.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map((row) => shape(row, context.now)), nextCursor: last ? encodeCursor({ sort: last.asked_at, id: last.offer_id }) : null };
}

/** Leads that wait for the partner: to be answered, or to be followed up. */
const waitingFor = (tx: Tx, tenantId: string, partnerId: string) =>
  askedQuery(tx, tenantId, partnerId).where(sql<boolean>`(o.answer is null or (o.answer = 'accepted' and l.state = 'accepted'))`);

const NEEDS_SHOWN = 50;
const until = (instant: string | null): string => (instant === null ? '' : ` by ${instant.slice(0, 16).replace('T', ' ')} UTC`);

/** For the partner's first page. */
export async function needsOf(tx: Tx, context: Context): Promise<NeedOfPartner[]> {
  const rows = await waitingFor(tx, context.tenantId, partnerOf(context, 'portal:read'))
    .orderBy(sql`coalesce(case when o.answer is null then o.answer_by else l.contact_by end, 'infinity')`)
    .limit(NEEDS_SHOWN)
    .execute();
  return rows.map((row) => ({
    kind: 'lead',
    recordId: row.id,
    title: `L-${row.number} ${row.company_name}`,
    sentence: row.answer === null ? `Accept or decline this lead${until(row.asked_by)}.` : `Contact the customer${until(row.contact_by)}.`,
    dueAt: row.answer === null ? row.asked_by : row.contact_by,
    path: `/portal/leads/${row.id}`,
  }));
}

/** How many leads a partner has to answer or has taken on. */
export async function forPartner(tx: Tx, tenantId: string, partnerId: string): Promise<{ open: number }> {
  const { rows } = await sql<{ open: number }>`
    select count(distinct l.id)::int as open from lead_offer o join lead l on l.tenant_id = ${tenantId}::uuid and l.id = o.lead_id
    where o.tenant_id = ${tenantId}::uuid and o.partner_id = ${partnerId}::uuid and (o.answer is null or (o.answer = 'accepted' and l.state in ('accepted', 'contacted')))`.execute(
    tx,
  );
  return { open: rows[0]?.open ?? 0 };
}
