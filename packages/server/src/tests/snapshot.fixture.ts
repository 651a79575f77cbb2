import { createHash } from 'node:crypto';
import type { TestDatabase } from '@entente/testkit';

/** Every table that belongs to tenants, as the database itself knows them. */
export async function tenantTables({ admin }: TestDatabase): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    "select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE' order by 1",
  );
  return rows.map(({ name }) => name);
}

type Named = { readonly name: string };
/** One statement over all tables: it is planned once for each connection, since planning it costs more than running it. */
async function overAll<Row extends Named>(test: TestDatabase, parts: readonly string[], values: readonly string[]): Promise<Row[]> {
  const text = parts.join(' union all ');
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return (await test.admin.query<Row>({ name, text, values: [...values] })).rows;
}

/** When a key or a view was last used is no change of what it is. */
const content = "to_jsonb(t) - 'last_used_at'";
const marksUse = new WeakMap<TestDatabase, Promise<ReadonlySet<string>>>();
async function tablesThatMarkUse(test: TestDatabase): Promise<ReadonlySet<string>> {
  const { rows } = await test.admin.query<Named>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'last_used_at'",
  );
  return new Set(rows.map(({ name }) => name));
}

/**
 * A fingerprint of all rows of one tenant, table by table: how many there are, and which transactions wrote them. A row that is
 * written again, even as it was, has another transaction.
 */
export async function snapshotOf(test: TestDatabase, tables: readonly string[], tenantId: string): Promise<Record<string, string>> {
  const known = marksUse.get(test) ?? tablesThatMarkUse(test);
  marksUse.set(test, known);
  const byContent = await known;
  const parts = tables.map((name) => {
    const print = byContent.has(name)
      ? `count(*) || ' ' || coalesce(md5(string_agg((${content})::text, '' order by (${content})::text)), '')`
      : "count(*) || ' ' || coalesce(sum(t.xmin::text::bigint), 0)";
    return `select '${name}' as name, ${print} as print from ${name} t where tenant_id = $1::uuid`;
  });
  const rows = await overAll<Named & { print: string }>(test, parts, [tenantId]);
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

/** Tables in which rows of one tenant name any of these ids. */
export async function tablesThatHold(test: TestDatabase, tables: readonly string[], tenantId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const parts = tables.map((name) => `select '${name}' as name where exists (select 1 from ${name} t where tenant_id = $1::uuid and to_jsonb(t)::text ~ $2)`);
  return (await overAll<Named>(test, parts, [tenantId, ids.join('|')])).map(({ name }) => name);
}

export const idsIn = (value: unknown): string[] => [...new Set(JSON.stringify(value).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g))];
