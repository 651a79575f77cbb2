/** A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text again. */
function safeCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) || /^\s+[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `plain`: numbers of ours, which may begin with a minus. */
export type CsvColumn<Row> = readonly [name: string, read: (row: Row) => string, plain?: 'plain'];

export function csvOf<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map(([, read, plain]) => (plain ? read(row) : safeCell(read(row)))).join(','));
  // The mark at the start tells spreadsheets that the file is UTF-8.
  return `\uFEFF${[columns.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

/** Page after page until there is no more. */
export async function everyPage<Row>(read: (cursor: string | undefined) => Promise<{ items: Row[]; nextCursor: string | null }>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
