const separators = [',', ';', '\t', '|'] as const;

/**
 * The names in the header line of a CSV file, for choosing among them; the server reads the file itself. The separator is the one that
 * stands most often outside of quotes.
 */
export function headerOf(csv: string): string[] {
  const line = firstRecord(csv.startsWith('﻿') ? csv.slice(1) : csv);
  const [best] = separators.map((separator) => split(line, separator)).toSorted((one, other) => other.length - one.length);
  return [...new Set((best ?? []).map((name) => name.trim()).filter((name) => name !== ''))];
}

/** A quoted name may hold the end of a line. */
function firstRecord(csv: string): string {
  let quoted = false;
  for (let place = 0; place < csv.length; place += 1) {
    const sign = csv[place];
    if (sign === '"') quoted = !quoted;
    if (!quoted && (sign === '\n' || sign === '\r')) return csv.slice(0, place);
  }
  return csv;
}

function split(line: string, separator: string): string[] {
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    if (sign === separator && !quoted) {
      cells.push(unquoted(cell));
      cell = '';
    } else cell += sign;
  }
  return [...cells, unquoted(cell)];
}

function unquoted(cell: string): string {
  const text = cell.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
