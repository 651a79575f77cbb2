import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/**
 * What the usage of a deal came to in the year up to a day, by who makes the product: charged amounts, in minor units of one currency,
 * since units of different meters cannot be added. Corrections and credits of usage are part of it; whoever is left with nothing is not
 * in it. Null: nothing was metered.
 */
export async function meteredByVendor(
  tx: Tx,
  tenantId: string,
  of: { readonly dealId: string; readonly currency: string; readonly until: string },
): Promise<ReadonlyMap<string, bigint> | null> {
  const { rows } = await sql<{ vendorId: string; amount: string }>`
    select c.vendor_id as "vendorId", sum(c.amount_minor)::text as amount
    from charge c left join charge given on given.tenant_id = c.tenant_id and given.id = c.credits_id
    where c.tenant_id = ${tenantId}::uuid and c.deal_id = ${of.dealId}::uuid and c.currency = ${of.currency} and c.vendor_id is not null
      and 'usage' in (c.kind, given.kind) and c.charged_on > (${of.until}::date - interval '1 year')::date and c.charged_on <= ${of.until}::date
    group by 1 having sum(c.amount_minor) > 0 order by 1`.execute(tx);
  return rows.length === 0 ? null : new Map(rows.map(({ vendorId, amount }) => [vendorId, BigInt(amount)]));
}
