import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { actorOf, mappedFields, mappingsOf, type Connection, type ConnectionObject } from './connection-store.ts';
import { decisionsOf, settleConflicts, TAKE_BACK_MS, type Dispute } from './conflict-store.ts';
import { closeFailures, recordFailure } from './failure-store.ts';
import { reconcile, valuesForNew, type Reconciled } from './domain/reconcile.ts';
import type { MappedField } from './domain/translate.ts';
import { same as isSame, type Values } from './domain/value.ts';
import { writeLog, type LogEntry } from './log-store.ts';
import { describeSoon } from './object-store.ts';
import type { OurRecord, OutsideRecord, SyncPorts } from './ports.ts';
import { ask, keyOfView, type Ask } from './tasks.ts';
import { tellChanged, type Told } from './tell-changes.ts';
import { findViews, insertViews, pairsOf, updateViews, type View, type ViewChange, type ViewStatus } from './view-store.ts';

/** What must be written over there for one view, decided on the version that was read. */
export type PlannedWrite = {
  readonly viewId: string;
  readonly outsideId: string | null;
  readonly ifVersion: string | null;
  readonly values: Values;
  readonly pending: Reconciled['pending'];
  readonly startedAt: number;
};
export type Reconciliation = {
  readonly writes: readonly PlannedWrite[];
  /** Keys of records that must be looked at again: what was read was older than what we had seen, or it points at something absent. */
  readonly again: ReadonlyMap<string, { readonly afterMs: number; readonly sentence: string }>;
  readonly counts: { readonly changedHere: number; readonly createdHere: number; readonly same: number };
};
export type ReconcileInput = {
  readonly connection: Connection;
  readonly object: ConnectionObject;
  readonly ports: SyncPorts;
  readonly tenantId: string;
  readonly now: Date;
  /** Records as they are over there now. */
  readonly records: readonly OutsideRecord[];
  /** Views without a record over there: to be made. */
  readonly newViews: readonly string[];
  /** Ids of records that could not be found over there. */
  readonly absent: readonly string[];
};

/** A record just made may not show itself yet; one that is absent for longer is gone. */
const MAY_BE_HIDDEN_MS = 60_000;
const REFERENCE_WAIT_MS = 2_000;
const LAG_WAIT_MS = 2_000;

/**
 * Both sides of a batch of records, in one transaction: what theirs changes here is set here and remembered as agreed; what ours
 * changes there is given back to be written. Doing it again with the same records changes nothing.
 */
export async function reconcileRecords(tx: Tx, input: ReconcileInput): Promise<Reconciliation> {
  const { tenantId, connection, object, ports, now } = input;
  const our = ports.our[object.kind];
  const context = contextOf(input);
  const mapped = mappedFields(await mappingsOf(tx, tenantId, object.id), await our.fields(tx, tenantId), object.described);
  const records = new Map(input.records.map((record) => [record.id, record]));
  const again = new Map<string, { afterMs: number; sentence: string }>();
  const asks: Ask[] = [];
  const log: LogEntry[] = [];

  let views = await findViews(
    tx,
    tenantId,
    connection.id,
    object.kind,
    { outsideIds: [...records.keys(), ...input.absent], viewIds: input.newViews },
    { lock: true },
  );
  const tied = new Set(views.flatMap((view) => view.outsideId ?? []));
  const strangers = [...records.values()].filter((record) => !tied.has(record.id) && record.gone === undefined);
  const recordIds = new Set(views.map((view) => view.recordId));
  const references = await loadReferences(tx, input, mapped, [...records.values()], [...recordIds]);
  const fields = mapped.map((field) => ({ ...field, references: field.refersTo === null ? null : (references.get(field.refersTo) ?? emptyPairs()) }));
  const createdHere = await takeIn(tx, context, input, fields, strangers, again, asks, log);
  if (createdHere.length > 0)
    views = [...views, ...(await findViews(tx, tenantId, connection.id, object.kind, { outsideIds: [], viewIds: createdHere }, { lock: true }))];

  const ours = await our.read(
    tx,
    tenantId,
    views.map((view) => view.recordId),
    { lock: true },
  );
  const decisions = await decisionsOf(
    tx,
    tenantId,
    views.map((view) => view.id),
    now,
  );
  const toSet: { id: string; set: Values }[] = [];
  const results: { view: View; record: OutsideRecord | null; ours: OurRecord; result: Reconciled }[] = [];
  const changes: ViewChange[] = [];
  for (const view of views) {
    const mine = ours.get(view.recordId);
    const record = view.outsideId === null ? null : (records.get(view.outsideId) ?? null);
    if (record?.gone !== undefined) {
      await partWith(tx, input, view, record.gone, log);
      continue;
    }
    if (view.outsideId !== null && record === null) {
      if (now.getTime() - Date.parse(view.createdAt) < MAY_BE_HIDDEN_MS)
        again.set(view.outsideId, { afterMs: LAG_WAIT_MS, sentence: `${connection.name} does not show it yet.` });
      else await partWith(tx, input, view, { reason: 'deleted', into: null }, log);
      continue;
    }
    if (!mine) {
      changes.push({ id: view.id, status: 'gone', sentence: 'Our record was removed.' });
      continue;
    }
    // A reader that lags shows what was before our own write; taking it for a change would undo that write.
    if (record && view.outsideModifiedAt !== null && Date.parse(record.modifiedAt) < Date.parse(view.outsideModifiedAt)) {
      again.set(record.id, { afterMs: LAG_WAIT_MS, sentence: `${connection.name} still shows an earlier state.` });
      continue;
    }
    const pending = decisions.get(view.id) ?? new Map<string, null>();
    const free = fields.filter((field) => pending.get(field.field) !== null);
    // One that may still be taken back is carried out later, whatever this look was for.
    if (free.length < fields.length)
      again.set(view.outsideId ?? keyOfView(view.id), { afterMs: TAKE_BACK_MS, sentence: 'A decision may still be taken back.' });
    const result = reconcile(
      record ? free.map((field) => (field.createOnly ? { ...field, writableThere: false } : field)) : free,
      { agreed: view.agreed, held: view.held },
      {
        ours: mine.values,
        oursChangedAt: mine.changedAt,
        theirs: record?.values ?? {},
        theirsAt: record?.modifiedAt ?? new Date(0).toISOString(),
        locked: record?.locked ?? null,
        creating: record === null,
      },
      new Map([...pending].flatMap(([field, decision]) => (decision === null ? [] : [[field, decision] as const]))),
    );
    if (Object.keys(result.setHere).length > 0) toSet.push({ id: view.recordId, set: result.setHere });
    results.push({ view, record, ours: mine, result: heldBack(view, record, result) });
  }

  const refused = new Map((await our.update(tx, context, toSet)).map((refusal) => [refusal.id, refusal.sentence]));
  const writes: PlannedWrite[] = [];
  const healed: { key: string; direction: 'in' | 'any' }[] = [];
  const disputes: Dispute[] = [];
  let unchanged = 0;
  for (const { view, record, ours: mine, result } of results) {
    const refusal = refused.get(view.recordId);
    const key = view.outsideId ?? keyOfView(view.id);
    for (const waiting of result.waitsFor) {
      const mappedField = mapped.find((field) => field.field === waiting.field);
      if (!mappedField?.refersTo || mappedField.refersTo === 'person' || typeof waiting.reference !== 'string') continue;
      if (waiting.side === 'here') asks.push({ kind: mappedField.refersTo, key: waiting.reference, urgency: 1 });
      again.set(key, { afterMs: REFERENCE_WAIT_MS, sentence: `It names a record (${waiting.reference}) that is not ${waiting.side} yet.` });
    }
    const toWrite = record === null || Object.keys(result.writeThere).length > 0;
    if (toWrite && refusal === undefined)
      writes.push({
        viewId: view.id,
        outsideId: view.outsideId,
        ifVersion: record?.version ?? null,
        values: result.writeThere,
        pending: result.pending,
        startedAt: performance.now(),
      });
    if (refusal !== undefined)
      await recordFailure(tx, tenantId, {
        connectionId: connection.id,
        viewId: view.id,
        dealId: mine.dealId,
        kind: object.kind,
        key,
        direction: 'in',
        failure: 'invalid',
        sentence: refusal,
        issues: [],
        request: result.setHere,
        response: null,
        now,
      });
    else healed.push({ key, direction: toWrite ? 'in' : 'any' });
    const status = statusOf(result, refusal !== undefined, toWrite);
    const linked = record?.links === undefined ? {} : { links: record.links };
    const outsideState = record?.state
      ? { ...record.state, ...linked }
      : record?.links
        ? { key: '', label: '', stage: null, sentence: null, links: record.links }
        : null;
    if (status === 'same' && Object.keys(result.setHere).length === 0) unchanged += 1;
    disputes.push({
      viewId: view.id,
      dealId: mine.dealId,
      conflicts: refusal === undefined ? result.conflicts : [],
      oursAt: mine.changedAt,
      theirsAt: record?.modifiedAt ?? null,
      decided: refusal === undefined ? result.decided : [],
    });
    changes.push({
      id: view.id,
      agreed: refusal === undefined ? result.agreed : view.agreed,
      held: refusal === undefined ? result.held : view.held,
      queued: result.queued,
      status,
      sentence: refusal ?? sentenceOf(connection, status, record, result),
      ...(status === 'same' ? { agreedAt: now.toISOString() } : {}),
      ...(record
        ? {
            shown: record.values,
            outsideVersion: record.version,
            outsideModifiedAt: record.modifiedAt,
            outsideUrl: record.url ?? null,
            locked: record.locked ?? null,
            outsideState,
            readAt: now.toISOString(),
          }
        : {}),
    });
    if (Object.keys(result.setHere).length > 0 && refusal === undefined)
      log.push({ viewId: view.id, direction: 'in', act: 'set', fields: Object.keys(result.setHere), sentence: null, milliseconds: null });
    if (view.dealId !== null && record && !sameState(view, record))
      await ports.stateChanged(tx, context, {
        viewId: view.id,
        connectionId: connection.id,
        system: connection.system,
        dealId: view.dealId,
        routeId: view.routeId,
        outsideId: record.id,
        from: view.outsideState,
        to: record.state ?? null,
        locked: record.locked ?? null,
        links: record.links ?? [],
      });
  }
  await updateViews(tx, tenantId, changes);
  await tellChanged(tx, input, toldOf(views, changes, records), now);
  const opened = await settleConflicts(tx, tenantId, connection.id, disputes, now);
  await recordChanges(
    tx,
    context,
    opened.map(({ id, dealId, field, reason }) => ({
      operation: 'conflicts.open',
      recordType: 'conflict',
      recordId: id,
      after: { field, reason },
      // Of a walk over everything a person is not told one by one.
      events: [{ type: 'conflict.opened', dealId, payload: { connection: connection.name, field, reason, ...(object.walking ? { walking: true } : {}) } }],
    })),
  );
  if (opened.some(({ reason }) => reason === 'untranslated')) await describeSoon(tx, tenantId, object.id, now);
  await closeFailures(tx, tenantId, connection.id, object.kind, healed, now);
  await ask(tx, tenantId, connection.id, asks, now);
  await writeLog(tx, tenantId, connection.id, log, now);
  return { writes, again, counts: { changedHere: toSet.length, createdHere: createdHere.length, same: unchanged } };
}

/** Of the views that were looked at, those that look different to a person now. */
function toldOf(views: readonly View[], changes: readonly ViewChange[], records: ReadonlyMap<string, OutsideRecord>): Told[] {
  const changed = new Map(changes.map((change) => [change.id, change]));
  return views.flatMap((view): Told[] => {
    const change = changed.get(view.id);
    if (!change) return [];
    const { status = view.status, sentence = view.sentence, shown = view.shown, queued = view.queued } = change;
    const record = view.outsideId === null ? undefined : records.get(view.outsideId);
    const same =
      status === view.status &&
      sentence === view.sentence &&
      sameValues(shown, view.shown) &&
      sameValues(queued, view.queued) &&
      (record === undefined || sameState(view, record));
    return same ? [] : [{ id: view.id, dealId: view.dealId, outsideId: view.outsideId, status, sentence }];
  });
}
const sameValues = (a: Values, b: Values): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSame(a[key] ?? null, b[key] ?? null));

/**
 * They wait for something in particular, and any write would be taken for the answer: what was queued before goes along with it, and
 * does not go out by itself.
 */
function heldBack(view: View, record: OutsideRecord | null, result: Reconciled): Reconciled {
  if (record?.state?.key !== 'needs_work') return result;
  const fields = Object.entries(result.pending);
  const queuedBefore = fields.every(([field, { outsideField }]) => field in view.queued && isSame(view.queued[field], result.writeThere[outsideField]));
  if (fields.length === 0 || !queuedBefore) return result;
  return {
    ...result,
    writeThere: {},
    pending: {},
    queued: { ...result.queued, ...Object.fromEntries(fields.map(([field, { outsideField }]) => [field, result.writeThere[outsideField] ?? null])) },
  };
}

const contextOf = (input: Pick<ReconcileInput, 'tenantId' | 'connection' | 'now'>): Context =>
  systemContext(input.tenantId, actorOf(input.connection), input.now);

const emptyPairs = (): { here: Map<string, string>; there: Map<string, string> } => ({ here: new Map(), there: new Map() });

async function loadReferences(
  tx: Tx,
  input: ReconcileInput,
  mapped: readonly (MappedField & { refersTo: ConnectionObject['kind'] | null })[],
  records: readonly OutsideRecord[],
  recordIds: readonly string[],
) {
  const kinds = [...new Set(mapped.flatMap((field) => field.refersTo ?? []))];
  const ours = kinds.length === 0 ? new Map<string, OurRecord>() : await input.ports.our[input.object.kind].read(tx, input.tenantId, recordIds);
  const found = new Map<ConnectionObject['kind'], { here: Map<string, string>; there: Map<string, string> }>();
  for (const kind of kinds) {
    const fields = mapped.filter((field) => field.refersTo === kind);
    const text = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);
    found.set(
      kind,
      await pairsOf(tx, input.tenantId, input.connection.id, kind, {
        outsideIds: [...new Set(records.flatMap((record) => fields.flatMap((field) => text(record.values[field.outsideField]))))],
        recordIds: [...new Set([...ours.values()].flatMap((record) => fields.flatMap((field) => text(record.values[field.field]))))],
      }),
    );
  }
  return found;
}

/** Records nobody here knows: those we surely have are tied to ours, the others are made, where this connection may. */
async function takeIn(
  tx: Tx,
  context: Context,
  input: ReconcileInput,
  fields: readonly MappedField[],
  strangers: readonly OutsideRecord[],
  again: Map<string, { afterMs: number; sentence: string }>,
  asks: Ask[],
  log: LogEntry[],
): Promise<string[]> {
  if (strangers.length === 0) return [];
  const { tenantId, connection, object, ports, now } = input;
  const prepared = strangers.map((record) => ({ record, ...valuesForNew(fields, record.values) }));
  const recognised = await ports.our[object.kind].recognise(
    tx,
    tenantId,
    prepared.map(({ record, known }) => ({ outsideId: record.id, values: known })),
  );
  const made: { id: string; values: Values; outsideId: string }[] = [];
  const views: { id: string; kind: ConnectionObject['kind']; recordId: string; dealId: string | null; routeId: null; outsideId: string }[] = [];
  const dealOf = (recordId: string): string | null => (object.kind === 'deal' ? recordId : null);
  for (const { record, values, waitsFor } of prepared) {
    const ours = recognised.get(record.id);
    if (ours !== undefined) {
      views.push({ id: newId(), kind: object.kind, recordId: ours, dealId: dealOf(ours), routeId: null, outsideId: record.id });
      continue;
    }
    if (!object.createsHere) continue;
    for (const waiting of waitsFor) {
      const refersTo = fields.find((field) => field.field === waiting.field) as (MappedField & { refersTo?: ConnectionObject['kind'] | null }) | undefined;
      // Somebody over there who is nobody here: nothing to wait for.
      if (refersTo?.refersTo === 'person') continue;
      if (refersTo?.refersTo && typeof waiting.reference === 'string') asks.push({ kind: refersTo.refersTo, key: waiting.reference, urgency: 1 });
      again.set(record.id, { afterMs: REFERENCE_WAIT_MS, sentence: `It names a record (${String(waiting.reference)}) that is not here yet.` });
    }
    const id = newId();
    made.push({ id, values, outsideId: record.id });
    views.push({ id: newId(), kind: object.kind, recordId: id, dealId: dealOf(id), routeId: null, outsideId: record.id });
  }
  const refused = new Map((await ports.our[object.kind].create(tx, context, made)).map(({ id, sentence }) => [id, sentence]));
  for (const { id, outsideId, values } of made) {
    const sentence = refused.get(id);
    if (sentence === undefined) continue;
    await recordFailure(tx, tenantId, {
      connectionId: connection.id,
      viewId: null,
      dealId: null,
      kind: object.kind,
      key: outsideId,
      direction: 'in',
      failure: 'invalid',
      sentence,
      issues: [],
      request: values,
      response: null,
      now,
    });
  }
  const inserted = await insertViews(
    tx,
    tenantId,
    connection.id,
    views.filter((view) => !refused.has(view.recordId)),
    now,
  );
  const fresh = new Set(made.map(({ id }) => id));
  for (const view of views)
    if (fresh.has(view.recordId) && inserted.includes(view.id))
      log.push({ viewId: view.id, direction: 'in', act: 'created', fields: [], sentence: null, milliseconds: null });
  return inserted;
}

/** Their record is no more. Ours stays; a merged one leads on to the record that took its place. */
async function partWith(
  tx: Tx,
  input: ReconcileInput,
  view: View,
  gone: { reason: 'deleted' | 'merged'; into: string | null },
  log: LogEntry[],
): Promise<void> {
  const { tenantId, connection, object, now } = input;
  const sentence =
    gone.reason === 'merged' && gone.into !== null
      ? `It was merged into ${gone.into} in ${connection.name}.`
      : `It was deleted in ${connection.name}. Our record stays; restore theirs or tie ours to another.`;
  const [survivor] = gone.into === null ? [] : await findViews(tx, tenantId, connection.id, object.kind, { outsideIds: [gone.into], viewIds: [] });
  if (gone.into !== null && !survivor) {
    await updateViews(tx, tenantId, [{ id: view.id, outsideId: gone.into, outsideVersion: null, outsideModifiedAt: null, sentence }]);
    await tellChanged(tx, input, [{ ...view, outsideId: gone.into, sentence }], now);
    await ask(tx, tenantId, connection.id, [{ kind: object.kind, key: gone.into, urgency: 1 }], now);
  } else {
    const said = survivor ? `${sentence} That one belongs to another record of ours.` : sentence;
    await updateViews(tx, tenantId, [{ id: view.id, status: 'gone', sentence: said }]);
    await tellChanged(tx, input, [{ ...view, status: 'gone', sentence: said }], now);
    if (view.outsideState !== null) await input.ports.askPerson(tx, contextOf(input), { recordId: view.id, closed: sentence });
  }
  await sql`update view_conflict set status = 'passed', resolved_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and view_id = ${view.id}::uuid and status = 'open'`.execute(
    tx,
  );
  log.push({ viewId: view.id, direction: 'in', act: gone.reason, fields: [], sentence, milliseconds: null });
}

function statusOf(result: Reconciled, refused: boolean, toWrite: boolean): ViewStatus {
  if (refused) return 'failed';
  if (toWrite) return 'waiting';
  if (result.conflicts.length > 0) return 'conflict';
  if (Object.keys(result.queued).length > 0) return 'locked';
  return 'same';
}

function sentenceOf(connection: Connection, status: ViewStatus, record: OutsideRecord | null, result: Reconciled): string | null {
  // Held back though nothing is locked: the next change is taken for the answer they wait for.
  if (status === 'locked') return record?.locked?.sentence ?? `${connection.name} waits for an answer. What was changed before goes out along with it.`;
  if (status === 'conflict')
    return result.conflicts.length === 1 ? 'One field waits for a decision.' : `${result.conflicts.length} fields wait for a decision.`;
  if (status === 'waiting') return record === null ? `It is about to be made in ${connection.name}.` : `Changes of ours are about to go to ${connection.name}.`;
  return null;
}

function sameState(view: View, record: OutsideRecord): boolean {
  const before = view.outsideState;
  const links = (list: readonly { type: string; id: string }[] | undefined): string[] => (list ?? []).map((each) => `${each.type} ${each.id}`);
  return (
    isSame(before?.key ?? null, record.state?.key ?? null) &&
    isSame(before?.label ?? null, record.state?.label ?? null) &&
    isSame(before?.stage ?? null, record.state?.stage ?? null) &&
    isSame(before?.sentence ?? null, record.state?.sentence ?? null) &&
    isSame(links(before?.links), links(record.links)) &&
    JSON.stringify(view.locked) === JSON.stringify(record.locked ?? null)
  );
}
