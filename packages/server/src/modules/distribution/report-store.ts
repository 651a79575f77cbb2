import type { Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Accepted, Judged } from './domain/compare-lines.ts';
import { productKey } from './domain/compare-lines.ts';
import type { Reason } from './domain/report-line.ts';

export type ReportRow = Result<'salesReports.list'>['items'][number];
export type LineRow = Result<'salesReports.lines'>['items'][number];
type State = LineRow['state'];
export type Totals = Readonly<Record<State, number>>;

export function reportQuery(tx: Tx, tenantId: string) {
  return tx
    .selectFrom('sales_report as r')
    .innerJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'r.tenant_id').onRef('p.id', '=', 'r.partner_id'))
    .where('r.tenant_id', '=', tenantId)
    .select(['r.id', 'r.partner_id', 'p.name as partner_name', 'r.file_name', 'r.period_from', 'r.period_to', 'r.totals', 'r.uploaded_by', 'r.uploaded_at']);
}
type StoredReport = Awaited<ReturnType<ReturnType<typeof reportQuery>['executeTakeFirstOrThrow']>>;

export function reportShape(row: StoredReport): ReportRow {
  const totals = row.totals as Partial<Totals>;
  const of = (...states: State[]): number => states.reduce((sum, state) => sum + (totals[state] ?? 0), 0);
  return {
    id: row.id,
    partnerId: row.partner_id,
    partnerName: row.partner_name,
    fileName: row.file_name,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    lines: of('matched', 'differs', 'unknown', 'duplicate', 'invalid', 'settled'),
    matched: of('matched'),
    open: of('differs', 'unknown', 'invalid'),
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
  };
}

/** For a distributor only its own reports; another one's is none to it. */
export async function readReport(tx: Tx, tenantId: string, id: string, ownerId: string | null): Promise<ReportRow> {
  const row = await reportQuery(tx, tenantId)
    .where('r.id', '=', id)
    .$if(ownerId !== null, (query) => query.where('r.partner_id', '=', ownerId ?? ''))
    .executeTakeFirst();
  if (!row) throw notFound('report');
  return reportShape(row);
}

export function lineQuery(tx: Tx, tenantId: string, reportId: string) {
  return tx
    .selectFrom('sales_report_line as l')
    .leftJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'l.tenant_id').onRef('d.id', '=', 'l.deal_id'))
    .where('l.tenant_id', '=', tenantId)
    .where('l.report_id', '=', reportId)
    .selectAll('l')
    .select('d.number as found_number');
}
export type StoredLine = Awaited<ReturnType<ReturnType<typeof lineQuery>['executeTakeFirstOrThrow']>>;

/**
 * The vendor reads which deal was found and what was settled. The distributor reads the deal it named or the one of its own that was
 * found, and that the vendor has settled it: who and why, and which deal it was, stay with the vendor. Its own price is for its own people, not for
 * somebody of the vendor who looks through their eyes.
 */
export function lineShape(row: StoredLine, reader: 'vendor' | 'distributor' | 'vendor as distributor'): LineRow {
  const forVendor = reader === 'vendor';
  const mayReadPrice = reader === 'distributor';
  const found = forVendor || row.state === 'matched' || row.state === 'differs';
  return {
    rowNumber: row.row_number,
    resellerName: row.reseller_name,
    customerName: row.customer_name,
    customerDomain: row.customer_domain,
    productName: row.product_name,
    dealId: forVendor ? row.deal_id : null,
    dealNumber: (found ? row.found_number : null) ?? row.deal_number,
    quantity: row.quantity,
    amountMinor: row.amount_minor,
    currency: row.currency,
    soldOn: row.sold_on,
    state: row.state as State,
    reasons: (row.reasons as Reason[]).map(({ code, sentence, vendorSentence }) => ({
      code,
      sentence: mayReadPrice ? sentence : (vendorSentence ?? sentence),
    })),
    settledBy: forVendor || row.settled_by === null ? row.settled_by : 'The vendor',
    settledNote: forVendor ? row.settled_note : null,
  };
}

/** Prints of lines this distributor reported before, with where the first of each stands. Lines that could not be read count for nothing. */
export async function reportedBefore(tx: Tx, tenantId: string, distributorId: string, prints: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ fingerprint: string; fileName: string; rowNumber: number }>`
    select distinct on (l.fingerprint) l.fingerprint, r.file_name as "fileName", l.row_number as "rowNumber"
    from sales_report_line l join sales_report r on r.tenant_id = l.tenant_id and r.id = l.report_id
    where l.tenant_id = ${tenantId}::uuid and l.fingerprint = any(${[...prints]}::text[]) and r.partner_id = ${distributorId}::uuid and l.state not in ('invalid', 'duplicate')
    order by l.fingerprint, r.id, l.row_number`.execute(tx);
  return new Map(rows.map((row) => [row.fingerprint, `Row ${row.rowNumber} of “${row.fileName}”`]));
}

/** What of these deals was accepted before, in reports of this distributor. */
export async function acceptedBefore(tx: Tx, tenantId: string, distributorId: string, dealIds: readonly string[]): Promise<Accepted[]> {
  if (dealIds.length === 0) return [];
  const { rows } = await sql<{ dealId: string; productName: string; quantity: number; amountMinor: number; currency: string }>`
    select l.deal_id as "dealId", coalesce(l.product_name, '') as "productName", coalesce(l.quantity, 0) as quantity, coalesce(l.amount_minor, 0) as "amountMinor", coalesce(l.currency, '') as currency
    from sales_report_line l join sales_report r on r.tenant_id = l.tenant_id and r.id = l.report_id
    where l.tenant_id = ${tenantId}::uuid and r.partner_id = ${distributorId}::uuid and l.state in ('matched', 'settled') and l.deal_id = any(${[...dealIds]}::uuid[])`.execute(
    tx,
  );
  return rows.map(({ productName, ...row }) => ({ ...row, productKey: productKey(productName) }));
}

export function totalsOf(judged: readonly Judged[]): Totals {
  const totals: Record<State, number> = { matched: 0, differs: 0, unknown: 0, duplicate: 0, invalid: 0, settled: 0 };
  for (const { state } of judged) totals[state] += 1;
  return totals;
}

/** All lines at once. */
export async function insertLines(tx: Tx, tenantId: string, reportId: string, judged: readonly Judged[]): Promise<void> {
  const rows = judged.map(({ line, state, dealId, reasons }) => ({
    row_number: line.rowNumber,
    reseller_name: line.resellerName,
    customer_name: line.customerName,
    customer_domain: line.customerDomain,
    product_name: line.productName,
    deal_number: line.dealNumber,
    quantity: line.quantity,
    amount_minor: line.amountMinor,
    currency: line.currency,
    sold_on: line.soldOn,
    fingerprint: line.fingerprint,
    state,
    deal_id: dealId,
    reasons,
  }));
  await sql`
    insert into sales_report_line (tenant_id, report_id, row_number, reseller_name, customer_name, customer_domain, product_name, deal_number, quantity, amount_minor, currency, sold_on, fingerprint, state, deal_id, reasons)
    select ${tenantId}::uuid, ${reportId}::uuid, c.row_number, c.reseller_name, c.customer_name, c.customer_domain, c.product_name, c.deal_number, c.quantity, c.amount_minor, c.currency, c.sold_on, c.fingerprint, c.state, c.deal_id, c.reasons
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(row_number integer, reseller_name text, customer_name text, customer_domain text, product_name text, deal_number bigint, quantity integer, amount_minor bigint,
      currency text, sold_on date, fingerprint text, state text, deal_id uuid, reasons jsonb)`.execute(tx);
}

export async function refreshTotals(tx: Tx, tenantId: string, reportId: string): Promise<void> {
  await sql`
    update sales_report set totals = (select jsonb_object_agg(state, count) from (
      select state, count(*) as count from sales_report_line where tenant_id = ${tenantId}::uuid and report_id = ${reportId}::uuid group by state) as states)
    where tenant_id = ${tenantId}::uuid and id = ${reportId}::uuid`.execute(tx);
}
