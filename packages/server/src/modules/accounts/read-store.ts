import type { Result } from '@entente/contracts';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { dealColumnsOf, dealRowOf, type DealRow, type StoredRow } from '../../platform/db/deal-row.ts';
import { endOf, wordsOf } from '../../platform/db/name-key.ts';
import { holdsWords, recordsWithWord } from '../../platform/db/search-words.ts';

export type AccountRow = Result<'accounts.list'>['items'][number];
export type AccountDetail = Result<'accounts.get'>;

type Row = {
  id: string;
  name: string;
  name_key: string;
  industry: string | null;
  country: string | null;
  region: string | null;
  employees: number | null;
  revenue_minor: number | null;
  currency: string | null;
  parent_id: string | null;
  parent_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  domains: string[];
  open_deals: number;
  version: number;
};

export type AccountFilter = {
  readonly q?: string | undefined;
  readonly industry?: string | undefined;
  readonly region?: string | undefined;
  readonly ownerId?: string | undefined;
};
export type After = { readonly nameKey: string; readonly id: string };

/** What names are sorted and looked up by; one place, because the index must be on exactly this. */
const nameKey = sql`a.name_key`;

/** Rows are chosen first and completed afterwards, so that counts are made only for the rows of the page. */
const complete = (chosen: ReturnType<typeof sql>, tenantId: string) => sql<Row>`
  select a.id, a.name, ${nameKey} as name_key, a.industry, a.country, a.region, a.employees, a.revenue_minor, a.currency, a.parent_id, p.name as parent_name, a.owner_id, u.name as owner_name, a.version,
    array(select d.domain from account_domain d where d.tenant_id = ${tenantId}::uuid and d.account_id = a.id order by d.domain) as domains,
    (select count(*) from deal d where d.tenant_id = ${tenantId}::uuid and d.account_id = a.id and d.status = 'open') as open_deals
  from (${chosen}) a
  left join account p on p.tenant_id = ${tenantId}::uuid and p.id = a.parent_id
  left join membership m on m.tenant_id = ${tenantId}::uuid and m.id = a.owner_id
  left join "user" u on u.id = m.user_id
  order by ${nameKey}, a.id`;

const rowOf = (row: Row): AccountRow => ({
  id: row.id,
  name: row.name,
  industry: row.industry,
  country: row.country,
  region: row.region,
  employees: row.employees,
  revenueMinor: row.revenue_minor,
  currency: row.currency,
  parentId: row.parent_id,
  parentName: row.parent_name,
  ownerId: row.owner_id,
  ownerName: row.owner_name,
  domains: row.domains,
  openDeals: row.open_deals,
  version: row.version,
});

export async function accountPage(
  tx: Tx,
  tenantId: string,
  filter: AccountFilter,
  after: After | null,
  limit: number,
): Promise<{ row: AccountRow; nameKey: string }[]> {
  const conditions = [
    sql`a.tenant_id = ${tenantId}::uuid`,
    ...(filter.q ? await found(tx, tenantId, filter.q) : []),
    ...(filter.industry ? [sql`a.industry = ${filter.industry}`] : []),
    ...(filter.region ? [sql`a.region = ${filter.region}`] : []),
    ...(filter.ownerId ? [sql`a.owner_id = ${filter.ownerId}::uuid`] : []),
    ...(after ? [sql`(${nameKey}, a.id) > (${after.nameKey}, ${after.id}::uuid)`] : []),
  ];
  const { rows } = await complete(
    sql`select a.* from account a where ${sql.join(conditions, sql` and `)} order by ${nameKey}, a.id limit ${limit}`,
    tenantId,
  ).execute(tx);
  return rows.map((row) => ({ row: rowOf(row), nameKey: row.name_key }));
}

/** More accounts than this are met soon enough on the way along the names. */
const FEW = 2000;

/** Accounts with these words in their name, or a domain that begins so. */
async function found(tx: Tx, tenantId: string, q: string): Promise<ReturnType<typeof sql>[]> {
  const words = wordsOf(q);
  const text = q.toLowerCase();
  const domain = sql`d.tenant_id = ${tenantId}::uuid and d.domain >= ${text}::text and d.domain < ${endOf(text)}::text`;
  const named = words.length === 0 ? [] : await recordsWithWord(tx, tenantId, 'account', words, FEW);
  const { rows } = await sql<{ account_id: string }>`select d.account_id from account_domain d where ${domain} limit ${FEW + 1}`.execute(tx);
  const both = sql`(${holdsWords('a.name_key', words)} or exists (select from account_domain d where d.account_id = a.id and ${domain}))`;
  if (named === null || rows.length > FEW) return [both];
  return [sql`a.id = any(${[...new Set([...named, ...rows.map((row) => row.account_id)])]}::uuid[])`, both];
}

export async function accountRow(tx: Tx, tenantId: string, id: string): Promise<AccountRow | null> {
  const { rows } = await complete(sql`select a.* from account a where a.tenant_id = ${tenantId}::uuid and a.id = ${id}::uuid`, tenantId).execute(tx);
  return rows[0] ? rowOf(rows[0]) : null;
}

export async function contactsOf(tx: Tx, tenantId: string, accountId: string): Promise<AccountDetail['contacts']> {
  const { rows } = await sql<AccountDetail['contacts'][number]>`
    select id, account_id as "accountId", name, email, title, phone, version from contact where tenant_id = ${tenantId}::uuid and account_id = ${accountId}::uuid order by name_key, id limit 500`.execute(
    tx,
  );
  return rows;
}

export async function childrenOf(tx: Tx, tenantId: string, accountId: string): Promise<AccountDetail['children']> {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from account where tenant_id = ${tenantId}::uuid and parent_id = ${accountId}::uuid order by name_key, id limit 500`.execute(tx);
  return rows;
}

export async function partnersOf(tx: Tx, tenantId: string, accountId: string, today: string): Promise<AccountDetail['partners']> {
  const { rows } = await sql<AccountDetail['partners'][number]>`
    select t.partner_id as "partnerId", p.name as "partnerName", t.kind, t.strength, t.since, t.evidence
    from account_tie t join partner p on p.tenant_id = ${tenantId}::uuid and p.id = t.partner_id
    where t.tenant_id = ${tenantId}::uuid and t.account_id = ${accountId}::uuid and (t.until is null or t.until >= ${today}::date) order by t.strength desc, p.name, t.id limit 200`.execute(
    tx,
  );
  return rows;
}

/** Open deals first, then the latest. */
export async function dealsOf(tx: Tx, tenantId: string, accountId: string): Promise<DealRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${dealColumnsOf('d')}
    from deal d where d.tenant_id = ${tenantId}::uuid and d.account_id = ${accountId}::uuid order by (d.status = 'open') desc, d.updated_at desc, d.id limit 200`.execute(
    tx,
  );
  return rows.map(dealRowOf);
}
