import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { advanceJob, finishJob } from '../../platform/jobs/job-progress.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { actorOf, findConnection, objectsOf, type ConnectionObject } from './connection-store.ts';
import { lookAt, lookAtTasks, outsideFieldsOf, spend, stopsConnection, takeOneByOne, type Looking } from './look-at-records.ts';
import { DESCRIBE_MS, beginWalk, keepCursor, keepDescription, keepWalk } from './object-store.ts';
import type { OutsideRecord, SyncPorts } from './ports.ts';
import { readHistory } from './read-history.ts';
import type { OpenSystem, Systems } from './systems.ts';
import { take } from './tasks.ts';

type Options = {
  readonly database: Database;
  readonly systems: Systems;
  readonly ports: SyncPorts;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
};

/** How long a process keeps a connection to itself without saying so again; after a kill another one takes over then. */
const LEASE_MS = 20_000;
const PAGE = 200;
/** Nobody waits for it: fewer and larger pages cost both sides less. */
const WALK_PAGE = 400;
/** Admins over there add fields and rename values; a mapping that no longer fits says so within a day. */

const worker = randomUUID();

/** Live work and back-fill go side by side: what somebody waits for is never behind a page of what nobody does. */
export type Lane = 'live' | 'backfill';

/**
 * One round of work on one connection: live tasks and then changes that are due to be asked for, or back-fill. Gives the milliseconds
 * until the next round: 0 when there may be more.
 */
export async function runConnection(options: Options, tenantId: string, connectionId: string, lane: Lane): Promise<number> {
  const { database, systems, now } = options;
  const at = now();
  const held = await database.inTenant(tenantId, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update connection set worker = ${worker}, worker_until = ${new Date(at.getTime() + LEASE_MS).toISOString()}::timestamptz
      where tenant_id = ${tenantId}::uuid and id = ${connectionId}::uuid and status = 'active'
        and (resumes_at is null or resumes_at <= ${at.toISOString()}::timestamptz)
        and (worker is null or worker = ${worker} or worker_until < ${at.toISOString()}::timestamptz) returning id`.execute(tx);
    return rows.length > 0;
  });
  if (!held) return IDLE_MS;
  const { connection, objects } = await database.reading(tenantId, async (tx) => ({
    connection: await findConnection(tx, tenantId, connectionId),
    objects: await objectsOf(tx, tenantId, connectionId),
  }));
  try {
    const system = systems.open(connection, tenantId);
    if (!system.records) return IDLE_MS;
    return await (lane === 'live' ? liveRound : backfillRound)(options, tenantId, system, objects);
  } catch (error) {
    await holdConnection(options, tenantId, connectionId, error);
    return IDLE_MS;
  }
}

const IDLE_MS = 1_000;

const lookingAt = (options: Options, tenantId: string, system: OpenSystem, object: ConnectionObject): Looking => ({
  database: options.database,
  tenantId,
  system,
  object,
  ports: options.ports,
  now: options.now,
  onError: options.onError,
});

async function liveRound(options: Options, tenantId: string, system: OpenSystem, objects: readonly ConnectionObject[]): Promise<number> {
  const { database, now } = options;
  const records = system.records;
  if (!records) return IDLE_MS;
  const looking = (object: ConnectionObject): Looking => lookingAt(options, tenantId, system, object);
  if (objects.some((object) => object.describedAt === null || Date.parse(object.describedAt) + DESCRIBE_MS <= now().getTime())) {
    await spend({ system }, 'read', 'live');
    const described = await records.describe();
    await database.inTenant(tenantId, (tx) => keepDescription(tx, tenantId, system.connection.id, described, now()));
    return 0;
  }
  let worked = false;
  for (const object of objects) {
    const tasks = await database.inTenant(tenantId, (tx) =>
      take(tx, tenantId, system.connection.id, { urgency: 'live', kind: object.kind, limit: records.limits.readAtOnce, now: now() }),
    );
    if (tasks.length === 0) continue;
    live.set(system.connection.id, (live.get(system.connection.id) ?? 0) + 1);
    try {
      await lookAtTasks(looking(object), tasks, 'live');
    } finally {
      live.set(system.connection.id, (live.get(system.connection.id) ?? 1) - 1);
    }
    worked = true;
  }
  for (const object of objects) {
    const due = object.readAt === null || Date.parse(object.readAt) + records.limits.pollMs <= now().getTime();
    if (due) worked = (await readChanges(looking(object))) || worked;
  }
  return worked ? 0 : IDLE_MS;
}

async function backfillRound(options: Options, tenantId: string, system: OpenSystem, objects: readonly ConnectionObject[]): Promise<number> {
  const { database, now } = options;
  const records = system.records;
  // Until it is described, nothing is known of what may be set.
  if (!records || objects.some((object) => object.describedAt === null)) return IDLE_MS;
  const looking = (object: ConnectionObject): Looking => lookingAt(options, tenantId, system, object);
  for (const object of objects) {
    const tasks = await database.inTenant(tenantId, (tx) =>
      take(tx, tenantId, system.connection.id, { urgency: 'backfill', kind: object.kind, limit: records.limits.readAtOnce, now: now() }),
    );
    if (tasks.length > 0) {
      await lookAtTasks(looking(object), tasks, 'backfill');
      return 0;
    }
  }
  const deals = objects.find((object) => object.kind === 'deal');
  if (deals && (await readHistory(looking(deals), 'changed'))) return 0;
  const walking = objects.find((object) => object.walking);
  if (walking) {
    await walkPage(looking(walking));
    return 0;
  }
  return deals && (await readHistory(looking(deals), 'never')) ? 0 : IDLE_MS;
}

/** One page of what changed. Its place is kept with its effects; records read twice cost a comparison. */
async function readChanges(looking: Looking): Promise<boolean> {
  const { system, object, tenantId, database } = looking;
  const records = system.records;
  if (!records) return false;
  const fields = await outsideFieldsOf(looking);
  if (fields.length === 0) {
    await database.inTenant(tenantId, (tx) => keepCursor(tx, tenantId, object.id, object.cursor ?? '', looking.now()));
    return false;
  }
  await spend(looking, 'read', 'live');
  let page;
  try {
    page = await records.changes(object.object, fields, object.cursor === '' ? null : object.cursor, PAGE);
  } catch (error) {
    // A place that is too old to go on from: all is walked once, and changes are followed from now.
    if (!(error instanceof OutsideError && error.failure === 'gone')) throw error;
    page = { ...(await records.changes(object.object, fields, null, PAGE)), gap: true };
  }
  await takePage(looking, fields, page.records, 'live', async (tx) => {
    await keepCursor(tx, tenantId, object.id, page.cursor, page.more ? new Date(0) : looking.now());
    if (page.gap && !object.walking) await beginWalk(tx, tenantId, object.id, null);
  });
  return page.more;
}

type WalkPage = Awaited<ReturnType<NonNullable<OpenSystem['records']>['walk']>>;
/** The page after the one under way, by object; what a process read ahead is lost with it, and read again. */
const ahead = new Map<string, { readonly after: string; readonly fields: string; readonly page: Promise<WalkPage> }>();

/** How many live rounds are under way, by connection: the next page waits for them. */
const live = new Map<string, number>();
async function liveIsDone(connectionId: string): Promise<void> {
  for (let turn = 0; turn < 100 && (live.get(connectionId) ?? 0) > 0; turn += 1) await wait(10);
}

/** Whether as much again has come in as there was: then the database's figures are worth making anew. */
const doubled = (before: number, after: number): boolean =>
  after >= FIGURES_FROM && Math.floor(Math.log2(after / FIGURES_FROM)) > (before < FIGURES_FROM ? -1 : Math.floor(Math.log2(before / FIGURES_FROM)));
const FIGURES_FROM = 400;

/** One page of everything there is, behind live work. */
async function walkPage(looking: Looking): Promise<void> {
  const { system, object, tenantId, database } = looking;
  const records = system.records;
  if (!records) return;
  const fields = await outsideFieldsOf(looking);
  const readPage = async (after: string | null): Promise<WalkPage> => {
    await spend(looking, 'read', 'backfill');
    return records.walk(object.object, fields, after, Math.min(WALK_PAGE, records.limits.readAtOnce * 5));
  };
  await liveIsDone(system.connection.id);
  const waiting = ahead.get(object.id);
  ahead.delete(object.id);
  const page = await (waiting?.after === object.walkAfter && waiting.fields === fields.join() ? waiting.page : readPage(object.walkAfter));
  // While this page is taken in, the other side is asked for the next; whatever becomes of that is seen when it is needed.
  if (page.after !== null) {
    const next = readPage(page.after);
    next.catch(() => undefined);
    ahead.set(object.id, { after: page.after, fields: fields.join(), page: next });
  }
  await takePage(looking, fields, page.records, 'backfill', async (tx) => {
    await keepWalk(tx, tenantId, object.id, { after: page.after, walked: page.records.length });
    if (object.walkJobId === null) return;
    const walked = object.walked + page.records.length;
    await advanceJob(tx, tenantId, object.walkJobId, walked, page.total);
    if (page.after !== null) return;
    await finishJob(tx, tenantId, object.walkJobId, {
      status: 'done',
      sentence: `${walked} records were read.`,
      now: looking.now(),
    });
  });
  if (doubled(object.walked, object.walked + page.records.length)) await database.inTenant(tenantId, (tx) => sql`select analyze_views()`.execute(tx));
}

/** A page and the place after it, in one transaction; record by record where that fails. */
async function takePage(
  looking: Looking,
  fields: readonly string[],
  records: readonly OutsideRecord[],
  urgency: 'live' | 'backfill',
  also: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await lookAt(looking, { fields, records, absent: [], newViews: [], tasks: [], urgency, also });
  } catch (error) {
    if (stopsConnection(error)) throw error;
    await takeOneByOne(looking, records, urgency === 'live' ? 1 : 2, also);
  }
}

const BREAKER_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000];

/** What went wrong for the connection as a whole: it rests for a while, or until a person mends it. Nothing that waits is lost. */
export async function holdConnection(
  options: Pick<Options, 'database' | 'ports' | 'now' | 'onError' | 'systems'>,
  tenantId: string,
  connectionId: string,
  error: unknown,
): Promise<void> {
  const { database, now } = options;
  const at = now();
  if (!(error instanceof OutsideError)) options.onError(error);
  await database.inTenant(tenantId, async (tx) => {
    const connection = await findConnection(tx, tenantId, connectionId, { lock: true });
    // Somebody paused it meanwhile: that stands.
    if (connection.status !== 'active') return;
    if (error instanceof OutsideError && error.failure === 'auth') {
      await sql`
        update connection set status = 'stopped', status_sentence = ${error.message}, status_at = ${at.toISOString()}::timestamptz, version = version + 1
        where tenant_id = ${tenantId}::uuid and id = ${connectionId}::uuid`.execute(tx);
      const context = systemContext(tenantId, actorOf(connection), at);
      await recordChange(tx, context, {
        operation: 'connections.stop',
        recordType: 'connection',
        recordId: connectionId,
        before: { status: connection.status },
        after: { status: 'stopped', sentence: error.message },
        events: [{ type: 'connection.stopped', payload: { name: connection.name, system: connection.system, sentence: error.message } }],
      });
      await options.ports.askPerson(tx, context, {
        recordId: connectionId,
        kind: 'connection_stopped',
        title: `${connection.name} does not let us in any more`,
        detail: `${error.message} Nothing is lost: what waits goes on when the connection is mended.`,
        dealId: null,
      });
      return;
    }
    const pause =
      error instanceof OutsideError && error.failure === 'throttled'
        ? (error.retryAfterMs ?? 1_000)
        : (BREAKER_MS[Math.min(connection.failures, BREAKER_MS.length - 1)] ?? 300_000);
    if (error instanceof OutsideError && error.failure === 'throttled')
      options.systems.open(connection, tenantId).buckets.forEach((bucket) => bucket.holdUntil(performance.now() + pause, performance.now()));
    await sql`
      update connection set failures = failures + ${error instanceof OutsideError && error.failure === 'throttled' ? 0 : 1}, resumes_at = ${new Date(at.getTime() + pause).toISOString()}::timestamptz,
        status_sentence = ${error instanceof Error && error instanceof OutsideError ? error.message : 'The last piece of work failed here.'}
      where tenant_id = ${tenantId}::uuid and id = ${connectionId}::uuid`.execute(tx);
  });
}
