import { type CallInput, callApi } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf, everyPage } from '../../../lib/csv.ts';
import { decimalText } from '../../deals/kit/money.ts';
import { download } from '../../settings/download.ts';
import { type QuoteLine, quoteNumber, type QuoteRow } from './words.ts';

const columns: readonly CsvColumn<QuoteRow>[] = [
  ['number', (row) => quoteNumber(row.number)],
  ['name', (row) => row.name],
  ['state', (row) => row.state],
  ['version', (row) => String(row.quoteVersion), 'plain'],
  ['deal', (row) => `D-${row.dealNumber} ${row.dealName}`],
  ['account', (row) => row.accountName ?? ''],
  ['partner', (row) => row.partnerName ?? ''],
  ['list', (row) => decimalText(row.listMinor, row.currency), 'plain'],
  ['net', (row) => decimalText(row.netMinor, row.currency), 'plain'],
  ['ours', (row) => decimalText(row.oursMinor, row.currency), 'plain'],
  ['currency', (row) => row.currency],
  ['expires', (row) => row.expiresOn, 'plain'],
  ['author', (row) => row.authorName],
  ['sent', (row) => row.sentAt ?? '', 'plain'],
  ['closed', (row) => row.closedAt ?? '', 'plain'],
  ['id', (row) => row.id],
];
export async function exportQuotes(query: NonNullable<CallInput<'quotes.list'>['query']>): Promise<number> {
  const rows = await everyPage((cursor) => callApi('quotes.list', { query: { ...query, limit: 200, cursor } }));
  download('quotes.csv', 'text/csv', csvOf(columns, rows));
  return rows.length;
}

export function exportLines(number: number, version: number, currency: string, lines: readonly QuoteLine[]): void {
  const money = (read: (line: QuoteLine) => number) => (line: QuoteLine) => decimalText(read(line), currency);
  const own: readonly CsvColumn<QuoteLine>[] = [
    ['position', (line) => String(line.position), 'plain'],
    ['bundle', (line) => line.bundleName ?? ''],
    ['product', (line) => line.productName],
    ['vendor', (line) => line.vendorName ?? ''],
    ['charge', (line) => line.chargeType],
    ['quantity', (line) => line.quantity, 'plain'],
    ['unit', (line) => line.unitLabel],
    ['term_months', (line) => String(line.termMonths ?? ''), 'plain'],
    ['standalone', money((line) => line.standaloneMinor), 'plain'],
    ['list', money((line) => line.listMinor), 'plain'],
    ['discount', money((line) => line.discountMinor), 'plain'],
    ['net', money((line) => line.netMinor), 'plain'],
    ['margin_percent', (line) => line.marginPercent, 'plain'],
    ['margin', money((line) => line.marginMinor), 'plain'],
    ['ours', money((line) => line.oursMinor), 'plain'],
    ['currency', () => currency],
  ];
  download(`quote-${number}-v${version}.csv`, 'text/csv', csvOf(own, lines));
}
