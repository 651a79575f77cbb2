import type { Result } from '@entente/contracts';
import type { PartnerStatus, PartnerType } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { dealColumnsOf, dealRowOf, type DealRow, type StoredRow } from '../../platform/db/deal-row.ts';
import { endOf, wordsOf } from '../../platform/db/name-key.ts';
import { holdsWords, recordsWithWord } from '../../platform/db/search-words.ts';
import { standings } from './history-store.ts';

export type PartnerRow = Result<'partners.list'>['items'][number];
export type PartnerDetail = Result<'partners.get'>;

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

const nameKey = sql`p.name_key`;
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
    ...(filter.q ? await named(tx, tenantId, filter.q) : []),
    ...(filter.type ? [sql`p.types @> array[${filter.type}::text]`] : []),
    ...(filter.status ? [sql`p.status = ${filter.status}`] : []),
    ...(filter.region ? [sql`p.regions @> array[${filter.region}::text]`] : []),
    ...(filter.managerId ? [sql`p.manager_id = ${filter.managerId}::uuid`] : []),
    ...(after ? [sql`(${nameKey}, p.id) > (${after.sort}, ${after.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Row>`${select(tenantId)} where ${sql.join(conditions, sql` and `)} order by ${nameKey}, p.id limit ${limit}`.execute(tx);
  return (await complete(tx, tenantId, rows)).map(({ item, row }) => ({ item, sort: row.name_key }));
}

/** More partners than this are met soon enough on the way along the names. */
const FEW = 1000;

/** Partners with these words in their name, or a domain that begins so. */
async function named(tx: Tx, tenantId: string, q: string): Promise<ReturnType<typeof sql>[]> {
  const words = wordsOf(q);
  const text = q.toLowerCase();
  const domain = sql`p.domain >= ${text}::text and p.domain < ${endOf(text)}::text`;
  const found = words.length === 0 ? [] : await recordsWithWord(tx, tenantId, 'partner', words, FEW);
  const { rows } = await sql<{ id: string }>`select p.id from partner p where p.tenant_id = ${tenantId}::uuid and ${domain} limit ${FEW + 1}`.execute(tx);
  const both = sql`(${holdsWords('p.name_key', words)} or (${domain}))`;
  if (found === null || rows.length > FEW) return [both];
  return [sql`p.id = any(${[...new Set([...found, ...rows.map((row) => row.id)])]}::uuid[])`, both];
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

/** The latest first. Ended participations count as well: the page shows what the partner took part in. */
export async function dealPage(tx: Tx, tenantId: string, partnerId: string, after: After | null, limit: number): Promise<DealRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${dealColumnsOf('d')}
    from (select distinct deal_id from deal_participant where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid) x
    join deal d on d.tenant_id = ${tenantId}::uuid and d.id = x.deal_id
    ${after ? sql`where (date_trunc('milliseconds', d.updated_at), d.id) < (${after.sort}::timestamptz, ${after.id}::uuid)` : sql``}
    order by date_trunc('milliseconds', d.updated_at) desc, d.id desc limit ${limit}`.execute(tx);
  return rows.map(dealRowOf);
}
