import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { same } from '../../platform/db/look-up.ts';
import { nameKey } from '../../platform/db/name-key.ts';
import { addWords, forgetWords, renaming } from '../../platform/db/search-words.ts';
import type { AccountFields } from './domain/account.ts';

export type AccountRecord = { readonly id: string; readonly version: number; readonly fields: AccountFields };
type Row = {
  id: string;
  version: number;
  name: string;
  industry: string | null;
  country: string | null;
  region: string | null;
  employees: number | null;
  revenue_minor: number | null;
  currency: string | null;
  parent_id: string | null;
  owner_id: string | null;
  external_id: string | null;
  domains: string[];
};

const columns = sql`a.id, a.version, a.name, a.industry, a.country, a.region, a.employees, a.revenue_minor, a.currency, a.parent_id, a.owner_id, a.external_id,
  array(select d.domain from account_domain d where d.tenant_id = a.tenant_id and d.account_id = a.id order by d.domain) as domains`;

const recordOf = (row: Row): AccountRecord => ({
  id: row.id,
  version: row.version,
  fields: {
    name: row.name,
    industry: row.industry,
    country: row.country,
    region: row.region,
    employees: row.employees,
    revenueMinor: row.revenue_minor,
    currency: row.currency,
    parentId: row.parent_id,
    ownerId: row.owner_id,
    externalId: row.external_id,
    domains: row.domains,
  },
});

/** In order of id, so that two writers of the same rows wait for one another and never block each other. */
export async function lockAccounts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, AccountRecord>> {
  const { rows } =
    await sql<Row>`select ${columns} from account a where a.tenant_id = ${tenantId}::uuid and a.id = any(${ids}::uuid[]) order by a.id for update of a`.execute(
      tx,
    );
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}

export async function existingIds(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select id from account where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** Only people of the workspace who are still there may own an account. */
export async function activeMembers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`select id from membership where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[]) and audience = 'workspace' and status = 'active'`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

const columnsOf = (id: string, fields: AccountFields) => ({
  id,
  name: fields.name,
  industry: fields.industry,
  country: fields.country,
  region: fields.region,
  employees: fields.employees,
  revenue_minor: fields.revenueMinor,
  currency: fields.currency,
  parent_id: fields.parentId,
  owner_id: fields.ownerId,
  external_id: fields.externalId,
});
const recordset = sql`as r(id uuid, name text, industry text, country text, region text, employees integer, revenue_minor bigint, currency text, parent_id uuid, owner_id uuid, external_id text)`;

export type IdentifiedFields = { readonly id: string; readonly fields: AccountFields };

export async function insertAccounts(tx: Tx, tenantId: string, rows: readonly IdentifiedFields[], now: Date): Promise<void> {
  const at = now.toISOString();
  await sql`
    insert into account (tenant_id, id, name, industry, country, region, employees, revenue_minor, currency, parent_id, owner_id, external_id, version, created_at, updated_at)
    select ${tenantId}::uuid, r.id, r.name, r.industry, r.country, r.region, r.employees, r.revenue_minor, r.currency, r.parent_id, r.owner_id, r.external_id, 1, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows.map(({ id, fields }) => columnsOf(id, fields)))}::json) ${recordset}`.execute(tx);
  await addWords(
    tx,
    tenantId,
    'account',
    rows.map((row) => row.id),
  );
  await insertDomains(tx, tenantId, rows);
}

/** With the keys of what changes, so that words are written only for new names. */
type ChangedFields = IdentifiedFields & { readonly keys: readonly string[] };

export async function updateAccounts(tx: Tx, tenantId: string, rows: readonly ChangedFields[], now: Date): Promise<void> {
  const renamed = rows.filter((row) => row.keys.includes('name')).map((row) => row.id);
  await renaming(tx, tenantId, 'account', renamed, () => writeAccounts(tx, tenantId, rows, now));
  await sql`delete from account_domain where tenant_id = ${tenantId}::uuid and account_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(tx);
  await insertDomains(tx, tenantId, rows);
}

async function writeAccounts(tx: Tx, tenantId: string, rows: readonly IdentifiedFields[], now: Date): Promise<void> {
  await sql`
    update account a set name = r.name, industry = r.industry, country = r.country, region = r.region, employees = r.employees, revenue_minor = r.revenue_minor, currency = r.currency,
      parent_id = r.parent_id, owner_id = r.owner_id, external_id = r.external_id, version = a.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows.map(({ id, fields }) => columnsOf(id, fields)))}::json) ${recordset}
    where a.tenant_id = ${tenantId}::uuid and a.id = r.id`.execute(tx);
}

async function insertDomains(tx: Tx, tenantId: string, rows: readonly IdentifiedFields[]): Promise<void> {
  const domains = rows.flatMap(({ id, fields }) => fields.domains.map((domain) => ({ id, domain })));
  if (domains.length === 0) return;
  await sql`insert into account_domain (tenant_id, domain, account_id) select ${tenantId}::uuid, r.domain, r.id from json_to_recordset(${JSON.stringify(domains)}::json) as r(id uuid, domain text)`.execute(
    tx,
  );
}

/** Changes of parents are made one after another, so that two of them together cannot close a circle. */
export async function lockFamilies(tx: Tx, tenantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`account-family:${tenantId}`}, 0))`.execute(tx);
}

/** Every account above these, with these: id → parent. */
export async function parentsAbove(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; parent_id: string | null }>`
    with recursive above as (
      select id, parent_id from account where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])
      union
      select a.id, a.parent_id from account a join above on a.tenant_id = ${tenantId}::uuid and a.id = above.parent_id
    ) select id, parent_id from above`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.parent_id]));
}

export type Uses = {
  readonly id: string;
  readonly deals: boolean;
  readonly contacts: boolean;
  readonly ties: boolean;
  readonly usage: boolean;
  readonly conflicts: boolean;
  readonly children: readonly string[];
};

export async function usesOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Uses[]> {
  const { rows } = await sql<Uses>`
    select a.id,
      exists (select from deal d where d.tenant_id = ${tenantId}::uuid and d.account_id = a.id) as deals,
      exists (select from contact c where c.tenant_id = ${tenantId}::uuid and c.account_id = a.id) as contacts,
      exists (select from account_tie t where t.tenant_id = ${tenantId}::uuid and t.account_id = a.id) as ties,
      exists (select from usage_fact u where u.tenant_id = ${tenantId}::uuid and u.account_id = a.id) as usage,
      exists (select from partner_conflict c where c.tenant_id = ${tenantId}::uuid and c.account_id = a.id) as conflicts,
      array(select k.id from account k where k.tenant_id = ${tenantId}::uuid and k.parent_id = a.id) as children
    from account a where a.tenant_id = ${tenantId}::uuid and a.id = any(${ids}::uuid[])`.execute(tx);
  return rows;
}

export async function deleteAccounts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from account_domain where tenant_id = ${tenantId}::uuid and account_id = any(${ids}::uuid[])`.execute(tx);
  await forgetWords(tx, tenantId, 'account', ids);
  await sql`delete from account where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
}

export type AccountKeys = { readonly externalIds?: readonly string[]; readonly domains?: readonly string[]; readonly names?: readonly string[] };

/** Each row says by which key it was found. */
export async function accountsByKeys(
  tx: Tx,
  tenantId: string,
  keys: Required<AccountKeys>,
): Promise<{ kind: 'external' | 'domain' | 'name'; key: string; record: AccountRecord }[]> {
  const { rows } = await sql<Row & { kind: 'external' | 'domain' | 'name'; key: string }>`
    with hit as (
      select 'external' as kind, wanted.key, e.id from unnest(${keys.externalIds}::text[]) as wanted(key) cross join lateral (select id from account where tenant_id = ${tenantId}::uuid and ${same('external_id')} order by external_id offset 0) e
      union all select 'domain', wanted.key, d.account_id from unnest(${keys.domains}::text[]) as wanted(key) cross join lateral (select account_id from account_domain where tenant_id = ${tenantId}::uuid and ${same('domain')} order by domain offset 0) d
      union all select 'name', wanted.key, n.id from unnest(${keys.names}::text[], ${keys.names.map(nameKey)}::text[]) as wanted(key, folded)
        cross join lateral (select id from account where tenant_id = ${tenantId}::uuid and ${same('name_key', 'folded')} and lower(name) = wanted.key order by name_key offset 0) n
    )
    select hit.kind, hit.key, ${columns} from hit join account a on a.tenant_id = ${tenantId}::uuid and a.id = hit.id order by a.id`.execute(tx);
  return rows.map((row) => ({ kind: row.kind, key: row.key, record: recordOf(row) }));
}
