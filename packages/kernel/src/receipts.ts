import type { Interval } from './calendar.ts';
import type { Explanation } from './explanation.ts';

/**
 * A charge is one thing a customer owes, worked out once from an order, a change of it, or its usage; an invoice claims it. Negative:
 * given back. What was charged is never worked out again.
 */
export const chargeKinds = ['one_off', 'recurring', 'proration', 'usage', 'commitment', 'outcome', 'credit'] as const;
export type ChargeKind = (typeof chargeKinds)[number];
export type Charge = {
  readonly id: string;
  readonly kind: ChargeKind;
  readonly accountId: string;
  readonly dealId: string | null;
  readonly subscriptionId: string | null;
  readonly productId: string | null;
  /** Who makes the product; null: ourselves. */
  readonly vendorId: string | null;
  readonly description: string;
  /** Decimal text. */
  readonly quantity: string;
  readonly unitPrice: string | null;
  /** Before tax, rounded once. */
  readonly amountMinor: number;
  readonly currency: string;
  /** What time it pays for: half-open days; null for what is delivered at once. Revenue of a period that has not passed is deferred. */
  readonly period: Interval | null;
  readonly chargedOn: string;
  readonly taxCategory: string;
  readonly explanation: Explanation;
};

/**
 * Money that came (or went back: all amounts negative, and `reverses` names what it takes from), spread over the lines it pays for.
 * Splits, commissions and rebates on what was collected read nothing else.
 */
export type Receipt = {
  readonly id: string;
  readonly source: 'payment' | 'marketplace';
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly currency: string;
  readonly receivedOn: string;
  /** net + tax is what the customer paid; `feeMinor` of it stayed with the marketplace. */
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly feeMinor: number;
  readonly lines: readonly ReceiptLine[];
  readonly reverses: string | null;
};
export type ReceiptLine = {
  readonly lineId: string;
  /** On a reversal: the line of the reversed receipt. */
  readonly reversesLineId: string | null;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly quantity: string | null;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly feeMinor: number;
};
