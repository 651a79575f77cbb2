import type { BillingKind, FeedLine } from '../../modules/disbursements/index.ts';

/** A row of the feed by its column names, as AWS documents them. */
export type FeedRow = Readonly<Record<string, string | undefined>>;

const KINDS: Readonly<Record<string, BillingKind>> = {
  SELLER_REV_SHARE: 'revenue',
  SELLER_REV_SHARE_REFUND: 'refund',
  SELLER_REV_SHARE_CREDIT: 'refund',
  SELLER_TAX_SHARE: 'tax',
  SELLER_TAX_SHARE_REFUND: 'tax_refund',
  AWS_REV_SHARE: 'fee',
  AWS_REV_SHARE_REFUND: 'fee_refund',
  AWS_REV_SHARE_CREDIT: 'fee_refund',
  AWS_TAX_SHARE: 'fee_tax',
  AWS_TAX_SHARE_REFUND: 'fee_tax_refund',
  AWS_TAX_SHARE_LISTING_FEE: 'fee_tax',
  AWS_TAX_SHARE_REFUND_LISTING_FEE: 'fee_tax_refund',
  BALANCE_ADJUSTMENT: 'adjustment',
  SELLER_REV_CREDIT: 'adjustment',
  AWS_REF_FEE: 'fee',
  AWS_REF_FEE_REFUND: 'fee_refund',
  DISBURSEMENT: 'payout',
};
const ACTIONS: Readonly<Record<string, FeedLine['action']>> = { INVOICED: 'invoiced', FORGIVEN: 'forgiven', DISBURSED: 'disbursed' };
const NO_DECIMALS = new Set(['JPY', 'KRW']);

/** What a row says in our words; what is not known is refused by name, and never guessed. */
export function feedLineOf(row: FeedRow, account: string): FeedLine | { readonly refused: string } {
  const of = (column: string): string => (row[column] ?? '').trim();
  const orNull = (column: string): string | null => of(column) || null;
  const key = of('billing_event_id');
  if (key === '') return { refused: 'The row has no billing_event_id.' };
  const action = ACTIONS[of('action')];
  if (!action) return { refused: `The action “${of('action').slice(0, 40)}” is not known.` };
  const type = of('transaction_type');
  const known = KINDS[type];
  if (!known) return { refused: `The transaction type “${type.slice(0, 60)}” is not known.` };
  const currency = of('currency');
  if (!/^[A-Z]{3}$/.test(currency)) return { refused: `“${currency.slice(0, 10)}” is not a currency.` };
  const amountMinor = minorOf(of('amount'), NO_DECIMALS.has(currency) ? 0 : 2);
  if (amountMinor === null) return { refused: `“${of('amount').slice(0, 40)}” is not an amount of ${currency}.` };
  const at = Date.parse(of('invoice_date') || of('insert_date'));
  if (Number.isNaN(at)) return { refused: 'The row has neither an invoice date nor a date of insertion.' };
  const fromUs = of('from_account_id') === account;
  // In a chain, the seller of record passes on what it owes to the seller before it.
  const kind = (known === 'revenue' || known === 'refund') && fromUs && of('to_account_id') !== account ? 'passed_on' : known;
  return {
    key,
    action,
    kind,
    transactionType: type,
    amountMinor,
    currency,
    counts: of('balance_impacting') === '1',
    occurredAt: new Date(at).toISOString(),
    invoiceKey: orNull('invoice_id'),
    agreementKey: orNull('agreement_id'),
    offerKey: null,
    disbursementKey: kind === 'payout' ? key : orNull('disbursement_billing_event_id'),
    buyerAccount: orNull('end_user_account_id') ?? (kind === 'revenue' || kind === 'refund' ? orNull('from_account_id') : null),
    buyerName: null,
    productKey: orNull('product_id'),
    raw: row,
  };
}

/** Exact: digits only, and none lost. A finer amount than the currency has is no amount of it. */
export function minorOf(text: string, digits: number): number | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const value = Number(`${match[2] ?? ''}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(value)) return null;
  return match[1] === '-' && value !== 0 ? -value : value;
}
