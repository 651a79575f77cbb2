import { Problem } from '@entente/kernel';
import type { FileStore } from '../../platform/files/index.ts';
import type { Batch, FileProfile } from './batch.ts';
import { createProfiler } from './domain/index.ts';
import { openTable, TableError, type Table } from './reader/index.ts';

const SAMPLE_ROWS = 200;
const SAMPLE_CHARS = 200;
/** Enough to fix by hand; a column with more different values is no list. */
const DISTINCT_KEPT = 1000;

export async function openStored(files: FileStore, file: { readonly fileId: string; readonly fileName: string }, sheet: string | null): Promise<Table> {
  const { stream } = await files.open(file.fileId);
  try {
    return await openTable({ stream, fileName: file.fileName }, sheet === null ? {} : { sheet });
  } catch (error) {
    stream.destroy();
    throw asProblem(error);
  }
}

const asProblem = (error: unknown): unknown => (error instanceof TableError ? new Problem('invalid_input', error.message, { reason: error.code }) : error);

/** Looks at every row once. */
export async function profileFile(files: FileStore, file: { readonly fileId: string; readonly fileName: string }, sheet: string | null): Promise<FileProfile> {
  const table = await openStored(files, file, sheet);
  const profiler = createProfiler(table.headers);
  const sample: string[][] = [];
  try {
    for await (const row of table.rows()) {
      profiler.add(row.cells);
      if (sample.length < SAMPLE_ROWS) sample.push(row.cells.map((cell) => cell.slice(0, SAMPLE_CHARS)));
    }
  } catch (error) {
    throw asProblem(error);
  }
  const profile = profiler.finish();
  return {
    format: table.format,
    encoding: table.encoding,
    delimiter: table.delimiter,
    sheet,
    sheets: table.sheetNames ?? [],
    headers: table.headers,
    rows: profile.rows,
    warnings: table.warnings.map((warning) => warning.sentence),
    sample,
    table: { rows: profile.rows, columns: profile.columns.map((column) => ({ ...column, distinct: column.distinct.slice(0, DISTINCT_KEPT) })) },
  };
}

export const openBatch = (files: FileStore, batch: Batch): Promise<Table> => openStored(files, batch, batch.profile.sheet);
