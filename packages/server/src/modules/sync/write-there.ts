import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Connection, ConnectionObject } from './connection-store.ts';
import { markApplied } from './conflict-store.ts';
import { agreeWritten } from './domain/reconcile.ts';
import { closeFailures, recordFailure } from './failure-store.ts';
import { writeLog, type LogEntry } from './log-store.ts';
import type { OutsideRecord, OutsideRecords, OutsideWritten } from './ports.ts';
import type { PlannedWrite } from './reconcile-records.ts';
import { ask, backOffMs, keyOfView } from './tasks.ts';
import { tellChanged, type Told } from './tell-changes.ts';
import { findViews, updateViews, viewById, type View } from './view-store.ts';

/** What became of a task's record: done, or to be looked at again. */
export type WriteEnd = { readonly viewId: string; readonly again: { readonly afterMs: number; readonly sentence: string } | null };

type Input = {
  readonly database: Database;
  readonly tenantId: string;
  readonly connection: Connection;
  readonly object: ConnectionObject;
  readonly system: OutsideRecords;
  readonly fields: readonly string[];
  readonly writes: readonly PlannedWrite[];
  readonly attempts: ReadonlyMap<string, number>;
  readonly now: () => Date;
};

/** A conflict of versions is settled by reading again; after so many times somebody else is busier than we are. */
const STALE_AT_ONCE = 3;

/** Writes over there, outside any transaction, and remembers each answer. What is interrupted in between is found out by reading again. */
export async function writeThere(input: Input): Promise<WriteEnd[]> {
  const ends: WriteEnd[] = [];
  for (let at = 0; at < input.writes.length; at += input.system.limits.writeAtOnce) {
    const part = input.writes.slice(at, at + input.system.limits.writeAtOnce);
    const answers = await input.system.write(
      input.object.object,
      input.fields,
      part.map((write) => ({ id: write.outsideId, values: write.values, ifVersion: write.ifVersion, key: write.viewId })),
    );
    ends.push(...(await input.database.inTenant(input.tenantId, (tx) => remember(tx, input, part, answers))));
  }
  return ends;
}

async function remember(tx: Tx, input: Input, writes: readonly PlannedWrite[], answers: readonly OutsideWritten[]): Promise<WriteEnd[]> {
  const { tenantId, connection, object } = input;
  const now = input.now();
  const views = new Map(
    (await findViews(tx, tenantId, connection.id, object.kind, { outsideIds: [], viewIds: writes.map((write) => write.viewId) }, { lock: true })).map(
      (view) => [view.id, view],
    ),
  );
  const ends: WriteEnd[] = [];
  const log: LogEntry[] = [];
  const healed: { key: string; direction: 'any' }[] = [];
  const told: Told[] = [];
  for (const [index, write] of writes.entries()) {
    const answer = answers[index];
    const view = views.get(write.viewId);
    if (!answer || !view) continue;
    const key = view.outsideId ?? keyOfView(view.id);
    const milliseconds = Math.round(performance.now() - write.startedAt);
    const fields = Object.keys(write.pending);
    if (answer.outcome === 'written') {
      await written(tx, input, view, write, answer.record, now);
      told.push({ ...view, outsideId: answer.record.id, status: 'same', sentence: null });
      healed.push({ key, direction: 'any' });
      if (view.outsideId === null) healed.push({ key: answer.record.id, direction: 'any' });
      log.push({ viewId: view.id, direction: 'out', act: view.outsideId === null ? 'created' : 'set', fields, sentence: null, milliseconds });
      ends.push({ viewId: view.id, again: null });
      continue;
    }
    if (answer.outcome === 'refused') {
      await updateViews(tx, tenantId, [{ id: view.id, status: 'failed', sentence: answer.sentence }]);
      told.push({ ...view, status: 'failed', sentence: answer.sentence });
      await recordFailure(tx, tenantId, {
        connectionId: connection.id,
        viewId: view.id,
        dealId: view.dealId,
        kind: object.kind,
        key,
        direction: 'out',
        failure: 'invalid',
        sentence: answer.sentence,
        issues: answer.issues,
        request: answer.request,
        response: answer.response,
        now,
      });
      log.push({ viewId: view.id, direction: 'out', act: 'refused', fields, sentence: answer.sentence, milliseconds });
      ends.push({ viewId: view.id, again: null });
      continue;
    }
    if (answer.outcome === 'locked') {
      // It was not locked when we looked: what we wanted is shown as queued, and a look tells when the lock is gone.
      await updateViews(tx, tenantId, [{ id: view.id, status: 'locked', sentence: answer.sentence, queued: write.values }]);
      told.push({ ...view, status: 'locked', sentence: answer.sentence });
      ends.push({ viewId: view.id, again: { afterMs: 60_000, sentence: answer.sentence } });
      continue;
    }
    if (answer.outcome === 'gone') {
      ends.push({ viewId: view.id, again: { afterMs: 0, sentence: 'It was deleted or merged meanwhile.' } });
      continue;
    }
    const attempts = input.attempts.get(view.id) ?? 0;
    if (answer.outcome === 'stale')
      ends.push({
        viewId: view.id,
        again: { afterMs: attempts < STALE_AT_ONCE ? 0 : backOffMs(attempts), sentence: `It was changed in ${connection.name} at the same time.` },
      });
    else ends.push({ viewId: view.id, again: { afterMs: answer.afterMs ?? backOffMs(attempts), sentence: answer.sentence } });
  }
  await closeFailures(tx, tenantId, connection.id, object.kind, healed, now);
  await writeLog(tx, tenantId, connection.id, log, now);
  await tellChanged(tx, input, told, now);
  await sql`update connection set last_wrote_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${connection.id}::uuid`.execute(
    tx,
  );
  return ends;
}

async function written(tx: Tx, input: Input, view: View, write: PlannedWrite, record: OutsideRecord, now: Date): Promise<void> {
  const { tenantId, connection, object } = input;
  const fresh = await viewById(tx, tenantId, view.id);
  if (!fresh) return;
  await updateViews(tx, tenantId, [
    {
      id: view.id,
      outsideId: record.id,
      agreed: agreeWritten(fresh.agreed, write.pending, record.values),
      shown: record.values,
      outsideVersion: record.version,
      outsideModifiedAt: record.modifiedAt,
      outsideUrl: record.url ?? view.outsideUrl,
      status: 'same',
      sentence: null,
      readAt: now.toISOString(),
      agreedAt: now.toISOString(),
    },
  ]);
  await markApplied(
    tx,
    tenantId,
    Object.keys(write.pending).map((field) => ({ viewId: view.id, field })),
    now,
  );
  // Whoever follows its state hears of it from a look: that is where states are compared.
  if (view.outsideId === null || record.state?.key !== view.outsideState?.key || record.state?.stage !== view.outsideState?.stage)
    await ask(tx, tenantId, connection.id, [{ kind: object.kind, key: record.id, urgency: 1 }], now);
}
