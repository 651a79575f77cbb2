import readXlsxFile from 'read-excel-file/node';
import { checkRow } from './check-row.ts';
import { detectHeaderIndex, nameHeaders } from './layout.ts';
import type { Bytes } from './bytes.ts';
import { TableError } from './table.ts';
import type { Table, TableOptions, TableWarning } from './table.ts';
import { unpackedBytes } from './zip-guard.ts';

/** A workbook is read whole, so both its file and its unpacked content are bounded; a CSV is not. */
export const MAX_XLSX_BYTES = 30 * 1024 * 1024;
export const MAX_XLSX_UNPACKED_BYTES = 250 * 1024 * 1024;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / (1024 * 1024))} MB`;

function tooLarge(what: string, found: number, allowed: number): TableError {
  return new TableError(
    'xlsx-too-large',
    `This workbook ${what} ${megabytes(found)}; at most ${megabytes(allowed)} can be read. Save the sheet as CSV, which has no limit.`,
  );
}

async function collect(bytes: Bytes, limit: number): Promise<Buffer> {
  if (bytes.size !== null && bytes.size > limit) throw tooLarge('is', bytes.size, limit);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes.read()) {
    length += chunk.length;
    if (length > limit) throw tooLarge('is more than', limit, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Binary floating point writes 0.1+0.2 as 0.30000000000000004; a spreadsheet shows 15 digits, and so do we. */
function numberText(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const plain = String(Number(number.toPrecision(15)));
  return plain.includes('e') ? text : plain;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return '';
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
  }
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' || typeof cell === 'bigint' ? String(cell) : '';
}

export async function openXlsx(bytes: Bytes, options: TableOptions): Promise<Table> {
  const file = await collect(bytes, options.maxXlsxBytes ?? MAX_XLSX_BYTES);
  const allowed = options.maxXlsxUnpackedBytes ?? MAX_XLSX_UNPACKED_BYTES;
  const unpacked = await unpackedBytes(file, allowed);
  if (unpacked > allowed) throw tooLarge('unpacks to more than', allowed, allowed);
  let sheets: { sheet: string; data: readonly (readonly unknown[])[] }[];
  try {
    sheets = await readXlsxFile(file, { parseNumber: numberText, trim: false });
  } catch {
    throw new TableError('broken-xlsx', 'This workbook is damaged or is not an XLSX file.');
  }
  const sheetNames = sheets.map((sheet) => sheet.sheet);
  const wanted = options.sheet ?? sheets.find((sheet) => sheet.data.length > 0)?.sheet;
  const chosen = sheets.find((sheet) => sheet.sheet === wanted);
  if (options.sheet !== undefined && !chosen) {
    throw new TableError('no-such-sheet', `The workbook has no sheet "${options.sheet}"; it has ${sheetNames.map((name) => `"${name}"`).join(', ')}.`);
  }
  if (!chosen || chosen.data.length === 0) throw new TableError('empty-file', 'The workbook has no rows.');
  const { data } = chosen;
  const records = data.slice(0, 200).map((row) => row.map(cellText));
  const headerIndex = options.headerRow === undefined ? detectHeaderIndex(records) : options.headerRow - 1;
  const headerCells = records[headerIndex] ?? Array.from({ length: Math.max(...records.map((row) => row.length)) }, () => '');
  const named = nameHeaders(headerCells);
  const warnings: TableWarning[] =
    headerIndex < 0 ? [{ code: 'no-header-row', sentence: 'No header row was found; the columns are numbered.' }] : named.warnings;
  if (headerIndex > 0)
    warnings.unshift({ code: 'lines-above-header', sentence: `${headerIndex} ${headerIndex === 1 ? 'row' : 'rows'} above the header row are not imported.` });
  if (options.sheet === undefined && sheetNames.length > 1) {
    warnings.unshift({ code: 'more-sheets', sentence: `The workbook has ${sheetNames.length} sheets; "${chosen.sheet}" is read.` });
  }
  const width = named.headers.length;
  return {
    format: 'xlsx',
    encoding: 'utf-8',
    delimiter: null,
    sheetNames,
    headers: named.headers,
    headerRow: headerIndex + 1,
    warnings,
    async *rows() {
      for (let index = headerIndex + 1; index < data.length; index += 1) {
        const cells = (data[index] ?? []).map(cellText);
        // A sheet has no ragged rows: cells that were never written are empty.
        while (cells.length < width) cells.push('');
        if (cells.every((cell) => cell === '')) continue;
        yield checkRow({ cells, blank: false }, index + 1, width);
      }
    },
  };
}
