import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

type Row = Result<'payments.list'>['items'][number];
type Flat = Omit<Row, 'received'> & { rc: string | null; rm: number | null; rb: number | null; rt: string | null; ri: string | null };
const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
const left = sql`p.amount_minor - p.applied_minor - p.refunded_minor`;

async function payments(tx: Tx, where: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Flat>`
    select p.id, p.state, p.account_id as "accountId", a.name as "accountName", p.currency, p.amount_minor as "amountMinor", p.received_currency as rc, p.received_minor as rm, p.booked_minor as rb, p.rate_text as rt, p.rate_id as ri,
      p.received_on as "receivedOn", p.reference, p.payer, p.origin, p.applied_minor as "appliedMinor", p.refunded_minor as "refundedMinor", case when p.state = 'matched' then ${left} else 0 end as "leftMinor", p.note, p.version
    from payment p left join account a on a.tenant_id = p.tenant_id and a.id = p.account_id where ${where} ${order}`.execute(tx);
  return rows.map(({ rc, rm, rb, rt, ri, ...row }) => ({
    ...row,
    received:
      rc === null || rm === null || rb === null || rt === null || ri === null ? null : { currency: rc, amountMinor: rm, bookedMinor: rb, rate: rt, rateId: ri },
  }));
}

export async function listPayments(tx: Tx, tenantId: string, query: Parsed<'payments.list'>['query']): Promise<Result<'payments.list'>> {
  const place = placeIn(query.cursor, 'day');
  const rows = await payments(
    tx,
    sql`p.tenant_id = ${tenantId}::uuid ${query.accountId === undefined ? sql`` : sql`and p.account_id = ${query.accountId}::uuid`} ${query.state === undefined ? sql`` : sql`and p.state = ${query.state}`}
      ${query.withCredit === undefined ? sql`` : sql`and p.state = 'matched' and ${left} > 0`} ${query.from === undefined ? sql`` : sql`and p.received_on >= ${query.from}::date`} ${query.to === undefined ? sql`` : sql`and p.received_on < ${query.to}::date`}
      ${query.q === undefined || query.q === '' ? sql`` : sql`and (p.reference ilike ${like(query.q)} or p.payer ilike ${like(query.q)} or a.name ilike ${like(query.q)})`}
      ${place === null ? sql`` : sql`and (p.received_on, p.id) < (${place.sort}::date, ${place.id}::uuid)`}`,
    sql`order by p.received_on desc, p.id desc limit ${query.limit + 1}`,
  );
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: last.receivedOn, id: last.id }) : null };
}

export async function getPayment(tx: Tx, tenantId: string, id: string): Promise<Result<'payments.get'>> {
  const [row] = await payments(tx, sql`p.tenant_id = ${tenantId}::uuid and p.id = ${id}::uuid`, sql``);
  if (!row) throw notFound('payment');
  const { rows: applications } = await sql<Result<'payments.get'>['applications'][number]>`
    select x.id, x.invoice_id as "invoiceId", i.number as "invoiceNumber", x.amount_minor as "amountMinor", x.back_minor as "backMinor", x.applied_on as "appliedOn", x.applied_by as "appliedBy"
    from payment_application x join invoice i on i.tenant_id = x.tenant_id and i.id = x.invoice_id where x.tenant_id = ${tenantId}::uuid and x.payment_id = ${id}::uuid order by x.id`.execute(
    tx,
  );
  const { rows: refunds } = await sql<Result<'payments.get'>['refunds'][number]>`
    select id, amount_minor as "amountMinor", reopened_minor as "reopenedMinor", refunded_on as "refundedOn", reason, refunded_by as "refundedBy" from payment_refund
    where tenant_id = ${tenantId}::uuid and payment_id = ${id}::uuid order by id`.execute(tx);
  const { rows: receipts } = await sql<{
    id: string;
  }>`select id from receipt where tenant_id = ${tenantId}::uuid and payment_id = ${id}::uuid order by id limit 1000`.execute(tx);
  return { ...row, applications, refunds, receiptIds: receipts.map((one) => one.id) };
}

export async function customerCredit(tx: Tx, tenantId: string, accountId: string | undefined): Promise<Result<'payments.credit'>> {
  const { rows } = await sql<Result<'payments.credit'>['items'][number]>`
    select p.account_id as "accountId", a.name as "accountName", p.currency, sum(${left})::bigint as "leftMinor", count(*)::integer as payments
    from payment p join account a on a.tenant_id = p.tenant_id and a.id = p.account_id where p.tenant_id = ${tenantId}::uuid and p.state = 'matched' and ${left} > 0 ${accountId === undefined ? sql`` : sql`and p.account_id = ${accountId}::uuid`}
    group by 1, 2, 3 order by 2, 1, 3 limit 10000`.execute(tx);
  return { items: rows };
}
