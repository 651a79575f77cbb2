import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { mappingsOf, type ConnectionObject } from './connection-store.ts';
import type { OutsideRecord, SyncPorts } from './ports.ts';
import { reconcileRecords, type Reconciliation } from './reconcile-records.ts';
import { recordFailure } from './failure-store.ts';
import type { OpenSystem } from './systems.ts';
import { ask, backOffMs, finish, keyOfView, putOff, viewOfKey, type Task } from './tasks.ts';
import { tellChanged } from './tell-changes.ts';
import { writeThere } from './write-there.ts';

export type Looking = {
  readonly database: Database;
  readonly tenantId: string;
  readonly system: OpenSystem;
  readonly object: ConnectionObject;
  readonly ports: SyncPorts;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
};

/** After so many attempts a record is set aside with a sentence, so that it holds up no other. */
const MOST_ATTEMPTS = 5;

/** What stops the whole connection, and no single record. */
export const stopsConnection = (error: unknown): error is OutsideError =>
  error instanceof OutsideError && (error.failure === 'auth' || error.failure === 'throttled' || error.failure === 'unavailable');

/** Waits for the budget of the account; live work is served before back-fill. */
export async function spend(looking: Pick<Looking, 'system'>, name: 'read' | 'write', urgency: 'live' | 'backfill'): Promise<void> {
  const bucket = looking.system.buckets.get(name);
  for (let pause = bucket?.take(performance.now(), urgency) ?? 0; pause > 0; pause = bucket?.take(performance.now(), urgency) ?? 0)
    await wait(Math.min(pause, 5_000));
}

export const outsideFieldsOf = async (looking: Looking): Promise<string[]> =>
  (await looking.database.reading(looking.tenantId, (tx) => mappingsOf(tx, looking.tenantId, looking.object.id))).map((mapping) => mapping.outsideField);

/** Reads the records of these tasks, merges both sides, writes where needed, and ends the tasks or puts them off. */
export async function lookAtTasks(looking: Looking, tasks: readonly Task[], urgency: 'live' | 'backfill'): Promise<void> {
  const { system } = looking;
  const records = system.records;
  if (!records || tasks.length === 0) return;
  try {
    const fields = await outsideFieldsOf(looking);
    const outsideIds = tasks.flatMap((task) => (viewOfKey(task.key) === null ? [task.key] : []));
    const read: OutsideRecord[] = [];
    for (let at = 0; at < outsideIds.length; at += records.limits.readAtOnce) {
      await spend(looking, 'read', urgency);
      read.push(...(await records.read(looking.object.object, fields, outsideIds.slice(at, at + records.limits.readAtOnce))));
    }
    const seen = new Set(read.map((record) => record.id));
    await lookAt(looking, {
      fields,
      records: read,
      absent: outsideIds.filter((id) => !seen.has(id)),
      newViews: tasks.flatMap((task) => viewOfKey(task.key) ?? []),
      tasks,
      urgency,
    });
  } catch (error) {
    await recover(looking, tasks, urgency, error);
  }
}

/** The same for records that were read already, such as a page of changes. Tasks that were asked for them end with it. */
export async function lookAt(
  looking: Looking,
  input: {
    readonly fields: readonly string[];
    readonly records: readonly OutsideRecord[];
    readonly absent: readonly string[];
    readonly newViews: readonly string[];
    readonly tasks: readonly Task[];
    readonly urgency: 'live' | 'backfill';
    /** Kept with the effects of this batch, in its transaction. */
    readonly also?: (tx: Tx, result: Reconciliation) => Promise<void>;
  },
): Promise<Reconciliation> {
  const { database, tenantId, system, object, ports } = looking;
  const { connection } = system;
  const at = looking.now();
  const result = await database.inTenant(tenantId, async (tx) => {
    const reconciled = await reconcileRecords(tx, {
      connection,
      object,
      ports,
      tenantId,
      now: at,
      records: input.records,
      newViews: input.newViews,
      absent: input.absent,
    });
    const writing = new Set(reconciled.writes.flatMap((write) => [write.viewId, write.outsideId ?? '']));
    const isDone = (task: Task): boolean => !writing.has(viewOfKey(task.key) ?? task.key) && !reconciled.again.has(task.key);
    await finish(tx, tenantId, connection.id, input.tasks.filter(isDone));
    // Those that wait for their writing are ended after it; an interruption leaves them, to be done again.
    const again = [...reconciled.again].flatMap(([key, { afterMs }]) => {
      const task = input.tasks.find((each) => each.key === key);
      return task && !writing.has(viewOfKey(key) ?? key)
        ? [{ ...task, until: new Date(at.getTime() + Math.max(afterMs, backOffMs(task.attempts) - 1_000)) }]
        : [];
    });
    await putOff(tx, tenantId, connection.id, again);
    const unasked = [...reconciled.again].filter(([key]) => !input.tasks.some((task) => task.key === key));
    await askLater(tx, looking, unasked, at);
    if (input.tasks.length === 0)
      await askLater(
        tx,
        looking,
        reconciled.writes.map((write) => [write.outsideId ?? keyOfView(write.viewId), { afterMs: 0 }] as const),
        at,
        input.urgency === 'live' ? 1 : 2,
      );
    await input.also?.(tx, reconciled);
    await sql`update connection set last_read_at = ${at.toISOString()}::timestamptz, failures = 0, resumes_at = null where tenant_id = ${tenantId}::uuid and id = ${connection.id}::uuid`.execute(
      tx,
    );
    return reconciled;
  });
  // Of a page nobody asked for, the writes are left to the tasks just made: the page's place is kept first.
  if (input.tasks.length > 0 && system.records) await carryOut(looking, input.fields, result, input.tasks, input.urgency);
  return result;
}

async function askLater(
  tx: Tx,
  looking: Looking,
  keys: readonly (readonly [string, { readonly afterMs: number }])[],
  at: Date,
  urgency: 1 | 2 = 1,
): Promise<void> {
  await ask(
    tx,
    looking.tenantId,
    looking.system.connection.id,
    keys.map(([key, { afterMs }]) => ({ kind: looking.object.kind, key, urgency, dueAt: new Date(at.getTime() + afterMs) })),
    at,
  );
}

async function carryOut(
  looking: Looking,
  fields: readonly string[],
  result: Reconciliation,
  tasks: readonly Task[],
  urgency: 'live' | 'backfill',
): Promise<void> {
  const { database, tenantId, system } = looking;
  if (!system.records || result.writes.length === 0) return;
  const records = system.records;
  const taskOf = (viewId: string, outsideId: string | null): Task | undefined => tasks.find((task) => task.key === outsideId || viewOfKey(task.key) === viewId);
  const attempts = new Map(result.writes.map((write) => [write.viewId, taskOf(write.viewId, write.outsideId)?.attempts ?? 0]));
  for (let at = 0; at < result.writes.length; at += records.limits.writeAtOnce) {
    const writes = result.writes.slice(at, at + records.limits.writeAtOnce);
    await spend(looking, 'write', urgency);
    const ends = new Map(
      (
        await writeThere({
          database,
          tenantId,
          connection: system.connection,
          object: looking.object,
          system: records,
          fields,
          writes,
          attempts,
          now: looking.now,
        })
      ).map((end) => [end.viewId, end]),
    );
    await database.inTenant(tenantId, async (tx) => {
      const now = looking.now();
      const done: Task[] = [];
      const again: (Task & { until: Date })[] = [];
      for (const write of writes) {
        const task = taskOf(write.viewId, write.outsideId);
        const end = ends.get(write.viewId);
        if (!task || !end) continue;
        const waits = result.again.get(task.key);
        if (end.again) again.push({ ...task, until: new Date(now.getTime() + end.again.afterMs) });
        else if (waits) again.push({ ...task, until: new Date(now.getTime() + waits.afterMs) });
        else done.push(task);
      }
      await finish(tx, tenantId, system.connection.id, done);
      await putOff(tx, tenantId, system.connection.id, again);
    });
  }
}

/**
 * A page that could not be taken in as a whole: each of its records becomes a task, so that one bad record holds up neither the others
 * nor the page.
 */
export async function takeOneByOne(looking: Looking, records: readonly OutsideRecord[], urgency: 1 | 2, also: (tx: Tx) => Promise<void>): Promise<void> {
  await looking.database.inTenant(looking.tenantId, async (tx) => {
    await ask(
      tx,
      looking.tenantId,
      looking.system.connection.id,
      records.map((record) => ({ kind: looking.object.kind, key: record.id, urgency })),
      looking.now(),
    );
    await also(tx);
  });
}

/** What concerns the whole connection is thrown on; what may concern one record only is tried one by one, and set aside in the end. */
async function recover(looking: Looking, tasks: readonly Task[], urgency: 'live' | 'backfill', error: unknown): Promise<void> {
  if (stopsConnection(error)) {
    const until = new Date(looking.now().getTime() + (error.retryAfterMs ?? 1_000));
    await looking.database.inTenant(looking.tenantId, (tx) =>
      putOff(
        tx,
        looking.tenantId,
        looking.system.connection.id,
        tasks.map((task) => ({ ...task, until })),
      ),
    );
    throw error;
  }
  if (tasks.length > 1) {
    for (const task of tasks) await lookAtTasks(looking, [task], urgency);
    return;
  }
  const [task] = tasks;
  if (!task) return;
  const lasting = error instanceof OutsideError && (error.failure === 'invalid' || error.failure === 'permission');
  if (!(error instanceof OutsideError)) looking.onError(error);
  const now = looking.now();
  await looking.database.inTenant(looking.tenantId, async (tx) => {
    const { tenantId, object, system } = looking;
    if (!lasting && task.attempts < MOST_ATTEMPTS) {
      await putOff(tx, tenantId, system.connection.id, [{ ...task, until: new Date(now.getTime() + backOffMs(task.attempts)) }]);
      return;
    }
    const { rows } = await sql<{ id: string; dealId: string | null; outsideId: string | null }>`
      update outside_view set status = 'failed', sentence = ${sentenceOf(error)}
      where tenant_id = ${tenantId}::uuid and connection_id = ${system.connection.id}::uuid and kind = ${object.kind} and status <> 'gone'
        and (outside_id = ${task.key} or id::text = ${viewOfKey(task.key) ?? ''}) returning id, deal_id as "dealId", outside_id as "outsideId"`.execute(tx);
    const failed = rows.map((row) => ({ ...row, status: 'failed' as const, sentence: sentenceOf(error) }));
    await tellChanged(tx, { tenantId, connection: system.connection, object }, failed, now);
    await recordFailure(tx, tenantId, {
      connectionId: system.connection.id,
      viewId: rows[0]?.id ?? null,
      dealId: rows[0]?.dealId ?? null,
      kind: object.kind,
      key: task.key,
      direction: 'out',
      failure: error instanceof OutsideError ? error.failure : 'protocol',
      sentence: sentenceOf(error),
      issues: error instanceof OutsideError ? error.issues : [],
      request: error instanceof OutsideError ? (error.exchange?.request ?? null) : null,
      response: error instanceof OutsideError ? (error.exchange?.response ?? null) : null,
      now,
    });
    await finish(tx, tenantId, system.connection.id, [task]);
  });
}

const sentenceOf = (error: unknown): string =>
  error instanceof OutsideError || error instanceof Problem
    ? error.message
    : 'This record could not be handled here. Try again; if it fails again, its request id helps support.';
