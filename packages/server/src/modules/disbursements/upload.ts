import type { Parsed } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DisbursementsDeps } from './context.ts';
import { columnsOf } from './domain/file-columns.ts';
import { linesOf } from './domain/file-lines.ts';
import { lockSource, type Source } from './import-store.ts';
import { takeLines, type Imported } from './take-lines.ts';

const unreadable = (path: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code: 'unreadable', sentence }] });

/** A marketplace's report as a file. How its columns were read is kept with the marketplace, so that the next needs no words. */
export async function uploadReport(deps: DisbursementsDeps, context: Context, body: Parsed<'disbursements.upload'>['body']): Promise<Imported> {
  requireScope(context, 'disbursements:write');
  const table = await deps.ports.readCsv(body.csv, body.fileName);
  if (!table.ok) throw unreadable('csv', table.sentence);
  if (table.rows.length === 0) throw unreadable('csv', 'The file has no lines.');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const source = await sourceOf(tx, context, body.marketplace);
    const { columns, missing } = columnsOf(table.headers, body.mapping ?? source.mapping ?? {});
    if (missing !== null) throw unreadable('mapping', missing);
    const cells = (place: number | undefined): string[] => table.rows.map((row) => row.cells[place ?? -1] ?? '');
    const readers = { amount: deps.ports.readers.amounts(cells(columns.amount)), date: deps.ports.readers.dates(cells(columns.occurredAt)) };
    const { lines, rowNumbers, refused } = linesOf(table.rows, table.headers, columns, readers, body.currency ?? null);
    const imported = await takeLines(tx, deps, context, source, {
      operation: 'disbursements.upload',
      fileName: body.fileName,
      lines,
      rowOf: (index) => rowNumbers[index] ?? index,
      refused,
    });
    const mapping = body.mapping ?? source.mapping;
    await sql`
      update billing_source set read_at = ${context.now.toISOString()}::timestamptz, mapping = ${mapping === null ? null : JSON.stringify(mapping)}::jsonb
      where tenant_id = ${tenantId}::uuid and id = ${source.id}::uuid`.execute(tx);
    return imported;
  });
}

async function sourceOf(tx: Tx, context: Context, marketplace: string): Promise<Source> {
  const { tenantId, now } = context;
  await sql`
    insert into billing_source (tenant_id, id, marketplace, created_at) values (${tenantId}::uuid, ${newId()}::uuid, ${marketplace}, ${now.toISOString()}::timestamptz)
    on conflict (tenant_id, marketplace) where connection_id is null do nothing`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    select id from billing_source where tenant_id = ${tenantId}::uuid and marketplace = ${marketplace} and connection_id is null`.execute(tx);
  const source = await lockSource(tx, tenantId, rows[0]?.id ?? '');
  if (!source) throw new Error('the source that was just made is not there');
  return source;
}
