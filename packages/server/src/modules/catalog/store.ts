import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { same } from '../../platform/db/look-up.ts';
import { nameKey } from '../../platform/db/name-key.ts';
import type { ProductFields } from './domain/product.ts';

export type ProductRecord = { readonly id: string; readonly version: number; readonly fields: ProductFields };
export type IdentifiedProduct = { readonly id: string; readonly fields: ProductFields };
type Row = {
  id: string;
  version: number;
  name: string;
  family: string | null;
  list_price_minor: number | null;
  currency: string | null;
  active: boolean;
  external_id: string | null;
};

const columns = sql`p.id, p.version, p.name, p.family, p.list_price_minor, p.currency, p.active, p.external_id`;
const recordset = sql`as r(id uuid, name text, family text, "listPriceMinor" bigint, currency text, active boolean, "externalId" text)`;
const recordOf = (row: Row): ProductRecord => ({
  id: row.id,
  version: row.version,
  fields: { name: row.name, family: row.family, listPriceMinor: row.list_price_minor, currency: row.currency, active: row.active, externalId: row.external_id },
});
const json = (rows: readonly IdentifiedProduct[]): string => JSON.stringify(rows.map(({ id, fields }) => ({ id, ...fields })));

/** A catalogue is read whole; this only bounds an answer that would otherwise have no end. */
const LIMIT = 5000;
export async function allProducts(tx: Tx, tenantId: string): Promise<ProductRecord[]> {
  const { rows } = await sql<Row>`select ${columns} from product p where p.tenant_id = ${tenantId}::uuid order by p.name_key, p.id limit ${LIMIT}`.execute(tx);
  return rows.map(recordOf);
}

export async function lockProducts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, ProductRecord>> {
  const { rows } =
    await sql<Row>`select ${columns} from product p where p.tenant_id = ${tenantId}::uuid and p.id = any(${ids}::uuid[]) order by p.id for update`.execute(tx);
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}

export async function insertProducts(tx: Tx, tenantId: string, rows: readonly IdentifiedProduct[], now: Date): Promise<void> {
  const at = now.toISOString();
  await sql`
    insert into product (tenant_id, id, name, family, list_price_minor, currency, active, external_id, version, created_at, updated_at)
    select ${tenantId}::uuid, r.id, r.name, r.family, r."listPriceMinor", r.currency, r.active, r."externalId", 1, ${at}::timestamptz, ${at}::timestamptz from json_to_recordset(${json(rows)}::json) ${recordset}`.execute(
    tx,
  );
}

export async function updateProducts(tx: Tx, tenantId: string, rows: readonly IdentifiedProduct[], now: Date): Promise<void> {
  await sql`
    update product p set name = r.name, family = r.family, list_price_minor = r."listPriceMinor", currency = r.currency, active = r.active, external_id = r."externalId", version = p.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${json(rows)}::json) ${recordset} where p.tenant_id = ${tenantId}::uuid and p.id = r.id`.execute(tx);
}

export async function productsInUse(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ product_id: string }>`
    select product_id from deal_line where tenant_id = ${tenantId}::uuid and product_id = any(${ids}::uuid[])
    union select product_id from partner_competency where tenant_id = ${tenantId}::uuid and product_id = any(${ids}::uuid[])
    union select product_id from partner_competing_product where tenant_id = ${tenantId}::uuid and product_id = any(${ids}::uuid[])
    union select product_id from price_entry where tenant_id = ${tenantId}::uuid and product_id = any(${ids}::uuid[])
    union select product_id from usage_fact where tenant_id = ${tenantId}::uuid and product_id = any(${ids}::uuid[])`.execute(tx);
  return new Set(rows.map((row) => row.product_id));
}

export async function deleteProducts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from product where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
}

export type ProductKeys = { readonly externalIds?: readonly string[]; readonly names?: readonly string[] };
export async function productsByKeys(
  tx: Tx,
  tenantId: string,
  keys: Required<ProductKeys>,
): Promise<{ kind: 'external' | 'name'; key: string; record: ProductRecord }[]> {
  const { rows } = await sql<Row & { kind: 'external' | 'name'; key: string }>`
    select 'external' as kind, wanted.key, ${columns} from unnest(${keys.externalIds}::text[]) as wanted(key) cross join lateral (select * from product where tenant_id = ${tenantId}::uuid and ${same('external_id')} order by external_id offset 0) p
    union all select 'name', wanted.key, ${columns} from unnest(${keys.names}::text[], ${keys.names.map(nameKey)}::text[]) as wanted(key, folded)
      cross join lateral (select * from product where tenant_id = ${tenantId}::uuid and ${same('name_key', 'folded')} and lower(name) = wanted.key order by name_key offset 0) p`.execute(
    tx,
  );
  return rows.map((row) => ({ kind: row.kind, key: row.key, record: recordOf(row) }));
}
