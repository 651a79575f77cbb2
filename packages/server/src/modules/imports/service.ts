import type { Parsed, Result } from '@entente/contracts';
import { isId, newId, Problem } from '@entente/kernel';
import type { Readable } from 'node:stream';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askToCancel, findJob, startJob } from '../../platform/jobs/job-progress.ts';
import { isWorking, noTotals, type Batch, type ValueFixes } from './batch.ts';
import { foldText, rememberMapping } from './domain/index.ts';
import { unanswered } from './planning.ts';
import type { ImportTarget } from './ports.ts';
import { DEFAULT_OPTIONS, findUnknown, mappingFor, proposeTarget, remap, signatureOf, withSureSuggestions } from './propose.ts';
import { clearRows, listRows } from './row-store.ts';
import type { Engine } from './engine.ts';
import type { Runner } from './runner.ts';
import { profileFile } from './source.ts';
import { findBatch, forgetMemory, insertBatch, keepMemory, recallMemory, recentBatches, updateBatch, type BatchChange } from './store.ts';
import { detailView, mayUndo, rowView, type ImportDetail } from './view.ts';

export type ImportsDeps = { readonly engine: Engine; readonly runner: Runner };
export type Upload = { readonly source: Buffer | Readable; readonly fileName: string; readonly target: ImportTarget | null };
const MAX_UPLOAD_BYTES = 1024 * 1024 * 1024;

async function detail({ engine }: ImportsDeps, tx: Tx, context: Context, id: string): Promise<ImportDetail> {
  const batch = await findBatch(tx, context.tenantId, id);
  const job = batch.jobId ? await findJob(tx, context.tenantId, batch.jobId) : null;
  const currency = await engine.ports.baseCurrency(tx, context.tenantId);
  return detailView(batch, job, { port: engine.ports.targets[batch.target], currency, actor: context.actor, now: context.now });
}

export async function upload(deps: ImportsDeps, context: Context, { source, fileName, target: asked }: Upload): Promise<ImportDetail> {
  requireScope(context, 'imports:write');
  const { engine } = deps;
  const id = newId();
  await engine.files.put(source, { id, maxBytes: MAX_UPLOAD_BYTES });
  try {
    const profile = await profileFile(engine.files, { fileId: id, fileName }, null);
    return await engine.database.inTenant(context.tenantId, async (tx) => {
      const memory = await recallMemory(tx, context.tenantId, signatureOf(profile.headers), asked);
      const target = asked ?? memory?.target ?? proposeTarget(profile, fileName);
      const mapping = mappingFor(profile, target, memory?.mapping);
      const found = await findUnknown(tx, engine.ports, context.tenantId, profile, target, mapping);
      const kept = { ...DEFAULT_OPTIONS, ...memory?.options };
      const options = { ...kept, ...found, valueFixes: withSureSuggestions(kept.valueFixes, found.unknown) };
      const batch: Batch = {
        id,
        target,
        fileName,
        fileId: id,
        status: 'profiled',
        profile,
        mapping,
        options,
        totals: noTotals,
        nextRow: 0,
        jobId: null,
        createdBy: context.actor.name,
        createdAt: context.now.toISOString(),
        undoUntil: null,
        version: 1,
      };
      await insertBatch(tx, context.tenantId, batch);
      await recordChange(tx, context, { operation: 'imports.upload', recordType: 'import', recordId: id, after: { fileName, target, rows: profile.rows } });
      return detail(deps, tx, context, id);
    });
  } catch (error) {
    await engine.files.remove(id);
    throw error;
  }
}

export async function getImport(deps: ImportsDeps, context: Context, id: string): Promise<ImportDetail> {
  requireScope(context, 'imports:read');
  return deps.engine.database.inTenant(context.tenantId, (tx) => detail(deps, tx, context, id));
}

export async function listImports(
  { engine }: ImportsDeps,
  context: Context,
  { cursor, limit }: Parsed<'imports.list'>['query'],
): Promise<Result<'imports.list'>> {
  requireScope(context, 'imports:read');
  if (cursor !== undefined && !isId(cursor)) throw new Problem('invalid_input', 'This place in the list is not known.');
  const heads = await engine.database.inTenant(context.tenantId, (tx) => recentBatches(tx, context.tenantId, cursor ?? null, limit + 1));
  const items = heads.slice(0, limit).map(rowView);
  return { items, nextCursor: heads.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** A change of the file's setting is possible until something of it has been written. */
function assertOpen(batch: Batch): void {
  if (isWorking(batch.status)) throw new Problem('conflict', 'The import is being worked on. Wait until it ends, or cancel it.', { reason: 'working' });
  if (batch.totals.phase === 'run')
    throw new Problem('conflict', 'Rows of this import have been written. Undo it, or upload the file again.', { reason: 'already_run' });
}

export async function configure(deps: ImportsDeps, context: Context, id: string, body: Parsed<'imports.configure'>['body']): Promise<ImportDetail> {
  requireScope(context, 'imports:write');
  const { engine } = deps;
  const { tenantId } = context;
  const seen = await engine.database.inTenant(tenantId, (tx) => findBatch(tx, tenantId, id));
  assertOpen(seen);
  const resheeted = body.sheet !== undefined && body.sheet !== (seen.profile.sheet ?? seen.profile.sheets[0]);
  const profile = resheeted ? await profileFile(engine.files, seen, body.sheet ?? null) : seen.profile;
  return engine.database.inTenant(tenantId, async (tx) => {
    const batch = await findBatch(tx, tenantId, id, true);
    assertOpen(batch);
    const target = body.target ?? batch.target;
    const signature = signatureOf(profile.headers);
    // No choices at all: propose from the file alone and forget what was remembered of files with its columns.
    const forgets = body.mapping !== undefined && Object.keys(body.mapping).length === 0;
    if (forgets) await forgetMemory(tx, tenantId, signature, target);
    const fresh = forgets || resheeted || target !== batch.target;
    const memory = fresh && !forgets ? await recallMemory(tx, tenantId, signature, target) : null;
    const proposed = fresh ? mappingFor(profile, target, memory?.mapping) : batch.mapping;
    const mapping = body.mapping ? remap(proposed, target, body.mapping) : proposed;
    const kept = fresh ? { ...DEFAULT_OPTIONS, ...memory?.options } : batch.options;
    const found = await findUnknown(tx, engine.ports, tenantId, profile, target, mapping);
    const options = {
      ...kept,
      duplicateRule: body.duplicateRule ?? (forgets ? kept : batch.options).duplicateRule,
      answers: { ...kept.answers, ...body.answers },
      valueFixes: withSureSuggestions(withFixes(kept.valueFixes, body.valueFixes ?? {}, { ...batch, mapping }), found.unknown),
      ...found,
    };
    await updateBatch(tx, tenantId, id, { target, profile, mapping, options, status: 'profiled', totals: noTotals, nextRow: 0 }, context.now);
    return detail(deps, tx, context, id);
  });
}

/** What was remembered of files with these columns goes, and the file is proposed anew. */
export const forgetChoices = (deps: ImportsDeps, context: Context, id: string): Promise<ImportDetail> => configure(deps, context, id, { mapping: {} });

/** Fixes come by column or by field, with the values as the file writes them; null takes a fix back. */
function withFixes(
  before: ValueFixes,
  given: Readonly<Record<string, Readonly<Record<string, string | null>>>>,
  { mapping }: Pick<Batch, 'mapping'>,
): ValueFixes {
  const fixes: Record<string, Record<string, string>> = Object.fromEntries(Object.entries(before).map(([field, values]) => [field, { ...values }]));
  for (const [key, values] of Object.entries(given)) {
    const field = mapping.find((column) => column.column === key)?.field ?? (mapping.some((column) => column.field === key) ? key : null);
    if (field === null)
      throw new Problem('invalid_input', `"${key}" is neither a mapped column nor a field.`, {
        fields: [{ path: `valueFixes.${key}`, code: 'unknown_column', sentence: 'This column is not imported.' }],
      });
    const ofField = (fixes[field] ??= {});
    for (const [text, fix] of Object.entries(values)) {
      if (fix === null) delete ofField[foldText(text)];
      else ofField[foldText(text)] = fix;
    }
  }
  return fixes;
}

export async function startDryRun(deps: ImportsDeps, context: Context, id: string): Promise<ImportDetail> {
  return begin(deps, context, id, async (tx, batch) => {
    assertOpen(batch);
    await clearRows(tx, context.tenantId, id, 'dry_run');
    return {
      title: `Dry run of ${batch.fileName}`,
      total: batch.profile.rows,
      change: { status: 'dry_running', nextRow: 0, totals: { ...noTotals, phase: 'dry_run' } },
    };
  });
}

/** Starts it, or goes on with one that was cancelled or failed. */
export async function startRun(deps: ImportsDeps, context: Context, id: string): Promise<ImportDetail> {
  return begin(deps, context, id, async (tx, batch) => {
    const goesOn = batch.totals.phase === 'run' && (batch.status === 'cancelled' || batch.status === 'failed') && batch.totals.undo === null;
    if (!goesOn) assertOpen(batch);
    const [question] = unanswered(batch);
    if (question) throw new Problem('conflict', `Answer first how the column "${question.column}" is read. ${question.sentence}`, { reason: 'question_open' });
    await keepMemory(
      tx,
      context.tenantId,
      signatureOf(batch.profile.headers),
      {
        target: batch.target,
        mapping: rememberMapping(batch.mapping),
        options: {
          answers: batch.options.answers,
          valueFixes: batch.options.valueFixes,
          duplicateRule: batch.options.duplicateRule,
          remembered: { fileName: batch.fileName, by: context.actor.name, at: context.now.toISOString() },
        },
      },
      context.now,
    );
    const fresh: BatchChange = goesOn ? {} : { nextRow: 0, totals: { ...noTotals, phase: 'run' } };
    return { title: `Import of ${batch.fileName}`, total: batch.profile.rows, change: { status: 'running', undoUntil: null, ...fresh } };
  });
}

export async function startUndo(deps: ImportsDeps, context: Context, id: string): Promise<ImportDetail> {
  return begin(deps, context, id, (_, batch) => {
    if (isWorking(batch.status)) throw new Problem('conflict', 'The import is being worked on. Cancel it first.', { reason: 'working' });
    const { undoable } = deps.engine.ports.targets[batch.target];
    if (undoable !== true) throw new Problem('conflict', undoable, { reason: 'not_undoable' });
    if (!mayUndo(batch, context.now))
      throw new Problem('conflict', 'This import can no longer be undone: it is more than a day old, was undone already, or wrote nothing.', {
        reason: 'too_late',
      });
    const { create, update } = batch.totals.counts;
    return Promise.resolve({ title: `Undo of ${batch.fileName}`, total: create + update + batch.totals.besides, change: { status: 'undoing' } });
  });
}

type Beginning = { readonly title: string; readonly total: number; readonly change: BatchChange };

async function begin(deps: ImportsDeps, context: Context, id: string, prepare: (tx: Tx, batch: Batch) => Promise<Beginning>): Promise<ImportDetail> {
  requireScope(context, 'imports:write');
  const { engine, runner } = deps;
  const { tenantId } = context;
  const answer = await engine.database.inTenant(tenantId, async (tx) => {
    const batch = await findBatch(tx, tenantId, id, true);
    // The system does the writing, so the right to write this kind of record is asked here.
    requireScope(context, engine.ports.targets[batch.target].scope);
    const { title, total, change } = await prepare(tx, batch);
    const jobId = await startJob(tx, context, { kind: 'import', title, subjectId: id, total });
    await updateBatch(tx, tenantId, id, { ...change, jobId }, context.now);
    await recordChange(tx, context, { operation: `imports.${change.status ?? 'start'}`, recordType: 'import', recordId: id, after: { title } });
    return detail(deps, tx, context, id);
  });
  runner.start(tenantId, id);
  return answer;
}

export async function cancelImport(deps: ImportsDeps, context: Context, id: string): Promise<ImportDetail> {
  requireScope(context, 'imports:write');
  const { tenantId } = context;
  return deps.engine.database.inTenant(tenantId, async (tx) => {
    const batch = await findBatch(tx, tenantId, id);
    if (batch.status !== 'dry_running' && batch.status !== 'running') throw new Problem('conflict', 'There is nothing to stop.', { reason: 'not_running' });
    if (batch.jobId) await askToCancel(tx, tenantId, batch.jobId);
    return detail(deps, tx, context, id);
  });
}

export async function importRows(
  { engine }: ImportsDeps,
  context: Context,
  id: string,
  query: Parsed<'imports.rows'>['query'],
): Promise<Result<'imports.rows'>> {
  requireScope(context, 'imports:read');
  const after = query.cursor === undefined ? 0 : Number(query.cursor);
  if (!Number.isSafeInteger(after) || after < 0) throw new Problem('invalid_input', 'This place in the list is not known.');
  return engine.database.inTenant(context.tenantId, async (tx) => {
    const batch = await findBatch(tx, context.tenantId, id);
    const rows = await listRows(tx, context.tenantId, id, batch.totals.phase ?? 'dry_run', {
      after,
      limit: query.limit + 1,
      action: query.action,
      show: query.show,
    });
    const items = rows.slice(0, query.limit).map((row) => ({
      rowNumber: row.rowNumber,
      action: row.action,
      recordId: row.recordId,
      problems: [...row.problems],
      cells: Object.fromEntries(batch.profile.headers.map((header, index) => [header, row.cells?.[index] ?? ''])),
    }));
    return { items, nextCursor: rows.length > query.limit ? String(items.at(-1)?.rowNumber ?? 0) : null };
  });
}
