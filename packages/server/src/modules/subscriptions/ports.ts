import type { PriceModel } from '@entente/contracts';
import type { Explanation } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Rule } from './domain/subscription.ts';

/** What was agreed, as it stands frozen in the accepted quote of a won deal. */
export type AcceptedQuote = {
  /** Of the accepted version: the same again is the same order. */
  readonly key: string;
  readonly quoteId: string;
  readonly dealId: string;
  readonly accountId: string;
  readonly name: string;
  readonly currency: string;
  readonly acceptedOn: string;
  readonly terms: {
    readonly timeZone: string;
    readonly startsOn: string;
    readonly termMonths: number | null;
    /** Null: the day of the month on which it starts. */
    readonly anchorDay: number | null;
    readonly timing: 'advance' | 'arrears';
    readonly proration: 'day' | 'second' | 'none';
    readonly autoRenew: boolean;
    readonly renewalNoticeDays: number;
    readonly minimumMinor: number | null;
  };
  readonly lines: readonly AcceptedLine[];
};
export type AcceptedLine = {
  readonly key: string;
  readonly kind: 'one_off' | 'recurring' | 'usage';
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly quantity: string;
  /** After every discount. One-off lines have an amount, the others a price of a billing period. */
  readonly price: PriceModel | null;
  readonly amountMinor: number | null;
  readonly billingMonths: number | null;
  readonly taxCategory: string;
  readonly meterId: string | null;
  readonly subject: string | null;
  readonly rule: Rule | null;
  readonly explanation: Explanation;
};

export type RenewalDeal = {
  readonly subscriptionId: string;
  readonly name: string;
  readonly accountId: string;
  /** Whose partners are the incumbents; null where the subscription came from no deal. */
  readonly fromDealId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly closeOn: string;
};

/** What subscriptions need of others, by need. */
export type SubscriptionsPorts = {
  /** Null while the deal is not won, or nothing of it is accepted. */
  readonly acceptedQuote: (tx: Tx, tenantId: string, dealId: string) => Promise<AcceptedQuote | null>;
  /** Opens a deal with the partners of the earlier one, each with the evidence that it is incumbent. Answers its id. */
  readonly openRenewalDeal: (tx: Tx, context: Context, renewal: RenewalDeal) => Promise<string>;
};
