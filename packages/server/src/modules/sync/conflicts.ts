import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { StoredMapping } from './connection-store.ts';
import { TAKE_BACK_MS } from './conflict-store.ts';
import type { ConnectionsDeps } from './connections.ts';
import type { ConflictReason } from './domain/merge.ts';
import { same, type Value } from './domain/value.ts';
import type { OurField, RecordKind } from './ports.ts';
import { listed } from './shapes.ts';
import { ask, keyOfView } from './tasks.ts';

type Page = Result<'conflicts.list'>;
type Row = {
  id: string;
  viewId: string;
  connectionId: string;
  connectionName: string;
  system: Page['items'][number]['system'];
  kind: RecordKind;
  recordId: string;
  dealId: string | null;
  dealNumber: number | null;
  outsideId: string | null;
  field: string;
  reason: ConflictReason;
  agreed: Value;
  ours: Value;
  theirs: Value;
  oursAt: string | null;
  theirsAt: string | null;
  status: 'open' | 'resolved' | 'passed';
  resolution: 'ours' | 'theirs' | 'value' | null;
  resolvedBy: string | null;
  resolvedAt: string | null;
  openedAt: string;
  version: number;
  valueMap: StoredMapping['valueMap'];
};

const sentences: Readonly<Record<ConflictReason, (name: string, row: Row, ours: string) => string>> = {
  both_changed: (name) => `It was changed here and in ${name} at the same time.`,
  they_propose: (name) => `${name} proposes a change.`,
  we_propose: (name) => `Our change waits for a yes before it goes to ${name}.`,
  untranslated: (name, row, ours) =>
    textOf(row.theirs) !== null && !row.valueMap?.some((pair) => same(pair.theirs, row.theirs))
      ? `“${textOf(row.theirs)}” in ${name} has no counterpart here. Give it one in the mapping, and every record that has it goes on.`
      : `“${ours}” has no counterpart in ${name}. Give it one in the mapping, and every record that has it goes on.`,
};
const textOf = (value: Value): string | null => (same(value, null) ? null : Array.isArray(value) ? value.join(', ') : String(value));

export async function listConflicts(tx: Tx, context: Context, deps: ConnectionsDeps, query: Parsed<'conflicts.list'>['query']): Promise<Page> {
  const place = placeIn(query.cursor, 'id');
  const { rows } = await sql<Row>`
    select c.id, c.view_id as "viewId", c.connection_id as "connectionId", n.name as "connectionName", n.system, v.kind, v.record_id as "recordId", c.deal_id as "dealId",
      d.number as "dealNumber", v.outside_id as "outsideId", c.field, c.reason, c.agreed, c.ours, c.theirs, c.ours_at as "oursAt", c.theirs_at as "theirsAt", c.status,
      c.resolution, c.resolved_by as "resolvedBy", c.resolved_at as "resolvedAt", c.opened_at as "openedAt", c.version,
      (select m.value_map from field_mapping m join connection_object o on o.tenant_id = m.tenant_id and o.id = m.object_id
        where m.tenant_id = c.tenant_id and o.connection_id = c.connection_id and o.kind = v.kind and m.field = c.field limit 1) as "valueMap"
    from view_conflict c
    join outside_view v on v.tenant_id = c.tenant_id and v.id = c.view_id
    join connection n on n.tenant_id = c.tenant_id and n.id = c.connection_id
    left join deal d on d.tenant_id = c.tenant_id and d.id = c.deal_id
    where c.tenant_id = ${context.tenantId}::uuid and c.status = ${query.status}
      ${query.connectionId === undefined ? sql`` : sql`and c.connection_id = ${query.connectionId}::uuid`}
      ${query.dealId === undefined ? sql`` : sql`and c.deal_id = ${query.dealId}::uuid`}
      ${place === null ? sql`` : sql`and c.id < ${place.id}::uuid`}
    order by c.id desc limit ${query.limit + 1}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const fields = new Map<RecordKind, readonly OurField[]>();
  const labels = new Map<string, string>();
  for (const [kind, ofKind] of Map.groupBy(page, (row) => row.kind)) {
    fields.set(kind, await deps.ports.our[kind].fields(tx, context.tenantId));
    for (const record of (await deps.ports.our[kind].read(tx, context.tenantId, [...new Set(ofKind.map((row) => row.recordId))])).values())
      labels.set(record.id, record.label);
  }
  return {
    items: page.map(({ valueMap, ...row }) => {
      const field = fields.get(row.kind)?.find((each) => each.key === row.field);
      const ours = textOf(row.ours) ?? '';
      return {
        ...row,
        recordLabel: labels.get(row.recordId) ?? '',
        label: field?.label ?? row.field,
        type: field?.type ?? 'text',
        choices: (field?.choices ?? []).map(({ value, label }) => ({ value, label })),
        sentence: sentences[row.reason](row.connectionName, { ...row, valueMap }, field?.choices.find((choice) => choice.value === ours)?.label ?? ours),
        agreed: listed(row.agreed),
        ours: listed(row.ours),
        theirs: listed(row.theirs),
      };
    }),
    nextCursor: rows.length > query.limit ? encodeCursor({ sort: null, id: page.at(-1)?.id ?? '' }) : null,
  };
}

type Stored = {
  viewId: string;
  connectionId: string;
  kind: RecordKind;
  outsideId: string | null;
  field: string;
  dealId: string | null;
  status: string;
  version: number;
  appliedAt: string | null;
};
async function lockConflict(tx: Tx, tenantId: string, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`
    select c.view_id as "viewId", c.connection_id as "connectionId", v.kind, v.outside_id as "outsideId", c.field, c.deal_id as "dealId", c.status, c.version, c.applied_at as "appliedAt"
    from view_conflict c join outside_view v on v.tenant_id = c.tenant_id and v.id = c.view_id
    where c.tenant_id = ${tenantId}::uuid and c.id = ${id}::uuid for update of c`.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('conflict');
  return row;
}

type Ended = Result<'conflicts.resolve'>;

/** A person has decided. It is carried out by the next look, on exactly the two values that were decided on. */
export async function resolveConflict(
  tx: Tx,
  context: Context,
  id: string,
  body: Parsed<'conflicts.resolve'>['body'],
  ifVersion: number | null,
): Promise<Ended> {
  const conflict = await lockConflict(tx, context.tenantId, id);
  if (conflict.status !== 'open')
    throw new Problem('conflict', conflict.status === 'passed' ? 'It has passed: both sides agree by now.' : 'Somebody has decided it already.');
  if (ifVersion !== null && conflict.version !== ifVersion) throw new Problem('version_stale', 'One of the two values has changed meanwhile.');
  if (body.with === 'value' && body.value === undefined) throw new Problem('invalid_input', 'Say which value both sides shall have.');
  const version = conflict.version + 1;
  await sql`
    update view_conflict set status = 'resolved', resolution = ${body.with}, resolved_value = ${JSON.stringify(body.value ?? null)}::jsonb, resolved_by = ${context.actor.name},
      resolved_at = ${context.now.toISOString()}::timestamptz, version = ${version} where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
  await again(tx, context, conflict);
  await recordChange(tx, context, {
    operation: 'conflicts.resolve',
    recordType: 'conflict',
    recordId: id,
    after: { field: conflict.field, ...body },
    events: [{ type: 'conflict.resolved', dealId: conflict.dealId, payload: { field: conflict.field, with: body.with } }],
  });
  return { id, status: 'resolved', version };
}

export async function reopenConflict(tx: Tx, context: Context, id: string): Promise<Ended> {
  const conflict = await lockConflict(tx, context.tenantId, id);
  if (conflict.status !== 'resolved' || conflict.appliedAt !== null)
    throw new Problem('conflict', 'The decision has been carried out: change the field itself.');
  const version = conflict.version + 1;
  await sql`
    update view_conflict set status = 'open', resolution = null, resolved_value = null, resolved_by = null, resolved_at = null, version = ${version}
    where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  await recordChange(tx, context, {
    operation: 'conflicts.reopen',
    recordType: 'conflict',
    recordId: id,
    after: { field: conflict.field },
    events: [{ type: 'conflict.reopened', dealId: conflict.dealId, payload: { field: conflict.field } }],
  });
  return { id, status: 'open', version };
}

const again = (tx: Tx, context: Context, conflict: Stored): Promise<void> =>
  ask(
    tx,
    context.tenantId,
    conflict.connectionId,
    [{ kind: conflict.kind, key: conflict.outsideId ?? keyOfView(conflict.viewId), urgency: 0, dueAt: new Date(context.now.getTime() + TAKE_BACK_MS) }],
    context.now,
  );
