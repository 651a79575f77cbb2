import type { Parsed, Result } from '@entente/contracts';
import { Problem, newId, notFound, placeIn, encodeCursor } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { PricingDeps } from './ports.ts';
import { bookColumns, bookOf, like, type BookRow } from './store.ts';

type Book = Result<'pricing.addBook'>;
type Fields = Parsed<'pricing.addBook'>['body'];

const shape = (row: BookRow): Book => {
  const { regions, tiers } = bookOf(row);
  return { ...row, regions: regions === 'everywhere' ? regions : [...regions], tiers: tiers === 'everyone' ? tiers : [...tiers] };
};

export function listBooks({ database }: PricingDeps, context: Context, query: Parsed<'pricing.books'>['query']): Promise<Result<'pricing.books'>> {
  requireScope(context, 'pricing:read');
  const place = placeIn(query.cursor, 'number');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<BookRow>`
      select ${bookColumns} from price_book b where b.tenant_id = ${context.tenantId}::uuid
        ${query.q ? sql`and b.name ilike ${like(query.q)}` : sql``}
        ${query.currency ? sql`and b.currency = ${query.currency}` : sql``}
        ${query.on ? sql`and b.effective_from <= ${query.on}::date and (b.effective_to is null or ${query.on}::date < b.effective_to)` : sql``}
        ${place ? sql`and (b.position, b.id) > (${place.sort}, ${place.id}::uuid)` : sql``}
      order by b.position, b.id limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit).map(shape);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.position, id: last.id }) : null };
  });
}

async function readBook(tx: Tx, tenantId: string, id: string): Promise<Book> {
  const { rows } = await sql<BookRow>`select ${bookColumns} from price_book b where b.tenant_id = ${tenantId}::uuid and b.id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('price book');
  return shape(row);
}

export async function lockBook(tx: Tx, tenantId: string, id: string, ifVersion: number | null = null): Promise<void> {
  const row = await tx.selectFrom('price_book').select('version').where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('price book');
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this book since you read it. Read it again.');
}

export function addBook({ database }: PricingDeps, context: Context, input: Fields): Promise<Book> {
  requireScope(context, 'pricing:write');
  return database.inTenant(context.tenantId, async (tx) => {
    requireDates(input);
    const id = newId();
    await oneAtATime(tx, context.tenantId);
    await refuseNameTaken(tx, context.tenantId, input.name, null);
    const at = context.now.toISOString();
    const { rows } = await sql<{
      next: number;
    }>`select coalesce(max(position), 0) + 1 as next from price_book where tenant_id = ${context.tenantId}::uuid`.execute(tx);
    await tx
      .insertInto('price_book')
      .values({ tenant_id: context.tenantId, id, ...columns(input), position: rows[0]?.next ?? 1, version: 1, created_at: at, updated_at: at })
      .execute();
    const after = await readBook(tx, context.tenantId, id);
    await recordChange(tx, context, { operation: 'pricing.addBook', recordType: 'price_book', recordId: id, after });
    return after;
  });
}

export function changeBook({ database }: PricingDeps, context: Context, id: string, input: Partial<Fields>, ifVersion: number | null): Promise<Book> {
  requireScope(context, 'pricing:write');
  return database.inTenant(context.tenantId, async (tx) => {
    await lockBook(tx, context.tenantId, id, ifVersion);
    const before = await readBook(tx, context.tenantId, id);
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<Fields>;
    const next = { ...before, ...given };
    const applies = ({ currency, regions, tiers, effectiveFrom }: Fields): string => JSON.stringify([currency, regions, tiers, effectiveFrom]);
    // Prices were made for whom the book is for: moving it would give them to others without a version saying so.
    if (before.entries > 0 && applies(before) !== applies(next))
      throw new Problem('conflict', 'The book has prices: its currency, regions, tiers and first day stay. Make another book.', { reason: 'book_in_use' });
    requireDates(next);
    const today = context.now.toISOString().slice(0, 10);
    if (next.effectiveTo !== before.effectiveTo && [next.effectiveTo, before.effectiveTo].some((day) => day !== null && day < today))
      throw new Problem('conflict', 'What has passed keeps its prices: a book ends today or later, and one that has ended stays so.', {
        reason: 'past_is_kept',
      });
    await refuseNameTaken(tx, context.tenantId, next.name, id);
    await tx
      .updateTable('price_book')
      .set((eb) => ({ ...columns(next), version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    const after = await readBook(tx, context.tenantId, id);
    await recordChange(tx, context, { operation: 'pricing.changeBook', recordType: 'price_book', recordId: id, before, after });
    return after;
  });
}

export function orderBooks({ database }: PricingDeps, context: Context, ids: readonly string[]): Promise<{ ids: string[] }> {
  requireScope(context, 'pricing:write');
  return database.inTenant(context.tenantId, async (tx) => {
    await oneAtATime(tx, context.tenantId);
    const rows = await tx.selectFrom('price_book').select('id').where('tenant_id', '=', context.tenantId).orderBy('id').forUpdate().execute();
    const known = new Set(rows.map(({ id }) => id));
    if (new Set(ids).size !== ids.length || ids.length !== known.size || ids.some((id) => !known.has(id)))
      throw new Problem('invalid_input', 'The order names every book, once.', { reason: 'order_incomplete' });
    await sql`
      update price_book b set position = wanted.position from unnest(${[...ids]}::uuid[]) with ordinality as wanted(id, position)
      where b.tenant_id = ${context.tenantId}::uuid and b.id = wanted.id`.execute(tx);
    await recordChange(tx, context, { operation: 'pricing.orderBooks', recordType: 'price_book', recordId: ids[0] ?? context.tenantId, after: { ids } });
    return { ids: [...ids] };
  });
}

const columns = ({ name, currency, regions, tiers, effectiveFrom, effectiveTo }: Fields) => ({
  name,
  currency,
  everywhere: regions === 'everywhere',
  regions: regions === 'everywhere' ? null : regions,
  everyone: tiers === 'everyone',
  tiers: tiers === 'everyone' ? null : tiers,
  effective_from: effectiveFrom,
  effective_to: effectiveTo,
});

function requireDates({ effectiveFrom, effectiveTo }: Fields): void {
  if (effectiveTo !== null && effectiveTo <= effectiveFrom) throw new Problem('invalid_input', 'The book ends before it begins.', { reason: 'dates_reversed' });
}

/** Books have one order: whoever changes it waits for whoever does at the moment. */
async function oneAtATime(tx: Tx, tenantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenantId}:price_book`}, 0))`.execute(tx);
}

async function refuseNameTaken(tx: Tx, tenantId: string, name: string, besides: string | null): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from price_book where tenant_id = ${tenantId}::uuid and lower(name) = lower(${name}) and id is distinct from ${besides}::uuid`.execute(tx);
  if (rows.length > 0) throw new Problem('conflict', 'There is a price book of that name.', { reason: 'name_taken' });
}
