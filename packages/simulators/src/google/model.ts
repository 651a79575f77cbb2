import type { World } from '../core/simulator.ts';
import type { Json } from '../microsoft/kit/json.ts';
import type { SigningKey } from '../microsoft/kit/keys.ts';
import { Shelf } from '../microsoft/kit/shelf.ts';

/** A partner of Google: its number in the programme, its provider in procurement, its project, and the account that calls for it. */
export type Organisation = { readonly email: string; readonly title: string; readonly partner: string; readonly provider: string; readonly project: string };
export type AccountKey = { readonly email: string; readonly publicKey: string };
export type AccessToken = { readonly email: string; readonly scopes: readonly string[]; readonly expiresAt: number };

export type OpportunityState = 'DRAFT' | 'SUBMITTED' | 'ACCEPTED' | 'NOT_ACCEPTED';
export type Opportunity = Json & {
  readonly name: string;
  readonly state: OpportunityState;
  readonly stage: string;
  readonly createTime: string;
  readonly updateTime: string;
};

export type ProcurementAccount = Json & {
  readonly name: string;
  readonly provider: string;
  readonly state: 'ACCOUNT_ACTIVATION_REQUESTED' | 'ACCOUNT_ACTIVE';
  readonly approvals: readonly Approval[];
  readonly billingAccount: string;
  readonly buyer: string;
};
export type Approval = { readonly name: string; readonly state: 'PENDING' | 'APPROVED' | 'REJECTED'; readonly reason: string; readonly updateTime: string };
export type EntitlementState =
  | 'ENTITLEMENT_ACTIVATION_REQUESTED'
  | 'ENTITLEMENT_ACTIVE'
  | 'ENTITLEMENT_PENDING_CANCELLATION'
  | 'ENTITLEMENT_CANCELLED'
  | 'ENTITLEMENT_PENDING_PLAN_CHANGE'
  | 'ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL'
  | 'ENTITLEMENT_SUSPENDED';
export type Entitlement = {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly provider: string;
  readonly product: string;
  readonly plan: string;
  readonly newPendingPlan: string | null;
  readonly changeAt: 'now' | 'period-end';
  readonly state: EntitlementState;
  readonly offer: string | null;
  readonly offerEndTime: string | null;
  readonly orderId: string;
  readonly usageReportingId: string;
  readonly messageToUser: string;
  readonly cancellationReason: string;
  readonly periodEnd: string | null;
  readonly chargedThrough: string | null;
  readonly createTime: string;
  readonly updateTime: string;
};
export type Usage = {
  readonly operationId: string;
  readonly entitlement: string;
  readonly metric: string;
  readonly amount: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly billed: boolean;
};
export type OfferState = 'DRAFT' | 'PUBLISHING' | 'PUBLISHED' | 'ACCEPTED' | 'CANCELLED' | 'EXPIRED' | 'ENDED';
export type PrivateOffer = Json & { readonly name: string; readonly state: OfferState; readonly createTime: string; readonly updateTime: string };
export type Disbursement = {
  readonly lineId: string;
  readonly provider: string;
  readonly role: 'vendor' | 'reseller';
  readonly entitlementId: string;
  readonly orderId: string;
  readonly product: string;
  readonly offer: string | null;
  readonly description: string;
  readonly currencyCode: string;
  readonly chargedMinor: number;
  readonly feeMinor: number;
  readonly taxMinor: number;
  readonly payableMinor: number;
  readonly invoiceTime: string;
  readonly status: 'INVOICED' | 'PAID';
  readonly paymentId: string | null;
  readonly paymentTime: string | null;
  readonly updateTime: string;
};

export type Google = {
  readonly world: World;
  base: string;
  key: SigningKey | null;
  readonly organisations: Shelf<Organisation>;
  readonly accountKeys: Shelf<AccountKey>;
  readonly tokens: Shelf<AccessToken>;
  readonly opportunities: Shelf<Opportunity>;
  readonly accounts: Shelf<ProcurementAccount>;
  readonly entitlements: Shelf<Entitlement>;
  readonly usage: Shelf<Usage>;
  readonly offers: Shelf<PrivateOffer>;
  readonly disbursements: Shelf<Disbursement>;
};
export const shelfNames = ['organisations', 'accountKeys', 'tokens', 'opportunities', 'accounts', 'entitlements', 'usage', 'offers', 'disbursements'] as const;

export const time = (google: Google): number => google.world.clock.now().getTime();
export const now = (google: Google): string => google.world.clock.now().toISOString();
export const lag = (google: Google): number => google.world.faults.of('google').readLagMs;

export const firstOrganisations: readonly Organisation[] = [
  {
    email: 'connector@simulated-vendor.iam.gserviceaccount.example',
    title: 'Simulated vendor',
    partner: 'partners/C00000001',
    provider: 'simulated-vendor',
    project: 'simulated-vendor',
  },
  {
    email: 'connector@simulated-reseller.iam.gserviceaccount.example',
    title: 'Simulated reseller',
    partner: 'partners/C00000002',
    provider: 'simulated-reseller',
    project: 'simulated-reseller',
  },
];

export function emptyGoogle(world: World): Google {
  const clock = (): number => world.clock.now().getTime();
  return {
    world,
    base: 'http://localhost/google',
    key: null,
    organisations: new Shelf(clock),
    accountKeys: new Shelf(clock),
    tokens: new Shelf(clock),
    opportunities: new Shelf(clock),
    accounts: new Shelf(clock),
    entitlements: new Shelf(clock),
    usage: new Shelf(clock),
    offers: new Shelf(clock),
    disbursements: new Shelf(clock),
  };
}
export function seed(google: Google): void {
  for (const organisation of firstOrganisations) google.organisations.put(organisation.email, organisation);
}
