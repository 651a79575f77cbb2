import { setImmediate as turn } from 'node:timers/promises';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { advanceJob, finishJob } from '../../platform/jobs/job-progress.ts';
import { noTotals, type Batch, type Counts, type Totals } from './batch.ts';
import { decideRows, type DecidedRow, type ReadRow } from './decide-rows.ts';
import { createFileDuplicates, targetOf } from './domain/index.ts';
import { plannerOf } from './planning.ts';
import type { TargetPort } from './ports.ts';
import { findUnknown } from './propose.ts';
import { loadReferences, mappedFields } from './references.ts';
import { cancel, countSentence, importContext, recordStop, UNDO_MS, type ChunkEnd, type Engine } from './engine.ts';
import { tellProgress } from './progress.ts';
import { insertRows, type StoredRow } from './row-store.ts';
import { setLaterFields } from './second-pass.ts';
import { openBatch } from './source.ts';
import { findBatch, lockCursor, updateBatch, type BatchChange } from './store.ts';
import { writeRows } from './write-rows.ts';

/** After so many rows whatever the database has answered gets its turn. */
const ROWS_BETWEEN_TURNS = 25;
/** Rows that only would be created are all alike; the first of them are enough to look at. */
const CREATES_SHOWN = 1000;

/** Carries out a dry run or the run itself, chunk by chunk, from wherever it stands. */
export async function runImport(engine: Engine, tenantId: string, batch: Batch): Promise<void> {
  if (batch.totals.pass === 1 && (await goThroughFile(engine, tenantId, batch)) === 'stopped') return;
  const port = engine.ports.targets[batch.target];
  if (batch.status === 'running' && mappedFields(batch.target, batch.mapping).some((field) => port.laterFields.includes(field.key))) {
    if ((await setLaterFields(engine, tenantId, await read(engine, tenantId, batch.id), port)) === 'stopped') return;
  }
  await finish(engine, tenantId, batch);
}

const read = (engine: Engine, tenantId: string, id: string): Promise<Batch> => engine.database.inTenant(tenantId, (tx) => findBatch(tx, tenantId, id));

async function goThroughFile(engine: Engine, tenantId: string, batch: Batch): Promise<ChunkEnd> {
  const { database, ports } = engine;
  const namesInFile = await ownNames(engine, batch);
  const { references, currency } = await database.inTenant(tenantId, async (tx) => ({
    references: (await loadReferences(tx, ports, tenantId, batch.target, batch.mapping, namesInFile)).references,
    currency: await ports.baseCurrency(tx, tenantId),
  }));
  const plan = plannerOf(batch, references, currency);
  const repeats = createFileDuplicates(targetOf(batch.target));
  const table = await openBatch(engine.files, batch);
  let chunk: ReadRow[] = [];
  let done = batch.nextRow;
  const flush = async (): Promise<ChunkEnd> => {
    const rows = chunk;
    chunk = [];
    const last = rows.at(-1)?.planned.rowNumber;
    if (last === undefined) return 'next';
    if (engine.stopping()) return 'stopped';
    const end = await runChunk(engine, tenantId, batch, rows, done);
    done = last;
    return end;
  };
  // Rows are read and planned while the chunk before them is written: this process and the database work at the same time.
  let writing: Promise<ChunkEnd> = Promise.resolve('next');
  try {
    for await (const row of table.rows()) {
      const planned = plan(row);
      const earlier = planned.outcome === 'error' ? null : repeats(planned.rowNumber, planned.fields);
      // Rows that are done are read again only to know which later ones repeat them.
      if (row.rowNumber <= batch.nextRow) continue;
      chunk.push({ cells: row.cells, planned, repeatsRow: earlier?.ofRow ?? null });
      if (chunk.length % ROWS_BETWEEN_TURNS === 0) await turn();
      if (chunk.length < engine.chunkRows) continue;
      if ((await writing) === 'stopped') return 'stopped';
      writing = flush();
      // Heard when it is awaited, above or below, and until then not to be taken for unheard.
      writing.catch(() => undefined);
    }
    if ((await writing) === 'stopped') return 'stopped';
  } finally {
    await writing.catch(() => undefined);
  }
  return flush();
}

/** Only where rows refer to other rows is the file read once more beforehand. */
async function ownNames(engine: Engine, batch: Batch): Promise<string[]> {
  const index = batch.mapping.findIndex((column) => column.field === 'name');
  if (index < 0 || !mappedFields(batch.target, batch.mapping).some((field) => field.reference === batch.target)) return [];
  const names = new Set<string>();
  for await (const row of (await openBatch(engine.files, batch)).rows()) {
    const name = row.cells[index]?.trim();
    if (name) names.add(name);
  }
  return [...names];
}

/** One transaction: records, audit, events, rows and the cursor are there together or not at all. */
async function runChunk(engine: Engine, tenantId: string, batch: Batch, rows: readonly ReadRow[], expected: number): Promise<ChunkEnd> {
  const { database, ports, now } = engine;
  const port = ports.targets[batch.target];
  const context = importContext(engine, tenantId, batch);
  const end = await database.inTenant(tenantId, async (tx): Promise<ChunkEnd> => {
    const cursor = await lockCursor(tx, tenantId, batch.id);
    if (cursor.status !== batch.status || cursor.nextRow !== expected) return 'stopped';
    if (cursor.cancelAsked) {
      await cancel(engine, tx, tenantId, batch, cursor.totals);
      return 'stopped';
    }
    const decided = await decideRows(tx, context, batch, port, rows);
    const { stored, totals } =
      batch.status === 'running'
        ? await carryOut(tx, context, port, decided, cursor.totals)
        : { stored: shown(decided, cursor.totals.counts), totals: { ...cursor.totals, counts: counted(cursor.totals.counts, decided) } };
    await insertRows(tx, tenantId, batch.id, batch.status === 'running' ? 'run' : 'dry_run', stored);
    await updateBatch(tx, tenantId, batch.id, { nextRow: rows.at(-1)?.planned.rowNumber ?? expected, totals }, now());
    if (batch.jobId) await advanceJob(tx, tenantId, batch.jobId, sum(totals.counts));
    await tellProgress(engine, tx, tenantId, batch, { rows: sum(totals.counts) });
    return 'next';
  });
  engine.afterWrite();
  return end;
}

type Tx = Parameters<Parameters<Database['inTenant']>[1]>[0];

async function carryOut(
  tx: Tx,
  context: Context,
  port: TargetPort,
  decided: readonly DecidedRow[],
  before: Totals,
): Promise<{ stored: StoredRow[]; totals: Totals }> {
  const { rows, besides } = await writeRows(tx, context, port, decided);
  const extra = besides.map((one, index): StoredRow => ({
    rowNumber: -(before.besides + index + 1),
    action: 'create',
    recordId: one.id,
    problems: [],
    cells: null,
    before: null,
    afterVersion: one.version,
  }));
  const warned = new Set(decided.filter((row) => row.warned).map((row) => row.rowNumber));
  return {
    stored: [...rows, ...extra],
    totals: {
      ...before,
      besides: before.besides + besides.length,
      counts: counted(
        before.counts,
        rows.map((row) => ({ action: row.action, warned: warned.has(row.rowNumber) })),
      ),
    },
  };
}

function shown(decided: readonly DecidedRow[], before: Counts): StoredRow[] {
  let creates = before.create;
  return decided
    .filter((row) => row.action !== 'create' || creates++ < CREATES_SHOWN)
    .map((row) => ({
      rowNumber: row.rowNumber,
      action: row.action,
      recordId: row.action === 'create' ? null : row.recordId,
      problems: row.problems,
      cells: row.cells,
      before: null,
      afterVersion: null,
    }));
}

function counted(before: Counts, rows: readonly { readonly action: StoredRow['action']; readonly warned: boolean }[]): Counts {
  const counts = { ...before };
  for (const row of rows) {
    counts[row.action] += 1;
    if (row.warned && row.action !== 'error') counts.warnings += 1;
  }
  return counts;
}

const sum = (counts: Counts): number => counts.create + counts.update + counts.unchanged + counts.skip + counts.error;
async function finish(engine: Engine, tenantId: string, batch: Batch): Promise<void> {
  const now = engine.now();
  await engine.database.inTenant(tenantId, async (tx) => {
    const cursor = await lockCursor(tx, tenantId, batch.id);
    if (cursor.status !== batch.status) return;
    const { counts } = cursor.totals;
    const sentence = `${countSentence(counts)}.`;
    if (batch.status === 'running') {
      await updateBatch(tx, tenantId, batch.id, { status: 'done', undoUntil: new Date(now.getTime() + UNDO_MS).toISOString() }, now);
      await recordChange(tx, importContext(engine, tenantId, batch), {
        operation: 'imports.run',
        recordType: 'import',
        recordId: batch.id,
        after: { target: batch.target, fileName: batch.fileName, counts },
        events: [{ type: 'import.finished', payload: { target: batch.target, fileName: batch.fileName, ...counts } }],
      });
    } else {
      const found = await findUnknown(tx, engine.ports, tenantId, batch.profile, batch.target, batch.mapping);
      await updateBatch(tx, tenantId, batch.id, { status: 'dry_run', options: { ...batch.options, ...found } }, now);
      await recordChange(tx, importContext(engine, tenantId, batch), {
        operation: 'imports.dryRun',
        recordType: 'import',
        recordId: batch.id,
        after: { target: batch.target, fileName: batch.fileName, counts },
        events: [{ type: 'import.checked', payload: { target: batch.target, fileName: batch.fileName, ...counts } }],
      });
    }
    if (batch.jobId) await finishJob(tx, tenantId, batch.jobId, { status: 'done', sentence, now });
  });
  engine.afterWrite();
}

/** A fault ends the work and says so; it can be started again from where it stopped. */
export async function fail(engine: Engine, tenantId: string, batch: Batch, error: unknown): Promise<void> {
  engine.log.error({ err: error, importId: batch.id }, 'an import stopped');
  const now = engine.now();
  const why = error instanceof Problem ? error.message : 'A fault on our side stopped it. Start it again to go on where it stopped.';
  await engine.database.inTenant(tenantId, async (tx) => {
    const cursor = await lockCursor(tx, tenantId, batch.id);
    if (cursor.status !== batch.status) return;
    // A dry run that stopped has written nothing: the import is where it was before.
    const change: BatchChange =
      batch.status === 'dry_running'
        ? { status: 'profiled', nextRow: 0, totals: noTotals }
        : { status: 'failed', ...(batch.status === 'running' ? { undoUntil: new Date(now.getTime() + UNDO_MS).toISOString() } : {}) };
    await updateBatch(tx, tenantId, batch.id, change, now);
    if (batch.jobId) await finishJob(tx, tenantId, batch.jobId, { status: 'failed', sentence: why, now });
    await recordStop(engine, tx, tenantId, batch, why);
  });
}
