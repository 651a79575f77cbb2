const STARTS_A_FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^[-+]?\d[\d.,]*$/;

/** A spreadsheet runs a cell that starts like a formula; an apostrophe makes it text. Plain numbers are harmless. */
export function guardFormula(cell: string): string {
  return STARTS_A_FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoteCell(cell: string, delimiter: string, only: boolean): string {
  const needsQuotes = /["\r\n]/.test(cell) || cell.includes(delimiter) || (only && cell === '');
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** One line of CSV, ended by CRLF, every cell guarded against formula injection unless told otherwise. */
export function writeCsvRow(cells: readonly string[], options?: { delimiter?: string; guard?: boolean }): string {
  const delimiter = options?.delimiter ?? ',';
  const guard = options?.guard ?? true;
  return `${cells.map((cell) => quoteCell(guard ? guardFormula(cell) : cell, delimiter, cells.length === 1)).join(delimiter)}\r\n`;
}
