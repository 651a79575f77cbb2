import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Access, OutsideIssue } from '../../platform/outside/index.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { DealForOffer } from './domain/deal-for-offer.ts';
import type { CommercialQuote, MarketplaceCapabilities, OfferIssue, ResaleGrant, ResaleOffer } from './domain/quote.ts';
import type { AgreementView, ListingView } from './domain/seen-there.ts';

export type { DealForOffer } from './domain/deal-for-offer.ts';
export type { CommercialQuote, Eula, Instalment, MarketplaceCapabilities, OfferIssue, QuoteLine, ResaleGrant, ResaleOffer } from './domain/quote.ts';
export type { AgreementStatus, AgreementView, ListingView } from './domain/seen-there.ts';

export type Prepared = { readonly payload: unknown; readonly issues: readonly OfferIssue[] };

/** Kept beside what was asked; opaque to all but the adapter. */
export type OperationHandle = { readonly id: string; readonly kind: string; readonly pollAfterMs: number };
export type OfferProgress =
  | { readonly done: false; readonly pollAfterMs: number }
  | { readonly done: true; readonly ok: true; readonly externalId: string | null; readonly at: string | null }
  | { readonly done: true; readonly ok: false; readonly issues: readonly OutsideIssue[]; readonly sentence: string };

export type AgreementQuery = { readonly offerId?: string; readonly since?: string; readonly cursor?: string };
export type EntitlementView = {
  readonly id: string;
  readonly agreementId: string | null;
  readonly productCode: string | null;
  readonly buyerAccount: string | null;
  readonly state: 'pending' | 'active' | 'suspended' | 'ended';
  readonly dimensions: readonly { readonly key: string; readonly quantity: number | null; readonly unit: string | null }[];
  readonly startsAt: string | null;
  readonly endsAt: string | null;
};
export type FulfilmentDecision = { readonly approve: true } | { readonly approve: false; readonly reason: string };

/** News: a hint and never the truth. What it names is read again before anything is changed by it. */
export type MarketplaceNotice = {
  readonly dedupeKey: string;
  readonly kind:
    | 'offer_released'
    | 'operation_ended'
    | 'agreement_created'
    | 'agreement_amended'
    | 'agreement_ended'
    | 'entitlement_changed'
    | 'entitlement_ended'
    | 'other';
  readonly at: string;
  readonly offerId: string | null;
  readonly agreementId: string | null;
  readonly entitlementId: string | null;
  readonly authorizationId: string | null;
  readonly operationId: string | null;
  readonly buyerAccount: string | null;
  readonly sentence: string;
  /** What the news itself says of an agreement; used only where it may not be read, as by a vendor whose reseller sold. */
  readonly hint: AgreementView | null;
};

/** One marketplace of one cloud. Throws OutsideError; what a person must mend is an issue and no error. */
export type MarketplacePort = {
  readonly system: Access['system'];
  capabilities(): MarketplaceCapabilities;
  /** Pure: what would be sent, and what stands against it. */
  prepareOffer(quote: CommercialQuote): Prepared;
  prepareGrant(grant: ResaleGrant): Prepared;
  prepareResale(offer: ResaleOffer): Prepared;
  /** `token` was kept before the call: the same token is the same request. */
  publishOffer(access: Access, quote: CommercialQuote, token: string): Promise<OperationHandle>;
  authorizeResale(access: Access, grant: ResaleGrant, token: string): Promise<OperationHandle>;
  resellOffer(access: Access, offer: ResaleOffer, token: string): Promise<OperationHandle>;
  withdraw(access: Access, subject: { kind: 'offer' | 'authorization'; externalId: string; today: string }, token: string): Promise<OperationHandle>;
  /** Gives the buyer of an offer longer to accept; or a reseller longer to sell under an authorisation. */
  extend(access: Access, subject: { kind: 'offer' | 'authorization'; externalId: string; until: string }, token: string): Promise<OperationHandle>;
  /** Without a token that makes once: what was asked under this reference, if it arrived. */
  find?(access: Access, token: string): Promise<OperationHandle | null>;
  poll(access: Access, handle: OperationHandle): Promise<OfferProgress>;
  agreements(access: Access, query: AgreementQuery): Promise<{ items: AgreementView[]; cursor: string | null }>;
  agreement(access: Access, id: string): Promise<AgreementView | null>;
  entitlements(
    access: Access,
    agreement: { id: string; productCode: string | null; buyerAccount: string | null; entitlementId: string | null },
  ): Promise<EntitlementView[]>;
  /** A buyer came with this token from the marketplace. */
  resolvePurchase(access: Access, token: string): Promise<EntitlementView>;
  fulfil(access: Access, entitlementId: string, decision: FulfilmentDecision): Promise<void>;
  listing(access: Access, listing: { productId: string; offerId: string | null }): Promise<ListingView>;
  /** Pure: what was received and proved by whoever received it, read. Null: no news for this account. */
  readNotice(access: Pick<Access, 'account'>, body: unknown): MarketplaceNotice | null;
};

export type CsvTable =
  | {
      readonly ok: true;
      readonly headers: readonly string[];
      readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
    }
  | { readonly ok: false; readonly sentence: string };

/** What marketplaces need of others, by need. */
export type MarketplacesPorts = Inbox & {
  readonly access: (tenantId: string, connectionId: string) => Promise<Access>;
  readonly adapter: (system: string) => MarketplacePort | null;
  readonly connection: (tx: Tx, tenantId: string, connectionId: string) => Promise<{ id: string; system: string } | null>;
  readonly readCsv: (text: string, maxRows: number) => Promise<CsvTable>;
  readonly deal: (tx: Tx, tenantId: string, dealId: string) => Promise<DealForOffer | null>;
  readonly dealByNumber: (tx: Tx, tenantId: string, number: number) => Promise<DealForOffer | null>;
  /** Moves the route as far as its own machine allows; a state it is in already, or cannot reach, changes nothing. */
  readonly moveRoute: (tx: Tx, context: Context, dealId: string, routeId: string, state: string) => Promise<void>;
  readonly addRoute: (tx: Tx, context: Context, dealId: string) => Promise<string>;
  readonly addParticipant: (tx: Tx, context: Context, dealId: string, participant: { partnerId: string; role: string; evidence: string }) => Promise<void>;
  /** Returns the new deal. */
  readonly openRenewalDeal: (
    tx: Tx,
    context: Context,
    renewal: {
      name: string;
      accountId: string | null;
      currency: string;
      amountMinor: number | null;
      closeOn: string;
      ownerId: string | null;
      lines: DealForOffer['lines'];
      incumbents: readonly { partnerId: string; role: string }[];
    },
  ) => Promise<string>;
  readonly product: (
    tx: Tx,
    tenantId: string,
    productId: string,
  ) => Promise<{ id: string; name: string; priceMinor: number | null; currency: string | null } | null>;
  readonly partnerName: (tx: Tx, tenantId: string, partnerId: string) => Promise<string | null>;
  readonly accountExists: (tx: Tx, tenantId: string, accountId: string) => Promise<boolean>;
};
