import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { advanceJob, finishJob, startJob } from '../../platform/jobs/job-progress.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { mappedFields, mappingsOf, objectsOf } from './connection-store.ts';
import { agree } from './domain/translate.ts';
import { spend, type Looking } from './look-at-records.ts';
import type { OutsideRecord, RecordKind, SyncPorts } from './ports.ts';
import type { OpenSystem, Systems } from './systems.ts';
import { findViews, pairsOf } from './view-store.ts';

export type AuditDeps = {
  readonly database: Database;
  readonly systems: Systems;
  readonly ports: SyncPorts;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
};
type Example = { kind: RecordKind; outsideId: string | null; recordId: string | null; label: string; fields: string[] };
const MOST_EXAMPLES = 50;

/** Begins a comparison of both sides; nothing is changed by it. Gives the job that shows its progress. */
export async function startAudit(deps: AuditDeps, context: Context, connectionId: string): Promise<string> {
  const system = await deps.systems.byId(context.tenantId, connectionId);
  const jobId = await deps.database.inTenant(context.tenantId, (tx) =>
    startJob(tx, context, { kind: 'drift_audit', title: `Compare with ${system.connection.name}`, subjectId: connectionId, total: null }),
  );
  void runAudit(deps, context.tenantId, system, jobId).catch(deps.onError);
  return jobId;
}

export async function runAudit(deps: AuditDeps, tenantId: string, system: OpenSystem, jobId: string | null): Promise<void> {
  const { database } = deps;
  const figures = { compared: 0, differing: 0, missingHere: 0, missingThere: 0 };
  const examples: Example[] = [];
  const finish = (status: 'done' | 'failed', sentence: string): Promise<void> =>
    jobId === null ? Promise.resolve() : database.inTenant(tenantId, (tx) => finishJob(tx, tenantId, jobId, { status, sentence, now: deps.now() }));
  const records = system.records;
  if (!records) return finish('done', 'This connection keeps no records.');
  try {
    for (const object of await database.reading(tenantId, (tx) => objectsOf(tx, tenantId, system.connection.id))) {
      const looking: Looking = { database, tenantId, system, object, ports: deps.ports, now: deps.now, onError: deps.onError };
      const mappings = await database.reading(tenantId, (tx) => mappingsOf(tx, tenantId, object.id));
      const seen = new Set<string>();
      for (let after: string | null = null; ;) {
        await spend(looking, 'read', 'backfill');
        const page = await records.walk(
          object.object,
          mappings.map((mapping) => mapping.outsideField),
          after,
          Math.max(200, records.limits.readAtOnce),
        );
        for (const record of page.records) seen.add(record.id);
        const compared = await comparePage(deps, looking, mappings, page.records);
        figures.compared += compared.compared;
        figures.differing += compared.differing;
        figures.missingHere += object.createsHere ? compared.missingHere : 0;
        examples.push(...compared.examples.slice(0, MOST_EXAMPLES - examples.length));
        if (jobId !== null) await database.inTenant(tenantId, (tx) => advanceJob(tx, tenantId, jobId, figures.compared + figures.missingHere));
        after = page.after;
        if (after === null) break;
      }
      const { rows } = await database.reading(tenantId, (tx) =>
        sql<{ outsideId: string; recordId: string }>`
          select outside_id as "outsideId", record_id as "recordId" from outside_view where tenant_id = ${tenantId}::uuid and connection_id = ${system.connection.id}::uuid and kind = ${object.kind} and status <> 'gone' and outside_id is not null`.execute(
          tx,
        ),
      );
      const lost = rows.filter((row) => !seen.has(row.outsideId));
      figures.missingThere += lost.length + (object.createsThere ? await countWithout(deps, tenantId, system.connection.id, object.kind) : 0);
      examples.push(
        ...lost
          .slice(0, MOST_EXAMPLES - examples.length)
          .map(({ outsideId, recordId }) => ({ kind: object.kind, outsideId, recordId, label: outsideId, fields: [] })),
      );
    }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return finish('failed', error.message);
  }
  await database.inTenant(tenantId, (tx) =>
    tx
      .insertInto('drift_audit')
      .values({
        tenant_id: tenantId,
        id: newId(),
        connection_id: system.connection.id,
        at: deps.now().toISOString(),
        compared: figures.compared,
        differing: figures.differing,
        missing_here: figures.missingHere,
        missing_there: figures.missingThere,
        examples: JSON.stringify(examples),
      })
      .execute(),
  );
  await finish(
    'done',
    `${figures.compared} records compared: ${figures.differing} differ, ${figures.missingHere} are missing here and ${figures.missingThere} there.`,
  );
}

/** Ours that have no record over there although they are to have one. */
async function countWithout(deps: AuditDeps, tenantId: string, connectionId: string, kind: RecordKind): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ;) {
    const from: string | null = after;
    const ids: readonly string[] = await deps.database.reading(tenantId, (tx) => deps.ports.our[kind].without(tx, tenantId, connectionId, from, 1_000));
    count += ids.length;
    after = ids.at(-1) ?? null;
    if (after === null || ids.length < 1_000) return count;
  }
}

async function comparePage(deps: AuditDeps, looking: Looking, mappings: Awaited<ReturnType<typeof mappingsOf>>, page: readonly OutsideRecord[]) {
  const { database, tenantId, system, object } = looking;
  return database.reading(tenantId, async (tx) => {
    const our = deps.ports.our[object.kind];
    const views = await findViews(tx, tenantId, system.connection.id, object.kind, { outsideIds: page.map((record) => record.id), viewIds: [] });
    const ours = await our.read(
      tx,
      tenantId,
      views.map((view) => view.recordId),
    );
    const fields = mappedFields(mappings, await our.fields(tx, tenantId), object.described).filter((field) => field.authority !== 'none');
    const references = new Map<string, Awaited<ReturnType<typeof pairsOf>>>();
    for (const field of fields) {
      if (field.refersTo === null) continue;
      const texts = (values: readonly unknown[]): string[] => [
        ...new Set(values.filter((value): value is string => typeof value === 'string' && value !== '')),
      ];
      references.set(
        field.field,
        await pairsOf(tx, tenantId, system.connection.id, field.refersTo, {
          outsideIds: texts(page.map((record) => record.values[field.outsideField])),
          recordIds: texts([...ours.values()].map((record) => record.values[field.field])),
        }),
      );
    }
    const byOutside = new Map(views.map((view) => [view.outsideId, view]));
    const examples: Example[] = [];
    let compared = 0;
    let differing = 0;
    let missingHere = 0;
    for (const record of page) {
      if (record.gone) continue;
      const view = byOutside.get(record.id);
      const mine = view ? ours.get(view.recordId) : undefined;
      if (!mine) {
        missingHere += 1;
        continue;
      }
      compared += 1;
      const off = fields.filter(
        (field) =>
          !agree({ ...field, references: references.get(field.field) ?? null }, mine.values[field.field] ?? null, record.values[field.outsideField] ?? null),
      );
      if (off.length === 0) continue;
      differing += 1;
      examples.push({ kind: object.kind, outsideId: record.id, recordId: mine.id, label: mine.label, fields: off.map((field) => field.field) });
    }
    return { compared, differing, missingHere, examples };
  });
}
