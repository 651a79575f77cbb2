/** What a marketplace can do, as data: nothing outside its adapter asks for its name. */
export type MarketplaceCapabilities = {
  readonly currencies: readonly string[];
  readonly nameMaximum: number;
  readonly descriptionMaximum: number;
  /** How the buyer's account is written, and how one says that to a person. */
  readonly buyerAccount: { readonly pattern: string; readonly label: string };
  readonly instalments: { readonly maximum: number };
  readonly expiry: { readonly required: boolean; readonly maximumDays: number | null };
  readonly eulas: readonly { readonly kind: 'standard' | 'custom'; readonly version: string | null }[];
  /** none: not at all · associate: made on its own pages and then tied to the deal · api. `tiers` counts sellers between the vendor and the buyer. */
  readonly resale: {
    readonly mode: 'none' | 'associate' | 'api';
    readonly tiers: number;
    readonly usages: readonly ('one_time' | 'until' | 'open')[];
    readonly markup: boolean;
    /** Whether the last day of one that was given can be moved. */
    readonly extend: boolean;
  };
  /** A call under the same token is done once; without it, what was asked is looked for before it is asked again. */
  readonly tokenMakesOnce: boolean;
  readonly extend: boolean;
  readonly readsListings: boolean;
  /** Who says that a purchase may begin: the vendor, or nobody. */
  readonly fulfilment: 'approve' | 'none';
};

export type QuoteLine = {
  readonly dimension: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
  readonly amountMinor: bigint;
};
export type Instalment = { readonly dueOn: string; readonly amountMinor: bigint };
export type Eula = { readonly kind: 'standard'; readonly version: string | null } | { readonly kind: 'custom'; readonly url: string };

/** What is sold, to whom and how it is paid: everything an adapter needs, and nothing of our records. */
export type CommercialQuote = {
  /** Ours, for the marketplace's own lists. */
  readonly reference: string;
  readonly name: string;
  readonly description: string | null;
  readonly productId: string;
  readonly baseOfferId: string | null;
  readonly buyerAccount: string;
  readonly currency: string;
  readonly lines: readonly QuoteLine[];
  readonly totalMinor: bigint;
  readonly termMonths: number | null;
  readonly startsOn: string | null;
  readonly instalments: readonly Instalment[];
  readonly eula: Eula;
  readonly expiresOn: string | null;
  /** An agreement of the marketplace that this one takes the place of. */
  readonly replaces: string | null;
  /** The day it is prepared on. */
  readonly today: string;
};
export type ResaleGrant = Omit<CommercialQuote, 'buyerAccount' | 'expiresOn' | 'startsOn'> & {
  readonly resellerAccount: string;
  readonly usage: 'one_time' | 'until' | 'open';
  readonly until: string | null;
  /** Null: any buyer. */
  readonly buyerAccount: string | null;
};
export type ResaleOffer = CommercialQuote & { readonly authorizationId: string; readonly markupBp: number };

export type OfferIssue = { readonly field: string | null; readonly code: string; readonly sentence: string; readonly severity: 'blocks' | 'warning' };
