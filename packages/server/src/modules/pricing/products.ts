import type { Parsed, Result } from '@entente/contracts';
import { Problem, encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { PricingDeps } from './ports.ts';
import { listKnownProducts, productsById, type KnownProduct } from './store.ts';

type Commerce = Result<'pricing.setProduct'>;
const shape = (row: KnownProduct): Commerce => ({
  productId: row.id,
  productName: row.name,
  family: row.family,
  active: row.active,
  vendorId: row.vendorId,
  vendorName: row.vendorName,
  chargeType: row.chargeType,
  meterKey: row.meterKey,
  taxCategory: row.taxCategory,
  unitLabel: row.unitLabel,
  version: row.commerceVersion,
});

export function listProducts({ database }: PricingDeps, context: Context, query: Parsed<'pricing.products'>['query']): Promise<Result<'pricing.products'>> {
  requireScope(context, 'pricing:read');
  const place = placeIn(query.cursor, 'text');
  return database.reading(context.tenantId, async (tx) => {
    const after = place ? { name: String(place.sort), id: place.id } : null;
    const rows = await listKnownProducts(tx, context.tenantId, { q: query.q, vendorId: query.vendorId, after, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit).map(shape);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.productName, id: last.productId }) : null };
  });
}

export function setProduct(
  { database }: PricingDeps,
  context: Context,
  id: string,
  input: Parsed<'pricing.setProduct'>['body'],
  ifVersion: number | null,
): Promise<Commerce> {
  requireScope(context, 'pricing:write');
  if (input.meterKey !== null && input.chargeType !== 'usage')
    throw new Problem('invalid_input', 'Only what is charged by usage has a meter.', {
      fields: [{ path: 'meterKey', code: 'not_metered', sentence: 'Only what is charged by usage has a meter.' }],
    });
  return database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    const locked = await tx.selectFrom('product').select('id').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
    const before = (await productsById(tx, tenantId, [id])).get(id);
    if (!locked || !before) throw notFound('product');
    if (ifVersion !== null && before.commerceVersion !== ifVersion)
      throw new Problem('version_stale', 'Somebody changed this since you read it. Read it again.');
    if (input.vendorId !== null) {
      const vendor = await tx.selectFrom('partner').select('id').where('tenant_id', '=', tenantId).where('id', '=', input.vendorId).executeTakeFirst();
      if (!vendor) throw notFound('partner');
    }
    await sql`
      insert into product_commerce (tenant_id, product_id, vendor_id, charge_type, meter_key, tax_category, unit_label, version, updated_at)
      values (${tenantId}::uuid, ${id}::uuid, ${input.vendorId}::uuid, ${input.chargeType}, ${input.meterKey}, ${input.taxCategory}, ${input.unitLabel}, 1, ${context.now.toISOString()}::timestamptz)
      on conflict (tenant_id, product_id) do update set vendor_id = excluded.vendor_id, charge_type = excluded.charge_type, meter_key = excluded.meter_key,
        tax_category = excluded.tax_category, unit_label = excluded.unit_label, version = product_commerce.version + 1, updated_at = excluded.updated_at`.execute(
      tx,
    );
    const after = (await productsById(tx, tenantId, [id])).get(id);
    if (!after) throw notFound('product');
    await recordChange(tx, context, { operation: 'pricing.setProduct', recordType: 'product', recordId: id, before: shape(before), after: shape(after) });
    return shape(after);
  });
}
