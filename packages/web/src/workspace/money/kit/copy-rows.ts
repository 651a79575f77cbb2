import type { CsvColumn } from '../../../lib/csv.ts';

const RISKY = /^\s*[=+\-@]/;
/** A sheet takes cells by tabs and lines, and runs one that begins like a formula. */
function cell(text: string, plain: boolean): string {
  const flat = text.replaceAll(/[\t\r\n]+/g, ' ');
  return !plain && RISKY.test(flat) ? `'${flat}` : flat;
}

export function tableText<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map(([, read, plain]) => cell(read(row), plain !== undefined)).join('\t'));
  return [columns.map(([name]) => name).join('\t'), ...lines].join('\n');
}
