import { bytesOfFile, bytesOfStream } from './bytes.ts';
import { openCsvBytes, openCsvText } from './open-csv.ts';
import { TableError } from './table.ts';
import type { Table, TableOptions, TableSource } from './table.ts';
import { openXlsx } from './xlsx.ts';

const startsWith = (sample: Buffer, bytes: readonly number[]): boolean => bytes.every((byte, index) => sample[index] === byte);

/** Opens an upload, a file or pasted text as a table. Memory stays constant however long a CSV is. */
export async function openTable(source: TableSource, options: TableOptions = {}): Promise<Table> {
  if ('text' in source) {
    if (source.text.trim() === '') throw new TableError('empty-file', 'There is nothing to read.');
    return openCsvText(source.text, options);
  }
  const bytes = 'path' in source ? await bytesOfFile(source.path) : await bytesOfStream(source.stream);
  const { sample } = bytes;
  if (sample.length === 0) throw new TableError('empty-file', 'The file is empty.');
  if (startsWith(sample, [0x50, 0x4b, 0x03, 0x04])) return openXlsx(bytes, options);
  if (startsWith(sample, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new TableError('old-excel', 'This is an old Excel file (.xls). Save it as .xlsx or CSV and upload it again.');
  }
  if (startsWith(sample, [0x25, 0x50, 0x44, 0x46]) || startsWith(sample, [0x1f, 0x8b])) {
    throw new TableError('not-a-table', `"${source.fileName}" is not a CSV or XLSX file.`);
  }
  return openCsvBytes(bytes, options);
}
