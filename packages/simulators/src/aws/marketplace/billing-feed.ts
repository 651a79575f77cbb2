import type { SimulatedRequest, SimulatedResponse } from '../../core/simulator.ts';
import type { Marketplace } from './context.ts';
import { nowOf } from './context.ts';
import type { FeedRow } from './feed-row.ts';

/** The columns of the billing event data feed; every row is the first and only version of itself. */
const columns = [
  'valid_from',
  'insert_date',
  'update_date',
  'delete_date',
  'billing_event_id',
  'from_account_id',
  'to_account_id',
  'end_user_account_id',
  'product_id',
  'action',
  'transaction_type',
  'parent_billing_event_id',
  'disbursement_billing_event_id',
  'amount',
  'currency',
  'balance_impacting',
  'invoice_date',
  'payment_due_date',
  'usage_period_start_date',
  'usage_period_end_date',
  'invoice_id',
  'billing_address_id',
  'transaction_reference_id',
  'bank_trace_id',
  'broker_id',
  'buyer_transaction_reference_id',
  'agreement_id',
] as const;

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
function line(row: FeedRow): string {
  const versions = { valid_from: row.insert_date, insert_date: row.insert_date, update_date: row.insert_date, delete_date: '' };
  return columns.map((column) => field(String({ ...row, ...versions }[column]))).join(',');
}

/** Stands in for the files that AWS puts into the seller's bucket. */
export function billingFeed(marketplace: Marketplace, account: string, request: SimulatedRequest): SimulatedResponse {
  const since = request.query.get('since') ?? '';
  if (since !== '' && Number.isNaN(Date.parse(since))) return { status: 400, body: { message: 'since must be an instant in ISO 8601 format.' } };
  const after = since === '' ? '' : new Date(since).toISOString();
  const hours = marketplace.store.settings.feedRefreshHours;
  const period = (time: number): number => (hours === 0 ? 0 : Math.floor(time / (hours * 3_600_000)));
  const current = period(nowOf(marketplace).getTime());
  const rows = marketplace.store.feed.filter(
    (row) => row.account === account && row.insert_date >= after && (hours === 0 || period(Date.parse(row.insert_date)) < current),
  );
  return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: `${[columns.join(','), ...rows.map(line)].join('\r\n')}\r\n` };
}
