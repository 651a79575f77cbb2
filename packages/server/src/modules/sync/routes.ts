import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { startJob } from '../../platform/jobs/job-progress.ts';
import { notFound } from '@entente/kernel';
import { startAudit, type AuditDeps } from './audit.ts';
import { listConflicts, reopenConflict, resolveConflict } from './conflicts.ts';
import { findConnection, objectsOf } from './connection-store.ts';
import {
  allConnections,
  connectionDetail,
  connectionSystems,
  createConnection,
  describeConnection,
  pauseConnection,
  removeConnection,
  setCredentials,
  testConnection,
  updateConnection,
  type ConnectionsDeps,
} from './connections.ts';
import { listFailures, retryFailure, skipFailure } from './failures.ts';
import { connectionHealth, connectionLog, connectionMessages } from './health.ts';
import { viewHistory } from './history.ts';
import { readMapping, setMapping, tryRecord } from './mapping.ts';
import { listOwners, setOwners } from './owners.ts';
import { beginWalk } from './object-store.ts';
import { replayMessages } from './receive-messages.ts';
import { linkView, refreshView, unlinkView, viewsOf } from './views.ts';

export function syncRoutes(deps: ConnectionsDeps & AuditDeps): SomeHandlers {
  const { database } = deps;
  const reading = <T>(context: Context, scope: 'connections:read' | 'deals:read', work: (tx: Tx) => Promise<T>): Promise<T> => {
    requireScope(context, scope);
    return database.reading(context.tenantId, work);
  };
  const deciding = <T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> => {
    requireScope(context, 'conflicts:decide');
    return database.inTenant(context.tenantId, work).finally(deps.wake);
  };
  /** Writes to a connection answer all of it as it then is. */
  const changing = async (context: Context, id: string, work: () => Promise<unknown>) => {
    requireScope(context, 'connections:write');
    await work();
    return database.reading(context.tenantId, (tx) => connectionDetail(tx, context, deps, id));
  };
  return {
    'connections.systems': async (context) => {
      requireScope(context, 'connections:read');
      return connectionSystems(deps);
    },
    'connections.list': (context) => reading(context, 'connections:read', async (tx) => ({ items: await allConnections(tx, context, deps) })),
    'connections.get': (context, { params }) => reading(context, 'connections:read', (tx) => connectionDetail(tx, context, deps, params.id)),
    'connections.create': async (context, { body }) => {
      requireScope(context, 'connections:write');
      const id = await createConnection(context, deps, body);
      return database.reading(context.tenantId, (tx) => connectionDetail(tx, context, deps, id));
    },
    'connections.update': (context, { params, body }, { ifVersion }) =>
      changing(context, params.id, () => updateConnection(context, deps, params.id, body, ifVersion)),
    'connections.setCredentials': (context, { params, body }) => changing(context, params.id, () => setCredentials(context, deps, params.id, body.credentials)),
    'connections.pause': (context, { params, body }) => changing(context, params.id, () => pauseConnection(context, deps, params.id, body.paused)),
    'connections.describe': (context, { params }) => changing(context, params.id, () => describeConnection(context, deps, params.id)),
    'connections.test': async (context, { params }) => {
      requireScope(context, 'connections:write');
      return testConnection(context, deps, params.id);
    },
    'connections.remove': async (context, { params }) => {
      requireScope(context, 'connections:write');
      await removeConnection(context, deps, params.id);
      return { id: params.id };
    },
    'connections.mapping': async (context, { params }) => {
      requireScope(context, 'connections:read');
      return readMapping(context, deps, params.id, params.childId);
    },
    'connections.setMapping': async (context, { params, body }, { ifVersion }) => {
      requireScope(context, 'connections:write');
      await setMapping(context, deps, params.id, params.childId, body, ifVersion);
      deps.wake();
      return readMapping(context, deps, params.id, params.childId);
    },
    'connections.tryRecord': async (context, { params, body }) => {
      requireScope(context, 'connections:write');
      return tryRecord(context, deps, params.id, params.childId, body);
    },
    'connections.owners': async (context, { params }) => {
      requireScope(context, 'connections:read');
      return listOwners(context, deps, params.id);
    },
    'connections.setOwners': async (context, { params, body }) => {
      requireScope(context, 'connections:write');
      const records = await database.inTenant(context.tenantId, (tx) => setOwners(tx, context, deps.ports, params.id, body.owners));
      deps.wake();
      return { records };
    },
    'connections.walk': async (context, { params }) => {
      requireScope(context, 'connections:write');
      const jobId = await database.inTenant(context.tenantId, async (tx) => {
        const connection = await findConnection(tx, context.tenantId, params.id);
        const object = (await objectsOf(tx, context.tenantId, params.id)).find((each) => each.id === params.childId);
        if (!object) throw notFound('object');
        const job = await startJob(tx, context, { kind: 'backfill', title: `Read ${object.object} of ${connection.name}`, subjectId: object.id, total: null });
        await beginWalk(tx, context.tenantId, object.id, job);
        return job;
      });
      deps.wake();
      return { jobId };
    },
    'connections.health': (context, { params }) => reading(context, 'connections:read', (tx) => connectionHealth(tx, context, deps, params.id)),
    'connections.audit': async (context, { params }) => {
      requireScope(context, 'connections:write');
      return { jobId: await startAudit(deps, context, params.id) };
    },
    'connections.log': (context, { params, query }) => reading(context, 'connections:read', (tx) => connectionLog(tx, context, params.id, query)),
    'connections.messages': (context, { params, query }) => reading(context, 'connections:read', (tx) => connectionMessages(tx, context, params.id, query)),
    'connections.replay': async (context, { params, body }) => {
      requireScope(context, 'connections:write');
      await database.reading(context.tenantId, (tx) => findConnection(tx, context.tenantId, params.id));
      const messages = await replayMessages({ database, now: () => context.now }, context.tenantId, params.id, body.since ?? null);
      deps.wake();
      return { messages };
    },
    'conflicts.list': (context, { query }) => reading(context, 'connections:read', (tx) => listConflicts(tx, context, deps, query)),
    'conflicts.resolve': (context, { params, body }, { ifVersion }) => deciding(context, (tx) => resolveConflict(tx, context, params.id, body, ifVersion)),
    'conflicts.reopen': (context, { params }) => deciding(context, (tx) => reopenConflict(tx, context, params.id)),
    'failures.list': (context, { query }) => reading(context, 'connections:read', (tx) => listFailures(tx, context, deps, query)),
    'failures.retry': (context, { params, body }) => deciding(context, (tx) => retryFailure(tx, context, deps, params.id, body.set)),
    'failures.skip': (context, { params, body }) => deciding(context, (tx) => skipFailure(tx, context, params.id, body.note ?? null)),
    'views.ofDeal': (context, { params }) => reading(context, 'deals:read', (tx) => viewsOf(tx, context, deps, params.id)),
    'views.link': async (context, { params, body }) => {
      requireScope(context, 'deals:write');
      return linkView(context, deps, params.id, body);
    },
    'views.unlink': (context, { params }) => {
      requireScope(context, 'deals:write');
      return database.inTenant(context.tenantId, (tx) => unlinkView(tx, context, deps.ports, params.id));
    },
    'views.history': (context, { params, query }) => reading(context, 'deals:read', (tx) => viewHistory(tx, context, deps, params.id, query)),
    'views.refresh': async (context, { params }) => {
      requireScope(context, 'deals:read');
      return refreshView(context, deps, params.id);
    },
  };
}
