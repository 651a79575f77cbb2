import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { ConnectionsDeps } from './connections.ts';
import type { Values } from './domain/value.ts';
import type { RecordKind } from './ports.ts';
import { ask, viewOfKey } from './tasks.ts';

type Page = Result<'failures.list'>;
type Row = {
  id: string;
  connectionId: string;
  connectionName: string;
  system: Page['items'][number]['system'];
  kind: RecordKind;
  viewId: string | null;
  recordId: string | null;
  dealId: string | null;
  key: string;
  outsideId: string | null;
  direction: 'in' | 'out';
  failure: string;
  sentence: string;
  issues: { field: string | null; code: string; sentence: string }[];
  request: unknown;
  response: unknown;
  status: 'open' | 'retried' | 'skipped' | 'passed';
  at: string;
  closedAt: string | null;
  closedBy: string | null;
  version: number;
};

export async function listFailures(tx: Tx, context: Context, deps: ConnectionsDeps, query: Parsed<'failures.list'>['query']): Promise<Page> {
  const place = placeIn(query.cursor, 'id');
  const { rows } = await sql<Row>`
    select f.id, f.connection_id as "connectionId", n.name as "connectionName", n.system, f.kind, f.view_id as "viewId", v.record_id as "recordId", f.deal_id as "dealId", f.key,
      v.outside_id as "outsideId", f.direction, f.failure, f.sentence, f.issues, f.request, f.response, f.status, f.at, f.closed_at as "closedAt", f.closed_by as "closedBy", f.version
    from sync_failure f join connection n on n.tenant_id = f.tenant_id and n.id = f.connection_id
    left join outside_view v on v.tenant_id = f.tenant_id and v.id = f.view_id
    where f.tenant_id = ${context.tenantId}::uuid and f.status = ${query.status}
      ${query.connectionId === undefined ? sql`` : sql`and f.connection_id = ${query.connectionId}::uuid`}
      ${query.dealId === undefined ? sql`` : sql`and f.deal_id = ${query.dealId}::uuid`}
      ${place === null ? sql`` : sql`and f.id < ${place.id}::uuid`}
    order by f.id desc limit ${query.limit + 1}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const labels = new Map<string, string>();
  const ourOf = await fieldNames(tx, context.tenantId, page);
  for (const [kind, ofKind] of Map.groupBy(page, (row) => row.kind))
    for (const record of (await deps.ports.our[kind].read(tx, context.tenantId, [...new Set(ofKind.flatMap((row) => row.recordId ?? []))])).values())
      labels.set(record.id, record.label);
  return {
    items: page.map(({ key, ...row }) => ({
      ...row,
      recordLabel: row.recordId === null ? null : (labels.get(row.recordId) ?? null),
      outsideId: row.outsideId ?? (viewOfKey(key) === null ? key : null),
      // Issues name their field; a form of ours needs our key, so that the value can be mended here.
      issues: row.issues.map((issue) => {
        const our = issue.field === null ? undefined : ourOf.get(`${row.connectionId} ${row.kind} ${issue.field}`);
        return { ...issue, field: our ?? null, label: issue.field };
      }),
    })),
    nextCursor: rows.length > query.limit ? encodeCursor({ sort: null, id: page.at(-1)?.id ?? '' }) : null,
  };
}

async function fieldNames(tx: Tx, tenantId: string, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const connections = [...new Set(rows.map((row) => row.connectionId))];
  if (connections.length === 0) return new Map();
  const { rows: mapped } = await sql<{ connectionId: string; kind: string; field: string; outsideField: string }>`
    select o.connection_id as "connectionId", o.kind, m.field, m.outside_field as "outsideField" from field_mapping m join connection_object o on o.tenant_id = m.tenant_id and o.id = m.object_id
    where m.tenant_id = ${tenantId}::uuid and o.connection_id = any(${connections}::uuid[])`.execute(tx);
  return new Map(mapped.map((row) => [`${row.connectionId} ${row.kind} ${row.outsideField}`, row.field]));
}

type Stored = { connectionId: string; kind: RecordKind; key: string; recordId: string | null; dealId: string | null; status: string };
async function lockFailure(tx: Tx, tenantId: string, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`
    select f.connection_id as "connectionId", f.kind, f.key, v.record_id as "recordId", f.deal_id as "dealId", f.status from sync_failure f
    left join outside_view v on v.tenant_id = f.tenant_id and v.id = f.view_id where f.tenant_id = ${tenantId}::uuid and f.id = ${id}::uuid for update of f`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw notFound('failure');
  if (row.status !== 'open') throw new Problem('conflict', 'Somebody has dealt with it already.');
  return row;
}

/** Tries again, after setting values of ours where some are given: that is how a refused field is mended in one place. */
export async function retryFailure(tx: Tx, context: Context, deps: ConnectionsDeps, id: string, set: Values | undefined): Promise<{ id: string }> {
  const failure = await lockFailure(tx, context.tenantId, id);
  if (set && Object.keys(set).length > 0) {
    if (failure.recordId === null) throw new Problem('conflict', 'The record is not here yet, so there is nothing of ours to mend.');
    const [refusal] = await deps.ports.our[failure.kind].update(tx, context, [{ id: failure.recordId, set }]);
    if (refusal) throw new Problem('conflict', refusal.sentence);
  }
  await close(tx, context, id, 'retried');
  await ask(tx, context.tenantId, failure.connectionId, [{ kind: failure.kind, key: failure.key, urgency: 0 }], context.now);
  await recordChange(tx, context, {
    operation: 'failures.retry',
    recordType: 'sync_failure',
    recordId: id,
    after: { set: set ?? {} },
    events: [{ type: 'failure.retried', dealId: failure.dealId, payload: {} }],
  });
  return { id };
}

export async function skipFailure(tx: Tx, context: Context, id: string, note: string | null): Promise<{ id: string }> {
  const failure = await lockFailure(tx, context.tenantId, id);
  await close(tx, context, id, 'skipped');
  await recordChange(tx, context, {
    operation: 'failures.skip',
    recordType: 'sync_failure',
    recordId: id,
    reason: note,
    events: [{ type: 'failure.skipped', dealId: failure.dealId, payload: {} }],
  });
  return { id };
}

const close = (tx: Tx, context: Context, id: string, status: 'retried' | 'skipped') =>
  sql`
    update sync_failure set status = ${status}, closed_at = ${context.now.toISOString()}::timestamptz, closed_by = ${context.actor.name}, version = version + 1
    where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(tx);
