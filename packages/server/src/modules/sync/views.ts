import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { findConnection, listConnections, mappedFields, mappingsOf, objectsOf } from './connection-store.ts';
import { adapterOf, outside, type ConnectionsDeps } from './connections.ts';
import { agree, translateIn } from './domain/translate.ts';
import type { Value } from './domain/value.ts';
import { historyOfView } from './history-store.ts';
import { lookAtTasks } from './look-at-records.ts';
import type { SyncPorts } from './ports.ts';
import { readHistoryOf } from './read-history.ts';
import { listed } from './shapes.ts';
import { ask, keyOfView, type Task } from './tasks.ts';
import { insertViews, pairsOf, updateViews, viewById, viewsOfDeal, type View } from './view-store.ts';

type DealView = Result<'views.link'>;
const MOST_STEPS = 10;

/** Every view of a deal, field by field, and the connections in which it has none yet. */
export async function viewsOf(tx: Tx, context: Context, deps: ConnectionsDeps, dealId: string): Promise<Result<'views.ofDeal'>> {
  await requireDeal(tx, context.tenantId, deps.ports, dealId);
  const views = await viewsOfDeal(tx, context.tenantId, dealId);
  const connections = await listConnections(tx, context.tenantId);
  const items: DealView[] = [];
  for (const view of views) items.push(await viewShape(tx, context, deps, view));
  const absent: Result<'views.ofDeal'>['absent'] = [];
  for (const connection of connections) {
    if (views.some((view) => view.connectionId === connection.id)) continue;
    const objects = await objectsOf(tx, context.tenantId, connection.id);
    if (!objects.some((object) => object.kind === 'deal')) continue;
    absent.push({
      connectionId: connection.id,
      connectionName: connection.name,
      system: connection.system,
      uses: [...adapterOf(deps.ports, connection.system).uses],
      mayCreate: connection.status !== 'stopped',
    });
  }
  return { items, absent };
}

async function requireDeal(tx: Tx, tenantId: string, ports: Pick<SyncPorts, 'dealExists'>, dealId: string): Promise<void> {
  if (!(await ports.dealExists(tx, tenantId, dealId))) throw notFound('deal');
}

export async function viewShapeById(tx: Tx, context: Context, deps: ConnectionsDeps, viewId: string): Promise<DealView> {
  const view = await viewById(tx, context.tenantId, viewId);
  if (!view || view.status === 'gone') throw notFound('view');
  return viewShape(tx, context, deps, view);
}

async function viewShape(tx: Tx, context: Context, deps: ConnectionsDeps, view: View): Promise<DealView> {
  const { tenantId } = context;
  const connection = await findConnection(tx, tenantId, view.connectionId);
  const object = (await objectsOf(tx, tenantId, connection.id)).find((each) => each.kind === view.kind);
  const our = deps.ports.our[view.kind];
  const fields = await our.fields(tx, tenantId);
  const mine = (await our.read(tx, tenantId, [view.recordId])).get(view.recordId);
  const mapped = mappedFields(object ? await mappingsOf(tx, tenantId, object.id) : [], fields, object?.described ?? null);
  const conflicts = new Map(
    (
      await sql<{
        field: string;
        id: string;
      }>`select field, id from view_conflict where tenant_id = ${tenantId}::uuid and view_id = ${view.id}::uuid and status = 'open'`.execute(tx)
    ).rows.map((row) => [row.field, row.id]),
  );
  const names = await referenceNames(tx, tenantId, deps, view, mapped, mine?.values ?? {});
  const route = view.routeId === null ? null : await deps.ports.nextOfRoute(tx, tenantId, view.routeId);
  const isLocked = (field: string): boolean => view.locked !== null && (view.locked.fields === 'all' || view.locked.fields.includes(field));
  const steps = (await deps.ports.stepsOf(tx, tenantId, [view.id])).get(view.id) ?? [];
  const state = view.outsideState;
  return {
    id: view.id,
    connectionId: connection.id,
    connectionName: connection.name,
    system: connection.system,
    uses: [...adapterOf(deps.ports, connection.system).uses],
    kind: view.kind,
    routeId: view.routeId,
    outsideId: view.outsideId,
    outsideUrl: view.outsideUrl,
    status: view.status,
    sentence: view.sentence,
    state: state && state.key !== '' ? { key: state.key, label: state.label, stage: state.stage, sentence: state.sentence } : null,
    locked:
      view.locked === null
        ? null
        : { fields: view.locked.fields === 'all' ? 'all' : [...view.locked.fields], sentence: view.locked.sentence, until: view.locked.until },
    fields: mapped
      .filter((field) => field.authority !== 'none')
      .map((field) => {
        const ours = mine?.values[field.field] ?? null;
        const theirs = view.shown[field.outsideField] ?? null;
        const pairs = names.get(field.field);
        const withReferences = { ...field, references: pairs?.pairs ?? null };
        const here = translateIn(withReferences, theirs);
        const described = fields.find((each) => each.key === field.field);
        return {
          field: field.field,
          label: described?.label ?? field.field,
          outsideField: field.outsideField,
          type: field.type,
          authority: field.authority,
          ours: listed(shown(ours, pairs?.labels)),
          theirs: listed(theirs),
          theirsHere: here.known ? listed(shown(here.value, pairs?.labels)) : null,
          differs: view.outsideId !== null && !agree(withReferences, ours, theirs),
          queued: field.field in view.queued,
          locked: isLocked(field.outsideField) || (field.createOnly && view.outsideId !== null),
          conflictId: conflicts.get(field.field) ?? null,
          choices: (described?.choices ?? []).map(({ value, label }) => ({ value, label })),
        };
      }),
    steps: steps.slice(0, MOST_STEPS).map((step) => ({ ...step })),
    links: (state?.links ?? []).map(({ type, id, label }) => ({ type, id, label })),
    next: route,
    readAt: view.readAt,
    agreedAt: view.agreedAt,
    version: view.version,
  };
}

/** A reference is shown by the name of what it points to. */
const shown = (value: Value, labels: ReadonlyMap<string, string> | undefined): Value =>
  labels && typeof value === 'string' ? (labels.get(value) ?? value) : value;

async function referenceNames(
  tx: Tx,
  tenantId: string,
  deps: ConnectionsDeps,
  view: View,
  mapped: ReturnType<typeof mappedFields>,
  ours: Readonly<Record<string, Value>>,
) {
  const found = new Map<string, { labels: Map<string, string>; pairs: Awaited<ReturnType<typeof pairsOf>> }>();
  for (const field of mapped) {
    if (field.refersTo === null) continue;
    const texts = (value: Value | undefined): string[] => (typeof value === 'string' && value !== '' ? [value] : []);
    const pairs = await pairsOf(tx, tenantId, view.connectionId, field.refersTo, {
      outsideIds: texts(view.shown[field.outsideField]),
      recordIds: texts(ours[field.field]),
    });
    const ids = [...new Set([...texts(ours[field.field]), ...pairs.here.values()])];
    const records = await deps.ports.our[field.refersTo].read(tx, tenantId, ids);
    found.set(field.field, { pairs, labels: new Map([...records.values()].map((record) => [record.id, record.label])) });
  }
  return found;
}

/** A view without a record over there yet, or tied to one that is; the engine does the rest. Gives the view's id. */
export async function beginView(
  tx: Tx,
  context: Context,
  ports: Pick<SyncPorts, 'dealExists'>,
  input: { readonly dealId: string; readonly connectionId: string; readonly routeId: string | null; readonly outsideId: string | null },
): Promise<string> {
  await requireDeal(tx, context.tenantId, ports, input.dealId);
  const connection = await findConnection(tx, context.tenantId, input.connectionId);
  if (!(await objectsOf(tx, context.tenantId, connection.id)).some((object) => object.kind === 'deal'))
    throw new Problem('conflict', `${connection.name} keeps no deals.`);
  const id = newId();
  const [made] = await insertViews(
    tx,
    context.tenantId,
    connection.id,
    [{ id, kind: 'deal', recordId: input.dealId, dealId: input.dealId, routeId: input.routeId, outsideId: input.outsideId }],
    context.now,
  );
  if (made === undefined)
    throw new Problem(
      'conflict',
      input.outsideId === null
        ? `The deal has its record in ${connection.name} already.`
        : `The deal has a record in ${connection.name} already, or ${input.outsideId} belongs to another deal.`,
    );
  await ask(tx, context.tenantId, connection.id, [{ kind: 'deal', key: input.outsideId ?? keyOfView(id), urgency: 0 }], context.now);
  await recordChange(tx, context, {
    operation: 'views.link',
    recordType: 'view',
    recordId: id,
    after: input,
    events: [{ type: 'view.linked', dealId: input.dealId, payload: { connection: connection.name, outsideId: input.outsideId } }],
  });
  return id;
}

export async function linkView(context: Context, deps: ConnectionsDeps, dealId: string, body: Parsed<'views.link'>['body']): Promise<DealView> {
  const outsideId = body.outsideId ?? null;
  if (outsideId !== null) {
    const system = await deps.systems.byId(context.tenantId, body.connectionId);
    const objects = await deps.database.reading(context.tenantId, (tx) => objectsOf(tx, context.tenantId, body.connectionId));
    const object = objects.find((each) => each.kind === 'deal');
    const records = system.records;
    const [record] = object && records ? await outside(() => records.read(object.object, [], [outsideId])) : [];
    if (!record || record.gone) throw new Problem('not_found', `${system.connection.name} has no record ${outsideId}.`);
  }
  const id = await deps.database.inTenant(context.tenantId, (tx) =>
    beginView(tx, context, deps.ports, { dealId, connectionId: body.connectionId, routeId: null, outsideId }),
  );
  deps.wake();
  return deps.database.reading(context.tenantId, (tx) => viewShapeById(tx, context, deps, id));
}

/** Both records stay as they are; they only no longer follow each other. */
export async function unlinkView(tx: Tx, context: Context, ports: Pick<SyncPorts, 'askPerson'>, id: string): Promise<{ id: string }> {
  const view = await viewById(tx, context.tenantId, id, { lock: true });
  if (!view || view.status === 'gone') throw notFound('view');
  await updateViews(tx, context.tenantId, [{ id, status: 'gone', sentence: `Untied by ${context.actor.name}.` }]);
  await sql`update view_conflict set status = 'passed' where tenant_id = ${context.tenantId}::uuid and view_id = ${id}::uuid and status = 'open'`.execute(tx);
  await sql`update sync_failure set status = 'passed' where tenant_id = ${context.tenantId}::uuid and view_id = ${id}::uuid and status = 'open'`.execute(tx);
  await ports.askPerson(tx, context, { recordId: id, closed: 'The deal was untied from it.' });
  await recordChange(tx, context, {
    operation: 'views.unlink',
    recordType: 'view',
    recordId: id,
    before: { outsideId: view.outsideId },
    events: [{ type: 'view.unlinked', dealId: view.dealId, payload: { outsideId: view.outsideId } }],
  });
  return { id };
}

/** Looks now, for somebody who waits. */
export async function refreshView(context: Context, deps: ConnectionsDeps, id: string): Promise<DealView> {
  const view = await deps.database.reading(context.tenantId, (tx) => viewById(tx, context.tenantId, id));
  if (!view || view.status === 'gone') throw notFound('view');
  const system = await deps.systems.byId(context.tenantId, view.connectionId);
  if (system.connection.status !== 'active') throw new Problem('conflict', system.connection.statusSentence ?? `${system.connection.name} is paused.`);
  const object = (await deps.database.reading(context.tenantId, (tx) => objectsOf(tx, context.tenantId, view.connectionId))).find(
    (each) => each.kind === view.kind,
  );
  if (object) {
    const task: Task = { kind: view.kind, key: view.outsideId ?? keyOfView(view.id), urgency: 0, asked: 0, attempts: 0 };
    const looking = {
      database: deps.database,
      tenantId: context.tenantId,
      system,
      object,
      ports: deps.ports,
      now: () => context.now,
      onError: () => undefined,
    };
    await outside(() => lookAtTasks(looking, [task], 'live'));
    const due = await deps.database.reading(context.tenantId, (tx) => historyOfView(tx, context.tenantId, id));
    // The record was read; a past that cannot be read at this moment stays due, and the engine comes back to it.
    await readHistoryOf(looking, due, 'live').catch((error: unknown) => {
      if (!(error instanceof OutsideError)) throw error;
    });
  }
  return deps.database.reading(context.tenantId, (tx) => viewShapeById(tx, context, deps, id));
}
