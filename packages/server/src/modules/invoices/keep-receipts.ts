import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type NewReceiptLine = {
  readonly invoiceLineId: string | null;
  readonly reversesLineId: string | null;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly quantity: string | null;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly feeMinor: number;
};
export type NewReceipt = {
  readonly key: string;
  readonly source: 'payment' | 'marketplace';
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly paymentId: string | null;
  readonly applicationId: string | null;
  readonly invoiceId: string | null;
  readonly marketplaceId: string | null;
  readonly agreementId: string | null;
  readonly currency: string;
  readonly receivedOn: string;
  readonly reverses: string | null;
  readonly lines: readonly NewReceiptLine[];
};

/** Writes receipts, each once by its key, and says which were new: what follows from a receipt follows its event. */
export async function keepReceipts(tx: Tx, context: Context, receipts: readonly NewReceipt[]): Promise<Change[]> {
  const changes: Change[] = [];
  for (const receipt of receipts) {
    const id = newId();
    const sum = (amount: (line: NewReceiptLine) => number): number => receipt.lines.reduce((total, line) => total + amount(line), 0);
    const [net, tax, fee] = [sum((line) => line.netMinor), sum((line) => line.taxMinor), sum((line) => line.feeMinor)];
    const { rows } = await sql`
      insert into receipt (tenant_id, id, key, source, deal_id, account_id, payment_id, application_id, invoice_id, marketplace_id, agreement_id, currency, received_on, net_minor, tax_minor, fee_minor, reverses, at)
      values (${context.tenantId}::uuid, ${id}::uuid, ${receipt.key}, ${receipt.source}, ${receipt.dealId}::uuid, ${receipt.accountId}::uuid, ${receipt.paymentId}::uuid, ${receipt.applicationId}::uuid, ${receipt.invoiceId}::uuid,
        ${receipt.marketplaceId}::uuid, ${receipt.agreementId}::uuid, ${receipt.currency}, ${receipt.receivedOn}::date, ${net}, ${tax}, ${fee}, ${receipt.reverses}::uuid, ${context.now.toISOString()}::timestamptz)
      on conflict (tenant_id, key) do nothing returning id`.execute(tx);
    if (!rows[0]) continue;
    const lines = receipt.lines.map((line, index) => ({ ...line, id: newId(), position: index + 1 }));
    await sql`
      insert into receipt_line (tenant_id, id, receipt_id, position, invoice_line_id, reverses_line_id, product_id, vendor_id, description, quantity, net_minor, tax_minor, fee_minor)
      select ${context.tenantId}::uuid, l.id, ${id}::uuid, l.position, l."invoiceLineId", l."reversesLineId", l."productId", l."vendorId", l.description, l.quantity, l."netMinor", l."taxMinor", l."feeMinor"
      from json_to_recordset(${JSON.stringify(lines)}::json) as l(id uuid, position int, "invoiceLineId" uuid, "reversesLineId" uuid, "productId" uuid, "vendorId" uuid, description text, quantity text, "netMinor" bigint,
        "taxMinor" bigint, "feeMinor" bigint)`.execute(tx);
    const payload = {
      netMinor: net,
      taxMinor: tax,
      feeMinor: fee,
      currency: receipt.currency,
      receivedOn: receipt.receivedOn,
      source: receipt.source,
      reverses: receipt.reverses,
    };
    changes.push({
      operation: 'receipts.record',
      recordType: 'receipt',
      recordId: id,
      after: payload,
      events: [{ type: 'receipt.recorded', dealId: receipt.dealId, payload }],
    });
  }
  return changes;
}
