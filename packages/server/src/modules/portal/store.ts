import { dealStages, participantRoles, type DealStage, type ParticipantRole } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DealFacts, Lane, RoomFacts } from './domain/deal-for-partner.ts';
import { timelineTypes, type DealEvent } from './domain/timeline.ts';

/** What the reader shows at most of the words and events of one deal. */
const SHOWN = 200;

type Row = {
  id: string;
  number: number;
  name: string;
  companyName: string | null;
  stage: string;
  amountMinor: number | null;
  currency: string;
  closeOn: string | null;
  updatedAt: string;
  roles: string[];
  leftAt: string | null;
  ownStep: string | null;
};

/**
 * Deals a partner takes part in, took part in, or was let into by another partner: nothing else exists for it. Stage and last
 * change of a deal it has left are those of the day it left.
 */
const dealsOf = (tenantId: string, partnerId: string): RawBuilder<Row> => sql<Row>`
  select d.id, d.number, d.name, d.account_name as "companyName", d.amount_minor as "amountMinor", d.currency, d.close_on as "closeOn", m.roles, m.left_at as "leftAt",
    case when m.left_at is null then d.updated_at else least(d.updated_at, m.left_at) end as "updatedAt",
    case when m.left_at is null then d.stage else coalesce(
      (select c.to_stage from deal_stage_change c where c.tenant_id = d.tenant_id and c.deal_id = d.id and c.at < m.left_at order by c.at desc, c.id desc limit 1), 'prospect') end as stage,
    (select p.step from deal_participant p where p.tenant_id = d.tenant_id and p.deal_id = d.id and p.partner_id = ${partnerId}::uuid and p.until is null
      and p.step is not null and p.state <> 'done' order by p.due_at nulls last, p.id limit 1) as "ownStep"
  from (
    select x.deal_id, coalesce(array_agg(distinct x.role) filter (where x.role is not null and x.until is null), '{}') as roles,
      case when bool_or(x.until is null) then null else (max(x.until) + 1)::timestamp at time zone 'UTC' end as left_at
    from (
      select deal_id, role, until from deal_participant where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid
      union all
      select deal_id, null, null from deal_share where tenant_id = ${tenantId}::uuid and to_partner_id = ${partnerId}::uuid and state = 'active'
    ) x group by x.deal_id
  ) m join deal d on d.tenant_id = ${tenantId}::uuid and d.id = m.deal_id`;

/** `%`, `_` and `\` are letters to somebody who types them. */
const pattern = (q: string): string => `%${q.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

export async function listDeals(
  tx: Tx,
  tenantId: string,
  partnerId: string,
  filter: { status?: 'open' | 'won' | 'lost' | undefined; q?: string | undefined; after: { at: string; id: string } | null; limit: number },
): Promise<DealFacts[]> {
  const { status, q, after, limit } = filter;
  const { rows } = await sql<Row>`
    select * from (${dealsOf(tenantId, partnerId)}) deals where true
      ${status === undefined ? sql`` : status === 'open' ? sql`and stage not in ('won', 'lost')` : sql`and stage = ${status}`}
      ${q ? sql`and (name ilike ${pattern(q)} or "companyName" ilike ${pattern(q)} or number::text = ${q.replace(/^[#dD]-?/, '')})` : sql``}
      ${after ? sql`and ("updatedAt", id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by "updatedAt" desc, id desc limit ${limit}`.execute(tx);
  return rows.map(factsOf);
}

export async function findDeal(tx: Tx, tenantId: string, partnerId: string, dealId: string): Promise<DealFacts | null> {
  const { rows } = await sql<Row>`select * from (${dealsOf(tenantId, partnerId)} where d.id = ${dealId}::uuid) deals`.execute(tx);
  return rows[0] ? factsOf(rows[0]) : null;
}

/** Values of deals of the last twelve months and of open ones, for the sums of the first page. */
export async function dealsForSums(tx: Tx, tenantId: string, partnerId: string, wonSince: string): Promise<(DealFacts & { closedOn: string | null })[]> {
  const { rows } = await sql<Row & { closedOn: string | null }>`
    select deals.*, d.closed_on as "closedOn" from (${dealsOf(tenantId, partnerId)}) deals join deal d on d.tenant_id = ${tenantId}::uuid and d.id = deals.id
    where deals.stage not in ('won', 'lost') or (deals.stage = 'won' and d.closed_on >= ${wonSince}::date)`.execute(tx);
  return rows.map((row) => ({ ...factsOf(row), closedOn: row.closedOn }));
}

const factsOf = (row: Row): DealFacts => ({
  id: row.id,
  number: row.number,
  name: row.name,
  companyName: row.companyName,
  stage: dealStages.find((stage): stage is DealStage => stage === row.stage) ?? 'prospect',
  amountMinor: row.amountMinor,
  currency: row.currency,
  closeOn: row.closeOn,
  updatedAt: row.updatedAt,
  ownStep: row.ownStep,
  standing: { roles: participantRoles.filter((role) => row.roles.includes(role)), leftAt: row.leftAt },
});

/** What hangs on a deal, as far as one partner can have to do with it. */
export async function roomOf(tx: Tx, context: Context, partnerId: string, deal: DealFacts): Promise<RoomFacts> {
  const tenant = context.tenantId;
  const lanes = await tx
    .selectFrom('deal_participant')
    .select(['id', 'partner_id', 'role', 'state', 'step', 'due_at', 'until'])
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', deal.id)
    .orderBy('since')
    .orderBy('id')
    .execute();
  const lines = await tx
    .selectFrom('deal_line')
    .select(['description', 'quantity', 'term_months'])
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', deal.id)
    .orderBy('position')
    .execute();
  const comments = await tx
    .selectFrom('deal_comment as c')
    .leftJoin('membership as m', (join) => join.onRef('m.tenant_id', '=', 'c.tenant_id').on(sql<boolean>`m.id::text = c.by_id`))
    .select(['c.id', 'c.body', 'c.at', 'c.by_id', 'c.by_name', 'c.visible_to', 'c.partner_id', 'm.partner_id as by_partner_id'])
    .where('c.tenant_id', '=', tenant)
    .where('c.deal_id', '=', deal.id)
    .where('c.deleted_at', 'is', null)
    .where((e) => e.or([e('c.visible_to', '=', 'partners'), e('c.partner_id', '=', partnerId)]))
    .orderBy('c.id', 'desc')
    .limit(SHOWN)
    .execute();
  const handoffs = await tx
    .selectFrom('deal_handoff')
    .select(['id', 'title', 'from_partner_id', 'to_partner_id', 'due_at', 'done_at'])
    .where('tenant_id', '=', tenant)
    .where('deal_id', '=', deal.id)
    .where((e) => e.or([e('from_partner_id', '=', partnerId), e('to_partner_id', '=', partnerId)]))
    .orderBy('position')
    .execute();
  return {
    ...deal,
    lanes: lanes.flatMap((lane): Lane[] => {
      const role = participantRoles.find((one): one is ParticipantRole => one === lane.role);
      return role
        ? [{ id: lane.id, partnerId: lane.partner_id, role, state: lane.state as Lane['state'], step: lane.step, dueAt: lane.due_at, until: lane.until }]
        : [];
    }),
    lines: lines.map((line) => ({ description: line.description, quantity: line.quantity, termMonths: line.term_months })),
    owner: await personOf(tx, tenant, sql`select owner_id from deal where tenant_id = ${tenant}::uuid and id = ${deal.id}::uuid`),
    manager: await managerOf(tx, tenant, partnerId),
    vendorName: (await tx.selectFrom('workspace').select('name').where('id', '=', tenant).executeTakeFirstOrThrow()).name,
    comments: comments.map((row) => ({
      id: row.id,
      body: row.body,
      at: row.at,
      byId: row.by_id,
      byName: row.by_name,
      byPartnerId: row.by_partner_id,
      visibleTo: row.visible_to,
      partnerId: row.partner_id,
    })),
    handoffs: handoffs.map((row) => ({
      id: row.id,
      title: row.title,
      fromPartnerId: row.from_partner_id,
      toPartnerId: row.to_partner_id,
      dueAt: row.due_at,
      doneAt: row.done_at,
    })),
    events: await eventsOf(
      tx,
      tenant,
      deal.id,
      partnerId,
      handoffs.map((row) => row.id),
    ),
  };
}

async function eventsOf(tx: Tx, tenantId: string, dealId: string, partnerId: string, handoffIds: readonly string[]): Promise<DealEvent[]> {
  const { rows } = await sql<{ id: string; type: string; recordId: string; at: string; payload: unknown }>`
    select id, type, record_id as "recordId", at, payload from outbox_event
    where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and (
      type in ('deal.created', 'deal.stage_moved')
      or (type like 'handoff.%' and record_id = any(${[...handoffIds]}::uuid[]))
      or ((type = any(${[...timelineTypes]}::text[]) or payload ->> 'partnerSentence' is not null)
        and (payload ->> 'partnerId' = ${partnerId} or payload ->> 'actingPartnerId' = ${partnerId})))
    order by id desc limit ${SHOWN}`.execute(tx);
  return rows.map(({ payload, ...row }) => ({ ...row, payload: typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {} }));
}

export type Person = { id: string; name: string; email: string };

/** A member of the workspace who still is one. */
async function personOf(tx: Tx, tenantId: string, memberId: RawBuilder<unknown>): Promise<Person | null> {
  const { rows } = await sql<Person>`
    select m.id, u.name, u.email from membership m join "user" u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.id = (${memberId}) and m.status = 'active' and m.audience = 'workspace'`.execute(tx);
  return rows[0] ?? null;
}
export const managerOf = (tx: Tx, tenantId: string, partnerId: string): Promise<Person | null> =>
  personOf(tx, tenantId, sql`select manager_id from partner where tenant_id = ${tenantId}::uuid and id = ${partnerId}::uuid`);

export const readPartner = (tx: Tx, tenantId: string, partnerId: string) =>
  tx.selectFrom('partner').select(['id', 'name', 'tier', 'status']).where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst();

/** Own lanes and own promises of open deals that are due before a moment. */
export async function dueOf(
  tx: Tx,
  tenantId: string,
  partnerId: string,
  before: string,
): Promise<
  { kind: 'lane' | 'handoff'; id: string; dealId: string; number: number; name: string; role: string | null; words: string | null; dueAt: string | null }[]
> {
  const { rows } = await sql<{
    kind: 'lane' | 'handoff';
    id: string;
    dealId: string;
    number: number;
    name: string;
    role: string | null;
    words: string | null;
    dueAt: string | null;
  }>`
    select 'lane' as kind, p.id, d.id as "dealId", d.number, coalesce(d.account_name, d.name) as name, p.role, p.step as words, p.due_at as "dueAt"
    from deal_participant p join deal d on d.tenant_id = p.tenant_id and d.id = p.deal_id
    where p.tenant_id = ${tenantId}::uuid and p.partner_id = ${partnerId}::uuid and p.until is null and p.state <> 'done' and p.due_at < ${before}::timestamptz and d.status = 'open'
    union all
    select 'handoff', h.id, d.id, d.number, coalesce(d.account_name, d.name), null, h.title, h.due_at
    from deal_handoff h join deal d on d.tenant_id = h.tenant_id and d.id = h.deal_id
    where h.tenant_id = ${tenantId}::uuid and h.from_partner_id = ${partnerId}::uuid and h.done_at is null and (h.due_at is null or h.due_at < ${before}::timestamptz) and d.status = 'open'
      and exists (select from deal_participant p where p.tenant_id = h.tenant_id and p.deal_id = h.deal_id and p.partner_id = ${partnerId}::uuid and p.until is null)
    order by 8 nulls last, 2 limit 50`.execute(tx);
  return rows;
}

export async function isOwnLane(tx: Tx, tenantId: string, partnerId: string, dealId: string, laneId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('deal_participant')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .where('id', '=', laneId)
    .where('partner_id', '=', partnerId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function isOwnHandoff(tx: Tx, tenantId: string, partnerId: string, dealId: string, handoffId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('deal_handoff')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .where('id', '=', handoffId)
    .where('from_partner_id', '=', partnerId)
    .executeTakeFirst();
  return row !== undefined;
}
