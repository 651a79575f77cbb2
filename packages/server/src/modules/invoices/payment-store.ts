import { notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { lockAccount } from './store.ts';

export type Payment = {
  readonly id: string;
  readonly state: 'unmatched' | 'matched' | 'dismissed';
  readonly accountId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly receivedCurrency: string | null;
  readonly receivedMinor: number | null;
  readonly bookedMinor: number | null;
  readonly rateId: string | null;
  readonly receivedOn: string;
  readonly reference: string | null;
  readonly appliedMinor: number;
  readonly refundedMinor: number;
  readonly version: number;
};
export type Matched = Payment & { readonly accountId: string };
export const leftOfPayment = (payment: Pick<Payment, 'amountMinor' | 'appliedMinor' | 'refundedMinor'>): number =>
  payment.amountMinor - payment.appliedMinor - payment.refundedMinor;

export async function lockPayment(tx: Tx, tenantId: string, id: string, ifVersion: number | null = null): Promise<Payment> {
  const { rows } = await sql<Payment>`
    select id, state, account_id as "accountId", currency, amount_minor as "amountMinor", received_currency as "receivedCurrency", received_minor as "receivedMinor", booked_minor as "bookedMinor", rate_id as "rateId",
      received_on as "receivedOn", reference, applied_minor as "appliedMinor", refunded_minor as "refundedMinor", version
    from payment where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(tx);
  const row = rows[0];
  if (!row) throw notFound('payment');
  if (ifVersion !== null && row.version !== ifVersion)
    throw new Problem('version_stale', 'Somebody changed this payment since you opened it. Reload to see it.');
  return row;
}

/** A payment that is somebody's, with the lock of its account taken first. */
export async function lockMatched(tx: Tx, tenantId: string, id: string, ifVersion: number | null): Promise<Matched> {
  const found = await tx.selectFrom('payment').select('account_id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!found) throw notFound('payment');
  if (found.account_id === null) throw new Problem('conflict', 'Nobody has said yet whose payment this is.', { reason: 'unmatched' });
  await lockAccount(tx, tenantId, found.account_id);
  const payment = await lockPayment(tx, tenantId, id, ifVersion);
  return { ...payment, accountId: found.account_id };
}

export type Application = {
  readonly id: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly backMinor: number;
  readonly appliedOn: string;
};
/** Newest first: what was done last is undone first. */
export async function applicationsOf(tx: Tx, tenantId: string, of: { readonly paymentId: string } | { readonly invoiceId: string }): Promise<Application[]> {
  const { rows } = await sql<Application>`
    select id, payment_id as "paymentId", invoice_id as "invoiceId", amount_minor as "amountMinor", back_minor as "backMinor", applied_on as "appliedOn" from payment_application
    where tenant_id = ${tenantId}::uuid and ${'paymentId' in of ? sql`payment_id = ${of.paymentId}::uuid` : sql`invoice_id = ${of.invoiceId}::uuid`} order by id desc`.execute(
    tx,
  );
  return rows;
}

export type HeldLine = {
  readonly receiptId: string;
  readonly lineId: string;
  readonly invoiceLineId: string;
  readonly applicationId: string;
  readonly dealId: string | null;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
};
/** What receipts of an invoice hold still, by line: what came less what went back. Newest first. */
export async function heldLines(tx: Tx, tenantId: string, invoiceId: string): Promise<HeldLine[]> {
  const { rows } = await sql<Omit<HeldLine, 'netMinor' | 'taxMinor'> & { netMinor: number; taxMinor: number }>`
    select r.id as "receiptId", l.id as "lineId", l.invoice_line_id as "invoiceLineId", r.application_id as "applicationId", r.deal_id as "dealId",
      (l.net_minor + coalesce(b.net, 0))::bigint as "netMinor", (l.tax_minor + coalesce(b.tax, 0))::bigint as "taxMinor"
    from receipt r join receipt_line l on l.tenant_id = r.tenant_id and l.receipt_id = r.id
      left join lateral (select sum(x.net_minor) as net, sum(x.tax_minor) as tax from receipt_line x where x.tenant_id = l.tenant_id and x.reverses_line_id = l.id) b on true
    where r.tenant_id = ${tenantId}::uuid and r.invoice_id = ${invoiceId}::uuid and r.reverses is null and r.application_id is not null order by r.application_id desc, r.id, l.position`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, netMinor: BigInt(row.netMinor), taxMinor: BigInt(row.taxMinor) }));
}
