import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { findConnection, mappedFields, mappingsOf, objectsOf, type ConnectionObject, type StoredMapping } from './connection-store.ts';
import { describeConnection, objectFigures, objectShape, outside, type ConnectionsDeps } from './connections.ts';
import { mappingProblems } from './domain/mapping-problems.ts';
import { reconcile } from './domain/reconcile.ts';
import { agree, translateIn } from './domain/translate.ts';
import type { Value } from './domain/value.ts';
import type { OurField, OutsideField } from './ports.ts';
import { listed } from './shapes.ts';
import { ask, keyOfView } from './tasks.ts';
import { findViews, pairsOf, viewsOfRecords } from './view-store.ts';

type Mapping = Result<'connections.mapping'>;

async function objectOf(tx: Tx, tenantId: string, connectionId: string, objectId: string): Promise<ConnectionObject> {
  await findConnection(tx, tenantId, connectionId);
  const object = (await objectsOf(tx, tenantId, connectionId)).find((each) => each.id === objectId);
  if (!object) throw notFound('object');
  return object;
}

const choices = (list: readonly { readonly value: string; readonly label: string }[]): { value: string; label: string }[] =>
  list.map(({ value, label }) => ({ value, label }));
const ourShape = (field: OurField): Mapping['ours'][number] => ({
  key: field.key,
  label: field.label,
  type: field.type,
  choices: choices(field.choices),
  writable: field.writable,
});
const theirShape = (field: OutsideField): Mapping['theirs'][number] => ({
  key: field.key,
  label: field.label,
  type: field.type,
  choices: choices(field.choices),
  required: field.required,
  condition: field.condition,
  writable: field.writable,
  createOnly: field.createOnly,
});

/** People are recognised by their fields, and neither set nor made: only a field that is gone, or holds something else, is wrong. */
function problemsOf(object: ConnectionObject, mappings: readonly StoredMapping[], ours: readonly OurField[]): Mapping['problems'] {
  const problems = mappingProblems(mappings, ours, object.described ?? []);
  return object.kind === 'person' ? problems.filter(({ code }) => code === 'gone' || code === 'kind') : problems;
}

/** Both sides' fields and what is wrong with the mapping; the other side is asked to describe itself the first time. */
export async function readMapping(context: Context, deps: ConnectionsDeps, connectionId: string, objectId: string): Promise<Mapping> {
  const known = await deps.database.reading(context.tenantId, (tx) => objectOf(tx, context.tenantId, connectionId, objectId));
  if (known.described === null) await describeConnection(context, deps, connectionId);
  return deps.database.reading(context.tenantId, async (tx) => {
    const object = await objectOf(tx, context.tenantId, connectionId, objectId);
    const ours = await deps.ports.our[object.kind].fields(tx, context.tenantId);
    const mappings = await mappingsOf(tx, context.tenantId, objectId);
    return {
      ...objectShape(object, (await objectFigures(tx, context.tenantId, connectionId)).get(objectId)),
      ours: ours.map(ourShape),
      theirs: (object.described ?? []).map(theirShape),
      mappings: mappings.map((mapping) => ({ ...mapping, valueMap: mapping.valueMap ? mapping.valueMap.map((pair) => ({ ...pair })) : null })),
      problems: problemsOf(object, mappings, ours),
    };
  });
}

export async function setMapping(
  context: Context,
  deps: ConnectionsDeps,
  connectionId: string,
  objectId: string,
  body: Parsed<'connections.setMapping'>['body'],
  ifVersion: number | null,
): Promise<void> {
  await deps.database.inTenant(context.tenantId, async (tx) => {
    const { tenantId } = context;
    // Two who save at once: the second finds what the first has made of it.
    await findConnection(tx, tenantId, connectionId, { lock: true });
    const object = await objectOf(tx, tenantId, connectionId, objectId);
    if (ifVersion !== null && object.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this mapping in the meantime.');
    const fields = new Map((await deps.ports.our[object.kind].fields(tx, tenantId)).map((field) => [field.key, field]));
    const twice = body.mappings.find((mapping, index) => body.mappings.findIndex((each) => each.field === mapping.field) !== index);
    if (twice) throw new Problem('invalid_input', `“${fields.get(twice.field)?.label ?? twice.field}” is mapped twice.`);
    const unknown = body.mappings.find((mapping) => !fields.has(mapping.field));
    if (unknown) throw new Problem('invalid_input', `We have no field “${unknown.field}”.`);
    const before = await mappingsOf(tx, tenantId, objectId);
    await tx.deleteFrom('field_mapping').where('tenant_id', '=', tenantId).where('object_id', '=', objectId).execute();
    if (body.mappings.length > 0)
      await tx
        .insertInto('field_mapping')
        .values(
          body.mappings.map((mapping, position) => ({
            tenant_id: tenantId,
            id: newId(),
            object_id: objectId,
            field: mapping.field,
            outside_field: mapping.outsideField,
            authority: mapping.authority,
            value_map: mapping.valueMap === null ? null : JSON.stringify(mapping.valueMap),
            position,
          })),
        )
        .execute();
    await forgetAgreements(tx, tenantId, connectionId, object, before, body.mappings);
    await lookAgainAtUntranslated(tx, context, connectionId, object);
    await sql`
      update connection_object set creates_here = ${body.createsHere}, creates_there = ${body.createsThere}, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${objectId}::uuid`.execute(tx);
    await recordChange(tx, context, {
      operation: 'connections.setMapping',
      recordType: 'connection',
      recordId: connectionId,
      before: { object: object.object, mappings: before, createsHere: object.createsHere, createsThere: object.createsThere },
      after: { object: object.object, ...body },
      events: [{ type: 'connection.updated', payload: { object: object.object } }],
    });
  });
}

/**
 * A field that now stands for another one of theirs was never compared with it. What both sides hold today counts as agreed, so that a
 * new mapping moves nothing by itself; only changes from now on do, or a sync on purpose.
 */
async function forgetAgreements(
  tx: Tx,
  tenantId: string,
  connectionId: string,
  object: ConnectionObject,
  before: readonly StoredMapping[],
  after: readonly StoredMapping[],
): Promise<void> {
  const changed = after.filter((mapping) => before.find((each) => each.field === mapping.field)?.outsideField !== mapping.outsideField);
  const dropped = before.filter((mapping) => !after.some((each) => each.field === mapping.field)).map((mapping) => mapping.field);
  const keys = [...changed.map((mapping) => mapping.field), ...dropped];
  if (keys.length === 0) return;
  await sql`
    update outside_view set agreed = (agreed - ${keys}::text[]) || coalesce((
        select jsonb_object_agg(m.field, jsonb_build_object('ours', held -> m.field -> 'value', 'theirs', shown -> m."outsideField"))
        from json_to_recordset(${JSON.stringify(changed.map(({ field, outsideField }) => ({ field, outsideField })))}::json) as m(field text, "outsideField" text)
        where held ? m.field and shown ? m."outsideField"), '{}'::jsonb), version = version + 1
    where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and kind = ${object.kind} and status <> 'gone'`.execute(tx);
}

/** Values that had no counterpart may have one now: their records go on without waiting for their next change. */
async function lookAgainAtUntranslated(tx: Tx, context: Context, connectionId: string, object: ConnectionObject): Promise<void> {
  const { rows } = await sql<{ viewId: string; outsideId: string | null }>`
    select distinct v.id as "viewId", v.outside_id as "outsideId" from view_conflict c join outside_view v on v.tenant_id = c.tenant_id and v.id = c.view_id
    where c.tenant_id = ${context.tenantId}::uuid and c.connection_id = ${connectionId}::uuid and c.status = 'open' and c.reason = 'untranslated' and v.kind = ${object.kind}`.execute(
    tx,
  );
  const asks = rows.map(({ viewId, outsideId }) => ({ kind: object.kind, key: outsideId ?? keyOfView(viewId), urgency: 1 as const }));
  for (let at = 0; at < asks.length; at += 1_000) await ask(tx, context.tenantId, connectionId, asks.slice(at, at + 1_000), context.now);
}

/** What a mapping, saved or not, would do to one record: the same merge as the writer's, with nothing written. */
export async function tryRecord(
  context: Context,
  deps: ConnectionsDeps,
  connectionId: string,
  objectId: string,
  body: Parsed<'connections.tryRecord'>['body'],
): Promise<Result<'connections.tryRecord'>> {
  const system = await deps.systems.byId(context.tenantId, connectionId);
  const prepared = await deps.database.reading(context.tenantId, async (tx) => {
    const object = await objectOf(tx, context.tenantId, connectionId, objectId);
    const [view] = body.recordId
      ? await viewsOfRecords(tx, context.tenantId, object.kind, [body.recordId], connectionId)
      : body.outsideId
        ? await findViews(tx, context.tenantId, connectionId, object.kind, { outsideIds: [body.outsideId], viewIds: [] })
        : [];
    return { object, view: view ?? null, mappings: body.mappings ?? (await mappingsOf(tx, context.tenantId, objectId)) };
  });
  const { object, view, mappings } = prepared;
  const outsideId = body.outsideId ?? view?.outsideId ?? null;
  const records = system.records;
  if (!records) throw new Problem('conflict', 'This connection keeps no records.');
  const [record] =
    outsideId === null
      ? []
      : await outside(() =>
          records.read(
            object.object,
            mappings.map((mapping) => mapping.outsideField),
            [outsideId],
          ),
        );
  if (outsideId !== null && !record) throw new Problem('not_found', `${system.connection.name} has no ${object.object} ${outsideId}.`);
  return deps.database.reading(context.tenantId, async (tx) => {
    const our = deps.ports.our[object.kind];
    const fields = await our.fields(tx, context.tenantId);
    const recordId = body.recordId ?? view?.recordId ?? null;
    const mine = recordId === null ? undefined : (await our.read(tx, context.tenantId, [recordId])).get(recordId);
    if (body.recordId && !mine) throw notFound(object.kind);
    const base = mappedFields(mappings, fields, object.described);
    const mapped = await Promise.all(
      base.map(async (field) => {
        if (field.refersTo === null) return field;
        const texts = (value: Value | undefined): string[] => (typeof value === 'string' && value !== '' ? [value] : []);
        return {
          ...field,
          references: await pairsOf(tx, context.tenantId, connectionId, field.refersTo, {
            outsideIds: texts(record?.values[field.outsideField]),
            recordIds: texts(mine?.values[field.field]),
          }),
        };
      }),
    );
    const result = reconcile(
      mapped,
      { agreed: view?.agreed ?? {}, held: view?.held ?? {} },
      {
        ours: mine?.values ?? {},
        oursChangedAt: mine?.changedAt ?? new Date(0).toISOString(),
        theirs: record?.values ?? {},
        theirsAt: record?.modifiedAt ?? new Date(0).toISOString(),
        locked: record?.locked ?? null,
      },
      new Map(),
    );
    return {
      outsideId,
      recordId: mine?.id ?? null,
      recordLabel: mine?.label ?? null,
      fields: mapped.map((field) => {
        const ours = mine?.values[field.field] ?? null;
        const theirs = record?.values[field.outsideField] ?? null;
        const here = translateIn(field, theirs);
        const conflict = result.conflicts.find((each) => each.field === field.field);
        const outcome =
          conflict?.reason === 'untranslated'
            ? ('untranslated' as const)
            : conflict
              ? ('conflict' as const)
              : field.field in result.queued
                ? ('locked' as const)
                : field.field in result.setHere
                  ? ('write_here' as const)
                  : field.outsideField in result.writeThere
                    ? ('write_there' as const)
                    : field.authority === 'none'
                      ? ('ignored' as const)
                      : ('same' as const);
        const described = fields.find((each) => each.key === field.field);
        return {
          field: field.field,
          label: described?.label ?? field.field,
          outsideField: field.outsideField,
          type: field.type,
          authority: field.authority,
          ours: listed(ours),
          theirs: listed(theirs),
          theirsHere: here.known ? listed(here.value) : null,
          differs: !agree(field, ours, theirs),
          queued: field.field in result.queued,
          locked: field.field in result.queued,
          conflictId: null,
          choices: choices(described?.choices ?? []),
          outcome,
          becomes: listed(
            outcome === 'write_here'
              ? (result.setHere[field.field] ?? null)
              : outcome === 'write_there'
                ? (result.writeThere[field.outsideField] ?? null)
                : ours,
          ),
        };
      }),
      issues: mappingProblems(mappings, fields, object.described ?? []).map((problem) => ({
        field: problem.field,
        code: problem.code,
        severity: 'warning' as const,
        sentence: problem.sentence,
      })),
    };
  });
}
