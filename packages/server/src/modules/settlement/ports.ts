import type { PricedQuote, SplitDocument } from '@entente/contracts';
import type { Receipt } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type {
  Authorization,
  Candidate,
  Commitment,
  FeeBasisPoints,
  KnownPartner,
  LineMargin,
  Listing,
  Marketplace,
  Participant,
  Route,
  Times,
} from './domain/facts.ts';
import type { DrawdownOf } from './domain/option.ts';
import type { Divided, Incentive } from './domain/waterfall.ts';

export type DealLine = {
  readonly lineId: string;
  readonly productId: string | null;
  readonly family: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly amountMinor: number;
};
export type KnownDeal = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly status: string;
  readonly currency: string;
  readonly accountId: string | null;
  readonly closeOn: string | null;
  readonly renewal: boolean;
  readonly lines: readonly DealLine[];
  readonly participants: readonly Participant[];
  readonly routes: readonly Route[];
};
export type StandingQuote = {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly state: string;
  readonly partnerId: string | null;
  readonly competitive: boolean;
  readonly priced: PricedQuote;
  /** Families of its products, for margin rules that name them. */
  readonly families: ReadonlyMap<string, string>;
  /** Products that stand for its bundles as a whole, where a bundle has one. */
  readonly skuProductIds: readonly string[];
  /** What each line costs in the price book for everybody; null where that cannot be told. */
  readonly standardMinor: readonly bigint[] | null;
  readonly approvedBy: string | null;
};
type ReceiptToCome = Pick<Receipt, 'dealId' | 'source' | 'currency' | 'netMinor' | 'feeMinor' | 'lines'>;
export type MarginAsked = {
  readonly partnerId: string;
  readonly dealId: string;
  readonly day: string;
  readonly competitive: boolean;
  /** As if the partner had this tier. */
  readonly tier: string | null;
  readonly products: readonly ({ readonly productId: string; readonly family: string | null; readonly vendorId: string | null } | null)[];
};
export type Places = {
  readonly marketplaces: readonly Marketplace[];
  readonly listings: readonly Listing[];
  readonly authorizations: readonly Authorization[];
  readonly commitments: readonly Commitment[];
};

/** What settlement needs of others, by need. */
export type SettlementPorts = {
  /** Null: there is no such deal. `lock`: nobody else changes it or chooses for it until the end. */
  readonly deal: (tx: Tx, tenantId: string, dealId: string, on: string, lock: boolean) => Promise<KnownDeal | null>;
  readonly quote: (tx: Tx, tenantId: string, dealId: string) => Promise<StandingQuote | null>;
  /** Partners by id, and which of them are tied on the day as `distributor|reseller`. */
  readonly partners: (
    tx: Tx,
    tenantId: string,
    ids: readonly string[],
    on: string,
  ) => Promise<{ readonly partners: readonly KnownPartner[]; readonly ties: readonly string[] }>;
  /** Marketplaces that are used, what of the products is listed there, who may resell it, and the buyer's commitments that are not over. */
  readonly places: (
    tx: Tx,
    tenantId: string,
    asked: { readonly dealId: string; readonly productIds: readonly string[]; readonly accountId: string | null; readonly on: string },
  ) => Promise<Places>;
  readonly margins: (tx: Tx, tenantId: string, asked: MarginAsked) => Promise<readonly LineMargin[]>;
  readonly feeBasisPoints: FeeBasisPoints;
  readonly drawdown: DrawdownOf;
  /** How what came this way would be divided; by `document` where one is given, else by the rule that holds. */
  readonly divide: (
    tx: Tx,
    tenantId: string,
    asked: {
      readonly on: string;
      readonly route: 'direct' | 'resale' | 'marketplace';
      readonly receipt: ReceiptToCome;
      readonly document: SplitDocument | null;
    },
  ) => Promise<Divided>;
  /** What it would earn whom; `held`: that cannot be told yet. */
  readonly incentives: (
    tx: Tx,
    tenantId: string,
    asked: { readonly dealId: string; readonly on: string; readonly route: 'direct' | 'resale' | 'marketplace'; readonly receipt: ReceiptToCome },
  ) => Promise<{ readonly held: string | null; readonly items: readonly Omit<Incentive, 'name'>[] }>;
  /** How long won deals took, by the way they were settled. */
  readonly times: (tx: Tx, tenantId: string, since: string) => Promise<readonly Times[]>;
  /** Whether a partner may open the deal: it takes or took part in it, or another shared it. */
  readonly openTo: (tx: Tx, tenantId: string, dealId: string, partnerId: string) => Promise<boolean>;
  /** What stands against settling the deal this way, after another or none was chosen before: sentences, each naming the record. */
  readonly obstacles: (
    tx: Tx,
    tenantId: string,
    dealId: string,
    change: { readonly from: Candidate | null; readonly to: Candidate },
  ) => Promise<readonly string[]>;
  /** The deal's settling route becomes one of this kind; what settled it before settles it no more. Returns the route. */
  readonly settleBy: (tx: Tx, context: Context, dealId: string, candidate: Candidate) => Promise<string>;
};
export type SettlementDeps = { readonly database: Database; readonly ports: SettlementPorts };
