import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem, addMonths } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { partyNames } from './party-names.ts';

type Transaction = Result<'ledger.transactions'>['items'][number];
type Detail = Result<'ledger.transaction'>;
type Entry = Result<'ledger.entries'>['items'][number];

const columns = sql`
  t.id, t.template, t.cause, t.memo, t.fact_on as "factOn", t.booked_on as "bookedOn", t.period, t.fact_on <> t.booked_on as late, t.created_at as "createdAt", t.created_by as "createdBy",
  t.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", t.reverses, r.id as "reversedBy", t.reason, s.sequence,
  coalesce((select json_agg(json_build_object('currency', currency, 'amountMinor', amount) order by currency) from (
    select a.currency, sum(e.amount_minor) filter (where e.amount_minor > 0)::bigint as amount from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id
    where e.tenant_id = t.tenant_id and e.transaction_id = t.id group by a.currency) sums), '[]') as amounts`;
const joined = sql`
  from ledger_transaction t left join deal d on d.tenant_id = t.tenant_id and d.id = t.deal_id
    left join ledger_transaction r on r.tenant_id = t.tenant_id and r.reverses = t.id
    left join ledger_seal s on s.tenant_id = t.tenant_id and s.transaction_id = t.id`;

type Query = Parsed<'ledger.transactions'>['query'];
function conditions(tenantId: string, query: Query): RawBuilder<unknown> {
  const parts = [sql`t.tenant_id = ${tenantId}::uuid`];
  if (query.template !== undefined) parts.push(sql`t.template = ${query.template}`);
  if (query.dealId !== undefined) parts.push(sql`t.deal_id = ${query.dealId}::uuid`);
  if (query.period !== undefined) parts.push(inMonth(sql`t.booked_on`, query.period));
  if (query.late !== undefined) parts.push(query.late === 'true' ? sql`t.fact_on <> t.booked_on` : sql`t.fact_on = t.booked_on`);
  if (query.accountId !== undefined || query.party !== undefined)
    parts.push(sql`exists (
      select from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id
      where e.tenant_id = t.tenant_id and e.transaction_id = t.id
        ${query.accountId === undefined ? sql`` : sql`and a.id = ${query.accountId}::uuid`} ${query.party === undefined ? sql`` : sql`and a.party = ${query.party}`})`);
  if (query.q !== undefined && query.q !== '') {
    const text = query.q.replaceAll(/[\\%_]/g, '\\$&');
    parts.push(sql`(t.memo ilike ${`%${text}%`} or t.cause like ${`${text}%`})`);
  }
  return sql.join(parts, sql` and `);
}
export const inMonth = (column: RawBuilder<unknown>, month: string): RawBuilder<unknown> =>
  sql`${column} >= ${`${month}-01`}::date and ${column} < ${addMonths(`${month}-01`, 1)}::date`;

export function listTransactions({ database }: LedgerDeps, context: Context, query: Query): Promise<Result<'ledger.transactions'>> {
  requireScope(context, 'ledger:read');
  const { tenantId } = context;
  const byDay = query.sort === 'bookedOn' || query.sort === '-bookedOn';
  const place = placeIn(query.cursor, byDay ? 'day' : 'id');
  const [direction, beyond] = query.sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const after =
    place === null
      ? sql``
      : byDay
        ? sql`and (t.booked_on, t.id) ${beyond} (${place.sort}::date, ${place.id}::uuid)`
        : sql`and t.id ${beyond} ${place.id}::uuid`;
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Transaction>`
      select ${columns} ${joined} where ${conditions(tenantId, query)} ${after}
      order by ${byDay ? sql`t.booked_on ${direction}, t.id ${direction}` : sql`t.id ${direction}`} limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: byDay ? last.bookedOn : null, id: last.id }) : null };
  });
}

export async function transactionDetail(tx: Tx, tenantId: string, id: string): Promise<Detail> {
  type Row = Transaction & Pick<Detail, 'ruleVersions' | 'facts' | 'contentHash'> & { hash: string | null; previous: string | null; sealedAt: string | null };
  const { rows } = await sql<Row>`
    select ${columns}, t.rule_versions as "ruleVersions", t.facts, t.content_hash as "contentHash", s.hash, s.previous, s.sealed_at as "sealedAt"
    ${joined} where t.tenant_id = ${tenantId}::uuid and t.id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('transaction');
  const { hash, previous, sealedAt, ...transaction } = row;
  const entries = await entriesWhere(tx, tenantId, sql`e.transaction_id = ${id}::uuid order by e.position`);
  const seal =
    transaction.sequence === null || hash === null || previous === null || sealedAt === null
      ? null
      : { sequence: transaction.sequence, hash, previous, sealedAt };
  return { ...transaction, entries, seal };
}

export function getTransaction({ database }: LedgerDeps, context: Context, id: string): Promise<Detail> {
  requireScope(context, 'ledger:read');
  return database.reading(context.tenantId, (tx) => transactionDetail(tx, context.tenantId, id));
}

async function entriesWhere(tx: Tx, tenantId: string, condition: RawBuilder<unknown>): Promise<Entry[]> {
  const { rows } = await sql<Omit<Entry, 'partyName'>>`
    select e.transaction_id as "transactionId", e.position, e.account_id as "accountId", a.purpose, a.party, a.currency, e.amount_minor as "amountMinor", e.booked_on as "bookedOn",
      t.fact_on as "factOn", t.template, t.memo, e.deal_id as "dealId", e.line_id as "lineId"
    from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id join ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
    where e.tenant_id = ${tenantId}::uuid and ${condition}`.execute(tx);
  const nameOf = await partyNames(
    tx,
    tenantId,
    rows.map(({ party }) => party),
  );
  return rows.map((row) => ({ ...row, partyName: nameOf(row.party) }));
}

/** Keyset by month, transaction and position: the order of the index of an account's entries. */
export function listEntries({ database }: LedgerDeps, context: Context, query: Parsed<'ledger.entries'>['query']): Promise<Result<'ledger.entries'>> {
  requireScope(context, 'ledger:read');
  const { tenantId } = context;
  const place = placeIn(query.cursor, 'text');
  const [period, position] = String(place?.sort ?? '').split(' ');
  if (place !== null && (!/^\d{4}-\d{2}$/.test(period ?? '') || !/^\d{1,9}$/.test(position ?? '')))
    throw new Problem('invalid_input', 'The place to continue from cannot be read. Begin the list again.');
  const parts: RawBuilder<unknown>[] = [];
  if (query.accountId !== undefined) parts.push(sql`e.account_id = ${query.accountId}::uuid`);
  if (query.purpose !== undefined) parts.push(sql`a.purpose = ${query.purpose}`);
  if (query.party !== undefined) parts.push(sql`a.party = ${query.party}`);
  if (query.currency !== undefined) parts.push(sql`a.currency = ${query.currency}`);
  if (query.dealId !== undefined)
    parts.push(sql`e.transaction_id in (select id from ledger_transaction where tenant_id = ${tenantId}::uuid and deal_id = ${query.dealId}::uuid)`);
  if (query.period !== undefined) parts.push(sql`e.period = ${query.period}`);
  if (query.asOf !== undefined) parts.push(sql`e.booked_on <= ${query.asOf}::date and e.period <= ${query.asOf.slice(0, 7)}`);
  if (parts.length === 0) throw new Problem('invalid_input', 'Say of which account, party, purpose, deal or month.');
  if (place) parts.push(sql`(e.period, e.transaction_id, e.position) < (${period}, ${place.id}::uuid, ${Number(position)}::integer)`);
  return database.reading(tenantId, async (tx) => {
    const rows = await entriesWhere(
      tx,
      tenantId,
      sql`${sql.join(parts, sql` and `)} order by e.period desc, e.transaction_id desc, e.position desc limit ${query.limit + 1}`,
    );
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: `${last.bookedOn.slice(0, 7)} ${last.position}`, id: last.transactionId }) : null };
  });
}
