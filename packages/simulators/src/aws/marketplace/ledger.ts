import type { Marketplace } from './context.ts';
import { newHex, nowText } from './context.ts';
import type { FeedRow, TransactionType } from './feed-row.ts';
import type { Agreement, Invoice } from './model.ts';
import { amountText, percentOf, toMinor } from './money.ts';
import type { Decimal } from './money.ts';

export type Columns = Omit<FeedRow, 'amount'>;
type RowInput = Pick<Columns, 'account' | 'from_account_id' | 'to_account_id' | 'transaction_type' | 'currency' | 'balance_impacting'> &
  Partial<Columns> & { amount: Decimal };
export const aws = 'AWS';

export function addRow(marketplace: Marketplace, { amount, ...input }: RowInput): FeedRow {
  const row: FeedRow = {
    billing_event_id: newHex(marketplace, 40),
    end_user_account_id: '',
    product_id: '',
    action: 'INVOICED',
    parent_billing_event_id: '',
    disbursement_billing_event_id: '',
    invoice_date: '',
    payment_due_date: '',
    usage_period_start_date: '',
    usage_period_end_date: '',
    invoice_id: '',
    billing_address_id: '',
    transaction_reference_id: '',
    bank_trace_id: '',
    broker_id: 'AWS_INC',
    buyer_transaction_reference_id: '',
    agreement_id: '',
    ...input,
    amount: amountText(amount, input.currency),
    insert_date: nowText(marketplace),
  };
  marketplace.store.feed.push(row);
  return row;
}

/** One sale in the books of everybody in the chain. A refund writes the same rows with the opposite sign, each naming its original. */
export function writeRows(
  marketplace: Marketplace,
  agreement: Agreement,
  made: Invoice,
  gross: readonly Decimal[],
  more: Partial<Columns>,
  originals?: readonly FeedRow[],
): void {
  const { settings } = marketplace.store;
  const { sellers, acceptor, currency } = agreement;
  const reference = newHex(marketplace, 32);
  const kind = (type: TransactionType): TransactionType => (originals === undefined ? type : (`${type}_REFUND` as TransactionType));
  const write = (account: string, type: TransactionType, from: string, to: string, amount: Decimal, impact: 0 | 1, parts: Partial<Columns>): void => {
    if (amount === 0n) return;
    const parent = originals?.find(
      (row) => row.account === account && row.transaction_type === type && row.from_account_id === from && row.to_account_id === to,
    );
    const common = {
      product_id: agreement.productId,
      agreement_id: agreement.id,
      invoice_date: made.issued,
      payment_due_date: originals === undefined ? made.dueDate : '',
      transaction_reference_id: reference,
    };
    addRow(marketplace, {
      account,
      from_account_id: from,
      to_account_id: to,
      transaction_type: kind(type),
      amount,
      currency,
      balance_impacting: impact,
      ...common,
      ...more,
      ...parts,
      parent_billing_event_id: parent?.billing_event_id ?? '',
    });
  };
  sellers.forEach((seller, level) => {
    const price = gross[level] ?? 0n;
    const next = sellers[level + 1];
    const cost = next === undefined ? 0n : (gross[level + 1] ?? 0n);
    const buyer = level === 0 ? acceptor : (sellers[level - 1] ?? '');
    const own = { invoice_id: level === 0 ? made.id : `${made.id}-${level}`, end_user_account_id: level === 0 ? acceptor : '' };
    write(seller, 'SELLER_REV_SHARE', buyer, seller, price, 1, own);
    if (level === 0) {
      const tax = toMinor(percentOf(price, settings.taxPercent), currency);
      if (settings.taxRemittedBy === 'aws') write(seller, 'AWS_TAX_SHARE', buyer, aws, tax, 0, own);
      else write(seller, 'SELLER_TAX_SHARE', buyer, seller, tax, 1, own);
    }
    if (next !== undefined) write(seller, 'SELLER_REV_SHARE', seller, next, -cost, 1, { ...own, invoice_id: `${made.id}-${level + 1}` });
    const percent = next === undefined ? (agreement.isRenewal ? settings.renewalFeePercent : settings.listingFeePercent) : settings.resellerFeePercent;
    write(seller, 'AWS_REV_SHARE', seller, aws, -toMinor(percentOf(price - cost, percent), currency), 1, own);
  });
}

/** In a chain each step has an invoice of its own, numbered after the buyer's. */
export const rootInvoice = (invoiceId: string): string => invoiceId.replace(/-\d+$/, '');
