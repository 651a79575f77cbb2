import type { Logger } from 'pino';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { FileStore } from '../../platform/files/index.ts';
import { finishJob } from '../../platform/jobs/job-progress.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { Batch, Counts, Totals } from './batch.ts';
import type { ImportsPorts } from './ports.ts';
import { updateBatch } from './store.ts';

/** An import can be taken back for a day. */
export const UNDO_MS = 24 * 3_600_000;

export type Engine = {
  readonly database: Database;
  readonly files: FileStore;
  readonly ports: ImportsPorts;
  readonly now: () => Date;
  readonly log: Pick<Logger, 'error' | 'info'>;
  readonly chunkRows: number;
  /** Wakes those who read the outbox. */
  readonly afterWrite: () => void;
  /** The process ends: leave off between two chunks; the import stays under way and is gone on with at the next start. */
  readonly stopping: () => boolean;
};

/** `stopped` is also when another process has gone on with the same import. */
export type ChunkEnd = 'next' | 'stopped';
export const importContext = (engine: Engine, tenantId: string, batch: Batch): Context => systemContext(tenantId, 'Import', engine.now(), batch.createdBy);

/** What is written stays, can be undone, and can be gone on with. */
export async function cancel(engine: Engine, tx: Tx, tenantId: string, batch: Batch, totals: Totals): Promise<void> {
  const now = engine.now();
  const running = batch.status === 'running';
  await updateBatch(
    tx,
    tenantId,
    batch.id,
    running ? { status: 'cancelled', undoUntil: new Date(now.getTime() + UNDO_MS).toISOString() } : { status: 'profiled', nextRow: 0 },
    now,
  );
  const sentence = running ? `Stopped: ${countSentence(totals.counts)}.` : 'Stopped.';
  if (batch.jobId) await finishJob(tx, tenantId, batch.jobId, { status: 'cancelled', sentence, now });
  await recordStop(engine, tx, tenantId, batch, sentence);
}

/** An import that ends before its last row is in the history with the reason, and open screens show it. */
export const recordStop = (engine: Engine, tx: Tx, tenantId: string, batch: Batch, why: string): Promise<void> =>
  recordChange(tx, importContext(engine, tenantId, batch), {
    operation: 'imports.stop',
    recordType: 'import',
    recordId: batch.id,
    reason: why,
    events: [{ type: 'import.stopped', payload: { why } }],
  });

const many = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}`;

export const countSentence = (counts: Counts): string =>
  [
    many(counts.create, 'created'),
    many(counts.update, 'updated'),
    many(counts.unchanged, 'unchanged'),
    many(counts.skip, 'skipped'),
    many(counts.error, 'with errors'),
  ].join(', ');
