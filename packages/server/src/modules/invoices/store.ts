import { invoiceParty, type InvoiceParty, type InvoiceSeller } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { nextInOrder } from '../../platform/numbers.ts';
import type { LineAmounts } from './domain/line.ts';
import type { TaxRule } from './domain/tax.ts';

/** Money of an account moves one step at a time: applying, crediting and refunding read what is left before they take from it. */
export const lockAccount = (tx: Tx, tenantId: string, accountId: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`invoices:${tenantId}:${accountId}`}, 0))`.execute(tx);

export type Settings = {
  readonly seller: InvoiceSeller;
  readonly numberPrefix: string;
  readonly paymentDays: number;
  readonly taxPolicy: 'line' | 'sum';
  readonly timeZone: string;
  readonly automatic: 'off' | 'draft' | 'issue';
  readonly note: string | null;
  readonly version: number;
};
export async function settingsOf(tx: Tx, tenantId: string): Promise<Settings | null> {
  const { rows } = await sql<Settings>`
    select seller, number_prefix as "numberPrefix", payment_days as "paymentDays", tax_policy as "taxPolicy", time_zone as "timeZone", automatic, note, version
    from invoice_settings where tenant_id = ${tenantId}::uuid`.execute(tx);
  return rows[0] ?? null;
}

export type Profile = {
  readonly accountId: string;
  readonly accountName: string;
  readonly party: InvoiceParty;
  readonly orderNumber: string | null;
  readonly language: 'en' | 'ar';
  readonly version: number;
};
export async function profileOf(tx: Tx, tenantId: string, accountId: string): Promise<Profile | null> {
  const { rows } = await sql<Profile>`
    select p.account_id as "accountId", a.name as "accountName", p.party, p.order_number as "orderNumber", p.language, p.version
    from billing_profile p join account a on a.tenant_id = p.tenant_id and a.id = p.account_id where p.tenant_id = ${tenantId}::uuid and p.account_id = ${accountId}::uuid`.execute(
    tx,
  );
  const row = rows[0];
  return row ? { ...row, party: invoiceParty.parse(row.party) } : null;
}

export async function accountName(tx: Tx, tenantId: string, accountId: string): Promise<string> {
  const row = await tx.selectFrom('account').select('name').where('tenant_id', '=', tenantId).where('id', '=', accountId).executeTakeFirst();
  if (!row) throw notFound('account');
  return row.name;
}

export type StoredRule = TaxRule & { readonly version: number };
export async function taxRules(tx: Tx, tenantId: string): Promise<StoredRule[]> {
  const { rows } = await sql<StoredRule>`
    select id, country, category, code, rate, exemption_reason as "exemptionReason", from_on as "from", to_on as "to", version
    from tax_rule where tenant_id = ${tenantId}::uuid order by country, category, from_on, id`.execute(tx);
  return rows;
}

export type Invoice = {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly state: 'draft' | 'issued' | 'part_paid' | 'paid' | 'credited' | 'void' | 'written_off';
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly totalMinor: number;
  readonly creditedMinor: number;
  readonly paidMinor: number;
  readonly writtenOffMinor: number;
  readonly orderNumber: string | null;
  readonly version: number;
};
export async function lockInvoice(tx: Tx, tenantId: string, id: string, ifVersion: number | null = null): Promise<Invoice> {
  const { rows } = await sql<Invoice>`
    select id, account_id as "accountId", currency, state, number, issued_on as "issuedOn", total_minor as "totalMinor", credited_minor as "creditedMinor", paid_minor as "paidMinor",
      written_off_minor as "writtenOffMinor", order_number as "orderNumber", version from invoice where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(
    tx,
  );
  const row = rows[0];
  if (!row) throw notFound('invoice');
  if (ifVersion !== null && row.version !== ifVersion)
    throw new Problem('version_stale', 'Somebody changed this invoice since you opened it. Reload to see it.');
  return row;
}
/** Which account an invoice is of, so that its lock is taken before the invoice's. */
export async function accountOfInvoice(tx: Tx, tenantId: string, id: string): Promise<string> {
  const row = await tx.selectFrom('invoice').select('account_id').where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('invoice');
  return row.account_id;
}
export async function lockWithAccount(tx: Tx, tenantId: string, id: string, ifVersion: number | null): Promise<Invoice> {
  await lockAccount(tx, tenantId, await accountOfInvoice(tx, tenantId, id));
  return lockInvoice(tx, tenantId, id, ifVersion);
}

export type Line = LineAmounts & {
  readonly position: number;
  readonly chargeId: string | null;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly dealId: string | null;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly periodFrom: string | null;
  readonly periodTo: string | null;
  readonly taxCategory: string;
  readonly taxCode: string | null;
  readonly taxRate: string | null;
  readonly exemptionReason: string | null;
  readonly deferredMinor: bigint;
  readonly deferredFrom: string | null;
  readonly recognisedMinor: bigint;
  readonly recognisedUntil: string | null;
};
const AMOUNTS = [
  'netMinor',
  'taxMinor',
  'paidNetMinor',
  'paidTaxMinor',
  'creditedNetMinor',
  'creditedTaxMinor',
  'writtenOffNetMinor',
  'writtenOffTaxMinor',
  'deferredMinor',
  'recognisedMinor',
] as const;
type Amount = (typeof AMOUNTS)[number];
type LineRow = Omit<Line, Amount> & Record<Amount, number>;
export async function linesOf(tx: Tx, tenantId: string, invoiceId: string): Promise<Line[]> {
  const { rows } = await sql<LineRow>`
    select id, position, charge_id as "chargeId", product_id as "productId", vendor_id as "vendorId", deal_id as "dealId", description, quantity, unit_price as "unitPrice", period_from as "periodFrom",
      period_to as "periodTo", tax_category as "taxCategory", tax_code as "taxCode", tax_rate as "taxRate", exemption_reason as "exemptionReason", net_minor as "netMinor", tax_minor as "taxMinor",
      paid_net_minor as "paidNetMinor", paid_tax_minor as "paidTaxMinor", credited_net_minor as "creditedNetMinor", credited_tax_minor as "creditedTaxMinor",
      written_off_net_minor as "writtenOffNetMinor", written_off_tax_minor as "writtenOffTaxMinor", deferred_minor as "deferredMinor", deferred_from as "deferredFrom",
      recognised_minor as "recognisedMinor", recognised_until as "recognisedUntil"
    from invoice_line where tenant_id = ${tenantId}::uuid and invoice_id = ${invoiceId}::uuid order by position, id`.execute(tx);
  return rows.map(exactLine);
}
const exactLine = (row: LineRow): Line => ({
  ...row,
  netMinor: BigInt(row.netMinor),
  taxMinor: BigInt(row.taxMinor),
  paidNetMinor: BigInt(row.paidNetMinor),
  paidTaxMinor: BigInt(row.paidTaxMinor),
  creditedNetMinor: BigInt(row.creditedNetMinor),
  creditedTaxMinor: BigInt(row.creditedTaxMinor),
  writtenOffNetMinor: BigInt(row.writtenOffNetMinor),
  writtenOffTaxMinor: BigInt(row.writtenOffTaxMinor),
  deferredMinor: BigInt(row.deferredMinor),
  recognisedMinor: BigInt(row.recognisedMinor),
});

export type Movement = {
  readonly balance: 'customer_receivable' | 'customer_credit' | 'deferred_revenue' | 'marketplace_receivable';
  readonly party: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly onDay: string;
  readonly kind: string;
  readonly invoiceId?: string | null;
  readonly paymentId?: string | null;
  readonly lineId?: string | null;
  readonly label: string;
};
export async function keepMovements(tx: Tx, context: Context, movements: readonly Movement[]): Promise<void> {
  const rows = movements
    .filter(({ amountMinor }) => amountMinor !== 0)
    .map((one) => ({
      id: newId(),
      b: one.balance,
      p: one.party,
      c: one.currency,
      a: one.amountMinor,
      d: one.onDay,
      k: one.kind,
      i: one.invoiceId ?? null,
      y: one.paymentId ?? null,
      l: one.lineId ?? null,
      t: one.label,
    }));
  if (rows.length === 0) return;
  await sql`
    insert into invoice_movement (tenant_id, id, balance, party, currency, amount_minor, on_day, kind, invoice_id, payment_id, line_id, label, by, at)
    select ${context.tenantId}::uuid, m.id, m.b, m.p, m.c, m.a, m.d, m.k, m.i, m.y, m.l, m.t, ${context.actor.name}, ${context.now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as m(id uuid, b text, p text, c text, a bigint, d date, k text, i uuid, y uuid, l uuid, t text)`.execute(
    tx,
  );
}

/** The next number of a range. The row stays locked until the caller's transaction ends, and a number that is not used is not taken: no gaps. */
export async function nextNumber(tx: Tx, tenantId: string, prefix: string, day: string): Promise<string> {
  const range = `${prefix}-${day.slice(0, 4)}`;
  const value = await nextInOrder(tx, tenantId, `invoices:${range}`);
  return `${range}-${String(value).padStart(5, '0')}`;
}

export const sumBy = <Item>(items: readonly Item[], amount: (item: Item) => bigint): bigint => items.reduce((sum, item) => sum + amount(item), 0n);
/** Amounts beyond what a number holds exactly are refused where they would leave the domain. */
export function exact(amount: bigint): number {
  const value = Number(amount);
  if (!Number.isSafeInteger(value)) throw new Problem('invalid_input', 'The amount is too large.');
  return value;
}
