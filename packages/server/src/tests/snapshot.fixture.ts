import type { TestDatabase } from '@entente/testkit';

/** Every table that belongs to tenants, as the database itself knows them. */
export async function tenantTables({ admin }: TestDatabase): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    "select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE' order by 1",
  );
  return rows.map(({ name }) => name);
}

/** When a key or a view was last used is no change of what it is. */
const content = "to_jsonb(t) - 'last_used_at'";

/** A fingerprint of all rows of one tenant, table by table. */
export async function snapshotOf(test: TestDatabase, tables: readonly string[], tenantId: string): Promise<Record<string, string>> {
  const parts = tables.map(
    (name) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg((${content})::text, '' order by (${content})::text)), '') as print from ${name} t where tenant_id = '${tenantId}'`,
  );
  const { rows } = await test.admin.query<{ name: string; print: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

/** Tables in which rows of one tenant name any of these ids. */
export async function tablesThatHold(test: TestDatabase, tables: readonly string[], tenantId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const parts = tables.map(
    (name) => `select '${name}' as name where exists (select 1 from ${name} t where tenant_id = '${tenantId}' and to_jsonb(t)::text ~ $1)`,
  );
  const { rows } = await test.admin.query<{ name: string }>(parts.join(' union all '), [ids.join('|')]);
  return rows.map(({ name }) => name);
}

export const idsIn = (value: unknown): string[] => [...new Set(JSON.stringify(value).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g))];
