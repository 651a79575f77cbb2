export type TransactionType =
  | 'SELLER_REV_SHARE'
  | 'SELLER_TAX_SHARE'
  | 'AWS_REV_SHARE'
  | 'AWS_TAX_SHARE'
  | 'SELLER_REV_SHARE_REFUND'
  | 'SELLER_TAX_SHARE_REFUND'
  | 'AWS_REV_SHARE_REFUND'
  | 'AWS_TAX_SHARE_REFUND'
  | 'BALANCE_ADJUSTMENT'
  | 'DISBURSEMENT';

/** One row of the billing event data feed of one seller. Rows are never changed, only added. */
export type FeedRow = {
  /** Whose feed the row is in; not a column. */
  readonly account: string;
  readonly billing_event_id: string;
  readonly from_account_id: string;
  readonly to_account_id: string;
  /** Only in the feed of the seller of record. */
  readonly end_user_account_id: string;
  readonly product_id: string;
  readonly action: 'INVOICED' | 'FORGIVEN' | 'DISBURSED';
  readonly transaction_type: TransactionType;
  readonly parent_billing_event_id: string;
  readonly disbursement_billing_event_id: string;
  readonly amount: string;
  readonly currency: string;
  readonly balance_impacting: 0 | 1;
  readonly invoice_date: string;
  readonly payment_due_date: string;
  readonly usage_period_start_date: string;
  readonly usage_period_end_date: string;
  readonly invoice_id: string;
  readonly billing_address_id: string;
  readonly transaction_reference_id: string;
  readonly bank_trace_id: string;
  readonly broker_id: string;
  readonly buyer_transaction_reference_id: string;
  readonly agreement_id: string;
  readonly insert_date: string;
};
