import { recordChange } from '../../platform/change.ts';
import { advanceJob, finishJob } from '../../platform/jobs/job-progress.ts';
import type { Batch, Totals } from './batch.ts';
import { told } from './decide-rows.ts';
import { changeRows, countActions, writtenRows, type RowChange, type StoredRow } from './row-store.ts';
import { importContext, type Engine } from './engine.ts';
import { tellProgress } from './progress.ts';
import { lockCursor, updateBatch } from './store.ts';

type Undone = NonNullable<Totals['undo']>;

/**
 * Takes back from the last row to the first. A record that another of this import still needs is refused at first, so the rows
 * are gone through again as long as that frees something. What is taken back is marked, so a restart goes on.
 */
export async function undoImport(engine: Engine, tenantId: string, batch: Batch): Promise<void> {
  for (;;) {
    const round = { removed: 0, kept: 0, stopped: false };
    for (let below = Number.MAX_SAFE_INTEGER; ;) {
      const end = await undoChunk(engine, tenantId, batch, below);
      round.removed += end.removed;
      round.kept += end.kept;
      round.stopped ||= end.stopped;
      round.stopped ||= engine.stopping();
      if (end.lowest === null || round.stopped) break;
      below = end.lowest;
    }
    if (round.stopped) return;
    if (round.removed === 0 || round.kept === 0) return finishUndo(engine, tenantId, batch, round.kept);
  }
}

async function undoChunk(
  engine: Engine,
  tenantId: string,
  batch: Batch,
  below: number,
): Promise<{ lowest: number | null; removed: number; kept: number; stopped: boolean }> {
  const context = importContext(engine, tenantId, batch);
  const port = engine.ports.targets[batch.target];
  return engine.database.inTenant(tenantId, async (tx) => {
    const cursor = await lockCursor(tx, tenantId, batch.id);
    if (cursor.status !== 'undoing') return { lowest: null, removed: 0, kept: 0, stopped: true };
    const rows = await writtenRows(tx, tenantId, batch.id, below, engine.chunkRows);
    const lowest = rows.at(-1)?.rowNumber ?? null;
    const created = rows.filter((row) => row.action === 'create');
    const updated = rows.filter((row) => row.action === 'update');
    const removed = await port.remove(tx, context, created.map(versionOf));
    const restored = await port.restore(
      tx,
      context,
      updated.map((row) => ({ ...versionOf(row), before: row.before })),
    );
    const gone = new Set([...removed.removed, ...removed.refused.filter((one) => one.code === 'missing').map((one) => one.id)]);
    const reasons = new Map([...removed.refused, ...restored.refused].map((one) => [one.id, one.sentence]));
    const changes = rows.map((row): RowChange => {
      const id = row.recordId ?? '';
      const reason = reasons.get(id);
      if (gone.has(id) || reason === undefined)
        return {
          rowNumber: row.rowNumber,
          action: 'skip',
          afterVersion: null,
          problems: [
            ...row.problems.filter((problem) => problem.code !== 'kept'),
            told('taken-back', row.action === 'create' ? 'Removed again.' : 'Restored to what it was.'),
          ],
        };
      return { rowNumber: row.rowNumber, problems: [...row.problems.filter((problem) => problem.code !== 'kept'), told('kept', `Not taken back: ${reason}`)] };
    });
    await changeRows(tx, tenantId, batch.id, changes);
    const backs = changes.filter((change) => change.afterVersion === null).length;
    const undo: Undone = cursor.totals.undo ?? { removed: 0, restored: 0, kept: 0 };
    const restoredNow = updated.filter((row) => !reasons.has(row.recordId ?? '')).length;
    const totals: Totals = { ...cursor.totals, undo: { removed: undo.removed + backs - restoredNow, restored: undo.restored + restoredNow, kept: 0 } };
    await updateBatch(tx, tenantId, batch.id, { totals }, engine.now());
    await tellProgress(engine, tx, tenantId, batch, { removed: totals.undo?.removed ?? 0, restored: totals.undo?.restored ?? 0 });
    if (batch.jobId && totals.undo) await advanceJob(tx, tenantId, batch.jobId, totals.undo.removed + totals.undo.restored);
    return { lowest, removed: backs, kept: changes.length - backs, stopped: false };
  });
}

const versionOf = (row: StoredRow): { id: string; version: number } => ({ id: row.recordId ?? '', version: row.afterVersion ?? 0 });

async function finishUndo(engine: Engine, tenantId: string, batch: Batch, kept: number): Promise<void> {
  const now = engine.now();
  await engine.database.inTenant(tenantId, async (tx) => {
    const cursor = await lockCursor(tx, tenantId, batch.id);
    if (cursor.status !== 'undoing') return;
    const undo: Undone = { ...(cursor.totals.undo ?? { removed: 0, restored: 0 }), kept };
    // From here the counts say what is left of the import: what is still created or updated could not be taken back.
    const counts = { ...cursor.totals.counts, ...(await countActions(tx, tenantId, batch.id, 'run')) };
    await updateBatch(tx, tenantId, batch.id, { status: 'undone', totals: { ...cursor.totals, counts, undo }, undoUntil: null }, now);
    await recordChange(tx, importContext(engine, tenantId, batch), {
      operation: 'imports.undo',
      recordType: 'import',
      recordId: batch.id,
      after: undo,
      events: [{ type: 'import.undone', payload: undo }],
    });
    if (batch.jobId)
      await finishJob(tx, tenantId, batch.jobId, {
        status: 'done',
        sentence: `${undo.removed.toLocaleString('en')} removed, ${undo.restored.toLocaleString('en')} restored, ${undo.kept.toLocaleString('en')} kept because of later work.`,
        now,
      });
  });
  engine.afterWrite();
}
