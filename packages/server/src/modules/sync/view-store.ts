import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Agreed } from './domain/merge.ts';
import type { Held } from './domain/reconcile.ts';
import type { Values } from './domain/value.ts';
import type { OutsideLock, OutsideState, RecordKind } from './ports.ts';

export type ViewStatus = 'new' | 'same' | 'waiting' | 'locked' | 'conflict' | 'failed' | 'gone';
export type View = {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: RecordKind;
  readonly recordId: string;
  readonly dealId: string | null;
  readonly routeId: string | null;
  readonly outsideId: string | null;
  readonly outsideUrl: string | null;
  readonly agreed: Readonly<Record<string, Agreed>>;
  readonly shown: Values;
  readonly held: Held;
  readonly outsideVersion: string | null;
  readonly outsideModifiedAt: string | null;
  readonly outsideState: (OutsideState & { readonly links?: readonly { type: string; id: string; label: string | null }[] }) | null;
  readonly locked: OutsideLock | null;
  readonly queued: Values;
  readonly status: ViewStatus;
  readonly sentence: string | null;
  readonly readAt: string | null;
  readonly agreedAt: string | null;
  readonly createdAt: string;
  readonly version: number;
};

const columns = sql`id, connection_id as "connectionId", kind, record_id as "recordId", deal_id as "dealId", route_id as "routeId", outside_id as "outsideId",
  outside_url as "outsideUrl", agreed, shown, held, outside_version as "outsideVersion", outside_modified_at as "outsideModifiedAt",
  outside_state as "outsideState", locked, queued, status, sentence, read_at as "readAt", agreed_at as "agreedAt", created_at as "createdAt", version`;

/** Of the outside records and views named; each by its own index, in order, so that two workers lock in the same order. */
export async function findViews(
  tx: Tx,
  tenantId: string,
  connectionId: string,
  kind: RecordKind,
  by: { readonly outsideIds: readonly string[]; readonly viewIds: readonly string[] },
  options: { readonly lock?: boolean } = {},
): Promise<View[]> {
  const lock = options.lock === true ? sql`for update of v` : sql``;
  const found = new Map<string, View>();
  const add = ({ rows }: { readonly rows: readonly View[] }): void => rows.forEach((row) => found.set(row.id, row));
  if (by.outsideIds.length > 0)
    add(
      await sql<View>`
        select ${columns} from unnest(${sorted(by.outsideIds)}::text[]) as given(key), lateral (
          select * from outside_view v where v.tenant_id = ${tenantId}::uuid and v.connection_id = ${connectionId}::uuid and v.kind = ${kind} and v.outside_id = given.key and v.status <> 'gone' limit 1 ${lock}
        ) found`.execute(tx),
    );
  if (by.viewIds.length > 0)
    add(
      await sql<View>`
        select ${columns} from unnest(${sorted(by.viewIds)}::uuid[]) as given(key), lateral (
          select * from outside_view v where v.tenant_id = ${tenantId}::uuid and v.id = given.key and v.connection_id = ${connectionId}::uuid and v.kind = ${kind} and v.status <> 'gone' limit 1 ${lock}
        ) found`.execute(tx),
    );
  return [...found.values()];
}
const sorted = (keys: readonly string[]): string[] => [...new Set(keys)].sort();

export async function viewById(tx: Tx, tenantId: string, id: string, options: { readonly lock?: boolean } = {}): Promise<View | null> {
  const { rows } =
    await sql<View>`select ${columns} from outside_view where tenant_id = ${tenantId}::uuid and id = ${id}::uuid ${options.lock === true ? sql`for update` : sql``}`.execute(
      tx,
    );
  return rows[0] ?? null;
}

export async function viewsOfDeal(tx: Tx, tenantId: string, dealId: string): Promise<View[]> {
  const { rows } =
    await sql<View>`select ${columns} from outside_view where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and kind = 'deal' and status <> 'gone' order by id`.execute(
      tx,
    );
  return rows;
}

/** Views of our records, in every connection or in one. */
export async function viewsOfRecords(
  tx: Tx,
  tenantId: string,
  kind: RecordKind,
  recordIds: readonly string[],
  connectionId: string | null = null,
): Promise<View[]> {
  if (recordIds.length === 0) return [];
  const { rows } = await sql<View>`
    select ${columns} from outside_view
    where tenant_id = ${tenantId}::uuid and kind = ${kind} and record_id = any(${[...recordIds]}::uuid[]) and status <> 'gone'
      ${connectionId === null ? sql`` : sql`and connection_id = ${connectionId}::uuid`} order by id`.execute(tx);
  return rows;
}

/** Our record for theirs and theirs for ours, as references need them. */
export async function pairsOf(
  tx: Tx,
  tenantId: string,
  connectionId: string,
  kind: RecordKind,
  by: { readonly outsideIds: readonly string[]; readonly recordIds: readonly string[] },
): Promise<{ readonly here: Map<string, string>; readonly there: Map<string, string> }> {
  const here = new Map<string, string>();
  const there = new Map<string, string>();
  if (by.outsideIds.length === 0 && by.recordIds.length === 0) return { here, there };
  const one = sql`v.tenant_id = ${tenantId}::uuid and v.connection_id = ${connectionId}::uuid and v.kind = ${kind} and v.status <> 'gone'`;
  const { rows } = await sql<{ outsideId: string; recordId: string }>`
    select found.* from unnest(${[...by.outsideIds]}::text[]) as given(key), lateral (
      select v.outside_id as "outsideId", v.record_id as "recordId" from outside_view v where ${one} and v.outside_id = given.key limit 1) found
    union all
    select found.* from unnest(${[...by.recordIds]}::uuid[]) as given(key), lateral (
      select v.outside_id as "outsideId", v.record_id as "recordId" from outside_view v where ${one} and v.record_id = given.key and v.outside_id is not null limit 1) found`.execute(
    tx,
  );
  for (const { outsideId, recordId } of rows) {
    here.set(outsideId, recordId);
    there.set(recordId, outsideId);
  }
  return { here, there };
}

export type NewView = Pick<View, 'id' | 'kind' | 'recordId' | 'dealId' | 'routeId' | 'outsideId'>;

/** Gives those that were made; a record or an outside id that has its view already keeps that one. */
export async function insertViews(tx: Tx, tenantId: string, connectionId: string, views: readonly NewView[], now: Date): Promise<string[]> {
  if (views.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    insert into outside_view (tenant_id, id, connection_id, kind, record_id, deal_id, route_id, outside_id, status, created_at)
    select ${tenantId}::uuid, v.id, ${connectionId}::uuid, v.kind, v."recordId", v."dealId", v."routeId", v."outsideId", 'new', ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(views)}::json) as v(id uuid, kind text, "recordId" uuid, "dealId" uuid, "routeId" uuid, "outsideId" text)
    on conflict do nothing returning id`.execute(tx);
  return rows.map((row) => row.id);
}

export type ViewChange = { readonly id: string } & Partial<
  Pick<
    View,
    | 'outsideId'
    | 'outsideUrl'
    | 'agreed'
    | 'shown'
    | 'held'
    | 'outsideVersion'
    | 'outsideModifiedAt'
    | 'outsideState'
    | 'locked'
    | 'queued'
    | 'status'
    | 'sentence'
    | 'readAt'
    | 'agreedAt'
    | 'routeId'
  >
>;
const columnOf: Readonly<Record<Exclude<keyof ViewChange, 'id'>, { readonly column: string; readonly type: 'text' | 'jsonb' | 'timestamptz' | 'uuid' }>> = {
  outsideId: { column: 'outside_id', type: 'text' },
  outsideUrl: { column: 'outside_url', type: 'text' },
  agreed: { column: 'agreed', type: 'jsonb' },
  shown: { column: 'shown', type: 'jsonb' },
  held: { column: 'held', type: 'jsonb' },
  outsideVersion: { column: 'outside_version', type: 'text' },
  outsideModifiedAt: { column: 'outside_modified_at', type: 'timestamptz' },
  outsideState: { column: 'outside_state', type: 'jsonb' },
  locked: { column: 'locked', type: 'jsonb' },
  queued: { column: 'queued', type: 'jsonb' },
  status: { column: 'status', type: 'text' },
  sentence: { column: 'sentence', type: 'text' },
  readAt: { column: 'read_at', type: 'timestamptz' },
  agreedAt: { column: 'agreed_at', type: 'timestamptz' },
  routeId: { column: 'route_id', type: 'uuid' },
};
const keys = Object.keys(columnOf) as (keyof typeof columnOf)[];

/** Many at once; a key that is absent keeps its value, null clears it. All changes of one call set the same keys. */
export async function updateViews(tx: Tx, tenantId: string, changes: readonly ViewChange[]): Promise<void> {
  const groups = Map.groupBy(changes, (change) => keys.filter((key) => change[key] !== undefined).join());
  for (const [, group] of groups) {
    const given = keys.filter((key) => group[0]?.[key] !== undefined);
    if (given.length === 0) continue;
    const sets = given.map((key) => sql`${sql.ref(columnOf[key].column)} = c.${sql.ref(key)}`);
    const shape = given.map((key) => sql`${sql.ref(key)} ${sql.raw(columnOf[key].type)}`);
    await sql`
      update outside_view v set ${sql.join(sets)}, version = v.version + 1
      from json_to_recordset(${JSON.stringify(group)}::json) as c(id uuid, ${sql.join(shape)})
      where v.tenant_id = ${tenantId}::uuid and v.id = c.id`.execute(tx);
  }
}
