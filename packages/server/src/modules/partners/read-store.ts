import type { Result } from '@entente/contracts';
import type { DealStage, DealStatus, ParticipantRole, PartnerStatus, PartnerType, RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { standings } from './history-store.ts';

export type PartnerRow = Result<'partners.list'>['items'][number];
export type PartnerDetail = Result<'partners.get'>;
type DealRow = Result<'partners.deals'>['items'][number];

export type PartnerFilter = {
  readonly q?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly region?: string | undefined;
  readonly managerId?: string | undefined;
};
export type After = { readonly sort: string; readonly id: string };
type Row = {
  id: string;
  name: string;
  name_key: string;
  domain: string | null;
  status: string;
  types: string[];
  regions: string[];
  countries: string[];
  industries: string[];
  tier: string | null;
  manager_id: string | null;
  manager_name: string | null;
  capacity_total: number | null;
  median_response_hours: number | null;
  joined_on: string | null;
  version: number;
};

const nameKey = sql`lower(p.name)`;
const select = (tenantId: string) => sql`
  select p.id, p.name, ${nameKey} as name_key, p.domain, p.status, p.types, p.regions, p.countries, p.industries, p.tier, p.manager_id, u.name as manager_name, p.capacity_total, p.median_response_hours, p.joined_on, p.version
  from partner p left join membership m on m.tenant_id = ${tenantId}::uuid and m.id = p.manager_id left join "user" u on u.id = m.user_id`;

async function complete(tx: Tx, tenantId: string, rows: readonly Row[]) {
  const standing = await standings(
    tx,
    tenantId,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const { openDeals = 0, wins = 0, losses = 0, lastTouchAt = null } = standing.get(row.id) ?? {};
    const item: PartnerRow = {
      id: row.id,
      name: row.name,
      domain: row.domain,
      status: row.status as PartnerStatus,
      types: row.types as PartnerType[],
      regions: row.regions,
      industries: row.industries,
      tier: row.tier,
      managerId: row.manager_id,
      managerName: row.manager_name,
      openDeals,
      wonDeals: wins,
      lastTouchAt,
      version: row.version,
    };
    return { item, row, wins, losses, openDeals };
  });
}

export async function partnerPage(
  tx: Tx,
  tenantId: string,
  filter: PartnerFilter,
  after: After | null,
  limit: number,
): Promise<{ item: PartnerRow; sort: string }[]> {
  const conditions = [
    sql`p.tenant_id = ${tenantId}::uuid`,
    ...(filter.q ? [sql`(${nameKey} like ${`%${escapeLike(filter.q.toLowerCase())}%`} or p.domain like ${`${escapeLike(filter.q.toLowerCase())}%`})`] : []),
    ...(filter.type ? [sql`p.types @> array[${filter.type}::text]`] : []),
    ...(filter.status ? [sql`p.status = ${filter.status}`] : []),
    ...(filter.region ? [sql`p.regions @> array[${filter.region}::text]`] : []),
    ...(filter.managerId ? [sql`p.manager_id = ${filter.managerId}::uuid`] : []),
    ...(after ? [sql`(${nameKey}, p.id) > (${after.sort}, ${after.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Row>`${select(tenantId)} where ${sql.join(conditions, sql` and `)} order by ${nameKey}, p.id limit ${limit}`.execute(tx);
  return (await complete(tx, tenantId, rows)).map(({ item, row }) => ({ item, sort: row.name_key }));
}

export async function partnerHead(tx: Tx, tenantId: string, id: string) {
  const { rows } = await sql<Row>`${select(tenantId)} where p.tenant_id = ${tenantId}::uuid and p.id = ${id}::uuid`.execute(tx);
  return (await complete(tx, tenantId, rows))[0] ?? null;
}

export async function competenciesOf(tx: Tx, tenantId: string, partnerId: string): Promise<PartnerDetail['competencies']> {
  const { rows } = await sql<PartnerDetail['competencies'][number]>`
    select c.id, c.product_id as "productId", o.name as "productName", c.skill, c.role, c.certified_people as "certifiedPeople", c.valid_until as "validUntil"
    from partner_competency c left join product o on o.tenant_id = ${tenantId}::uuid and o.id = c.product_id
    where c.tenant_id = ${tenantId}::uuid and c.partner_id = ${partnerId}::uuid order by lower(c.skill), c.id`.execute(tx);
  return rows;
}

export async function contactsOf(tx: Tx, tenantId: string, partnerId: string): Promise<PartnerDetail['contacts']> {
  const { rows } = await sql<
    PartnerDetail['contacts'][number]
  >`select id, name, email, title from partner_contact where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid order by lower(name), id`.execute(
    tx,
  );
  return rows;
}

type DealColumns = {
  id: string;
  number: number;
  name: string;
  account_id: string | null;
  account_name: string | null;
  stage: string;
  status: string;
  amount_minor: number | null;
  currency: string;
  close_on: string | null;
  owner_id: string | null;
  owner_name: string | null;
  region: string | null;
  roles: string[];
  partner_ids: string[];
  route_kinds: string[];
  next_act_title: string | null;
  next_act_due_at: string | null;
  next_step: string | null;
  last_activity_at: string;
  updated_at: string;
  version: number;
};

/** The latest first. Ended participations count as well: the page shows what the partner took part in. */
export async function dealPage(tx: Tx, tenantId: string, partnerId: string, after: After | null, limit: number): Promise<DealRow[]> {
  const { rows } = await sql<DealColumns>`
    select d.id, d.number, d.name, d.account_id, d.account_name, d.stage, d.status, d.amount_minor, d.currency, d.close_on, d.owner_id, d.owner_name, d.region, d.roles, d.partner_ids, d.route_kinds, d.next_act_title, d.next_act_due_at, d.next_step, d.last_activity_at, d.updated_at, d.version
    from (select distinct deal_id from deal_participant where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid) x
    join deal d on d.tenant_id = ${tenantId}::uuid and d.id = x.deal_id
    ${after ? sql`where (date_trunc('milliseconds', d.updated_at), d.id) < (${after.sort}::timestamptz, ${after.id}::uuid)` : sql``}
    order by date_trunc('milliseconds', d.updated_at) desc, d.id desc limit ${limit}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    name: row.name,
    accountId: row.account_id,
    accountName: row.account_name,
    stage: row.stage as DealStage,
    status: row.status as DealStatus,
    amountMinor: row.amount_minor,
    currency: row.currency,
    closeOn: row.close_on,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    region: row.region,
    roles: row.roles as ParticipantRole[],
    partnerCount: row.partner_ids.length,
    routes: row.route_kinds as RouteKind[],
    nextActTitle: row.next_act_title,
    nextActDueAt: row.next_act_due_at,
    nextStep: row.next_step,
    lastActivityAt: row.last_activity_at,
    updatedAt: row.updated_at,
    version: row.version,
  }));
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
