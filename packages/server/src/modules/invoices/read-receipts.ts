import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, type Receipt } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

type Row = Result<'receipts.list'>['items'][number];
type Line = Result<'receipts.get'>['lines'][number];
const select = (where: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<Row> => sql<Row>`
  select r.id, r.source, r.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", r.account_id as "accountId", a.name as "accountName", r.invoice_id as "invoiceId", i.number as "invoiceNumber",
    r.payment_id as "paymentId", r.currency, r.received_on as "receivedOn", r.net_minor as "netMinor", r.tax_minor as "taxMinor", r.fee_minor as "feeMinor", r.reverses
  from receipt r left join deal d on d.tenant_id = r.tenant_id and d.id = r.deal_id left join account a on a.tenant_id = r.tenant_id and a.id = r.account_id
    left join invoice i on i.tenant_id = r.tenant_id and i.id = r.invoice_id
  where ${where} ${order}`;

export async function listReceipts(tx: Tx, tenantId: string, query: Parsed<'receipts.list'>['query']): Promise<Result<'receipts.list'>> {
  const place = placeIn(query.cursor, 'day');
  const { rows } = await select(
    sql`r.tenant_id = ${tenantId}::uuid ${query.dealId === undefined ? sql`` : sql`and r.deal_id = ${query.dealId}::uuid`} ${query.accountId === undefined ? sql`` : sql`and r.account_id = ${query.accountId}::uuid`}
      ${query.source === undefined ? sql`` : sql`and r.source = ${query.source}`} ${query.from === undefined ? sql`` : sql`and r.received_on >= ${query.from}::date`} ${query.to === undefined ? sql`` : sql`and r.received_on < ${query.to}::date`}
      ${place === null ? sql`` : sql`and (r.received_on, r.id) < (${place.sort}::date, ${place.id}::uuid)`}`,
    sql`order by r.received_on desc, r.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: last.receivedOn, id: last.id }) : null };
}

export async function getReceipt(tx: Tx, tenantId: string, id: string): Promise<Result<'receipts.get'>> {
  const { rows } = await select(sql`r.tenant_id = ${tenantId}::uuid and r.id = ${id}::uuid`, sql``).execute(tx);
  const row = rows[0];
  if (!row) throw notFound('receipt');
  return { ...row, lines: await receiptLines(tx, tenantId, id) };
}

async function receiptLines(tx: Tx, tenantId: string, receiptId: string): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select l.id as "lineId", l.reverses_line_id as "reversesLineId", l.invoice_line_id as "invoiceLineId", l.product_id as "productId", l.vendor_id as "vendorId", p.name as "vendorName", l.description, l.quantity,
      l.net_minor as "netMinor", l.tax_minor as "taxMinor", l.fee_minor as "feeMinor"
    from receipt_line l left join partner p on p.tenant_id = l.tenant_id and p.id = l.vendor_id where l.tenant_id = ${tenantId}::uuid and l.receipt_id = ${receiptId}::uuid order by l.position`.execute(
    tx,
  );
  return rows;
}

/** As the kernel knows it, for splits and incentives. */
export async function receipt(tx: Tx, tenantId: string, id: string): Promise<Receipt | null> {
  const [row] = await receipts(tx, tenantId, sql`r.id = ${id}::uuid`);
  return row ?? null;
}
/** What came and went back in [from, to), oldest first. */
export const receiptsBetween = (tx: Tx, tenantId: string, from: string, to: string, dealId?: string): Promise<Receipt[]> =>
  receipts(
    tx,
    tenantId,
    sql`r.received_on >= ${from}::date and r.received_on < ${to}::date ${dealId === undefined ? sql`` : sql`and r.deal_id = ${dealId}::uuid`}`,
  );

async function receipts(tx: Tx, tenantId: string, where: RawBuilder<unknown>): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select r.id, r.source, r.deal_id as "dealId", r.account_id as "accountId", r.currency, r.received_on as "receivedOn", r.net_minor as "netMinor", r.tax_minor as "taxMinor", r.fee_minor as "feeMinor", r.reverses,
      (select json_agg(json_build_object('lineId', l.id, 'reversesLineId', l.reverses_line_id, 'productId', l.product_id, 'vendorId', l.vendor_id, 'description', l.description, 'quantity', l.quantity,
        'netMinor', l.net_minor, 'taxMinor', l.tax_minor, 'feeMinor', l.fee_minor) order by l.position) from receipt_line l where l.tenant_id = r.tenant_id and l.receipt_id = r.id) as lines
    from receipt r where r.tenant_id = ${tenantId}::uuid and ${where} order by r.received_on, r.id`.execute(tx);
  return rows;
}
