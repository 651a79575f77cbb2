import { type CallInput, callApi } from '../../../../lib/api/index.ts';
import { type CsvColumn, csvOf, everyPage } from '../../../../lib/csv.ts';
import { download } from '../../../settings/download.ts';
import type { Entry } from '../words.ts';

const columns: readonly CsvColumn<Entry>[] = [
  ['book', (entry) => entry.bookName],
  ['product', (entry) => entry.productName],
  ['term_months', (entry) => (entry.termMonths === null ? '' : String(entry.termMonths)), 'plain'],
  ['currency', (entry) => entry.currency],
  ['per', (entry) => entry.current?.per ?? ''],
  ['model', (entry) => entry.current?.model.kind ?? ''],
  ['definition', (entry) => (entry.current === null ? '' : JSON.stringify(entry.current.model))],
  ['from', (entry) => entry.current?.effectiveFrom ?? '', 'plain'],
  ['to', (entry) => entry.current?.effectiveTo ?? '', 'plain'],
  ['version', (entry) => String(entry.current?.version ?? ''), 'plain'],
  ['id', (entry) => entry.id],
];

export async function exportEntries(query: NonNullable<CallInput<'pricing.entries'>['query']>, book: string): Promise<number> {
  const rows = await everyPage((cursor) => callApi('pricing.entries', { query: { ...query, limit: 200, cursor } }));
  download(`prices-${book.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.csv`, 'text/csv', csvOf(columns, rows));
  return rows.length;
}
