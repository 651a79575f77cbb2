import { Problem, type Charge } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

type Row = Omit<Charge, 'period'> & { readonly from: string | null; readonly to: string | null };
const MOST = 10_000;

async function charges(tx: Tx, tenantId: string, where: RawBuilder<unknown>): Promise<Charge[]> {
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.account_id as "accountId", c.deal_id as "dealId", c.subscription_id as "subscriptionId", c.product_id as "productId", c.vendor_id as "vendorId", c.description, c.quantity, c.unit_price as "unitPrice",
      c.amount_minor as "amountMinor", c.currency, c.period_from as "from", c.period_to as "to", c.charged_on as "chargedOn", c.tax_category as "taxCategory", c.explanation
    from charge c where c.tenant_id = ${tenantId}::uuid and ${where}`.execute(tx);
  return rows.map(({ from, to, ...row }) => ({ ...row, period: from === null || to === null ? null : { from, to } }));
}

export type WhichCharges = { readonly accountId?: string | undefined; readonly currency?: string | undefined; readonly until: string };
/** What waits for an invoice, the oldest first, of one account or of all. */
export const openCharges = (tx: Tx, tenantId: string, { accountId, currency, until }: WhichCharges): Promise<Charge[]> =>
  charges(
    tx,
    tenantId,
    sql`c.invoice_id is null and c.charged_on <= ${until}::date ${accountId === undefined ? sql`` : sql`and c.account_id = ${accountId}::uuid`} ${currency === undefined ? sql`` : sql`and c.currency = ${currency}`}
      order by c.account_id, c.currency, c.charged_on, c.id limit ${MOST}`,
  );

/** Takes charges for an invoice: all of them or none. A charge is claimed once; the same invoice may ask again. */
export async function claimCharges(tx: Tx, context: Context, ids: readonly string[], invoiceId: string): Promise<Charge[]> {
  const wanted = [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));
  const { rows } = await sql<{
    id: string;
    invoiceId: string | null;
  }>`select id, invoice_id as "invoiceId" from charge where tenant_id = ${context.tenantId}::uuid and id = any(${wanted}::uuid[]) order by id for update`.execute(
    tx,
  );
  if (rows.length !== wanted.length) throw new Problem('not_found', 'One of the charges is not there, or is outside your reach.');
  const taken = rows.filter((row) => row.invoiceId !== null && row.invoiceId !== invoiceId);
  if (taken.length > 0)
    throw new Problem('conflict', `${taken.length === 1 ? 'One of the charges is' : `${taken.length} of the charges are`} on another invoice already.`, {
      reason: 'charge_claimed',
    });
  await sql`update charge set invoice_id = ${invoiceId}::uuid, claimed_at = ${context.now.toISOString()}::timestamptz where tenant_id = ${context.tenantId}::uuid and id = any(${wanted}::uuid[]) and invoice_id is null`.execute(
    tx,
  );
  return charges(tx, context.tenantId, sql`c.id = any(${wanted}::uuid[]) order by c.charged_on, c.id`);
}

/** A draft that is given up leaves its charges open again. */
export async function releaseCharges(tx: Tx, context: Context, invoiceId: string): Promise<number> {
  const result =
    await sql`update charge set invoice_id = null, claimed_at = null where tenant_id = ${context.tenantId}::uuid and invoice_id = ${invoiceId}::uuid`.execute(
      tx,
    );
  return Number(result.numAffectedRows ?? 0n);
}
