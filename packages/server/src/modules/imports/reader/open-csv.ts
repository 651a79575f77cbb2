import type { Bytes } from './bytes.ts';
import { checkRow } from './check-row.ts';
import { createCsvTokenizer } from './csv-tokenizer.ts';
import { decodeBytes, decodeSample, detectEncoding } from './encoding.ts';
import { detectDelimiter, detectHeaderIndex, detectNewline, nameHeaders, sampleRecords } from './layout.ts';
import { TableError } from './table.ts';
import type { Table, TableOptions, TableRow, TableWarning } from './table.ts';

const LAYOUT_CHARS = 256 * 1024;
const TEXT_SLICE = 64 * 1024;

type Characters = { readonly sample: string; readonly whole: boolean; read(): AsyncIterable<string> };

export async function openCsvText(text: string, options: TableOptions): Promise<Table> {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return openCharacters(
    {
      sample: clean.slice(0, LAYOUT_CHARS),
      whole: clean.length <= LAYOUT_CHARS,
      async *read() {
        for (let at = 0; at < clean.length; at += TEXT_SLICE) yield clean.slice(at, at + TEXT_SLICE);
      },
    },
    'utf-8',
    [],
    options,
  );
}

export async function openCsvBytes(bytes: Bytes, options: TableOptions): Promise<Table> {
  const guess = detectEncoding(bytes.sample, bytes.whole);
  const encoding = options.encoding ?? guess.encoding;
  const warnings: TableWarning[] =
    guess.certain || options.encoding
      ? []
      : [{ code: 'encoding-guessed', sentence: `The file is not UTF-8; it is read as ${encoding}. Check the accented letters.` }];
  const sample = decodeSample(bytes.sample.subarray(0, LAYOUT_CHARS), encoding);
  const characters: Characters = {
    sample,
    whole: bytes.whole && bytes.sample.length <= LAYOUT_CHARS,
    read: () => decodeBytes(bytes.read(), encoding),
  };
  return openCharacters(characters, encoding, warnings, options);
}

function layoutOf(characters: Characters, options: TableOptions, warnings: TableWarning[]) {
  const { sample, whole } = characters;
  // Excel writes "sep=;" as a first line that is no data.
  const declared = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  const delimiter = options.delimiter ?? declared ?? detectDelimiter(sample, whole);
  const records = sampleRecords(sample, delimiter, whole);
  if (!records.some((cells) => cells.some((cell) => cell.trim() !== ''))) throw new TableError('empty-file', 'The file has no rows.');
  const below = declared ? records.slice(1) : records;
  const found = detectHeaderIndex(below);
  const headerIndex = options.headerRow === undefined ? (found < 0 ? -1 : found + (declared ? 1 : 0)) : options.headerRow - 1;
  const skipped = declared ? Math.max(headerIndex, 0) - 1 : headerIndex;
  const headerCells = headerIndex >= 0 ? records[headerIndex] : undefined;
  if (headerIndex >= 0 && !headerCells) throw new TableError('no-such-header-row', `The file has no row ${headerIndex + 1} to take headers from.`);
  const named = nameHeaders(headerCells ?? Array.from({ length: Math.max(...below.map((cells) => cells.length)) }, () => ''));
  if (headerIndex < 0) warnings.push({ code: 'no-header-row', sentence: 'No header row was found; the columns are numbered.' });
  else warnings.push(...named.warnings);
  if (skipped > 0) {
    warnings.push({ code: 'lines-above-header', sentence: `${skipped} ${skipped === 1 ? 'line' : 'lines'} above the header row are not imported.` });
  }
  const firstData = headerIndex < 0 && declared ? 1 : headerIndex + 1;
  return { delimiter, headers: named.headers, headerIndex, firstData };
}

async function openCharacters(characters: Characters, encoding: string, warnings: TableWarning[], options: TableOptions): Promise<Table> {
  const { delimiter, headers, headerIndex, firstData } = layoutOf(characters, options, warnings);
  const newline = detectNewline(characters.sample);
  async function* rows(): AsyncGenerator<TableRow> {
    const tokenizer = createCsvTokenizer({
      delimiter,
      newline,
      ...(options.maxRecordChars === undefined ? {} : { maxRecordChars: options.maxRecordChars }),
    });
    let index = 0;
    for await (const text of characters.read()) {
      for (const record of tokenizer.feed(text)) {
        index += 1;
        if (index > firstData && !record.blank) yield checkRow(record, index, headers.length);
      }
    }
    for (const record of tokenizer.end()) {
      index += 1;
      if (index > firstData && !record.blank) yield checkRow(record, index, headers.length);
    }
  }
  return { format: 'csv', encoding, delimiter, headers, headerRow: headerIndex + 1, warnings, rows };
}
