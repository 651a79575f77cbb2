import { sql, type RawBuilder } from 'kysely';
import type { InvoicesModule, MarketplacePaid } from '../modules/invoices/index.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import type { OutboxEvent, OutboxHandler } from '../platform/events/outbox.ts';
import { systemContext } from '../platform/system-actor.ts';

type Row = {
  readonly id: string;
  readonly kind: string;
  /** As it moved our balance with the marketplace: what is paid out leaves it. */
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidOn: string;
  readonly agreementId: string;
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly marketplaceId: string;
  readonly marketplace: string;
};
const FEES = new Set(['fee', 'fee_tax', 'fee_refund', 'fee_tax_refund']);
const BACK = new Set(['refund', 'fee_refund', 'tax_refund', 'fee_tax_refund']);

/**
 * Payouts of marketplaces become receipts once they come out even with their lines, one for each agreement. What is matched later
 * follows when it is matched. Each line is taken once.
 */
export function marketplaceReceipts(database: Database, invoices: Pick<InvoicesModule, 'recordMarketplaceReceipt'>, now: () => Date): OutboxHandler {
  return async (events) => {
    for (const event of events) {
      const which = concerned(event);
      if (which) await database.inTenant(event.tenantId, (tx) => take(tx, event.tenantId, which, invoices, now()));
    }
  };
}

function concerned({ type, recordType, recordId }: OutboxEvent): RawBuilder<unknown> | null {
  if (type === 'disbursement.reconciled' && recordType === 'disbursement') return sql`p.id = ${recordId}::uuid`;
  if (type === 'disbursement.matched') return recordType === 'billing_line' ? sql`l.id = ${recordId}::uuid` : sql`m.agreement_id = ${recordId}::uuid`;
  return null;
}

async function take(
  tx: Tx,
  tenantId: string,
  which: RawBuilder<unknown>,
  invoices: Pick<InvoicesModule, 'recordMarketplaceReceipt'>,
  now: Date,
): Promise<void> {
  const { rows } = await sql<Row>`
    select l.id, l.kind, l.amount_minor as "amountMinor", l.currency, p.paid_on as "paidOn", a.id as "agreementId", coalesce(m.deal_id, a.deal_id) as "dealId", d.account_id as "accountId", k.id as "marketplaceId", k.name as marketplace
    from disbursement p join billing_line l on l.tenant_id = p.tenant_id and l.source_id = p.source_id and l.disbursement_key = p.key and l.currency = p.currency
      join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id join agreement a on a.tenant_id = m.tenant_id and a.id = m.agreement_id
      join marketplace k on k.tenant_id = a.tenant_id and k.id = a.marketplace_id left join deal d on d.tenant_id = l.tenant_id and d.id = coalesce(m.deal_id, a.deal_id)
    where p.tenant_id = ${tenantId}::uuid and p.state = 'reconciled' and p.paid_on is not null and l.action = 'disbursed' and l.kind <> 'payout' and l.counts and ${which} order by p.paid_on, p.id, a.id, l.id`.execute(
    tx,
  );
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.paidOn} ${row.agreementId} ${row.dealId ?? ''} ${row.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    await invoices.recordMarketplaceReceipt(tx, systemContext(tenantId, first.marketplace, now), {
      marketplaceId: first.marketplaceId,
      marketplace: first.marketplace,
      agreementId: first.agreementId,
      dealId: first.dealId,
      accountId: first.accountId,
      currency: first.currency,
      paidOn: first.paidOn,
      entries: group.map(entryOf),
      products: await productsOf(tx, tenantId, first),
    });
  }
}

function entryOf({ id, kind, amountMinor }: Row): MarketplacePaid['entries'][number] {
  const part = FEES.has(kind) ? 'fee' : kind === 'tax' || kind === 'tax_refund' ? 'tax' : 'net';
  // What left the balance came to us; a fee is positive where it was kept.
  return { billingLineId: id, part, back: BACK.has(kind), amountMinor: part === 'fee' ? amountMinor : -amountMinor };
}

async function productsOf(tx: Tx, tenantId: string, { dealId, marketplace }: Row): Promise<MarketplacePaid['products']> {
  const { rows } = await sql<MarketplacePaid['products'][number]>`
    select l.product_id as "productId", c.vendor_id as "vendorId", l.description, l.amount_minor as weight from deal_line l
      left join product_commerce c on c.tenant_id = l.tenant_id and c.product_id = l.product_id
    where l.tenant_id = ${tenantId}::uuid and l.deal_id = ${dealId}::uuid order by l.position, l.id`.execute(tx);
  return rows.length > 0 ? rows : [{ productId: null, vendorId: null, description: `Sold by ${marketplace}`, weight: 1 }];
}
