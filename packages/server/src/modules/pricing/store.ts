import { priceModel } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Book, Price, PricePer } from './domain/resolve.ts';

export type KnownProduct = {
  readonly id: string;
  readonly name: string;
  readonly family: string | null;
  readonly active: boolean;
  readonly listPriceMinor: number | null;
  readonly currency: string | null;
  readonly vendorId: string | null;
  readonly vendorName: string | null;
  readonly chargeType: 'one_off' | 'recurring' | 'usage';
  readonly meterKey: string | null;
  readonly taxCategory: string;
  readonly unitLabel: string;
  /** 0: nobody said how it is sold, and the rest is assumed. */
  readonly commerceVersion: number;
};
const productColumns = sql`p.id, p.name, p.family, p.active, p.list_price_minor as "listPriceMinor", p.currency, c.vendor_id as "vendorId", v.name as "vendorName",
  coalesce(c.charge_type, 'one_off') as "chargeType", c.meter_key as "meterKey", coalesce(c.tax_category, 'S') as "taxCategory", coalesce(c.unit_label, 'unit') as "unitLabel", coalesce(c.version, 0) as "commerceVersion"`;
const productFrom = sql`product p left join product_commerce c on c.tenant_id = p.tenant_id and c.product_id = p.id left join partner v on v.tenant_id = c.tenant_id and v.id = c.vendor_id`;

export async function productsById(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, KnownProduct>> {
  const { rows } = await sql<KnownProduct>`
    select ${productColumns} from ${productFrom} where p.tenant_id = ${tenantId}::uuid and p.id = any(${[...new Set(ids)]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}
/** All of them, or not found. */
export async function requireProducts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, KnownProduct>> {
  const known = await productsById(tx, tenantId, ids);
  if (ids.some((id) => !known.has(id))) throw notFound('product');
  return known;
}

type ProductFilter = { q?: string | undefined; vendorId?: string | undefined; after: { name: string; id: string } | null; limit: number };
export async function listKnownProducts(tx: Tx, tenantId: string, filter: ProductFilter): Promise<KnownProduct[]> {
  const { rows } = await sql<KnownProduct>`
    select ${productColumns} from ${productFrom} where p.tenant_id = ${tenantId}::uuid
      ${filter.q ? sql`and p.name ilike ${like(filter.q)}` : sql``}
      ${filter.vendorId ? sql`and c.vendor_id = ${filter.vendorId}::uuid` : sql``}
      ${filter.after ? sql`and (lower(p.name), p.id) > (lower(${filter.after.name}), ${filter.after.id}::uuid)` : sql``}
    order by lower(p.name), p.id limit ${filter.limit}`.execute(tx);
  return rows;
}
export const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

export type BookRow = Omit<Book, 'regions' | 'tiers'> & {
  readonly regions: string[] | null;
  readonly tiers: string[] | null;
  readonly version: number;
  readonly updatedAt: string;
  readonly entries: number;
};
export const bookColumns = sql`b.id, b.name, b.currency, b.regions, b.tiers, b.effective_from as "effectiveFrom", b.effective_to as "effectiveTo", b.position, b.version, b.updated_at as "updatedAt",
  (select count(*)::int from price_entry e where e.tenant_id = b.tenant_id and e.book_id = b.id) as entries`;
export const bookOf = (row: BookRow): Book => ({ ...row, regions: row.regions ?? 'everywhere', tiers: row.tiers ?? 'everyone' });

/** Every book: why one did not decide is part of the answer. */
export async function allBooks(tx: Tx, tenantId: string): Promise<Book[]> {
  const { rows } = await sql<Omit<BookRow, 'entries' | 'version' | 'updatedAt'>>`
    select b.id, b.name, b.currency, b.regions, b.tiers, b.effective_from as "effectiveFrom", b.effective_to as "effectiveTo", b.position from price_book b where b.tenant_id = ${tenantId}::uuid`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, regions: row.regions ?? 'everywhere', tiers: row.tiers ?? 'everyone' }));
}

export async function pricesOf(tx: Tx, tenantId: string, productIds: readonly string[], day: string): Promise<Price[]> {
  const { rows } = await sql<{
    entryId: string;
    bookId: string;
    productId: string;
    termMonths: number | null;
    version: number | null;
    per: PricePer | null;
    model: unknown;
  }>`
    select e.id as "entryId", e.book_id as "bookId", e.product_id as "productId", e.term_months as "termMonths", v.version, v.per, v.model
    from price_entry e left join price_entry_version v on v.tenant_id = e.tenant_id and v.entry_id = e.id and v.effective_from <= ${day}::date and (v.effective_to is null or ${day}::date < v.effective_to)
    where e.tenant_id = ${tenantId}::uuid and e.product_id = any(${[...new Set(productIds)]}::uuid[])`.execute(tx);
  return rows.map(({ version, per, model, ...entry }) => ({
    ...entry,
    holding: version === null || per === null ? null : { version, per, model: priceModel.parse(model) },
  }));
}

export async function tierOf(tx: Tx, tenantId: string, partnerId: string | null): Promise<string | null> {
  if (partnerId === null) return null;
  const row = await tx.selectFrom('partner').select('tier').where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst();
  if (!row) throw notFound('partner');
  return row.tier;
}
