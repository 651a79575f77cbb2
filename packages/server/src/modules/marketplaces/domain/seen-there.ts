export const agreementStatuses = ['active', 'archived', 'cancelled', 'expired', 'renewed', 'replaced', 'rolled_back', 'superseded', 'terminated'] as const;
export type AgreementStatus = (typeof agreementStatuses)[number];

export type AgreementView = {
  readonly id: string;
  readonly status: AgreementStatus;
  readonly offerId: string | null;
  readonly authorizationId: string | null;
  readonly productId: string | null;
  readonly buyerAccount: string | null;
  readonly sellerAccount: string | null;
  readonly currency: string | null;
  readonly amountMinor: bigint | null;
  readonly acceptedAt: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly endBehaviour: 'renew' | 'replace' | 'expire' | null;
  readonly replaces: string | null;
  readonly initial: string | null;
};

/** What a listing shows at its marketplace. A field that cannot be read there is left out, and is then not compared. */
export type ListingView = {
  readonly name?: string;
  readonly status?: 'draft' | 'in_review' | 'limited' | 'public' | 'restricted';
  readonly currency?: string;
  readonly priceMinor?: bigint;
  readonly dimensions?: readonly { readonly key: string; readonly name: string; readonly unit: string | null; readonly priceMinor: bigint | null }[];
  readonly productCode?: string;
  readonly offerId?: string;
};
