import { encodeCursor, placeIn } from '@entente/kernel';
import { recordChange } from '../change.ts';
import type { Context } from '../context.ts';
import type { Database, Tx } from '../db/database.ts';
import { requireScope } from '../context.ts';
import { endFrom, makeRoom, onDay } from './dates.ts';
import {
  endVersions,
  insertDocument,
  insertVersion,
  lockDocument,
  orderDocuments,
  readDocument,
  readDocuments,
  touchDocument,
  type DocumentTables,
  type NewVersion,
  type StoredDocument,
  type StoredVersion,
} from './store.ts';

type DocumentKind<Definition> = {
  readonly tables: DocumentTables;
  readonly kind: string;
  /** What one is called in a sentence, and the record type of its audit. */
  readonly what: string;
  readonly recordType: string;
  readonly readScope: Parameters<typeof requireScope>[1];
  readonly writeScope: Parameters<typeof requireScope>[1];
  /** Strict: what is unknown refuses. A version of the past that cannot be read any more refuses too, rather than being skipped. */
  readonly parse: (value: unknown) => Definition;
  /** What can only be known with the database: do its products exist? Throws a Problem. */
  readonly check: (tx: Tx, tenantId: string, definition: Definition) => Promise<void>;
};
export type DocumentVersion<Definition> = Omit<StoredVersion, 'definition'> & { readonly definition: Definition };
export type DatedDocument<Definition> = Omit<StoredDocument, 'versions'> & {
  readonly current: DocumentVersion<Definition> | null;
  readonly versions: DocumentVersion<Definition>[];
};
type Page<Item> = { items: Item[]; nextCursor: string | null };

/** Records with dated versions of one document, for one kind of them. */
export function datedDocuments<Definition>(database: Database, kind: DocumentKind<Definition>) {
  const shaped = (stored: StoredDocument, day: string): DatedDocument<Definition> => {
    const versions = stored.versions.map((version) => ({ ...version, definition: kind.parse(version.definition) }));
    return { ...stored, versions, current: onDay(versions, day) };
  };
  const today = (context: Context): string => context.now.toISOString().slice(0, 10);
  const written = (tx: Tx, context: Context, operation: string, after: DatedDocument<Definition>, reason: string | undefined): Promise<void> =>
    recordChange(tx, context, {
      operation,
      recordType: kind.recordType,
      recordId: after.id,
      after: { name: after.name, version: after.version, newest: after.versions[0] ?? null },
      reason: reason ?? null,
    });
  const one = async (tx: Tx, context: Context, id: string): Promise<DatedDocument<Definition>> =>
    shaped(await readDocument(tx, context.tenantId, kind, id), today(context));

  return {
    list(context: Context, query: { q?: string | undefined; cursor?: string | undefined; limit: number }): Promise<Page<DatedDocument<Definition>>> {
      requireScope(context, kind.readScope);
      return database.reading(context.tenantId, async (tx) => {
        const rows = await readDocuments(tx, context.tenantId, kind, { q: query.q, after: placeOf(query.cursor), limit: query.limit + 1 });
        const items = rows.slice(0, query.limit).map((row) => shaped(row, today(context)));
        const last = items.at(-1);
        return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.position, id: last.id }) : null };
      });
    },
    get(context: Context, id: string): Promise<DatedDocument<Definition>> {
      requireScope(context, kind.readScope);
      return database.reading(context.tenantId, (tx) => one(tx, context, id));
    },
    add(context: Context, input: NewVersion & { readonly name: string }): Promise<DatedDocument<Definition>> {
      requireScope(context, kind.writeScope);
      return database.inTenant(context.tenantId, async (tx) => {
        const definition = kind.parse(input.definition);
        await kind.check(tx, context.tenantId, definition);
        makeRoom([], input, today(context));
        const id = await insertDocument(tx, context, kind, input.name);
        await insertVersion(tx, context, kind.tables, id, 1, { ...input, definition });
        const after = await one(tx, context, id);
        await written(tx, context, `${kind.recordType}.add`, after, input.note);
        return after;
      });
    },
    amend(
      context: Context,
      id: string,
      input: NewVersion & { readonly name?: string | undefined },
      ifVersion: number | null,
    ): Promise<DatedDocument<Definition>> {
      requireScope(context, kind.writeScope);
      return database.inTenant(context.tenantId, async (tx) => {
        const before = await lockDocument(tx, context.tenantId, kind, id, ifVersion);
        const definition = kind.parse(input.definition);
        await kind.check(tx, context.tenantId, definition);
        await endVersions(tx, context.tenantId, kind.tables, id, makeRoom(before.versions, input, today(context)));
        await insertVersion(tx, context, kind.tables, id, before.versions.length + 1, { ...input, definition });
        await touchDocument(tx, context, kind, id, input.name);
        const after = await one(tx, context, id);
        await written(tx, context, `${kind.recordType}.amend`, after, input.note);
        return after;
      });
    },
    end(
      context: Context,
      id: string,
      input: { readonly on: string; readonly note?: string | undefined },
      ifVersion: number | null,
    ): Promise<DatedDocument<Definition>> {
      requireScope(context, kind.writeScope);
      return database.inTenant(context.tenantId, async (tx) => {
        const before = await lockDocument(tx, context.tenantId, kind, id, ifVersion);
        await endVersions(tx, context.tenantId, kind.tables, id, endFrom(before.versions, input.on, today(context)));
        await touchDocument(tx, context, kind, id, undefined);
        const after = await one(tx, context, id);
        await written(tx, context, `${kind.recordType}.end`, after, input.note);
        return after;
      });
    },
    order(context: Context, ids: readonly string[]): Promise<{ ids: string[] }> {
      requireScope(context, kind.writeScope);
      return database.inTenant(context.tenantId, async (tx) => {
        await orderDocuments(tx, context.tenantId, kind, ids);
        await recordChange(tx, context, {
          operation: `${kind.recordType}.order`,
          recordType: kind.recordType,
          recordId: ids[0] ?? context.tenantId,
          after: { ids },
        });
        return { ids: [...ids] };
      });
    },
    /** Those that hold on a day, in their order. */
    async holding(tx: Tx, tenantId: string, day: string, ids?: readonly string[]): Promise<HoldingDocument<Definition>[]> {
      const rows = await readDocuments(tx, tenantId, kind, ids ? { ids } : {});
      return rows.flatMap(({ id, name, versions }) => {
        const version = onDay(versions, day);
        return version ? [{ id, name, version: version.version, definition: kind.parse(version.definition) }] : [];
      });
    },
  };
}
export type HoldingDocument<Definition> = { readonly id: string; readonly name: string; readonly version: number; readonly definition: Definition };

function placeOf(cursor: string | undefined): { position: number; id: string } | null {
  const place = placeIn(cursor, 'number');
  return place && typeof place.sort === 'number' ? { position: place.sort, id: place.id } : null;
}
