import type { Batch, Counts } from './batch.ts';
import { changeable, findExisting, told } from './decide-rows.ts';
import { decide, type Fields } from './domain/index.ts';
import { plannerOf, rulesOf } from './planning.ts';
import type { ChangeRow, TargetPort } from './ports.ts';
import { loadReferences } from './references.ts';
import { changeRows, rowsByNumber, type RowChange, type StoredRow } from './row-store.ts';
import { cancel, importContext, type ChunkEnd, type Engine } from './engine.ts';
import { openBatch } from './source.ts';
import { lockCursor, updateBatch } from './store.ts';

type Later = { readonly rowNumber: number; readonly all: Fields; readonly fields: Fields };

/** The second way through the file: references between its own rows, now that all of them are records. */
export async function setLaterFields(engine: Engine, tenantId: string, batch: Batch, port: TargetPort): Promise<ChunkEnd> {
  const { database, ports, now } = engine;
  let done = batch.totals.pass === 2 ? batch.nextRow : 0;
  const { references, currency } = await database.inTenant(tenantId, async (tx) => {
    if (batch.totals.pass === 1) await updateBatch(tx, tenantId, batch.id, { nextRow: 0, totals: { ...batch.totals, pass: 2 } }, now());
    return {
      references: (await loadReferences(tx, ports, tenantId, batch.target, batch.mapping, [])).references,
      currency: await ports.baseCurrency(tx, tenantId),
    };
  });
  const plan = plannerOf(batch, references, currency);
  let chunk: Later[] = [];
  const flush = async (): Promise<ChunkEnd> => {
    const rows = chunk;
    chunk = [];
    const last = rows.at(-1)?.rowNumber;
    if (last === undefined) return 'next';
    if (engine.stopping()) return 'stopped';
    const end = await setChunk(engine, tenantId, batch, port, rows, done);
    done = last;
    return end;
  };
  for await (const row of (await openBatch(engine.files, batch)).rows()) {
    if (row.rowNumber <= done) continue;
    const planned = plan(row);
    const fields = changeable(planned.fields, port.laterFields);
    if (planned.outcome === 'error' || Object.keys(fields).length === 0) continue;
    chunk.push({ rowNumber: row.rowNumber, all: planned.fields, fields });
    if (chunk.length >= engine.chunkRows && (await flush()) === 'stopped') return 'stopped';
  }
  return flush();
}

async function setChunk(engine: Engine, tenantId: string, batch: Batch, port: TargetPort, rows: readonly Later[], expected: number): Promise<ChunkEnd> {
  const context = importContext(engine, tenantId, batch);
  return engine.database.inTenant(tenantId, async (tx) => {
    const cursor = await lockCursor(tx, tenantId, batch.id);
    if (cursor.status !== batch.status || cursor.nextRow !== expected) return 'stopped';
    if (cursor.cancelAsked) {
      await cancel(engine, tx, tenantId, batch, cursor.totals);
      return 'stopped';
    }
    const stored = await rowsByNumber(
      tx,
      tenantId,
      batch.id,
      rows.map((row) => row.rowNumber),
    );
    const records = new Map(
      [
        ...(
          await findExisting(
            tx,
            context,
            batch,
            port,
            rows.map((row) => row.all),
          )
        ).values(),
      ]
        .flat()
        .map((record) => [record.id, record]),
    );
    const wanted: { row: StoredRow; change: ChangeRow }[] = [];
    for (const later of rows) {
      const row = stored.get(later.rowNumber);
      const record = row?.recordId ? records.get(row.recordId) : undefined;
      if (!row || !record || row.action === 'error' || row.problems.some((problem) => problem.code === 'repeats-row')) continue;
      const decision = decide({
        fields: later.fields,
        hasError: false,
        existing: record.fields,
        rules: row.action === 'create' ? { default: 'overwrite' } : rulesOf(batch),
      });
      if (decision.action === 'update') wanted.push({ row, change: { id: record.id, version: record.version, fields: later.fields } });
    }
    const { updated, refused } = await port.update(
      tx,
      context,
      wanted.map(({ change }) => change),
    );
    const versions = new Map(updated.map((one) => [one.id, one]));
    const reasons = new Map(refused.map((one) => [one.id, one.sentence]));
    const counts: { -readonly [Key in keyof Counts]: number } = { ...cursor.totals.counts };
    const changes = wanted.flatMap(({ row, change }): RowChange[] => {
      const written = versions.get(change.id);
      const reason = reasons.get(change.id);
      if (!written) return reason === undefined ? [] : [{ rowNumber: row.rowNumber, problems: [...row.problems, told('refused', reason)] }];
      if (row.action === 'create') return [{ rowNumber: row.rowNumber, afterVersion: written.version }];
      counts[row.action] -= 1;
      counts.update += 1;
      return [{ rowNumber: row.rowNumber, action: 'update', before: row.before ?? written.before, afterVersion: written.version }];
    });
    await changeRows(tx, tenantId, batch.id, changes);
    await updateBatch(tx, tenantId, batch.id, { nextRow: rows.at(-1)?.rowNumber ?? expected, totals: { ...cursor.totals, counts } }, engine.now());
    return 'next';
  });
}
