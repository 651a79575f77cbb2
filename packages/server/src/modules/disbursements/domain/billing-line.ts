import type { Result } from '@entente/contracts';

export type StoredLine = Result<'disbursements.lines'>['items'][number];
export type BillingKind = StoredLine['kind'];
export type BillingAction = StoredLine['action'];

/** One row of a feed or file, in our words. The amount is as it moves the seller's balance. */
export type FeedLine = {
  readonly key: string;
  readonly action: BillingAction;
  readonly kind: BillingKind;
  /** As the marketplace calls it. */
  readonly transactionType: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** Lines that only inform move no balance. */
  readonly counts: boolean;
  readonly occurredAt: string;
  readonly invoiceKey: string | null;
  readonly agreementKey: string | null;
  readonly offerKey: string | null;
  readonly disbursementKey: string | null;
  readonly buyerAccount: string | null;
  readonly buyerName: string | null;
  readonly productKey: string | null;
  readonly raw: unknown;
};
