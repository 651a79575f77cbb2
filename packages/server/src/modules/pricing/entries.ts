import { priceModel, type Parsed, type Result } from '@entente/contracts';
import { Problem, encodeCursor, newId, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import { endFrom, makeRoom, onDay, type End } from '../../platform/dated-documents/index.ts';
import type { Tx } from '../../platform/db/database.ts';
import { lockBook } from './books.ts';
import type { PricingDeps } from './ports.ts';
import { like, requireProducts } from './store.ts';

type Entry = Result<'pricing.entry'>;
type Version = Entry['versions'][number];
type NewVersion = Parsed<'pricing.amendEntry'>['body'];
type Row = Omit<Entry, 'versions' | 'current'> & { versions: (Omit<Version, 'model'> & { model: unknown })[] };

const columns = sql`e.id, e.book_id as "bookId", b.name as "bookName", b.currency, e.product_id as "productId", p.name as "productName", e.term_months as "termMonths", e.version, (
  select coalesce(json_agg(json_build_object('version', v.version, 'per', v.per, 'model', v.model, 'effectiveFrom', v.effective_from, 'effectiveTo', v.effective_to, 'note', v.note,
    'createdBy', v.created_by, 'createdAt', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by v.version desc), '[]')
  from price_entry_version v where v.tenant_id = e.tenant_id and v.entry_id = e.id) as versions`;
const from = sql`price_entry e join price_book b on b.tenant_id = e.tenant_id and b.id = e.book_id join product p on p.tenant_id = e.tenant_id and p.id = e.product_id`;

function shape(row: Row, day: string): Entry {
  const versions = row.versions.map((version) => ({ ...version, model: priceModel.parse(version.model) }));
  return { ...row, versions, current: onDay(versions, day) };
}
const today = (context: Context): string => context.now.toISOString().slice(0, 10);

async function readEntry(tx: Tx, context: Context, id: string): Promise<Entry> {
  const { rows } = await sql<Row>`select ${columns} from ${from} where e.tenant_id = ${context.tenantId}::uuid and e.id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('price');
  return shape(row, today(context));
}

export function getEntry({ database }: PricingDeps, context: Context, id: string): Promise<Entry> {
  requireScope(context, 'pricing:read');
  return database.reading(context.tenantId, (tx) => readEntry(tx, context, id));
}

export function listEntries({ database }: PricingDeps, context: Context, query: Parsed<'pricing.entries'>['query']): Promise<Result<'pricing.entries'>> {
  requireScope(context, 'pricing:read');
  const place = placeIn(query.cursor, 'text');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Row & { nameKey: string }>`
      select ${columns}, lower(p.name) as "nameKey" from ${from} where e.tenant_id = ${context.tenantId}::uuid
        ${query.bookId ? sql`and e.book_id = ${query.bookId}::uuid` : sql``}
        ${query.productId ? sql`and e.product_id = ${query.productId}::uuid` : sql``}
        ${query.q ? sql`and p.name ilike ${like(query.q)}` : sql``}
        ${place ? sql`and (lower(p.name), e.id) > (${place.sort}, ${place.id}::uuid)` : sql``}
      order by lower(p.name), e.id limit ${query.limit + 1}`.execute(tx);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(({ nameKey: _nameKey, ...row }) => shape(row, query.on ?? today(context))),
      nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.nameKey, id: last.id }) : null,
    };
  });
}

export function addEntry({ database }: PricingDeps, context: Context, bookId: string, input: Parsed<'pricing.addEntry'>['body']): Promise<Entry> {
  requireScope(context, 'pricing:write');
  return database.inTenant(context.tenantId, async (tx) => {
    await lockBook(tx, context.tenantId, bookId);
    await requireProducts(tx, context.tenantId, [input.productId]);
    makeRoom([], input, today(context));
    const { rows } = await sql<{ id: string }>`
      select id from price_entry where tenant_id = ${context.tenantId}::uuid and book_id = ${bookId}::uuid and product_id = ${input.productId}::uuid and coalesce(term_months, 0) = ${input.termMonths ?? 0}`.execute(
      tx,
    );
    if (rows.length > 0)
      throw new Problem('conflict', 'The book has a price of this product for that term. Give it a new version from a day on.', { reason: 'overlaps' });
    const id = newId();
    const at = context.now.toISOString();
    await tx
      .insertInto('price_entry')
      .values({
        tenant_id: context.tenantId,
        id,
        book_id: bookId,
        product_id: input.productId,
        term_months: input.termMonths,
        version: 1,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await insertVersion(tx, context, id, 1, input);
    return written(tx, context, 'pricing.addEntry', id, input.note);
  });
}

export function amendEntry({ database }: PricingDeps, context: Context, id: string, input: NewVersion, ifVersion: number | null): Promise<Entry> {
  requireScope(context, 'pricing:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const before = await lockEntry(tx, context, id, ifVersion);
    await endVersions(tx, context, id, makeRoom(before.versions, input, today(context)));
    await insertVersion(tx, context, id, before.versions.length + 1, input);
    return written(tx, context, 'pricing.amendEntry', id, input.note);
  });
}

export function endEntry(
  { database }: PricingDeps,
  context: Context,
  id: string,
  input: Parsed<'pricing.endEntry'>['body'],
  ifVersion: number | null,
): Promise<Entry> {
  requireScope(context, 'pricing:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const before = await lockEntry(tx, context, id, ifVersion);
    await endVersions(tx, context, id, endFrom(before.versions, input.on, today(context)));
    return written(tx, context, 'pricing.endEntry', id, input.note);
  });
}

async function lockEntry(tx: Tx, context: Context, id: string, ifVersion: number | null): Promise<Entry> {
  const row = await tx
    .selectFrom('price_entry')
    .select('version')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('price');
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this price since you read it. Read it again.');
  await tx
    .updateTable('price_entry')
    .set((eb) => ({ version: eb('version', '+', 1), updated_at: context.now.toISOString() }))
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  return readEntry(tx, context, id);
}

async function endVersions(tx: Tx, context: Context, id: string, ends: readonly End[]): Promise<void> {
  for (const { version, on } of ends)
    await sql`update price_entry_version set effective_to = ${on}::date where tenant_id = ${context.tenantId}::uuid and entry_id = ${id}::uuid and version = ${version}`.execute(
      tx,
    );
}

async function insertVersion(tx: Tx, context: Context, id: string, version: number, input: NewVersion): Promise<void> {
  await tx
    .insertInto('price_entry_version')
    .values({
      tenant_id: context.tenantId,
      entry_id: id,
      version,
      per: input.per,
      model: JSON.stringify(input.model),
      effective_from: input.effectiveFrom,
      effective_to: input.effectiveTo,
      note: input.note ?? null,
      created_by: context.actor.name,
      created_at: context.now.toISOString(),
    })
    .execute();
}

async function written(tx: Tx, context: Context, operation: string, id: string, note: string | undefined): Promise<Entry> {
  const after = await readEntry(tx, context, id);
  await recordChange(tx, context, {
    operation,
    recordType: 'price_entry',
    recordId: id,
    after: { product: after.productName, book: after.bookName, newest: after.versions[0] ?? null },
    reason: note ?? null,
  });
  return after;
}
