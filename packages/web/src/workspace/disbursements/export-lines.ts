import { type CallInput, callApi } from '../../lib/api/index.ts';
import { type CsvColumn, csvOf, everyPage } from '../../lib/csv.ts';
import { decimalText } from '../deals/kit/money.ts';
import { download } from '../settings/download.ts';
import type { BillingLine } from './words.ts';

const columns: readonly CsvColumn<BillingLine>[] = [
  ['date', (line) => line.occurredAt, 'plain'],
  ['marketplace', (line) => line.marketplace],
  ['action', (line) => line.action],
  ['kind', (line) => line.kind],
  ['type', (line) => line.transactionType],
  ['amount', (line) => decimalText(line.amountMinor, line.currency), 'plain'],
  ['currency', (line) => line.currency],
  ['counts', (line) => (line.counts ? 'yes' : 'no')],
  ['buyer', (line) => line.buyerName ?? ''],
  ['invoice', (line) => line.invoiceKey ?? ''],
  ['agreement', (line) => line.agreementKey ?? ''],
  ['offer', (line) => line.offerKey ?? ''],
  ['payout', (line) => line.disbursementKey ?? ''],
  ['state', (line) => line.state],
  ['deal', (line) => (line.dealNumber === null ? '' : `D-${line.dealNumber} ${line.dealName ?? ''}`)],
  ['matched_by', (line) => line.matchedBy ?? ''],
  ['reason', (line) => line.note ?? ''],
  ['id', (line) => line.id],
];

/** All lines of the list, not only those that are loaded. */
export async function exportLines(query: NonNullable<CallInput<'disbursements.lines'>['query']>): Promise<number> {
  const rows = await everyPage((cursor) => callApi('disbursements.lines', { query: { ...query, limit: 200, cursor } }));
  download('billing-lines.csv', 'text/csv', csvOf(columns, rows));
  return rows.length;
}
