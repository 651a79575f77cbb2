import type { SettlementCandidate, SettlementSettings } from '@entente/contracts';
import type { Explanation, Fraction, ParticipantRole } from '@entente/kernel';

export type Candidate = SettlementCandidate;
export type Kind = Candidate['kind'];
export type Settings = SettlementSettings;

export type Line = {
  readonly lineId: string;
  readonly productId: string | null;
  readonly family: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly quantity: string | null;
  /** List before the price book made a difference by tier; the same as `listMinor` where it makes none. */
  readonly standardMinor: bigint;
  readonly listMinor: bigint;
  /** What the buyer pays, before tax. */
  readonly netMinor: bigint;
  readonly explanations: { readonly list: Explanation; readonly discount: Explanation | null; readonly net: Explanation };
};
export type KnownPartner = {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly types: readonly string[];
  readonly tier: string | null;
};
export type Participant = { readonly partnerId: string; readonly role: ParticipantRole; readonly shareBp: number | null };
export type Route = {
  readonly id: string;
  readonly kind: string;
  readonly settles: boolean;
  readonly chain: readonly string[];
  /** What we charge whoever buys from us on it, where that was agreed. */
  readonly firstPriceMinor: bigint | null;
  readonly firstPriceCurrency: string | null;
};
export type Marketplace = {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly feeTable: unknown;
  readonly version: number;
  readonly currencies: readonly string[] | null;
};
export type Eligibility = {
  readonly programme: string;
  readonly percentBp: number;
  readonly decidedOn: 'invoice' | 'activation' | 'purchase';
  readonly excludedKinds: readonly string[];
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly source: string;
};
export type Listing = {
  readonly id: string;
  readonly marketplaceId: string;
  readonly productId: string;
  readonly name: string;
  readonly status: string;
  readonly eligibility: readonly Eligibility[];
};
export type Authorization = {
  readonly id: string;
  readonly marketplaceId: string;
  readonly resellerId: string;
  readonly state: string;
  readonly currency: string;
  readonly wholesaleMinor: bigint;
  /** It was made for this deal, so that its price is the price of this deal. */
  readonly ofDeal: boolean;
  readonly untilOn: string | null;
};
export type Commitment = {
  readonly programme: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint | null;
  readonly capBp: number | null;
  readonly capUsedMinor: bigint;
  readonly fromOn: string;
  readonly untilOn: string;
};
export type Times = {
  readonly kind: Kind;
  readonly signatureDays: number | null;
  readonly signatureDeals: number;
  readonly cashDays: number | null;
  readonly cashDeals: number;
};

/** All that a comparison is made from, read once for all ways. */
export type Facts = {
  readonly dealId: string;
  readonly currency: string;
  /** The day of it, and the day the deal is expected to close. */
  readonly on: string;
  readonly closeOn: string;
  readonly renewal: boolean;
  readonly pricedFrom: 'quote' | 'deal_lines';
  /** Who approved what the quote lets the buyer off. */
  readonly approvedBy: string | null;
  readonly lines: readonly Line[];
  /** Why the parts do not go together; empty: they do. */
  readonly incompatible: readonly string[];
  readonly participants: readonly Participant[];
  readonly routes: readonly Route[];
  readonly partners: ReadonlyMap<string, KnownPartner>;
  /** `distributor|reseller`. */
  readonly ties: ReadonlySet<string>;
  readonly marketplaces: readonly Marketplace[];
  readonly listings: readonly Listing[];
  readonly authorizations: readonly Authorization[];
  readonly commitments: readonly Commitment[];
  readonly times: readonly Times[];
  readonly settings: Settings;
  readonly settingsVersion: number;
};

/** The margin of one partner on one line, by pricing's rules. */
export type LineMargin = {
  readonly percent: Fraction;
  readonly of: 'list' | 'buyer_price';
  readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly sentence: string;
};
/** By partner, in the order of lines. */
export type Margins = ReadonlyMap<string, readonly LineMargin[]>;

/** The part of a fee that a marketplace's table says for an amount on a day, in basis points; null: it says nothing. */
export type FeeBasisPoints = (
  table: unknown,
  of: { readonly day: string; readonly kind: string; readonly currency: string; readonly amountMinor: number },
) => number | null;

/** The partners a candidate goes through, from us to the buyer. */
export const partnersOf = (candidate: Candidate): string[] => [
  ...('distributorId' in candidate ? [candidate.distributorId] : []),
  ...('resellerId' in candidate ? [candidate.resellerId] : []),
];
export const marketplaceOf = (candidate: Candidate): string | null => ('marketplaceId' in candidate ? candidate.marketplaceId : null);
/** A way as one text, in whatever order its parts were written down: a database gives them back in its own. */
export const keyOf = (candidate: Candidate): string => [candidate.kind, marketplaceOf(candidate) ?? '', ...partnersOf(candidate)].join(' ');
export const sameCandidate = (one: Candidate, other: Candidate): boolean => keyOf(one) === keyOf(other);
export const routeKindOf = (kind: Kind): 'direct' | 'resale' | 'marketplace' =>
  kind === 'direct' ? 'direct' : kind === 'resale' || kind === 'distribution' ? 'resale' : 'marketplace';
