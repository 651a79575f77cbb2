import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Batch, BatchOptions, FileProfile, ImportStatus, Totals } from './batch.ts';
import type { ColumnMapping, RememberedMapping } from './domain/index.ts';
import type { ImportTarget } from './ports.ts';

type Row = {
  id: string;
  target: string;
  file_name: string;
  file_id: string | null;
  status: string;
  profile: unknown;
  mapping: unknown;
  options: unknown;
  totals: unknown;
  next_row: number;
  job_id: string | null;
  created_by: string;
  created_at: string;
  undo_until: string | null;
  version: number;
};

/** The JSON columns are written only by this file, so their shapes are ours. */
const batchOf = (row: Row): Batch => ({
  id: row.id,
  target: row.target as ImportTarget,
  fileName: row.file_name,
  fileId: row.file_id ?? row.id,
  status: row.status as ImportStatus,
  profile: row.profile as FileProfile,
  mapping: row.mapping as ColumnMapping[],
  options: row.options as BatchOptions,
  totals: row.totals as Totals,
  nextRow: row.next_row,
  jobId: row.job_id,
  createdBy: row.created_by,
  createdAt: row.created_at,
  undoUntil: row.undo_until,
  version: row.version,
});

export async function insertBatch(tx: Tx, tenantId: string, batch: Batch): Promise<void> {
  await tx
    .insertInto('import_batch')
    .values({
      tenant_id: tenantId,
      id: batch.id,
      target: batch.target,
      file_name: batch.fileName,
      file_id: batch.fileId,
      status: batch.status,
      profile: JSON.stringify(batch.profile),
      mapping: JSON.stringify(batch.mapping),
      options: JSON.stringify(batch.options),
      totals: JSON.stringify(batch.totals),
      job_id: batch.jobId,
      created_by: batch.createdBy,
      created_at: batch.createdAt,
      updated_at: batch.createdAt,
      undo_until: null,
    })
    .execute();
}

export async function findBatch(tx: Tx, tenantId: string, id: string, lock = false): Promise<Batch> {
  const query = tx
    .selectFrom('import_batch')
    .select([
      'id',
      'target',
      'file_name',
      'file_id',
      'status',
      'profile',
      'mapping',
      'options',
      'totals',
      'next_row',
      'job_id',
      'created_by',
      'created_at',
      'undo_until',
      'version',
    ])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound('import');
  return batchOf(row);
}

export type BatchChange = Partial<Pick<Batch, 'target' | 'status' | 'profile' | 'mapping' | 'options' | 'totals' | 'nextRow' | 'jobId' | 'undoUntil'>>;

export async function updateBatch(tx: Tx, tenantId: string, id: string, change: BatchChange, now: Date): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({
      ...(change.target === undefined ? {} : { target: change.target }),
      ...(change.status === undefined ? {} : { status: change.status }),
      ...(change.profile === undefined ? {} : { profile: JSON.stringify(change.profile) }),
      ...(change.mapping === undefined ? {} : { mapping: JSON.stringify(change.mapping) }),
      ...(change.options === undefined ? {} : { options: JSON.stringify(change.options) }),
      ...(change.totals === undefined ? {} : { totals: JSON.stringify(change.totals) }),
      ...(change.nextRow === undefined ? {} : { next_row: change.nextRow }),
      ...(change.jobId === undefined ? {} : { job_id: change.jobId }),
      ...(change.undoUntil === undefined ? {} : { undo_until: change.undoUntil }),
      updated_at: now.toISOString(),
      version: sql<number>`version + 1`,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export type Cursor = { readonly status: ImportStatus; readonly nextRow: number; readonly totals: Totals; readonly cancelAsked: boolean };

/** Where a running import stands, locked so that of two processes only one writes the next rows. */
export async function lockCursor(tx: Tx, tenantId: string, id: string): Promise<Cursor> {
  const { rows } = await sql<{ status: string; next_row: number; totals: unknown; cancel_asked: boolean | null }>`
    select b.status, b.next_row, b.totals, (select j.cancel_asked from job_progress j where j.tenant_id = b.tenant_id and j.id = b.job_id) as cancel_asked
    from import_batch b where b.tenant_id = ${tenantId}::uuid and b.id = ${id}::uuid for update of b`.execute(tx);
  const row = rows[0];
  if (!row) throw notFound('import');
  return { status: row.status as ImportStatus, nextRow: row.next_row, totals: row.totals as Totals, cancelAsked: row.cancel_asked ?? false };
}

export type BatchHead = Pick<Batch, 'id' | 'target' | 'fileName' | 'status' | 'totals' | 'createdBy' | 'createdAt' | 'undoUntil' | 'version'>;

export async function recentBatches(tx: Tx, tenantId: string, before: string | null, limit: number): Promise<BatchHead[]> {
  let query = tx
    .selectFrom('import_batch')
    .select(['id', 'target', 'file_name', 'status', 'totals', 'created_by', 'created_at', 'undo_until', 'version'])
    .where('tenant_id', '=', tenantId);
  if (before !== null) query = query.where('id', '<', before);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    target: row.target as ImportTarget,
    fileName: row.file_name,
    status: row.status as ImportStatus,
    totals: row.totals as Totals,
    createdBy: row.created_by,
    createdAt: row.created_at,
    undoUntil: row.undo_until,
    version: row.version,
  }));
}

export async function workingBatches(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('import_batch')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', 'in', ['dry_running', 'running', 'undoing'])
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

export type Memory = {
  readonly target: ImportTarget;
  readonly mapping: RememberedMapping;
  readonly options: Pick<BatchOptions, 'answers' | 'valueFixes' | 'duplicateRule' | 'remembered'>;
};

export async function recallMemory(tx: Tx, tenantId: string, signature: string, target: ImportTarget | null): Promise<Memory | null> {
  let query = tx.selectFrom('import_memory').select(['target', 'mapping', 'options']).where('tenant_id', '=', tenantId).where('signature', '=', signature);
  if (target) query = query.where('target', '=', target);
  const row = await query.orderBy('updated_at', 'desc').executeTakeFirst();
  return row ? { target: row.target as ImportTarget, mapping: row.mapping as RememberedMapping, options: row.options as Memory['options'] } : null;
}

export async function forgetMemory(tx: Tx, tenantId: string, signature: string, target: ImportTarget): Promise<void> {
  await tx.deleteFrom('import_memory').where('tenant_id', '=', tenantId).where('signature', '=', signature).where('target', '=', target).execute();
}

export async function keepMemory(tx: Tx, tenantId: string, signature: string, memory: Memory, now: Date): Promise<void> {
  const values = { mapping: JSON.stringify(memory.mapping), options: JSON.stringify(memory.options), updated_at: now.toISOString() };
  await tx
    .insertInto('import_memory')
    .values({ tenant_id: tenantId, signature, target: memory.target, ...values })
    .onConflict((c) => c.columns(['tenant_id', 'target', 'signature']).doUpdateSet(values))
    .execute();
}
