/**
 * The business events that move money, each with the facts its posting is made from. The ledger turns one into entries that sum to zero
 * per currency; whoever causes one knows no account. Amounts are whole minor units and may be negative: a negative one mirrors.
 */
export const accountPurposes = [
  'cash',
  'customer_receivable',
  'marketplace_receivable',
  'customer_credit',
  'deferred_revenue',
  'revenue',
  'tax_payable',
  'marketplace_fee',
  'partner_cost',
  'incentive_cost',
  'rebate_cost',
  'rebate_accrual',
  'fund_cost',
  'fund_liability',
  'partner_accrued',
  'partner_payable',
  'payout_clearing',
  'conversion',
  'fx_difference',
  'rounding',
  'bad_debt',
  'opening',
] as const;
export type AccountPurpose = (typeof accountPurposes)[number];
/** What a balance of the purpose is in the books; debits are positive in entries. */
export const accountClass: Readonly<Record<AccountPurpose, 'asset' | 'liability' | 'income' | 'expense' | 'equity'>> = {
  cash: 'asset',
  customer_receivable: 'asset',
  marketplace_receivable: 'asset',
  customer_credit: 'liability',
  deferred_revenue: 'liability',
  revenue: 'income',
  tax_payable: 'liability',
  marketplace_fee: 'expense',
  partner_cost: 'expense',
  incentive_cost: 'expense',
  rebate_cost: 'expense',
  rebate_accrual: 'liability',
  fund_cost: 'expense',
  fund_liability: 'liability',
  partner_accrued: 'liability',
  partner_payable: 'liability',
  payout_clearing: 'liability',
  conversion: 'equity',
  fx_difference: 'expense',
  rounding: 'expense',
  bad_debt: 'expense',
  opening: 'equity',
};

type InvoiceLine = { readonly lineId: string; readonly netMinor: number; readonly taxMinor: number; readonly deferred: boolean };
type Plain = { readonly currency: string; readonly amountMinor: number };

export type PostingFacts = {
  invoice_issued: { accountId: string; currency: string; lines: readonly InvoiceLine[] };
  /** By reference to lines of an invoice; amounts are positive. */
  invoice_credited: { accountId: string; currency: string; lines: readonly InvoiceLine[] };
  revenue_recognised: { currency: string; lines: readonly { lineId: string; amountMinor: number }[] };
  /**
   * `amountMinor` settles the receivable in the invoice's currency, `creditMinor` of what came is more than was owed. Money that came in
   * another currency names it: booked at the invoice's rate, its difference is realised.
   */
  payment_received: Plain & {
    accountId: string;
    creditMinor?: number;
    received?: { currency: string; amountMinor: number; rateId: string; bookedMinor: number };
  };
  /** Money goes back to the customer: `receivableMinor` reopens what was settled, the rest comes out of its credit. */
  payment_refunded: Plain & { accountId: string; receivableMinor: number };
  credit_applied: Plain & { accountId: string };
  invoice_written_off: Plain & { accountId: string };
  /** The marketplace charged the buyer for us: what it keeps is known, the rest it owes. */
  marketplace_sold: { marketplaceId: string; currency: string; grossMinor: number; feeMinor: number; taxMinor: number };
  marketplace_paid: Plain & { marketplaceId: string };
  marketplace_refunded: { marketplaceId: string; currency: string; grossMinor: number; feeMinor: number; taxMinor: number };
  earning_accrued: Plain & {
    partnerId: string;
    bornBy: 'partner_cost' | 'incentive_cost' | 'rebate_accrual' | 'fund_liability';
    /** Owed at once, or first held. */
    held: boolean;
  };
  earning_due: Plain & { partnerId: string };
  rebate_accrued: Plain & { partnerId: string };
  rebate_trued_up: Plain & { partnerId: string };
  fund_committed: Plain & { partnerId: string };
  fund_released: Plain & { partnerId: string };
  payout_released: Plain & { partnerId: string };
  payout_paid: Plain & { partnerId: string };
  payout_returned: Plain & { partnerId: string };
  /** Both legs of an exchange, with the rate that made them. */
  currency_converted: { from: Plain; to: Plain; rateId: string };
  /** By a person, with a reason. Legs sum to zero per currency. */
  adjusted: { legs: readonly (Plain & { purpose: AccountPurpose; partyId: string | null })[] };
};
export type PostingTemplate = keyof PostingFacts;
export const postingTemplates = [
  'invoice_issued',
  'invoice_credited',
  'revenue_recognised',
  'payment_received',
  'payment_refunded',
  'credit_applied',
  'invoice_written_off',
  'marketplace_sold',
  'marketplace_paid',
  'marketplace_refunded',
  'earning_accrued',
  'earning_due',
  'rebate_accrued',
  'rebate_trued_up',
  'fund_committed',
  'fund_released',
  'payout_released',
  'payout_paid',
  'payout_returned',
  'currency_converted',
  'adjusted',
] as const satisfies readonly PostingTemplate[];

/** One business event to be booked. The same template and cause again is the same booking. */
export type Posting<Template extends PostingTemplate = PostingTemplate> = {
  [Name in Template]: {
    readonly template: Name;
    /** The fact that caused it, such as an invoice's id: unique per template. */
    readonly cause: string;
    /** Day of the fact. Where its month is closed, it is booked on the first day of the open one, and both days are kept. */
    readonly bookedOn: string;
    readonly dealId: string | null;
    readonly memo: string;
    readonly facts: PostingFacts[Name];
    /** What decided the amounts: rule → version. */
    readonly ruleVersions?: Readonly<Record<string, number>>;
  };
}[Template];
