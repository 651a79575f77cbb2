import { Problem, newId, notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Tx } from '../db/database.ts';
import type { Dated, End } from './dates.ts';

/** Two tables of this shape: the record, and its dated versions. Each module has its own. */
export type DocumentTables = 'pricing_document' | 'quote_rule';
export type StoredVersion = Dated & { readonly definition: unknown; readonly note: string | null; readonly createdBy: string; readonly createdAt: string };
export type StoredDocument = {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly version: number;
  readonly versions: readonly StoredVersion[];
};
type Kind = { readonly tables: DocumentTables; readonly kind: string; readonly what: string };
export type NewVersion = {
  readonly definition: unknown;
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly note?: string | undefined;
};

type Filter = {
  readonly ids?: readonly string[];
  readonly q?: string | undefined;
  readonly after?: { readonly position: number; readonly id: string } | null;
  readonly limit?: number;
};

export async function readDocuments(tx: Tx, tenantId: string, { tables, kind }: Kind, filter: Filter = {}): Promise<StoredDocument[]> {
  const { rows } = await sql<StoredDocument>`
    select d.id, d.name, d.position, d.version, (
      select coalesce(json_agg(json_build_object('version', v.version, 'definition', v.definition, 'effectiveFrom', v.effective_from, 'effectiveTo', v.effective_to,
        'note', v.note, 'createdBy', v.created_by, 'createdAt', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by v.version desc), '[]')
      from ${versionsOf(tables)} v where v.tenant_id = d.tenant_id and v.document_id = d.id) as versions
    from ${sql.table(tables)} d
    where d.tenant_id = ${tenantId}::uuid and d.kind = ${kind}
      ${filter.ids ? sql`and d.id = any(${[...filter.ids]}::uuid[])` : sql``}
      ${filter.q ? sql`and d.name ilike ${`%${filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}` : sql``}
      ${filter.after ? sql`and (d.position, d.id) > (${filter.after.position}, ${filter.after.id}::uuid)` : sql``}
    order by d.position, d.id limit ${filter.limit ?? 2000}`.execute(tx);
  return rows;
}

export async function readDocument(tx: Tx, tenantId: string, kind: Kind, id: string): Promise<StoredDocument> {
  const [found] = await readDocuments(tx, tenantId, kind, { ids: [id] });
  if (!found) throw notFound(kind.what);
  return found;
}

/** Held until the end of the transaction, so that two amendments of one document come one after the other. */
export async function lockDocument(tx: Tx, tenantId: string, kind: Kind, id: string, ifVersion: number | null): Promise<StoredDocument> {
  const { rows } = await sql<{ version: number }>`
    select version from ${sql.table(kind.tables)} where tenant_id = ${tenantId}::uuid and kind = ${kind.kind} and id = ${id}::uuid for update`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound(kind.what);
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this since you read it. Read it again.');
  return readDocument(tx, tenantId, kind, id);
}

export async function insertDocument(tx: Tx, context: Context, { tables, kind, what }: Kind, name: string): Promise<string> {
  const id = newId();
  const at = context.now.toISOString();
  await refuseNameTaken(tx, context.tenantId, { tables, kind, what }, name, null);
  // One at a time per kind: positions are given without a gap or a clash.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${context.tenantId}:${tables}:${kind}`}, 0))`.execute(tx);
  await sql`
    insert into ${sql.table(tables)} (tenant_id, id, kind, name, position, version, created_at, updated_at)
    select ${context.tenantId}::uuid, ${id}::uuid, ${kind}, ${name}, coalesce(max(position), 0) + 1, 1, ${at}::timestamptz, ${at}::timestamptz
    from ${sql.table(tables)} where tenant_id = ${context.tenantId}::uuid and kind = ${kind}`.execute(tx);
  return id;
}

export async function insertVersion(tx: Tx, context: Context, tables: DocumentTables, id: string, number: number, version: NewVersion): Promise<void> {
  await sql`
    insert into ${versionsOf(tables)} (tenant_id, document_id, version, definition, effective_from, effective_to, note, created_by, created_at)
    values (${context.tenantId}::uuid, ${id}::uuid, ${number}, ${JSON.stringify(version.definition)}::jsonb, ${version.effectiveFrom}::date, ${version.effectiveTo}::date,
      ${version.note ?? null}, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(tx);
}

export async function endVersions(tx: Tx, tenantId: string, tables: DocumentTables, id: string, ends: readonly End[]): Promise<void> {
  for (const { version, on } of ends)
    await sql`update ${versionsOf(tables)} set effective_to = ${on}::date where tenant_id = ${tenantId}::uuid and document_id = ${id}::uuid and version = ${version}`.execute(
      tx,
    );
}

export async function touchDocument(tx: Tx, context: Context, kind: Kind, id: string, name: string | undefined): Promise<void> {
  if (name !== undefined) await refuseNameTaken(tx, context.tenantId, kind, name, id);
  await sql`
    update ${sql.table(kind.tables)} set name = coalesce(${name ?? null}, name), version = version + 1, updated_at = ${context.now.toISOString()}::timestamptz
    where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(tx);
}

/** Every one, once: an order that leaves one out would decide its place by accident. */
export async function orderDocuments(tx: Tx, tenantId: string, { tables, kind }: Kind, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`select id from ${sql.table(tables)} where tenant_id = ${tenantId}::uuid and kind = ${kind} order by id for update`.execute(tx);
  const known = new Set(rows.map(({ id }) => id));
  if (new Set(ids).size !== ids.length || ids.length !== known.size || ids.some((id) => !known.has(id)))
    throw new Problem('invalid_input', 'The order names every one of them, once.', { reason: 'order_incomplete' });
  await sql`
    update ${sql.table(tables)} d set position = wanted.position from unnest(${[...ids]}::uuid[]) with ordinality as wanted(id, position)
    where d.tenant_id = ${tenantId}::uuid and d.id = wanted.id`.execute(tx);
}

const versionsOf = (tables: DocumentTables) => sql.table(`${tables}_version`);

async function refuseNameTaken(tx: Tx, tenantId: string, { tables, kind, what }: Kind, name: string, besides: string | null): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(tables)} where tenant_id = ${tenantId}::uuid and kind = ${kind} and lower(name) = lower(${name}) and id is distinct from ${besides}::uuid`.execute(
    tx,
  );
  if (rows.length > 0) throw new Problem('conflict', `There is a ${what} of that name.`, { reason: 'name_taken' });
}
