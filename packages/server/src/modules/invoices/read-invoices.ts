import type { Parsed, Result } from '@entente/contracts';
import { addDays, encodeCursor, majorOf, notFound, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { writeCsvRow } from '../../platform/csv.ts';
import type { Tx } from '../../platform/db/database.ts';
import { taxTotals } from './domain/totals.ts';

type Row = Result<'invoices.list'>['items'][number];
type Full = Result<'invoices.get'>;
type NoteRow = Result<'creditNotes.list'>['items'][number];
const MOST_EXPORTED = 200_000;
const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
const open = sql`i.total_minor - i.paid_minor - i.credited_minor - i.written_off_minor`;

const select = (today: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<Row> => sql<Row>`
  select i.id, i.number, i.state, i.account_id as "accountId", a.name as "accountName", i.currency, i.issued_on as "issuedOn", i.due_on as "dueOn", i.net_minor as "netMinor", i.tax_minor as "taxMinor", i.total_minor as "totalMinor",
    i.credited_minor as "creditedMinor", i.paid_minor as "paidMinor", i.written_off_minor as "writtenOffMinor", case when i.number is null then 0 else ${open} end as "openMinor",
    case when i.state in ('issued', 'part_paid') and i.due_on < ${today}::date then ${today}::date - i.due_on end as "overdueDays", i.obstacle,
    (select count(*)::integer from invoice_line l where l.tenant_id = i.tenant_id and l.invoice_id = i.id) as lines, i.version
  from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id where ${where} ${order}`;

export async function listInvoices(tx: Tx, tenantId: string, query: Parsed<'invoices.list'>['query'], today: string): Promise<Result<'invoices.list'>> {
  const place = placeIn(query.cursor, 'id');
  const { rows } = await select(
    today,
    sql`i.tenant_id = ${tenantId}::uuid ${query.accountId === undefined ? sql`` : sql`and i.account_id = ${query.accountId}::uuid`} ${query.state === undefined ? sql`` : sql`and i.state = ${query.state}`}
      ${query.currency === undefined ? sql`` : sql`and i.currency = ${query.currency}`} ${query.from === undefined ? sql`` : sql`and i.issued_on >= ${query.from}::date`} ${query.to === undefined ? sql`` : sql`and i.issued_on < ${query.to}::date`}
      ${query.dueFrom === undefined ? sql`` : sql`and i.due_on >= ${query.dueFrom}::date`} ${query.dueTo === undefined ? sql`` : sql`and i.due_on < ${query.dueTo}::date`}
      ${query.open === undefined ? sql`` : sql`and i.state in ('issued', 'part_paid')`} ${query.overdue === undefined ? sql`` : sql`and i.state in ('issued', 'part_paid') and i.due_on < ${today}::date`}
      ${query.dealId === undefined ? sql`` : sql`and exists (select from invoice_line l where l.tenant_id = i.tenant_id and l.invoice_id = i.id and l.deal_id = ${query.dealId}::uuid)`}
      ${query.q === undefined || query.q === '' ? sql`` : sql`and (i.number ilike ${like(query.q)} or a.name ilike ${like(query.q)} or i.order_number ilike ${like(query.q)})`}
      ${place === null ? sql`` : sql`and i.id < ${place.id}::uuid`}`,
    sql`order by i.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
}

type Line = Full['lines'][number];
export async function getInvoice(tx: Tx, tenantId: string, id: string, today: string): Promise<Full> {
  const { rows } = await select(today, sql`i.tenant_id = ${tenantId}::uuid and i.id = ${id}::uuid`, sql``).execute(tx);
  const row = rows[0];
  if (!row) throw notFound('invoice');
  const { rows: heads } = await sql<Pick<Full, 'taxPolicy' | 'seller' | 'buyer' | 'orderNumber' | 'language' | 'note' | 'endReason' | 'issuedBy'>>`
    select tax_policy as "taxPolicy", seller, buyer, order_number as "orderNumber", language, note, end_reason as "endReason", issued_by as "issuedBy" from invoice where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  const { rows: lines } = await sql<Omit<Line, 'period'> & { from: string | null; to: string | null }>`
    select l.id, l.position, l.charge_id as "chargeId", l.product_id as "productId", p.name as "productName", l.vendor_id as "vendorId", v.name as "vendorName", l.deal_id as "dealId", d.number as "dealNumber", l.description,
      l.quantity, l.unit_price as "unitPrice", l.period_from as "from", l.period_to as "to", l.tax_category as "taxCategory", l.tax_code as "taxCode", l.tax_rate as "taxRate", l.exemption_reason as "exemptionReason",
      l.net_minor as "netMinor", l.tax_minor as "taxMinor", l.paid_net_minor + l.paid_tax_minor as "paidMinor", l.credited_net_minor as "creditedNetMinor", l.credited_tax_minor as "creditedTaxMinor",
      l.net_minor - l.credited_net_minor - l.written_off_net_minor as "leftNetMinor", l.written_off_net_minor + l.written_off_tax_minor as "writtenOffMinor",
      case when ${row.number}::text is null then 0 else l.net_minor + l.tax_minor - l.paid_net_minor - l.paid_tax_minor - l.credited_net_minor - l.credited_tax_minor - l.written_off_net_minor - l.written_off_tax_minor end as "openMinor",
      l.deferred_minor - l.recognised_minor as "deferredMinor", l.explanation
    from invoice_line l left join product p on p.tenant_id = l.tenant_id and p.id = l.product_id left join partner v on v.tenant_id = l.tenant_id and v.id = l.vendor_id
      left join deal d on d.tenant_id = l.tenant_id and d.id = l.deal_id
    where l.tenant_id = ${tenantId}::uuid and l.invoice_id = ${id}::uuid order by l.position, l.id`.execute(tx);
  const { rows: movements } = await sql<Full['movements'][number]>`
    select id, kind, on_day as "on", amount_minor as "amountMinor", label, payment_id as "paymentId", by, at from invoice_movement
    where tenant_id = ${tenantId}::uuid and invoice_id = ${id}::uuid and balance = 'customer_receivable' order by id`.execute(tx);
  const [head] = heads;
  if (!head) throw notFound('invoice');
  const known = lines.flatMap((line) =>
    line.taxCode === null || line.taxRate === null
      ? []
      : [{ code: line.taxCode, rate: line.taxRate, exemptionReason: line.exemptionReason, netMinor: BigInt(line.netMinor), taxMinor: BigInt(line.taxMinor) }],
  );
  return {
    ...row,
    ...head,
    lines: lines.map(({ from, to, ...line }) => ({ ...line, period: from === null || to === null ? null : { from, to } })),
    taxes: taxTotals(known).map((total) => ({ ...total, netMinor: Number(total.netMinor), taxMinor: Number(total.taxMinor) })),
    creditNotes: await creditNotes(tx, sql`n.tenant_id = ${tenantId}::uuid and n.invoice_id = ${id}::uuid`, sql`order by n.id`),
    movements,
  };
}

async function creditNotes(tx: Tx, where: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<NoteRow[]> {
  const { rows } = await sql<NoteRow>`
    select n.id, n.number, n.invoice_id as "invoiceId", i.number as "invoiceNumber", n.account_id as "accountId", a.name as "accountName", n.currency, n.issued_on as "issuedOn", n.reason, n.net_minor as "netMinor",
      n.tax_minor as "taxMinor", n.total_minor as "totalMinor", n.open_minor as "openMinor", n.issued_by as "issuedBy"
    from credit_note n join invoice i on i.tenant_id = n.tenant_id and i.id = n.invoice_id join account a on a.tenant_id = n.tenant_id and a.id = n.account_id where ${where} ${order}`.execute(
    tx,
  );
  return rows;
}
export async function listCreditNotes(tx: Tx, tenantId: string, query: Parsed<'creditNotes.list'>['query']): Promise<Result<'creditNotes.list'>> {
  const place = placeIn(query.cursor, 'id');
  const rows = await creditNotes(
    tx,
    sql`n.tenant_id = ${tenantId}::uuid ${query.accountId === undefined ? sql`` : sql`and n.account_id = ${query.accountId}::uuid`} ${query.invoiceId === undefined ? sql`` : sql`and n.invoice_id = ${query.invoiceId}::uuid`}
      ${place === null ? sql`` : sql`and n.id < ${place.id}::uuid`}`,
    sql`order by n.id desc limit ${query.limit + 1}`,
  );
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
}
export async function oneCreditNote(tx: Tx, tenantId: string, id: string): Promise<NoteRow> {
  const [row] = await creditNotes(tx, sql`n.tenant_id = ${tenantId}::uuid and n.id = ${id}::uuid`, sql``);
  if (!row) throw notFound('credit note');
  return row;
}
export async function getCreditNote(tx: Tx, tenantId: string, id: string): Promise<Result<'creditNotes.get'>> {
  const row = await oneCreditNote(tx, tenantId, id);
  const { rows: lines } = await sql<Result<'creditNotes.get'>['lines'][number]>`
    select c.line_id as "lineId", l.description, c.quantity, c.net_minor as "netMinor", c.tax_minor as "taxMinor", l.tax_rate as "taxRate" from credit_note_line c
      join invoice_line l on l.tenant_id = c.tenant_id and l.id = c.line_id where c.tenant_id = ${tenantId}::uuid and c.credit_note_id = ${id}::uuid order by c.position`.execute(
    tx,
  );
  return { ...row, lines };
}

/** What was open on a day follows from what happened until then, not from what is open today. */
export async function ageing(tx: Tx, tenantId: string, asOf: string, query: Parsed<'invoices.ageing'>['query']): Promise<Result<'invoices.ageing'>> {
  const own = sql`${query.currency === undefined ? sql`` : sql`and m.currency = ${query.currency}`} ${query.accountId === undefined ? sql`` : sql`and m.party = ${query.accountId}`}`;
  const since = (days: number): string => addDays(asOf, -days);
  const { rows } = await sql<Result<'invoices.ageing'>['rows'][number]>`
    with owed as (
      select m.party, m.currency, i.due_on, sum(m.amount_minor) as amount from invoice_movement m join invoice i on i.tenant_id = m.tenant_id and i.id = m.invoice_id
      where m.tenant_id = ${tenantId}::uuid and m.balance = 'customer_receivable' and m.on_day <= ${asOf}::date ${own} group by 1, 2, 3, i.id
    ), credit as (
      select m.party, m.currency, sum(m.amount_minor) as amount from invoice_movement m where m.tenant_id = ${tenantId}::uuid and m.balance = 'customer_credit' and m.on_day <= ${asOf}::date ${own} group by 1, 2
    ), sums as (
      select party, currency, coalesce(sum(amount) filter (where due_on >= ${asOf}::date), 0)::bigint as "notDueMinor",
        coalesce(sum(amount) filter (where due_on < ${asOf}::date and due_on >= ${since(30)}::date), 0)::bigint as "to30Minor",
        coalesce(sum(amount) filter (where due_on < ${since(30)}::date and due_on >= ${since(60)}::date), 0)::bigint as "to60Minor",
        coalesce(sum(amount) filter (where due_on < ${since(60)}::date and due_on >= ${since(90)}::date), 0)::bigint as "to90Minor",
        coalesce(sum(amount) filter (where due_on < ${since(90)}::date), 0)::bigint as "olderMinor", sum(amount)::bigint as "openMinor" from owed group by 1, 2
    )
    select a.id as "accountId", a.name as "accountName", coalesce(s.currency, c.currency) as currency, coalesce(s."notDueMinor", 0) as "notDueMinor", coalesce(s."to30Minor", 0) as "to30Minor", coalesce(s."to60Minor", 0) as "to60Minor",
      coalesce(s."to90Minor", 0) as "to90Minor", coalesce(s."olderMinor", 0) as "olderMinor", coalesce(s."openMinor", 0) as "openMinor", coalesce(c.amount, 0)::bigint as "creditMinor"
    from sums s full join credit c on c.party = s.party and c.currency = s.currency join account a on a.tenant_id = ${tenantId}::uuid and a.id = coalesce(s.party, c.party)::uuid
    where coalesce(s."openMinor", 0) <> 0 or coalesce(c.amount, 0) <> 0 order by a.name, a.id, 3 limit 10000`.execute(tx);
  return { asOf, rows };
}

export async function exportInvoices(tx: Tx, tenantId: string, query: Parsed<'invoices.export'>['query']): Promise<Result<'invoices.export'>> {
  type Cell = {
    number: string;
    issued_on: string;
    due_on: string;
    state: string;
    account: string;
    currency: string;
    description: string;
    quantity: string;
    unit_price: string | null;
    period_from: string | null;
    period_to: string | null;
    tax_code: string | null;
    tax_rate: string | null;
    net_minor: number;
    tax_minor: number;
    credited: number;
    paid: number;
    vendor: string | null;
    deal: number | null;
  };
  const { rows } = await sql<Cell>`
    select i.number, i.issued_on, i.due_on, i.state, a.name as account, i.currency, l.description, l.quantity, l.unit_price, l.period_from, l.period_to, l.tax_code, l.tax_rate, l.net_minor, l.tax_minor,
      l.credited_net_minor + l.credited_tax_minor as credited, l.paid_net_minor + l.paid_tax_minor as paid, v.name as vendor, d.number as deal
    from invoice i join invoice_line l on l.tenant_id = i.tenant_id and l.invoice_id = i.id join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
      left join partner v on v.tenant_id = l.tenant_id and v.id = l.vendor_id left join deal d on d.tenant_id = l.tenant_id and d.id = l.deal_id
    where i.tenant_id = ${tenantId}::uuid and i.issued_on >= ${query.from}::date and i.issued_on < ${query.to}::date ${query.accountId === undefined ? sql`` : sql`and i.account_id = ${query.accountId}::uuid`}
    order by i.number, l.position limit ${MOST_EXPORTED}`.execute(tx);
  const header = [
    'Invoice',
    'Issued on',
    'Due on',
    'State',
    'Account',
    'Deal',
    'Vendor',
    'Description',
    'Quantity',
    'Unit price',
    'From',
    'To',
    'Tax code',
    'Tax rate',
    'Net',
    'Tax',
    'Credited',
    'Paid',
    'Currency',
  ];
  const lines = rows.map((row) => [
    row.number,
    row.issued_on,
    row.due_on,
    row.state,
    row.account,
    row.deal === null ? '' : String(row.deal),
    row.vendor ?? '',
    row.description,
    row.quantity,
    row.unit_price ?? '',
    row.period_from ?? '',
    row.period_to ?? '',
    row.tax_code ?? '',
    row.tax_rate ?? '',
    ...[row.net_minor, row.tax_minor, row.credited, row.paid].map((minor) => majorOf(minor, row.currency)),
    row.currency,
  ]);
  return { fileName: `invoices-${query.from}-${query.to}.csv`, mediaType: 'text/csv', text: [header, ...lines].map((cells) => writeCsvRow(cells)).join('') };
}
