import type { Marketplace } from './context.ts';
import { newHex, nowText } from './context.ts';
import type { FeedRow } from './feed-row.ts';
import { addRow, aws, rootInvoice } from './ledger.ts';
import { decimal } from './money.ts';

/** Each seller gets what was collected for it: every open row is negated, and the sum is paid out. */
export function runDisbursement(marketplace: Marketplace): FeedRow[] {
  const { store } = marketplace;
  const done = new Set(
    store.feed.flatMap((row) => (row.action === 'DISBURSED' && row.transaction_type !== 'DISBURSEMENT' ? [row.parent_billing_event_id] : [])),
  );
  const open = new Map<string, FeedRow[]>();
  for (const row of store.feed) {
    if (
      row.action !== 'INVOICED' ||
      row.balance_impacting === 0 ||
      done.has(row.billing_event_id) ||
      store.invoices.get(rootInvoice(row.invoice_id))?.paidAt === undefined
    )
      continue;
    const key = `${row.account} ${row.currency}`;
    open.set(key, [...(open.get(key) ?? []), row]);
  }
  return [...open.values()].flatMap((rows) => disburse(marketplace, rows) ?? []);
}
function disburse(marketplace: Marketplace, rows: readonly FeedRow[]): FeedRow | undefined {
  const [first] = rows;
  const total = rows.reduce((sum, { amount }) => sum + decimal(amount), 0n);
  // A debt is carried forward until new revenue covers it.
  if (first === undefined || total <= 0n) return undefined;
  const { account, currency } = first;
  const payment = addRow(marketplace, {
    account,
    from_account_id: aws,
    to_account_id: account,
    action: 'DISBURSED',
    transaction_type: 'DISBURSEMENT',
    amount: total,
    currency,
    balance_impacting: 0,
    bank_trace_id: newHex(marketplace, 15).toUpperCase(),
    invoice_date: nowText(marketplace),
  });
  for (const row of rows) {
    const { insert_date: _inserted, billing_event_id: parent, ...same } = row;
    addRow(marketplace, {
      ...same,
      action: 'DISBURSED',
      amount: -decimal(row.amount),
      parent_billing_event_id: parent,
      disbursement_billing_event_id: payment.billing_event_id,
      bank_trace_id: payment.bank_trace_id,
      payment_due_date: '',
    });
  }
  return payment;
}
