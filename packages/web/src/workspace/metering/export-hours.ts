import { type CallInput, callApi } from '../../lib/api/index.ts';
import { type CsvColumn, csvOf, everyPage } from '../../lib/csv.ts';
import { download } from '../settings/download.ts';
import type { Line } from './words.ts';

const columns: readonly CsvColumn<Line>[] = [
  ['hour', (line) => line.hour, 'plain'],
  ['state', (line) => line.state],
  ['marketplace', (line) => line.marketplace],
  ['product', (line) => line.productName ?? ''],
  ['buyer', (line) => line.buyerName ?? ''],
  ['buyer_account', (line) => line.buyerAccount ?? ''],
  ['entitlement', (line) => line.entitlementName],
  ['agreement', (line) => line.agreementKey ?? ''],
  ['deal', (line) => (line.dealNumber === null ? '' : `D-${line.dealNumber} ${line.dealName ?? ''}`)],
  ['dimension', (line) => line.dimension],
  ['came_in', (line) => line.ingested, 'plain'],
  ['corrected_by', (line) => line.corrected, 'plain'],
  ['included', (line) => line.included, 'plain'],
  ['quantity', (line) => line.quantity, 'plain'],
  ['marketplace_says', (line) => line.sentence ?? ''],
  ['settled_by', (line) => line.settledBy ?? ''],
  ['settled_reason', (line) => line.settledReason ?? ''],
  ['id', (line) => line.id],
];

/** All that the filter finds, not only what is loaded. */
export async function exportHours(query: NonNullable<CallInput<'metering.lines'>['query']>): Promise<number> {
  const rows = await everyPage((cursor) => callApi('metering.lines', { query: { ...query, limit: 200, cursor } }));
  download('usage-hours.csv', 'text/csv', csvOf(columns, rows));
  return rows.length;
}
