import type { Readable } from 'node:stream';

export type TableSource = { readonly fileName: string } & ({ readonly path: string } | { readonly stream: Readable } | { readonly text: string });

export type TableOptions = {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly sheet?: string;
  /** 1-based row that holds the headers; 0 says the file has none. */
  readonly headerRow?: number;
  /** A row longer than this is reported and cut, so one broken quote cannot fill the memory. */
  readonly maxRecordChars?: number;
  readonly maxXlsxBytes?: number;
  readonly maxXlsxUnpackedBytes?: number;
};

export type RowProblemCode =
  | 'unclosed-quote'
  | 'bad-quote'
  | 'row-too-long'
  | 'too-few-cells'
  | 'too-many-cells'
  | 'nul-character'
  | 'unreadable-characters'
  | 'empty-row';

export type RowProblem = { readonly code: RowProblemCode; readonly sentence: string };

/** rowNumber counts as a spreadsheet does: header, title and blank rows included, from 1. */
export type TableRow = { readonly rowNumber: number; readonly cells: string[]; readonly problem?: RowProblem };

export type TableWarning = { readonly code: string; readonly sentence: string };

export type Table = {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly sheetNames?: readonly string[];
  readonly headers: readonly string[];
  readonly headerRow: number;
  readonly warnings: readonly TableWarning[];
  /** Rows of a path or a text can be read again; those of a stream only once. */
  rows(): AsyncIterable<TableRow>;
};

export class TableError extends Error {
  readonly code: string;
  constructor(code: string, sentence: string) {
    super(sentence);
    this.name = 'TableError';
    this.code = code;
  }
}
