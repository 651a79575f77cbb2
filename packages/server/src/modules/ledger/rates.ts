import type { Parsed, Result } from '@entente/contracts';
import { compare, decimal, divide, encodeCursor, newId, ONE, placeIn, Problem, ZERO, type Fraction } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { rateOfRow, type NewRate } from './domain/rate-row.ts';

type Rate = Result<'ledger.rates'>['items'][number];
const MOST_ROWS = 20_000;
const columns = sql`id, from_currency as "from", to_currency as "to", rate, on_day as day, source, at, created_by as "createdBy"`;

export function listRates({ database }: LedgerDeps, context: Context, query: Parsed<'ledger.rates'>['query']): Promise<Result<'ledger.rates'>> {
  requireScope(context, 'ledger:read');
  const place = placeIn(query.cursor, 'day');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Rate>`
      select ${columns} from fx_rate where tenant_id = ${context.tenantId}::uuid
        ${query.from === undefined ? sql`` : sql`and from_currency = ${query.from}`} ${query.to === undefined ? sql`` : sql`and to_currency = ${query.to}`}
        ${query.day === undefined ? sql`` : sql`and on_day = ${query.day}::date`}
        ${place === null ? sql`` : sql`and (on_day, id) < (${place.sort}::date, ${place.id}::uuid)`}
      order by on_day desc, id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: last.day, id: last.id }) : null };
  });
}

/** A rate of nothing or less exchanges nothing, and one of a currency to itself is none. */
function refuse({ from, to, rate }: NewRate): void {
  if (from === to) throw new Problem('invalid_input', 'A rate is between two currencies.');
  if (compare(decimal(rate), ZERO) <= 0) throw new Problem('invalid_input', 'A rate is more than zero.');
}

export function addRate({ database }: LedgerDeps, context: Context, body: Parsed<'ledger.addRate'>['body']): Promise<Rate> {
  requireScope(context, 'ledger:write');
  refuse(body);
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const [id] = await insertRates(tx, context, [body]);
    if (id === undefined) throw new Problem('conflict', 'This rate of this source and day is known already.');
    await recordChange(tx, context, { operation: 'ledger.addRate', recordType: 'fx_rate', recordId: id, after: body });
    const { rows } = await sql<Rate>`select ${columns} from fx_rate where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    if (!rows[0]) throw new Error('the rate was not written');
    return rows[0];
  });
}

async function insertRates(tx: Tx, context: Context, rates: readonly NewRate[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into fx_rate (tenant_id, id, from_currency, to_currency, rate, on_day, source, at, created_by)
    select ${context.tenantId}::uuid, n.id, n.from_currency, n.to_currency, n.rate, n.on_day, n.source, ${context.now.toISOString()}::timestamptz, ${context.actor.name}
    from unnest(${rates.map(() => newId())}::uuid[], ${rates.map(({ from }) => from)}::text[], ${rates.map(({ to }) => to)}::text[], ${rates.map(({ rate }) => rate)}::text[],
      ${rates.map(({ day }) => day)}::date[], ${rates.map(({ source }) => source)}::text[]) as n(id, from_currency, to_currency, rate, on_day, source)
    on conflict do nothing returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function importRates(
  { database, ports }: LedgerDeps,
  context: Context,
  body: Parsed<'ledger.importRates'>['body'],
): Promise<Result<'ledger.importRates'>> {
  requireScope(context, 'ledger:write');
  const table = await ports.readCsv(body.csv, 'rates.csv', MOST_ROWS);
  if (!table.ok) throw new Problem('invalid_input', table.sentence);
  const headers = table.headers.map((header) => header.trim().toLowerCase());
  const missing = ['from', 'to', 'rate', 'day'].filter((column) => !headers.includes(column));
  if (missing.length > 0) throw new Problem('invalid_input', `The file has no column ${missing.join(', ')}. It needs from, to, rate and day.`);
  const rates: NewRate[] = [];
  const refused: { row: number; sentence: string }[] = [];
  for (const { rowNumber, cells, problem } of table.rows) {
    const read = problem === null ? rateOfRow((column) => (cells[headers.indexOf(column)] ?? '').trim(), body.source) : problem;
    if (typeof read === 'string') refused.push({ row: rowNumber, sentence: read });
    else rates.push(read);
  }
  return database.inTenant(context.tenantId, async (tx) => {
    const added = await insertRates(tx, context, rates);
    const answer = { added: added.length, known: rates.length - added.length, refused };
    await recordChange(tx, context, {
      operation: 'ledger.importRates',
      recordType: 'fx_rate',
      recordId: context.tenantId,
      after: { ...answer, refused: refused.length, source: body.source },
    });
    return answer;
  });
}

/** What others convert with. `inverse`: only the rate the other way is known, and it was turned round. */
export type KnownRate = {
  readonly id: string;
  readonly rate: Fraction;
  readonly text: string;
  readonly day: string;
  readonly source: string;
  readonly at: string;
  readonly inverse: boolean;
};

/** The latest of the latest day that is not after the day; the pair as asked before the pair turned round. Null where there is none. */
export async function rateOn(tx: Tx, tenantId: string, from: string, to: string, day: string): Promise<KnownRate | null> {
  const { rows } = await sql<{ id: string; rate: string; day: string; source: string; at: string; inverse: boolean }>`
    select id, rate, on_day as day, source, at, from_currency <> ${from} as inverse from fx_rate
    where tenant_id = ${tenantId}::uuid and on_day <= ${day}::date
      and ((from_currency = ${from} and to_currency = ${to}) or (from_currency = ${to} and to_currency = ${from}))
    order by on_day desc, inverse, id desc limit 1`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return { ...row, text: row.rate, rate: row.inverse ? divide(ONE, decimal(row.rate)) : decimal(row.rate) };
}
