import type { JsonObject } from '../wire/index.ts';

/** A term as the catalog writes it; what it holds depends on its type. */
export type Term = {
  Type: string;
  Id?: string;
  CurrencyCode?: string;
  Price?: string;
  Duration?: string;
  BillingPeriod?: string;
  Grants?: { DimensionKey: string; MaxQuantity?: number }[];
  RateCards?: { Selector?: { Type: string; Value: string }; Constraints?: JsonObject; RateCard: { DimensionKey: string; Price: string }[] }[];
  Schedule?: { ChargeDate: string; ChargeAmount: string }[];
  Documents?: { Type: string; Version?: string; Url?: string }[];
  AgreementDuration?: string;
  AgreementStartDate?: string;
  AgreementEndDate?: string;
  RefundPolicy?: string;
  MaximumAgreementStartDate?: string;
  PositiveTargeting?: { BuyerAccounts?: string[] };
};
export type TermGroup = 'pricing' | 'schedule' | 'legal' | 'validity' | 'renewal' | 'support' | 'buyerValidity' | 'verification';
export type Terms = Partial<Record<TermGroup, Term[]>>;
export type PreExisting = { AcquisitionChannel: string; PricingModel: string };

type Common = { id: string; owner: string; createdAt: string; lastModified: string; revision: number };
export type Dimension = { key: string; name: string; type: 'Entitled' | 'Metered'; unit: string; price: string };
export type Product = Common & {
  kind: 'SaaSProduct';
  code: string;
  title: string;
  visibility: 'Limited' | 'Public' | 'Restricted';
  dimensions: Dimension[];
  /** Products listed since June 2026 meter by licence, without their product code. */
  concurrentAgreements: boolean;
};
export type Offer = Common & {
  kind: 'Offer';
  productId: string;
  name?: string;
  description?: string;
  state: 'Draft' | 'Released';
  pricingModel?: string;
  terms: Terms;
  buyers: string[];
  availabilityEndDate?: string;
  releaseDate?: string;
  resaleAuthorizationId?: string;
  markup?: string;
  targetAgreementId?: string;
  offerSetId?: string;
  preExisting?: PreExisting;
  viewedBy: string[];
};
export type ResaleAuthorization = Common & {
  kind: 'ResaleAuthorization';
  manufacturer: string;
  productId: string;
  name: string;
  description?: string;
  reseller: string;
  resellerRole: 'ChannelPartner' | 'Distributor';
  sourceAuthorizationId?: string;
  markup?: string;
  status: 'Draft' | 'Active' | 'Restricted';
  pricingModel?: string;
  terms: Terms;
  buyers: string[];
  availabilityEndDate?: string;
  offersMaxQuantity?: number;
  preExisting?: PreExisting;
  offersReleased: number;
};
export type OfferSet = Common & {
  kind: 'OfferSet';
  name: string;
  buyerNotes?: string;
  state: 'Draft' | 'Released';
  solutionId?: string;
  offers: string[];
  releaseDate?: string;
};
export type Entity = Product | Offer | ResaleAuthorization | OfferSet;
export type EntityKind = Entity['kind'];

export type Problem = { ErrorCode: string; ErrorMessage: string };
export type Change = { changeType: string; changeName?: string; entityType: string; identifier?: string; details: JsonObject; errors: Problem[] };
export type ChangeSet = {
  id: string;
  account: string;
  name?: string;
  request: string;
  status: 'PREPARING' | 'APPLYING' | 'SUCCEEDED' | 'CANCELLED' | 'FAILED';
  startTime: string;
  applyingAt: string;
  endsAt: string;
  endTime?: string;
  failureCode?: 'CLIENT_ERROR' | 'SERVER_FAULT';
  failureDescription?: string;
  changes: Change[];
  /** Locked while the set runs. */
  entityIds: string[];
};

export type AgreementStatus = 'ACTIVE' | 'CANCELLED' | 'EXPIRED' | 'RENEWED' | 'REPLACED' | 'TERMINATED';
export type Agreement = {
  id: string;
  initialAgreementId: string;
  intent: 'NEW' | 'AMEND' | 'REPLACE' | 'RENEW';
  status: AgreementStatus;
  offerId: string;
  offerSetId?: string;
  productId: string;
  resaleAuthorizationId?: string;
  acceptor: string;
  /** From the seller of record up to the manufacturer; one and the same for a direct sale. */
  sellers: string[];
  acceptanceTime: string;
  startTime: string;
  endTime: string;
  endedAt?: string;
  lastUpdateTime: string;
  licenseArn: string;
  currency: string;
  value: string;
  terms: Term[];
  grants: Record<string, number>;
  /** Price of one unit of metered usage, for each seller as in `sellers`. */
  rates: Record<string, string[]>;
  autoRenew: boolean;
  renewable: boolean;
  isRenewal: boolean;
};
export type License = {
  arn: string;
  agreementId: string;
  acceptor: string;
  productId: string;
  status: 'PENDING' | 'SCHEDULED' | 'PROVISIONED' | 'DEPROVISIONED';
};
export type Charge = { id: string; agreementId: string; time: string; currency: string; gross: string[]; invoiceId?: string; usage?: string };
export type Invoice = {
  id: string;
  agreementId: string;
  type: 'INVOICE' | 'CREDIT_MEMO';
  issued: string;
  dueDate: string;
  currency: string;
  gross: string[];
  paidAt?: string;
  originalInvoiceId?: string;
};
