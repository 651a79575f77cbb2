import { openTable, TableError } from '../modules/imports/index.ts';

export type CsvRows =
  | {
      readonly ok: true;
      readonly headers: readonly string[];
      readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
    }
  | { readonly ok: false; readonly sentence: string };

/** The text as imports read one: whatever its delimiter and quoting. Rows without a cell are passed over. */
export async function readCsv(text: string, fileName: string, maxRows: number): Promise<CsvRows> {
  try {
    const table = await openTable({ fileName, text });
    const rows: { rowNumber: number; cells: readonly string[]; problem: string | null }[] = [];
    for await (const row of table.rows()) {
      if (row.problem?.code === 'empty-row') continue;
      if (rows.length === maxRows) return { ok: false, sentence: `A file has at most ${maxRows.toLocaleString('en')} lines; send the rest as another.` };
      rows.push({ rowNumber: row.rowNumber, cells: row.cells, problem: row.problem?.sentence ?? null });
    }
    return { ok: true, headers: table.headers, rows };
  } catch (error) {
    if (error instanceof TableError) return { ok: false, sentence: error.message };
    throw error;
  }
}
