import type { Parsed, Result } from '@entente/contracts';
import { Problem, notFound } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { findConnection, listConnections, objectsOf, type Connection, type ConnectionObject } from './connection-store.ts';
import { insertConnection } from './insert-connection.ts';
import { keepDescription } from './object-store.ts';
import type { FormField, SyncPorts, SystemAdapter } from './ports.ts';
import type { Systems } from './systems.ts';

export type ConnectionsDeps = {
  readonly database: Database;
  readonly systems: Systems;
  readonly ports: SyncPorts;
  readonly outbound: Outbound;
  readonly publicUrl: string;
  /** Where the simulators answer that run beside this installation; null when none do. */
  readonly simulatorsUrl: string | null;
  readonly wake: () => void;
  /** Asks the other side to send its events here, where that can be done without a person. */
  readonly subscribe: (
    connection: { readonly id: string; readonly system: string; readonly baseUrl: string | null },
    to: { readonly url: string; readonly secret: string },
  ) => Promise<void>;
};
type Detail = Result<'connections.get'>;
type Row = Result<'connections.list'>['items'][number];

export const adapterOf = (ports: SyncPorts, system: string): SystemAdapter => {
  const adapter = ports.adapters.find((each) => each.system === system);
  if (!adapter) throw notFound('connection');
  return adapter;
};

export function connectionSystems({ ports, simulatorsUrl }: ConnectionsDeps): Result<'connections.systems'> {
  const form = (fields: readonly FormField[]) => fields.map(({ choices, ...field }) => ({ ...field, ...(choices ? { choices: [...choices] } : {}) }));
  return {
    items: ports.adapters.map((adapter) => ({
      system: adapter.system,
      label: adapter.label,
      uses: [...adapter.uses],
      settings: form(adapter.settings),
      credentials: form(adapter.credentials),
      simulatorUrl: simulatorsUrl === null || adapter.system === 'rest' ? null : `${simulatorsUrl}/${adapter.system}`,
    })),
  };
}

type Counts = { readonly id: string; readonly waiting: number; readonly conflicts: number; readonly failures: number };
async function countsOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Counts>> {
  const { rows } = await sql<Counts>`
    select c.id,
      (select count(*)::int from sync_task t where t.tenant_id = c.tenant_id and t.connection_id = c.id) as waiting,
      (select count(*)::int from view_conflict v where v.tenant_id = c.tenant_id and v.connection_id = c.id and v.status = 'open') as conflicts,
      (select count(*)::int from sync_failure f where f.tenant_id = c.tenant_id and f.connection_id = c.id and f.status = 'open') as failures
    from connection c where c.tenant_id = ${tenantId}::uuid and c.id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

function rowOf(connection: Connection, adapter: SystemAdapter | undefined, counts: Counts | undefined): Row {
  return {
    id: connection.id,
    system: connection.system,
    uses: [...(adapter?.uses ?? [])],
    name: connection.name,
    environment: connection.environment,
    account: connection.account,
    baseUrl: connection.baseUrl,
    status: connection.status,
    statusSentence: connection.statusSentence,
    statusAt: connection.statusAt,
    resumesAt: connection.resumesAt,
    lastReadAt: connection.lastReadAt,
    lastWroteAt: connection.lastWroteAt,
    waiting: counts?.waiting ?? 0,
    conflicts: counts?.conflicts ?? 0,
    failures: counts?.failures ?? 0,
    version: connection.version,
  };
}

export async function allConnections(tx: Tx, context: Context, { ports }: ConnectionsDeps): Promise<Row[]> {
  const connections = await listConnections(tx, context.tenantId);
  const counts = await countsOf(
    tx,
    context.tenantId,
    connections.map(({ id }) => id),
  );
  return connections.map((connection) =>
    rowOf(
      connection,
      ports.adapters.find((each) => each.system === connection.system),
      counts.get(connection.id),
    ),
  );
}

export async function connectionDetail(tx: Tx, context: Context, deps: ConnectionsDeps, id: string): Promise<Detail> {
  const connection = await findConnection(tx, context.tenantId, id);
  const objects = await objectsOf(tx, context.tenantId, id);
  const figures = await objectFigures(tx, context.tenantId, id);
  return {
    ...rowOf(
      connection,
      deps.ports.adapters.find((each) => each.system === connection.system),
      (await countsOf(tx, context.tenantId, [id])).get(id),
    ),
    settings: { ...connection.settings },
    credentials: Object.keys(deps.systems.credentialsOf(connection)),
    eventUrl: eventUrlOf(deps, context.tenantId, id),
    objects: objects.map((object) => objectShape(object, figures.get(object.id))),
    createdBy: connection.createdBy,
    createdAt: connection.createdAt,
  };
}

type Figures = { readonly id: string; readonly views: number; readonly mapped: number };
export async function objectFigures(tx: Tx, tenantId: string, connectionId: string): Promise<ReadonlyMap<string, Figures>> {
  const { rows } = await sql<Figures>`
    select o.id, (select count(*)::int from outside_view v where v.tenant_id = o.tenant_id and v.connection_id = o.connection_id and v.kind = o.kind and v.status <> 'gone') as views,
      (select count(*)::int from field_mapping m where m.tenant_id = o.tenant_id and m.object_id = o.id) as mapped
    from connection_object o where o.tenant_id = ${tenantId}::uuid and o.connection_id = ${connectionId}::uuid`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

export const objectShape = (object: ConnectionObject, figures: Figures | undefined): Detail['objects'][number] => ({
  id: object.id,
  kind: object.kind,
  object: object.object,
  createsHere: object.createsHere,
  createsThere: object.createsThere,
  describedAt: object.describedAt,
  readAt: object.readAt === null || Date.parse(object.readAt) === 0 ? null : object.readAt,
  walking: object.walking,
  walked: object.walked,
  views: figures?.views ?? 0,
  mapped: figures?.mapped ?? 0,
  version: object.version,
});

function checkForm(fields: readonly FormField[], given: Readonly<Record<string, unknown>>, path: string): void {
  const known = new Set(fields.map((field) => field.key));
  const problems = [
    ...fields
      .filter((field) => field.required && (given[field.key] === undefined || given[field.key] === ''))
      .map((field) => ({ path: `${path}.${field.key}`, code: 'required', sentence: `${field.label} is needed.` })),
    ...fields
      .filter(
        (field) => field.choices && given[field.key] !== undefined && given[field.key] !== '' && !field.choices.some((choice) => choice === given[field.key]),
      )
      .map((field) => ({ path: `${path}.${field.key}`, code: 'unknown', sentence: `${field.label}: choose ${field.choices?.join(', ') ?? ''}.` })),
    ...Object.keys(given)
      .filter((key) => !known.has(key))
      .map((key) => ({ path: `${path}.${key}`, code: 'unknown', sentence: `There is no “${key}” here.` })),
  ];
  if (problems[0]) throw new Problem('invalid_input', problems[0].sentence, { fields: problems });
}

/** The address is checked, literal and resolved, before anything is kept. */
async function checkAddress(deps: ConnectionsDeps, environment: string, baseUrl: string | null): Promise<string | null> {
  if (baseUrl === null || baseUrl === '') {
    if (environment === 'simulator')
      throw new Problem('invalid_input', 'Say where the simulator answers.', {
        fields: [{ path: 'baseUrl', code: 'required', sentence: 'Say where the simulator answers.' }],
      });
    return null;
  }
  const address = baseUrl.replace(/\/+$/, '');
  await deps.outbound.check(address);
  return address;
}

export async function createConnection(context: Context, deps: ConnectionsDeps, body: Parsed<'connections.create'>['body']): Promise<string> {
  const adapter = adapterOf(deps.ports, body.system);
  checkForm(adapter.settings, body.settings, 'settings');
  checkForm(adapter.credentials, body.credentials, 'credentials');
  const baseUrl = await checkAddress(deps, body.environment, body.baseUrl ?? null);
  const id = await deps.database.inTenant(context.tenantId, async (tx) => {
    const taken = await sql<{
      id: string;
    }>`select id from connection where tenant_id = ${context.tenantId}::uuid and lower(name) = lower(${body.name})`.execute(tx);
    if (taken.rows.length > 0) throw new Problem('conflict', 'There is a connection of this name already.');
    return insertConnection(tx, context, deps.systems, adapter, { ...body, baseUrl });
  });
  await subscribeEvents(context.tenantId, deps, id);
  deps.wake();
  return id;
}

export const eventUrlOf = (deps: Pick<ConnectionsDeps, 'publicUrl'>, tenantId: string, connectionId: string): string =>
  `${deps.publicUrl}/api/v1/hooks/${tenantId}/${connectionId}`;

export async function subscribeEvents(
  tenantId: string,
  deps: Pick<ConnectionsDeps, 'systems' | 'publicUrl' | 'subscribe'>,
  connectionId: string,
): Promise<void> {
  const { connection } = await deps.systems.byId(tenantId, connectionId);
  await deps.subscribe(connection, { url: eventUrlOf(deps, tenantId, connectionId), secret: deps.systems.eventSecretOf(connection) });
}

export async function updateConnection(
  context: Context,
  deps: ConnectionsDeps,
  id: string,
  body: Parsed<'connections.update'>['body'],
  ifVersion: number | null,
): Promise<void> {
  const before = await deps.database.reading(context.tenantId, (tx) => findConnection(tx, context.tenantId, id));
  if (body.settings !== undefined) checkForm(adapterOf(deps.ports, before.system).settings, body.settings, 'settings');
  const baseUrl = body.baseUrl === undefined ? before.baseUrl : await checkAddress(deps, before.environment, body.baseUrl);
  await deps.database.inTenant(context.tenantId, async (tx) => {
    const connection = await findConnection(tx, context.tenantId, id, { lock: true });
    if (ifVersion !== null && connection.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this connection in the meantime.');
    const after = { name: body.name ?? connection.name, baseUrl, account: body.account ?? connection.account, settings: body.settings ?? connection.settings };
    await sql`
      update connection set name = ${after.name}, base_url = ${after.baseUrl}, account = ${after.account}, settings = ${JSON.stringify(after.settings)}::jsonb,
        version = version + 1, updated_at = ${context.now.toISOString()}::timestamptz where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
    await recordChange(tx, context, {
      operation: 'connections.update',
      recordType: 'connection',
      recordId: id,
      before: { name: connection.name, baseUrl: connection.baseUrl, account: connection.account, settings: connection.settings },
      after,
      events: [{ type: 'connection.updated', payload: { name: after.name } }],
    });
  });
}

export async function setCredentials(context: Context, deps: ConnectionsDeps, id: string, credentials: Readonly<Record<string, string>>): Promise<void> {
  await deps.database.inTenant(context.tenantId, async (tx) => {
    const connection = await findConnection(tx, context.tenantId, id, { lock: true });
    checkForm(adapterOf(deps.ports, connection.system).credentials, credentials, 'credentials');
    await sql`
      update connection set credentials_sealed = ${deps.systems.seal(id, credentials)}, status = 'active', status_sentence = null, status_at = ${context.now.toISOString()}::timestamptz,
        resumes_at = null, failures = 0, version = version + 1, updated_at = ${context.now.toISOString()}::timestamptz where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
    await deps.ports.askPerson(tx, context, { recordId: id, closed: 'The credentials were replaced.' });
    await recordChange(tx, context, {
      operation: 'connections.setCredentials',
      recordType: 'connection',
      recordId: id,
      after: { credentials: Object.keys(credentials) },
      events: [{ type: 'connection.updated', payload: { name: connection.name } }],
    });
  });
  deps.wake();
}

export async function pauseConnection(context: Context, deps: ConnectionsDeps, id: string, paused: boolean): Promise<void> {
  await deps.database.inTenant(context.tenantId, async (tx) => {
    const connection = await findConnection(tx, context.tenantId, id, { lock: true });
    const status = paused ? 'paused' : 'active';
    if (connection.status === status) return;
    await sql`
      update connection set status = ${status}, status_sentence = null, status_at = ${context.now.toISOString()}::timestamptz, resumes_at = null, failures = 0, version = version + 1
      where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    if (!paused) await deps.ports.askPerson(tx, context, { recordId: id, closed: 'The connection goes on.' });
    await recordChange(tx, context, {
      operation: 'connections.pause',
      recordType: 'connection',
      recordId: id,
      before: { status: connection.status },
      after: { status },
      events: [{ type: 'connection.updated', payload: { name: connection.name, status } }],
    });
  });
  deps.wake();
}

export async function removeConnection(context: Context, deps: ConnectionsDeps, id: string): Promise<void> {
  await deps.database.inTenant(context.tenantId, async (tx) => {
    const connection = await findConnection(tx, context.tenantId, id, { lock: true });
    const { tenantId } = context;
    const views = await tx
      .selectFrom('outside_view')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('connection_id', '=', id)
      .where('status', '<>', 'gone')
      .where('outside_state', 'is not', null)
      .execute();
    for (const view of views) await deps.ports.askPerson(tx, context, { recordId: view.id, closed: 'The connection was ended.' });
    await sql`delete from view_history h using outside_view v where h.tenant_id = ${tenantId}::uuid and v.tenant_id = h.tenant_id and v.id = h.view_id and v.connection_id = ${id}::uuid`.execute(
      tx,
    );
    for (const table of ['view_conflict', 'sync_failure', 'sync_task', 'sync_inbox', 'sync_log', 'drift_audit', 'outside_view'] as const)
      await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId}::uuid and connection_id = ${id}::uuid`.execute(tx);
    await sql`delete from field_mapping m using connection_object o where m.tenant_id = ${tenantId}::uuid and o.tenant_id = m.tenant_id and o.id = m.object_id and o.connection_id = ${id}::uuid`.execute(
      tx,
    );
    await sql`delete from connection_object where tenant_id = ${tenantId}::uuid and connection_id = ${id}::uuid`.execute(tx);
    await sql`delete from connection where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    await deps.ports.askPerson(tx, context, { recordId: id, closed: 'The connection was ended.' });
    await recordChange(tx, context, {
      operation: 'connections.remove',
      recordType: 'connection',
      recordId: id,
      before: { name: connection.name, system: connection.system, account: connection.account },
      events: [{ type: 'connection.removed', payload: { name: connection.name } }],
    });
  });
}

/** Who we are over there, asked now. What fails is told in the answer, for that is what was asked. */
export async function testConnection(context: Context, deps: ConnectionsDeps, id: string): Promise<Result<'connections.test'>> {
  const system = await deps.systems.byId(context.tenantId, id);
  const started = performance.now();
  const after = (): number => Math.round(performance.now() - started);
  try {
    const who = system.records
      ? await system.records.whoami()
      : { account: system.connection.account, sentence: 'Its credentials are used when an offer is sent.' };
    return { works: true, sentence: who.sentence, milliseconds: after() };
  } catch (error) {
    if (error instanceof OutsideError || error instanceof Problem) return { works: false, sentence: error.message, milliseconds: after() };
    throw error;
  }
}

export async function describeConnection(context: Context, deps: ConnectionsDeps, id: string): Promise<void> {
  const system = await deps.systems.byId(context.tenantId, id);
  if (!system.records) return;
  const described = await outside(() => system.records?.describe() ?? Promise.resolve([]));
  await deps.database.inTenant(context.tenantId, (tx) => keepDescription(tx, context.tenantId, id, described, context.now));
}

/** What the other side refuses while somebody waits for it is told to them in its own words. */
export async function outside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutsideError) throw new Problem('conflict', error.message, { reason: `outside_${error.failure}` });
    throw error;
  }
}
